"""Level index that readers work out anew: another base year, another trend, another region to compare with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.fragment import Fragment, markup
from umkm_analysis.pages.interactive import controls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

KEPT = 10_000
"""Index points are sent as whole ten-thousandths: what any decimal shown can need."""
YEARS_BEFORE, YEARS_AFTER = 5, 2
"""How far from the report's base year another may be chosen."""
MAX_RATE = 10.0
"""Per cent a year that a trend may rise."""


@dataclass(frozen=True)
class Followed:
    """A region whose level is followed."""

    code: str
    name: str
    index: pd.Series
    """Year → index; NaN where unknown."""
    states: Mapping[int, str]
    """Years that are not final, by what the publisher says."""


def explorer(  # noqa: PLR0913 - the regions and the defaults
    own: Followed, above: Sequence[Followed], peers: Sequence[Followed], *, base: int, rate: float, product: str
) -> Fragment:
    """Offer the level index of a region to work out anew, beside what stands above it and any of its peers.

    Parameters
    ----------
    own
        The region.
    above
        Province and nation.
    peers
        Regions to choose from.
    base
        The report's base year: the default.
    rate
        The declared trend's rate, per cent a year: the default; NaN where there is none.
    product
        GRDP or GDP.
    """
    known = [int(year) for year in own.index.dropna().index]
    years = list(range(known[0], known[-1] + 1)) if known else []
    bases = [year for year in known[:-1] if base - YEARS_BEFORE <= year <= base + YEARS_AFTER]
    if base not in bases or len(years) < 3:  # noqa: PLR2004 - nothing to move
        return Fragment(markup(""), "")
    trend = rate if math.isfinite(rate) and 0 < rate <= MAX_RATE else 0.0
    title = t("Hitung sendiri: pilih tahun dasar, tren, dan pembanding")
    marks = controls.row(
        controls.slider("base", t("Tahun dasar"), low=bases[0], high=bases[-1], step=1, value=base),
        controls.slider("rate", t("Tren, persen setahun"), low=0, high=MAX_RATE, step=0.01, value=round(trend, 2)),
        *(
            [controls.choice("peer", t("Bandingkan dengan"), [("", t("tanpa pembanding lain")), *map(_option, peers)])]
            if peers
            else []
        ),
    )
    record = {
        "years": years,
        "base": base,
        "rate": trend,
        "own": _series(own, years),
        "above": [_series(one, years) for one in above],
        "peers": {one.code: _series(one, years) for one in peers},
        "words": {
            "trend": t("tren {rate} persen", rate="{rate}"),
            "measure": t("Indeks {product}, {base} = 100", product=product, base="{base}"),
            "index": t("Indeks {year}, {base} = 100: {names}.", year="{year}", base="{base}", names="{names}"),
            "absent": t("{names}: tidak ada data {base}, jadi tidak digambar.", names="{names}", base="{base}"),
            "gap": t("{name} {year} terhadap tren {rate} persen setahun sejak {base}: {gap} persen.", name="{name}",
                     year="{year}", rate="{rate}", base="{base}", gap="{gap}"),
            "higher": t("{name} lebih tinggi daripada {other}.", name="{name}", other="{other}"),
            "lower": t("{name} lebih rendah daripada {other}.", name="{name}", other="{other}"),
            "similar": t("{name} dan {other} serupa.", name="{name}", other="{other}"),
            "pandemic": t("pandemi"),
        },
    }  # fmt: skip
    html = markup(
        '<div class="explore" data-script hidden data-explore="level"><h3>{title}</h3><p class="measure"></p>{marks}'
        '<div class="drawing" tabindex="0" role="group" aria-label="{title}"></div>'
        '<p class="said" role="status"></p>{data}</div>',
        title=title,
        marks=marks,
        data=controls.data(record),
    )
    return Fragment(html, "")


def _option(one: Followed) -> tuple[str, str]:
    return one.code, one.name


def _series(one: Followed, years: Sequence[int]) -> dict[str, Any]:
    """Name, index in ten-thousandths and marks of years that are not final."""
    index = one.index.reindex(years)
    marks = {str(year): provisional.MARKS[state] for year, state in one.states.items() if year in index}
    values = [round(float(value) * KEPT) if math.isfinite(value) else None for value in index]
    return {"name": one.name, "index": values, **({"marks": marks} if marks else {})}
