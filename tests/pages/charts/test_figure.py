"""Labels of figures keep within their room."""

from __future__ import annotations

from umkm_analysis.pages.charts import figure, palette


def test_a_long_name_is_written_smaller_and_one_too_long_is_shortened_at_a_word() -> None:
    _, (axes,) = figure.canvas(left=0.36)
    names = ["Kota Mojokerto", "Kabupaten Bolaang Mongondow Selatan", "Kabupaten " + "sangat " * 12 + "panjang"]
    figure.rows(axes, names, size=10)
    short, long, longest = axes.texts
    assert [short.get_text(), long.get_text()] == names[:2]
    assert short.get_fontsize() == 10
    assert 8.5 <= long.get_fontsize() < 10
    assert longest.get_text().startswith("Kabupaten sangat")
    assert longest.get_text().endswith("sangat …")
    assert len(longest.get_text()) < 40


def test_labels_at_the_end_of_lines_break_and_keep_apart() -> None:
    _, (axes,) = figure.canvas()
    labels = [(1.0, "Kabupaten Bolaang Mongondow Selatan", palette.OWN), (1.01, "Sulawesi Utara", palette.FIRST)]
    figure.end_labels(axes, labels, x=1, gap=0.2)
    own, other = axes.texts
    assert own.get_text().split("\n") == ["Kabupaten Bolaang", "Mongondow Selatan"]
    assert other.get_position()[1] >= own.get_position()[1] + 0.2
