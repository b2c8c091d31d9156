"""Verdict of the procurement report: its message in about six words, and the three figures that carry it."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.mandates import TARGET
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.front import headline
from umkm_analysis.periods import last_day
from umkm_analysis.reports.procurement_share import cards, text
from umkm_analysis.reports.procurement_share.analysis import NOT_OF_SPENDING, REALISED
from umkm_analysis.reports.procurement_share.line_page import text as line_text
from umkm_analysis.rounding import decimals

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.pages.components import Card
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

SMALL = ("UMK-K", "UMK", "UMKM")
"""Numerators about micro and small enterprises, the nearest to the law's first."""
MAX_DECIMALS = 1
COUNT = 3
"""Of the figures on a first screen."""


def verdict(result: ProcurementShare) -> str:
    """Say in about six words how much of the spending went where, against the minimum that was in force.

    Realised before planned, UMK-K before PDN, shares before values; a figure from made-up lines only where nothing
    else is known, and named so.

    Parameters
    ----------
    result
        Of the region.
    """
    return headline(partial(_wordings, result))


def _wordings(result: ProcurementShare) -> list[str]:
    lines = result.lines
    if lines is not None and not lines.synthetic:
        return _of_lines(lines)
    share = chosen(result.shares)
    if share is not None:
        return _contested(result, share) or _realised(result, share)
    if len(result.shares):
        return _planned(result)
    if lines is not None:
        return _of_lines(lines)
    return _of_amounts(result)


def chosen(shares: pd.DataFrame) -> Any | None:
    """Find the realised share that a headline speaks of; None where none is realised.

    Parameters
    ----------
    shares
        Published shares of a region, by date.

    Returns
    -------
    The newest of UMK-K spending, else of UMK or UMKM, else of PDN, else of a plan or of packages.
    """
    realised = [share for share in shares.itertuples() if share.basis == REALISED]

    def preference(share: Any) -> tuple[bool, int, str]:
        place = SMALL.index(share.numerator) if share.numerator in SMALL else len(SMALL)
        return share.denominator not in NOT_OF_SPENDING, -place, last_day(share.as_of)

    return max(realised, key=preference, default=None)


def _realised(result: ProcurementShare, share: Any) -> list[str]:
    scope = text.scope(share, of=result.region.name)
    values = {"numerator": _short(share.numerator), "share": n.share(share.value), "year": share.as_of[:4]}
    words = t("Realisasi {numerator} {share} ({year})", **values)
    if scope:
        words = t("{scope}: realisasi {numerator} {share} ({year})", scope=scope, **values)
    if share.denominator in NOT_OF_SPENDING:
        of = labels.label(labels.DENOMINATOR, share.denominator)
        words = t("Realisasi {numerator} {share} dari {of} ({year})", of=of, **values)
    if share.verdict in {"meets", "misses"}:
        minimum = n.percent(share.mandate, decimals(share.mandate))
        held = _held(share.verdict, target=share.rule_kind == TARGET, minimum=minimum)
        return [f"{words} – {held}", words]
    if share.numerator in SMALL:
        return [words]
    small = result.shares["numerator"].isin(SMALL).any()
    lacking = t("realisasi UMK-K belum dipublikasikan") if small else t("angka UMK-K belum ada")
    return [f"{words} – {lacking}", words]


def _held(verdict: str, *, target: bool, minimum: str) -> str:
    if target:
        return (
            t("memenuhi target {minimum}", minimum=minimum)
            if verdict == "meets"
            else t("di bawah target {minimum}", minimum=minimum)
        )
    if verdict == "meets":
        return t("memenuhi minimal {minimum}", minimum=minimum)
    return t("di bawah minimal {minimum}", minimum=minimum)


def _contested(result: ProcurementShare, share: Any) -> list[str]:
    """Say that sources disagree on the realised share; nothing where they do not."""
    if share.Index not in result.conflicts.index:
        return []
    group = result.conflicts[result.conflicts["group"] == result.conflicts.loc[share.Index, "group"]]
    values = [n.share(value) for value in sorted(set(group["value"]))]
    words = {"numerator": _short(share.numerator), "year": share.as_of[:4]}
    return [
        t("Realisasi {numerator} dipertentangkan: {values} ({year})", values=n.listed(values), **words),
        t("Realisasi {numerator} dipertentangkan ({year})", **words),
    ]


def _planned(result: ProcurementShare) -> list[str]:
    """Say the newest share that is not realised, and that none is."""
    newest = max(result.shares.itertuples(), key=lambda share: last_day(share.as_of))
    values = {
        "basis": labels.label(labels.BASIS, newest.basis),
        "numerator": _short(newest.numerator),
        "share": n.share(newest.value),
        "year": newest.as_of[:4],
    }
    if newest.denominator in NOT_OF_SPENDING:
        of = labels.label(labels.DENOMINATOR, newest.denominator)
        return [t("Baru {basis}: {numerator} {share} dari {of} ({year})", of=of, **values)]
    words = t("Baru {basis}: {numerator} {share} ({year})", **values)
    lacking = t("pangsa realisasi belum dipublikasikan")
    return [f"{words} – {lacking}", words]


def _of_lines(lines: LineAnalysis) -> list[str]:
    """Say the bounds of the latest UMK-K share; what the lines are where they are made up."""
    row = line_text.of_year(lines.yearly, lines.latest)
    stage = "realised" if row.realised > 0 else "plan"
    name = f"umkk_{stage}"
    low, high, minimum = (getattr(row, f"{name}_{part}") for part in ("lower", "upper", "mandate"))
    if not math.isfinite(low):
        words = t("Paket {year} tanpa nilai dari penyedia", year=lines.latest)
        return [line_text.marked(lines, words)]
    lower, upper = n.bounds(low, high, MAX_DECIMALS)
    share = lower if lower == upper else f"{lower}–{upper}"
    values = {"share": t("{number} persen", number=share), "year": lines.latest}
    words = (
        t("UMK-K terealisasi {share} ({year})", **values)
        if stage == "realised"
        else t("UMK-K baru direncanakan {share} ({year})", **values)
    )
    if lines.synthetic:
        return [line_text.marked(lines, words)]
    status = getattr(row, f"{name}_status")
    if status in {"meets", "misses"}:
        kind = getattr(row, f"{name}_mandate_kind")
        held = _held(status, target=kind == TARGET, minimum=n.percent(minimum, decimals(minimum)))
        return [f"{words} – {held}", words]
    undetermined = t("belum dapat dinilai")
    return [f"{words} – {undetermined}", words] if status == "undetermined" else [words]


def _of_amounts(result: ProcurementShare) -> list[str]:
    """Say the newest realised value of spending, and that its share is not known."""
    amount = chosen_amount(result.amounts)
    if amount is None:
        known = t("baru ada nilai rupiah") if (result.amounts["unit"] == "rupiah").any() else t("baru ada angka jumlah")
        words = t("Pangsa belanja UMK-K belum diketahui")
        return [f"{words} – {known}" if len(result.amounts) else words]
    values = {"numerator": amount.numerator, "value": cards.brief_rupiah(amount.value), "year": amount.as_of[:4]}
    return [t("Belanja {numerator} {value} ({year}) – pangsanya belum diketahui", **values)]


def chosen_amount(amounts: pd.DataFrame) -> Any | None:
    """Find the realised rupiah value that a headline speaks of: of small enterprises before PDN, the newest."""
    realised = [
        amount
        for amount in amounts.itertuples()
        if amount.unit == "rupiah" and amount.basis == REALISED and isinstance(amount.numerator, str)
    ]

    def preference(amount: Any) -> tuple[bool, str]:
        return amount.numerator in SMALL, last_day(amount.as_of)

    return max(realised, key=preference, default=None)


def _short(numerator: str) -> str:
    """Name a numerator in a word or two; what it is stands on its figure."""
    return t("produk lokal") if numerator == "local products" else numerator


def numbers(result: ProcurementShare) -> list[Card]:
    """Choose three figures: what is realised, what is planned, and the minimum; values where there is no share."""
    of, share = result.region.name, chosen(result.shares)
    made = [] if result.lines is None or result.lines.synthetic else [cards.of_lines(result.lines)]
    made += [] if share is None else [cards.card(share, of=of)]
    planned = [row for row in result.shares.itertuples() if row.basis != REALISED]
    if planned:
        made.append(cards.card(max(planned, key=lambda row: last_day(row.as_of)), of=of))
    if not made:
        made += [cards.of_amount(row, result) for row in newest_amounts(result.amounts)]
    made += [
        *cards.minimum(result),
        *(cards.card(row, of=of) for row in text.of_the_nation(result).iloc[::-1].itertuples()),
    ]
    return made[:COUNT]


def newest_amounts(amounts: pd.DataFrame) -> list[Any]:
    """Find the newest realised rupiah value of each thing, those of small enterprises first."""
    rows = sorted(
        (row for row in amounts.itertuples() if row.unit == "rupiah" and row.basis == REALISED),
        key=lambda row: (row.numerator in SMALL, isinstance(row.numerator, str), last_day(row.as_of)),
        reverse=True,
    )
    return list({row.indicator: row for row in reversed(rows)}.values())[::-1]
