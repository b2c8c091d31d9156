"""Chart of published shares: what shares are of stands apart, and a plan above what was realised of it."""

from __future__ import annotations

import pytest

from umkm_analysis.datasets import regions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.pages.charts import palette, style
from umkm_analysis.reports.procurement_share import analysis, shares_chart, shares_narrow, text


def test_umkk_stands_apart_from_domestic_products_and_a_plan_leads_to_its_realisation() -> None:
    shares = shares_chart.ordered(analysis.analyse("3300").shares)
    drawn = shares_chart.draw(shares, ["x\ny"] * len(shares), own="3300")
    (axes,) = drawn.axes
    headings = {one.get_text(): one.get_position()[1] for one in axes.texts if one.get_color() == palette.INK}
    umkk, domestic = headings["Usaha mikro, kecil, dan koperasi"], headings["Produk dalam negeri (PDN)"]
    written = {one.get_text(): one.get_position()[1] for one in axes.texts}
    assert umkk > written["44"] > domestic > max(written[value] for value in ("20,13", "92,12", "53,17", "37"))
    assert written["92,12"] == written["53,17"] + 1  # committed and realised of the same thing and day
    arrows = [one for one in axes.texts if getattr(one, "arrow_patch", None) is not None]
    assert [one.xy[0] for one in arrows] == [53.17]  # type: ignore[attr-defined]
    assert "Panah" in text.strip_how(shares)


def test_a_value_beside_a_mandate_is_not_struck_through() -> None:
    shares = shares_chart.ordered(analysis.analyse("0000").shares)
    drawn = shares_chart.draw(shares, ["x\ny"] * len(shares), own="0000")
    (label,) = (one for one in drawn.axes[0].texts if one.get_text() == "37,6")
    assert (label.get_position()[0], label.get_ha()) == (40.0, "left")  # to the right of the tick at 40
    assert "Panah" not in text.strip_how(shares)


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("value", [79.0, 80.99, 68.14, 94.9, 99.5, 5.0])
def test_no_value_reaches_a_mandate_s_tick(*, is_narrow: bool, value: float) -> None:
    shares = shares_chart.ordered(analysis.analyse("0000").shares).iloc[[0]].assign(value=value, mandate=95.0)
    if is_narrow:
        drawn = shares_narrow.draw(shares, own=regions.find("0000"))
    else:
        drawn = shares_chart.draw(shares, ["x\ny"], own="0000")
    (axes,) = drawn.axes
    (label,) = (one for one in axes.texts if one.get_text() == n.bare_share(value))
    drawn.dpi = style.POINTS
    low = label.get_transform().transform(label.get_position())[0]
    high = low + len(label.get_text()) * label.get_fontsize() * style.LETTER
    tick = axes.transData.transform((text.limit(next(shares.itertuples())), 0))[0]
    assert not low <= tick <= high
