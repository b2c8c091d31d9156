"""Labels of figures keep within their room."""

from __future__ import annotations

import gc

from matplotlib.transforms import TransformNode

from umkm_analysis.pages.charts import captions, figure, palette


def test_a_long_name_is_written_smaller_then_on_two_lines_and_shortened_at_a_word_only_then() -> None:
    _, (axes,) = figure.canvas(left=0.36)
    names = ["Kota Mojokerto", "Kabupaten Bolaang Mongondow Selatan", "Kabupaten " + "sangat " * 12 + "panjang"]
    figure.rows(axes, names, size=10)
    short, long, first, second = axes.texts
    assert [short.get_text(), long.get_text()] == names[:2]
    assert short.get_fontsize() == 10
    assert 8.5 <= long.get_fontsize() < 10
    assert first.get_text().startswith("Kabupaten sangat")
    assert second.get_text().startswith("sangat")
    assert second.get_text().endswith("sangat …")
    assert max(len(first.get_text()), len(second.get_text())) < 40


def test_names_that_begin_alike_stay_apart() -> None:
    _, (axes,) = figure.canvas(left=0.2)
    names = ["Kabupaten Labuhanbatu Selatan", "Kabupaten Labuhanbatu Utara"]
    figure.rows(axes, names, size=10)
    texts = [text.get_text() for text in axes.texts]
    assert texts == ["Kabupaten", "Labuhanbatu Selatan", "Kabupaten", "Labuhanbatu Utara"]


def test_a_line_that_ends_early_is_labelled_at_its_own_end_away_from_the_others() -> None:
    _, (axes,) = figure.canvas()
    axes.plot([2021, 2022, 2023], [100, 104, 108], color=palette.OWN)
    axes.plot([2021, 2022], [100, 106], color=palette.SECOND)
    captions.own_end_label(axes, (2022, 106), "Indonesia", palette.SECOND)
    captions.own_end_label(axes, (2022, 104), "Jawa Timur", palette.FIRST)
    above, below = axes.texts
    assert above.get_position() == (2022, 106)
    assert (above.get_va(), below.get_va()) == ("bottom", "top")


def test_labels_at_the_end_of_lines_break_and_keep_apart() -> None:
    _, (axes,) = figure.canvas()
    labels = [(1.0, "Kabupaten Bolaang Mongondow Selatan", palette.OWN), (1.01, "Sulawesi Utara", palette.FIRST)]
    figure.end_labels(axes, labels, x=1, gap=0.2)
    own, other = axes.texts
    assert own.get_text().split("\n") == ["Kabupaten Bolaang", "Mongondow Selatan"]
    assert other.get_position()[1] >= own.get_position()[1] + 0.2


def test_no_transform_is_taken_for_another_that_had_its_address() -> None:
    gc.collect()
    gc.freeze()  # whatever else there is
    try:
        unheard: dict[int, set[int]] = {1: set(), 2: set(), 3: set()}
        for turn in range(150):
            if turn % 10 == 0:
                figure._blank.cache_clear()  # noqa: SLF001 - as in a process that draws its first figure
            panels = 1 + turn % 3
            drawn, panes = figure.canvas(panels=panels)
            for axes in panes:
                axes.axvline(0)
                axes.barh([1, 2], [1, -2])
                axes.text(1, 1, "x" * turn)
                axes.axhline(3, xmax=0.5)
            if turn >= len(unheard):  # of the first ones nobody has gone yet
                unheard[panels].add(_unheard())
            del drawn, panes, axes
            gc.collect()
        assert [len(found) for found in unheard.values()] == [1, 1, 1], unheard
    finally:
        gc.unfreeze()


def _unheard() -> int:
    """Number of transforms that do not hear when one that they are made of changes: what they draw would not move."""
    nodes = [one for one in gc.get_objects() if isinstance(one, TransformNode)]
    return sum(
        all(parent() is not node for parent in part._parents.values())  # noqa: SLF001 - matplotlib's links
        for node in nodes
        for part in vars(node).values()
        if isinstance(part, TransformNode)
    )
