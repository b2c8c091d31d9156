"""Selection of the cells of a kind: indicator, prices, period and item of every cell, or why it is not kept."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.statistics import wording
from umkm_analysis.datasets.statistics.request import Kind
from umkm_analysis.datasets.statistics.wording import Facts, Indicator, facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from umkm_analysis.datasets.statistics.reading import Reading
    from umkm_analysis.datasets.statistics.request import StatisticsRequest
    from umkm_analysis.datasets.statistics.table import Observation, Table

BASE_YEAR = 2010
WANTED = {
    Kind.GRDP: {Indicator.LEVEL},
    Kind.SECTORS: {Indicator.LEVEL},
    Kind.GROWTH: {Indicator.GROWTH},
    Kind.POPULATION: {Indicator.POPULATION, Indicator.REGISTERED},
}
IMPORTED_BY = {
    Indicator.LEVEL: Kind.GRDP,
    Indicator.GROWTH: Kind.GROWTH,
    Indicator.POPULATION: Kind.POPULATION,
    Indicator.REGISTERED: Kind.POPULATION,
}
TOTAL = re.compile(
    r"produk domestik regional bruto|^(?:total |jumlah )?(?:pdrb|grdp|pdb)\b|gross regional|^(?:total|jumlah)\b",
    re.IGNORECASE,
)
NO_TOTAL = re.compile(
    r"tanpa (?:migas|minyak)|non\s?migas|without oil|per\s?kapita|laki|perempuan|km2|kepadatan|rasio", re.IGNORECASE
)
OTHER_GROWTH = re.compile(r"q[\s-]*to[\s-]*q|c[\s-]*to[\s-]*c|triwulan terhadap triwulan", re.IGNORECASE)
GENERIC = re.compile(r"nilai|jumlah|value|angka|total|besaran|data", re.IGNORECASE)


def choose(
    found: Sequence[Table], request: StatisticsRequest, reading: Reading, refused: list[str]
) -> Iterator[tuple[Table, list[tuple[Observation, Facts]]]]:
    """Choose the cells of the kind, each with what words say of it; count and explain the others.

    Parameters
    ----------
    found
        Tables of a file.
    request
        What to import.
    reading
        Counts what is left out.
    refused
        Gets why something is not of the kind, for the error where nothing is.
    """
    for table in found:
        whole = facts(table.title)
        heads = {observation.head: facts(observation.head) for observation in table.observations}
        kept = _kept_heads(heads, request.kind)
        part: list[tuple[Observation, Facts]] = []
        for observation in table.observations:
            reading.cells += 1
            words = heads[observation.head]
            if observation.head not in kept:
                reason: str = f'column "{observation.head}"'
                other = (
                    _other_kind(words.indicator, request.kind)
                    if words.indicator
                    else f"not recognised as {request.kind}"
                )
                refused.append(f"{table.place}, {reason}: {other}")
            else:
                words = words.within(_of_item(table, observation, whole)).within(whole)
                refusal = _refusal(table, observation, words, request.kind)
                if refusal is None:
                    part.append((observation, words))
                    continue
                reason = refusal
                refused.append(f"{table.place}: {reason}")
            reading.leave_out(reason)
        if part:
            yield table, part


def _of_item(table: Table, observation: Observation, whole: Facts) -> Facts:
    """Read what a row says of itself; "PDRB" in a table of growth is the growth of GRDP."""
    words = Facts() if table.has_regions else facts(observation.item)
    return replace(words, indicator=None) if whole.indicator and words.indicator is Indicator.LEVEL else words


def _kept_heads(heads: Mapping[str, Facts], kind: Kind) -> set[str]:
    """Heads of columns that may hold the kind: those that name it, else general ones such as "nilai", else all."""
    named = {head for head, words in heads.items() if words.indicator in WANTED[kind] and not NO_TOTAL.search(head)}
    general = {head for head, words in heads.items() if GENERIC.search(head) and words.indicator is None}
    return named or general or {head for head, words in heads.items() if words.indicator is None} or set(heads)


def _other_kind(indicator: Indicator, kind: Kind) -> str:
    other = IMPORTED_BY.get(indicator)
    hint = f"; umkm import {other} reads it" if other and other is not kind else ""
    due = {Kind.GRDP: "levels of GRDP are due", Kind.SECTORS: "levels of sectors are due"}.get(kind, f"{kind} is due")
    return f"{indicator} where {due}{hint}"


def _refusal(table: Table, observation: Observation, words: Facts, kind: Kind) -> str | None:
    """Say why a cell is not of the kind; None where it is."""
    if words.indicator is not None and words.indicator not in WANTED[kind]:
        return _other_kind(words.indicator, kind)
    return _wrong_measure(table, observation, words, kind) or _wrong_item(table, observation, kind)


def _wrong_measure(table: Table, observation: Observation, words: Facts, kind: Kind) -> str | None:
    period = observation.period
    if kind is not Kind.POPULATION and words.prices == "current":
        return "figures at current prices (harga berlaku); these reports need constant 2010 prices (harga konstan)"
    if kind is not Kind.POPULATION and words.base_year not in {None, BASE_YEAR}:
        return f"figures at constant {words.base_year} prices; the series here is at {BASE_YEAR} prices"
    if period and not wording.WHOLE_YEAR.fullmatch(period) and not period.startswith("semester"):
        return "quarters: only whole years are kept"
    if kind is Kind.GROWTH and OTHER_GROWTH.search(f"{table.title} {observation.head}"):
        return "growth from quarter to quarter, or since the first quarter"
    return None


def _wrong_item(table: Table, observation: Observation, kind: Kind) -> str | None:
    item, of_column, sector = observation.item, _sector_words(observation.head), sector_of(observation)
    if NO_TOTAL.search(f"{item} {of_column}"):
        return "parts and other measures than the total"
    total = (_is_total(item) if item else table.has_regions) and not sector and not of_column
    if kind is Kind.SECTORS:
        return None if sector or total else "sub-categories and components: the 17 categories and the total are kept"
    if total:
        return None
    way = " (umkm import sectors keeps the 17 categories)" if kind is Kind.GRDP and sector else ""
    return f"sectors, components and sub-totals: the total is kept{way}"


def _bare_item(item: str) -> str:
    return re.sub(r"^\W*(?:[A-Z0-9]{1,2}[.)]\s*)?", "", item).strip()


def _is_total(item: str) -> bool:
    return bool(TOTAL.search(_bare_item(item))) and not _sector_words(item)


def _sector_words(head: str) -> str:
    """Words of a sector behind the dash of a head: "PDRB … Berdasarkan Lapangan Usaha - Konstruksi"."""
    match = re.search(r"\s[–-]\s*(\S.*)$", head)
    return match[1] if match else ""


def sector_of(observation: Observation) -> str | None:
    """Code of the sector that a row, or a column, is of; None for the total and for parts of sectors."""
    if observation.sector:
        code = re.sub(r"[\s.]", "", observation.sector)
        code = {"MN": "M,N", "RSTU": "R,S,T,U", "M-N": "M,N", "R-U": "R,S,T,U", "M/N": "M,N"}.get(code, code)
        return code if code in _sector_names() else None
    for text in (observation.item, _sector_words(observation.head)):
        if text and (named := _sector_by_name(text)):
            return named
    return None


@cached_per_project
def _sector_names() -> Mapping[str, tuple[str, str]]:
    return {
        row.sector_code: (_letters(row.name_id), _letters(row.name_en)) for row in tables.read("sectors").itertuples()
    }


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


@cached_per_project
def _sector_by_name(text: str) -> str | None:
    first = re.split(r"\s*/\s*", text)[0]
    match = re.match(r"^\W*([A-U](?:\s*,\s*[A-U])*)[.)\s]\s*(?=\w{3})", first)
    letters = _letters(first[match.end() :] if match else first)
    best = max(
        (
            (SequenceMatcher(None, letters, name).ratio(), code)
            for code, names in _sector_names().items()
            for name in names
        ),
        default=(0.0, ""),
    )
    return best[1] if best[0] > 0.88 and not re.match(r"\W*(?:\d|[a-z][.)])", first) else None  # noqa: PLR2004 - a misprint or two
