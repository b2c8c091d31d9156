"""Verdict of the province overview: its message in about six words, and the three figures that carry it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.front import headline
from umkm_analysis.reports.province_overview import cards, text

if TYPE_CHECKING:
    from umkm_analysis.pages.components import Card
    from umkm_analysis.reports.province_overview.analysis import ProvinceOverview

KINDS = ("Kabupaten Administrasi ", "Kabupaten ")
"""What goes without saying; a kota keeps its kind, for a kabupaten often has the same name."""


def verdict(result: ProvinceOverview) -> str:
    """Say in about six words how many regions reached the base level in the last year, and which one did not.

    Parameters
    ----------
    result
        Of the province.
    """
    return headline(partial(_wordings, result))


def _wordings(result: ProvinceOverview) -> list[str]:
    values = {
        "above": result.regained,
        "count": len(result.ranked),
        "base": result.base_year,
        "year": text.year(result, result.last_year),
    }
    if result.ranked.empty:
        return [t("Belum ada angka untuk menilai pemulihan daerah")]
    if result.regained == 0:
        return [t("Belum satu pun dari {count} daerah mencapai tingkat {base} pada {year}", **values)]
    if result.regained == len(result.ranked):
        if result.left_out:
            return [t("Semua {count} daerah dengan angka {year} mencapai tingkat {base}", **values)]
        return [t("Semua {count} daerah mencapai tingkat {base} pada {year}", **values)]
    words = t("{above} dari {count} daerah mencapai tingkat {base} pada {year}", **values)
    short = t("{above} dari {count} daerah mencapai tingkat {base}", **values)
    if len(result.ranked) - result.regained > 1:
        return [words]
    behind = result.ranked.index[-1]
    name = next(member.name for member in result.members if member.code == behind)
    for kind in KINDS:
        name = name.removeprefix(kind)
    rest = t("{name} belum", name=name)
    return [f"{words} – {rest}", f"{short} – {rest}", words]


def numbers(result: ProvinceOverview) -> list[Card]:
    """Choose three figures: regions recovered, their share of the economy, and the level of the province."""
    return [cards.count(result), cards.share(result), cards.level(result)]
