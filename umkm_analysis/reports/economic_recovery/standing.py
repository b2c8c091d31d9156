"""Standing of a region in the recovery report: verdicts, ranks and printed figures to hold against another edition."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.editions import changes
from umkm_analysis.pages.editions.standing import Series, Standing, Verdict, of_years
from umkm_analysis.reports.economic_recovery import analysis, text
from umkm_analysis.reports.economic_recovery.outcomes import outcome_of
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.editions.changes import Changes
    from umkm_analysis.reports.economic_recovery.analysis import Recovery
    from umkm_analysis.reports.economic_recovery.outcomes import Outcome, Ranking


def standing(result: Recovery | Outcome) -> Standing:
    """Collect verdicts, ranks, growth and level index."""
    own = result.region.code
    growth = Series("growth", t("pertumbuhan, persen"), of_years(result.path.growth[own]), 2)
    index = Series(
        "index",
        t("indeks {product}, {base} = 100", product=labels.product(result.region), base=result.base_year),
        of_years(result.path.index[own]),
        1,
    )
    return Standing(tuple(_verdicts(result)), (growth, index))


def since(result: Recovery) -> Changes | None:
    """What changed since the earlier edition; None where there is none."""
    again = partial(_outcome_of, result.region, result.base_year)
    return changes.since(result, now=lambda: standing(result), again=again, worded=standing)


def of_region(region: Region, *, base_year: int = 2019) -> Standing | None:
    """Work out a region's standing from the tables in use; None where there can be no report."""
    found = _outcome_of(region, base_year)
    return None if found is None else standing(found)


def _outcome_of(region: Region, base_year: int) -> Outcome | None:
    return outcome_of(region, base_year) if analysis.unavailable_reason(region) is None else None


def _verdicts(result: Recovery | Outcome) -> Iterator[Verdict]:
    yield _outcome(result)
    yield from _sides(result)
    yield from _break_even(result)
    if result.ranking is not None:
        yield from _rank(result.ranking, "rank of the recovery year", result)
    if result.latest_ranking is not None:
        yield from _rank(result.latest_ranking, "latest rank", result)


def _outcome(result: Recovery | Outcome) -> Verdict:
    row, base, last = result.outcome.loc[result.region.code], result.base_year, _year(result.last_year, result)
    label = t("{product} kembali ke tingkat {base}", product=labels.product(result.region), base=base)
    if pd.isna(row["status"]):
        return Verdict("recovery", None, label, n.unknown())
    if row["status"] == "recovered":
        year = int(row["recovery_year"])
        return Verdict("recovery", ("recovered", year), label, t("pulih {year}", year=_year(year, result)))
    if row["status"] == "no fall":
        return Verdict("recovery", "no fall", label, t("tidak turun hingga {last}", last=last))
    return Verdict("recovery", "not recovered", label, t("belum pulih hingga {last}", last=last))


def _sides(result: Recovery | Outcome) -> Iterator[Verdict]:
    """Which side of the base level and of the old path the last year is on."""
    year, base = result.last_year, result.base_year
    index, gap = float(result.path.index.loc[year, result.region.code]), float(result.trends[0].gap[year])
    if text.known(index) and year > base:
        side = t("{gap} (tahun {last})", gap=text.gap_phrase(index - HUNDRED, base), last=_year(year, result))
        yield Verdict(
            "level", index >= HUNDRED, t("{product} tahun terakhir", product=labels.product(result.region)), side
        )
    if text.known(gap):
        side = t("{gap} jalur lama (tahun {last})", gap=text.trend_gap_phrase(gap), last=_year(year, result))
        yield Verdict("path", gap >= 0, t("jalur pertumbuhan {base}", base=base), side)


def _break_even(result: Recovery | Outcome) -> Iterator[Verdict]:
    year = result.recovery_year
    came, needed = float(result.path.growth.loc[year, result.region.code]), result.break_even
    if text.known(came, needed):
        code = "not needed" if needed == 0 else "met" if came >= needed else "not met"
        words = {"not needed": t("tidak diperlukan"), "met": t("tercapai"), "not met": t("tidak tercapai")}
        yield Verdict(
            "break-even", code, t("pertumbuhan minimum untuk pulih pada {year}", year=_year(year, result)), words[code]
        )


def _rank(ranking: Ranking, key: str, result: Recovery | Outcome) -> Iterator[Verdict]:
    if not text.known(ranking.rank):
        return
    rank = n.number(ranking.rank, 0 if float(ranking.rank).is_integer() else 1)
    peers = labels.counted(result.region.kind, len(ranking.index))
    year = _year(ranking.year, result)
    words = t("{rank} dari {peers} ({year})", rank=rank, peers=peers, year=year)
    label = t("peringkat {year}", year=year) if key == "rank of the recovery year" else t("peringkat terbaru")
    yield Verdict(key, (ranking.rank, len(ranking.index)), label, words)


def _year(number: int, result: Recovery | Outcome) -> str:
    return provisional.year(number, result.path.provisional_years(result.region.code))
