"""Names that a register spells in two ways: they would be counted as two things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.intake.names import alike, bare, misspelt
from umkm_analysis.datasets.register import layout
from umkm_analysis.errors import Problem, close_matches

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from umkm_analysis.datasets.register.rows import Row

COLUMNS = ((layout.CHANNELS, "kanal"), (layout.TRAININGS, "pelatihan"), (layout.FIRMS, "kecamatan"))
MOST_ROWS = 20
"""Rows of a doubtful spelling that are named one by one; of a more frequent one the first."""
PLATFORMS = ("shopee", "tokopedia", "lazada", "blibli", "bukalapak", "tiktok", "instagram", "facebook", "whatsapp",
             "gofood", "grabfood", "shopeefood", "tiktokshop")  # fmt: skip
JOINED = re.compile(r"\s*(?:[&+]|\b(?:dan|and)\b)\s*", re.IGNORECASE)
CERTAINLY = 0.85
"""Similarity from which a channel is one of data/channels.csv, misspelt."""


def check_spellings(
    read: Mapping[str, Sequence[Row]], problems: list[Problem], distinct: Collection[frozenset[str]]
) -> None:
    """Add a problem for every name that another row spells otherwise, and ask about those that are spelt almost alike.

    Parameters
    ----------
    read
        Rows of every sheet.
    problems
        Are added to.
    distinct
        Pairs of names, as :func:`~umkm_analysis.datasets.intake.names.bare` writes them, that the office says are two.
    """
    official = {bare(name): name for name in sorted(set(tables.read("channels")["channel"]))}
    for sheet, column in COLUMNS:
        rows = [row for row in read.get(sheet, ()) if row.values.get(column)]
        known = official if sheet != layout.FIRMS else {}
        usual = _usual(rows, column, known)
        counts: dict[str, int] = {}
        for row in rows:
            name = usual[bare(row.values[column])]
            counts[name] = counts.get(name, 0) + 1
        doubtful = dict(misspelt(counts))
        reported: dict[str, int] = {}
        for row in rows:
            written = row.values[column]
            name = usual[bare(written)]
            if sheet == layout.CHANNELS and (several := _several(written, {*known, *map(bare, counts)})):
                expected = f"one channel a row; write a row for each of {several}"
            elif written != name:
                expected = f"one spelling for one thing; type {name}"
            elif meant := _official(name, known if sheet == layout.CHANNELS else {}, distinct):
                expected = f"one spelling for one thing; type {meant}{_or_two(name, meant)}"
            elif (meant := doubtful.get(name)) and frozenset((bare(name), bare(meant))) not in distinct:
                reported[name] = reported.get(name, 0) + 1
                if counts[name] > MOST_ROWS and reported[name] > 1:
                    continue
                more = f" (in {counts[name]} rows)" if counts[name] > MOST_ROWS else ""
                expected = f"one spelling for one thing{more}; type {meant}{_or_two(name, meant)}"
            else:
                continue
            problems.append(Problem(expected, row.line, column, written, sheet))


def check_codes(rows: Sequence[Row], problems: list[Problem]) -> None:
    """Add a problem for every firm whose code another firm has with another sign or noughts, as U-1 and U01."""
    first: dict[tuple[str, int], Row] = {}
    for row in rows:
        code = row.values.get("id_umkm")
        if not code:
            continue
        letters = re.sub(r"[^A-Z]", "", code)
        earlier = first.setdefault((letters, int(re.sub(r"\D", "", code))), row)
        if earlier.values["id_umkm"] != code:
            expected = f"one code for one UMKM; row {earlier.line} has {earlier.values['id_umkm']}: use another number"
            problems.append(Problem(expected, row.line, "id_umkm", code, layout.FIRMS))


def _usual(rows: Sequence[Row], column: str, official: Mapping[str, str]) -> dict[str, str]:
    """Return the spelling that most rows have, or that of data/channels.csv, of each name."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        spelt = counts.setdefault(bare(row.values[column]), {})
        spelt[row.values[column]] = spelt.get(row.values[column], 0) + 1
    return {
        plain: official.get(plain) or max(spelt, key=lambda spelling: spelt[spelling])
        for plain, spelt in counts.items()
    }


def _official(name: str, official: Mapping[str, str], distinct: Collection[frozenset[str]]) -> str | None:
    """Return the channel of data/channels.csv that a name is almost spelt like."""
    if bare(name) in official:
        return None
    near = [official[match] for match in close_matches(bare(name), official, cutoff=CERTAINLY)]
    near += [known for known in official.values() if alike(name, known)]
    return next((known for known in near if frozenset((bare(name), bare(known))) not in distinct), None)


def _several(written: str, known: Collection[str]) -> str | None:
    """Return the channels that a cell joins by "dan" or "&"; None where it names one."""
    parts = JOINED.split(written)
    if len(parts) > 1 and all(bare(part) in known or bare(part) in PLATFORMS for part in parts):
        return ", ".join(parts)
    return None


def _or_two(name: str, other: str) -> str:
    return f', or import with --distinct "{name}={other}" if they are two'
