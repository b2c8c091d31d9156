"""Rankings: names told apart, values beside their dots and never on a name."""

from __future__ import annotations

import pandas as pd
import pytest

from umkm_analysis.datasets import regions
from umkm_analysis.pages.charts import figure, rankings, style


def extent(text: object, size: float) -> tuple[float, float, float]:
    """From where to where words reach in points, as wide as the page's letters are on average, and at which height."""
    x, y = text.get_transform().transform(text.get_position())  # type: ignore[attr-defined]
    wide = len(text.get_text()) * size * style.LETTER  # type: ignore[attr-defined]
    return (x - wide, x, y) if text.get_ha() == "right" else (x, x + wide, y)  # type: ignore[attr-defined]


@pytest.mark.parametrize("province", ["1200", "9400", "3500", "7400"])
def test_no_value_stands_on_a_name(province: str) -> None:
    members = [region for region in regions.all_regions().values() if region.parent_code == province]
    values = pd.Series({member.code: 128.0 - position * 1.3 for position, member in enumerate(members)})
    drawn = rankings.draw(values, names={member.code: member.name for member in members}, base=100.0)
    drawn.dpi = style.POINTS
    drawn.draw_without_rendering()
    written = [text for axes in drawn.axes for text in axes.texts if text.get_ha() in {"left", "right"}]
    extents = [extent(text, text.get_fontsize()) for text in written]
    clashes = [
        (one.get_text(), other.get_text())
        for position, (one, (low, high, y)) in enumerate(zip(written, extents, strict=True))
        for other, (left, right, at) in zip(written[position + 1 :], extents[position + 1 :], strict=True)
        if abs(at - y) < 3 and min(high, right) - max(low, left) > 1
    ]
    assert clashes == []
    assert all(high <= figure.WIDTH * style.POINTS for _, high, _ in extents)
    assert min(low for low, _, _ in extents) >= 0


@pytest.mark.parametrize("count", [4, 38])
def test_dots_have_the_width_of_the_plot_and_values_a_column_beside_it(count: int) -> None:
    members = [region for region in regions.all_regions().values() if region.parent_code == "3500"][:count]
    values = pd.Series({member.code: 128.0 - position for position, member in enumerate(members)})
    drawn = rankings.draw(values, names={member.code: member.name for member in members}, base=100.0)
    drawn.draw_without_rendering()
    low, high = drawn.axes[0].get_xlim()
    reached = max(values.max(), 100) - min(values.min(), 100)
    assert reached / (high - low) > 0.85
    for axes in drawn.axes:
        ends = [extent(text, text.get_fontsize())[1] for text in axes.texts if text.get_text()[0].isdigit()]
        at_right = [at for at in ends if at > axes.transData.transform((high, 0))[0]]
        assert len(at_right) == len([text for text in axes.texts if "," in text.get_text()])
        assert max(at_right) - min(at_right) < 1


def test_names_of_one_kind_go_without_it_and_of_both_with_little_of_it() -> None:
    assert rankings.short(["Kota Mojokerto", "Kota Batu"]) == ["Mojokerto", "Batu"]
    assert rankings.short(["Kota Mojokerto", "Kabupaten Tuban"]) == ["Kota Mojokerto", "Kab. Tuban"]
    assert rankings.short(["Jawa Timur", "Aceh"]) == ["Jawa Timur", "Aceh"]
