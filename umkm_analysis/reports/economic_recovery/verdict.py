"""Verdict of the recovery report: its message in about six words, and the three figures that carry it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.front import headline
from umkm_analysis.reports.economic_recovery import cards, text
from umkm_analysis.rounding import HUNDRED, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.pages.components import Card
    from umkm_analysis.reports.economic_recovery.analysis import Recovery

COLLAPSE = 5
"""Per cent of a fall in the last year from which a headline is about it, whatever was regained before."""
WHOLE = 10
"""Per cent from which a headline writes no decimals."""


def verdict(result: Recovery) -> str:
    """Say in about six words when the base level was regained, and how far from it the last year is.

    Parameters
    ----------
    result
        Of the region.
    """
    return headline(partial(_wordings, result))


def _wordings(result: Recovery) -> list[str]:
    if not result.is_followed:
        return [_growth_alone(result)]
    if (fall := last_fall(result)) >= COLLAPSE:
        return [_collapsed(result, fall)]
    status = result.outcome.loc[result.region.code, "status"]
    if pd.isna(status):
        return _joined([t("Tahun pulih tidak diketahui")], result)
    if status == "no fall":
        return [_no_fall(result)]
    return _joined(_fallen(result) if status == "not recovered" else _recovered(result), result)


def numbers(result: Recovery) -> list[Card]:
    """Choose three figures: the level of the last year, the year of recovery, and the distance to the old path."""
    return [cards.level(result), cards.regained(result), cards.trend(result)]


def now(result: Recovery) -> str:
    """Say how far the last level is from the base year's: "kini 20 persen di atas 2019"."""
    gap, base = _gap(result), result.base_year
    values = {"size": size(gap), "base": base, "year": _marked(result.last_year, result)}
    regained = result.outcome.loc[result.region.code, "status"] == "recovered"
    if is_now(result):
        if gap >= 0:
            return t("kini {size} di atas {base}", **values)
        return (
            t("kini kembali {size} di bawah {base}", **values)
            if regained
            else t("kini {size} di bawah {base}", **values)
        )
    if gap >= 0:
        return t("{size} di atas {base} pada {year}", **values)
    if regained:
        return t("pada {year} kembali {size} di bawah {base}", **values)
    return t("{size} di bawah {base} pada {year}", **values)


def is_now(result: Recovery) -> bool:
    """Whether no figure of the page, the region's own or of those above it, is newer than its last level."""
    return result.last_year >= result.newest_of_all


def size(gap: float) -> str:
    """Write the size of a gap as briefly as is true: from ten per cent on without decimals."""
    if rounded(abs(gap), 1) >= WHOLE:
        return n.percent(abs(gap), 0)
    return text.gap_size(gap)


def last_fall(result: Recovery) -> float:
    """Return by how many per cent the last level is below that of the year before; 0 or less after a rise, or NaN."""
    index = result.path.index[result.region.code]
    return (1 - float(index.loc[result.last_year]) / float(index.get(result.last_year - 1, np.nan))) * HUNDRED


def _collapsed(result: Recovery, fall: float) -> str:
    """Say a deep fall of the last year before anything that was regained earlier."""
    values = {"fall": size(fall), "year": _marked(result.last_year, result)}
    return t("Turun {fall} pada {year} – {now}", now=still(result), **values)


def still(result: Recovery) -> str:
    """Say where a fall of the last year left the level: "masih 39 persen di atas 2019"."""
    gap = _gap(result)
    values = {"size": size(gap), "base": result.base_year}
    return t("masih {size} di atas {base}", **values) if gap >= 0 else t("{size} di bawah {base}", **values)


def _joined(clauses: Sequence[str], result: Recovery) -> list[str]:
    return [f"{clause} – {now(result)}" for clause in clauses]


def _recovered(result: Recovery) -> list[str]:
    """Clauses on a level that was regained, the longest first."""
    regained = int(result.outcome.loc[result.region.code, "recovery_year"])
    index = result.path.index[result.region.code].loc[result.base_year : regained]
    if _gap(result) < 0:
        return [t("Sempat pulih {year}", year=_marked(regained, result))]
    fell = _fell(index)
    grew = _grew(index, fell)
    year = _marked(regained, result)
    short = t("Pulih {year}", year=year)
    if grew is None or grew == regained:
        return [t("Turun {fell}, pulih {year}", fell=_marked(fell, result), year=year), short]
    return [t("Tumbuh lagi {grew}, pulih {year}", grew=_marked(grew, result), year=year), short]


def _fallen(result: Recovery) -> list[str]:
    """Clauses on a level that was not regained, the longest first."""
    index = result.path.index[result.region.code].loc[result.base_year : result.last_year]
    fell = _fell(index)
    grew = _grew(index, fell)
    if grew is None:
        return [t("Turun {fell}, belum pulih", fell=_marked(fell, result)), t("Belum pulih")]
    return [t("Tumbuh lagi {grew}, belum pulih", grew=_marked(grew, result)), t("Belum pulih")]


def _marked(year: int, result: Recovery) -> str:
    """Write a year with the mark of a figure that is not final."""
    return provisional.year(year, result.path.provisional_years(result.region.code))


def _fell(index: pd.Series) -> int:
    """First year below the base year's level; the base year itself may be 100 less what binary arithmetic adds."""
    return next(int(year) for year, level in index.iloc[1:].items() if level < HUNDRED)


def _grew(index: pd.Series, fell: int) -> int | None:
    """First year after a fall in which the level rose; None where none did."""
    rise = index.diff()
    return next((int(year) for year, change in rise.items() if int(year) > fell and change > 0), None)


def _no_fall(result: Recovery) -> str:
    values = {"base": result.base_year, "year": _marked(result.last_year, result), "size": size(_gap(result))}
    if is_now(result):
        return t("Tidak pernah di bawah {base} – kini {size} di atasnya", **values)
    return t("Tidak di bawah {base} hingga {year}: {size} di atasnya", **values)


def _growth_alone(result: Recovery) -> str:
    growth = result.path.growth[result.region.code]
    known = growth[growth.index > result.base_year].dropna()
    if known.empty:
        return t("Belum ada angka sejak {base} untuk menilai pemulihan", base=result.base_year)
    rate = float(known.iloc[-1])
    values = {"rate": n.percent(abs(rate)), "year": _marked(int(known.index[-1]), result)}
    if rounded(rate, 2) == 0:
        return t("Tidak tumbuh pada {year} – pemulihan belum dapat dinilai", **values)
    if rate < 0:
        return t("Menyusut {rate} pada {year} – pemulihan belum dapat dinilai", **values)
    return t("Tumbuh {rate} pada {year} – pemulihan belum dapat dinilai", **values)


def _gap(result: Recovery) -> float:
    return float(result.gap.loc[result.last_year, result.region.code])
