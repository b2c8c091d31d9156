"""Registry of the kinds of exports: found by name, or by the columns of a header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_analysis.datasets.intake.quoting import heading
from umkm_analysis.datasets.procurement_lines.formats import COMMON_KINDS, REALISED
from umkm_analysis.datasets.procurement_lines.further_kinds import FURTHER_KINDS
from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.datasets.procurement_lines.formats import Kind

KINDS = (*COMMON_KINDS, *FURTHER_KINDS)
SECOND = {"status": "other_status", "date": "other_date"}
"""Field → the field of a second column of its names, where a file has two: one tells where the other is empty."""
MAX_COLUMNS_SHOWN = 300
"""Characters of the columns that a message lists."""
WORDS_OF_HEADERS = frozenset(
    word for kind in KINDS for headers in kind.names().values() for head in headers for word in head.split("_")
)
"""Words of the columns that some kind reads."""


def find_kind(name: str) -> Kind:
    """Find a kind by its name; underscores count as hyphens.

    Raises
    ------
    UsageError
        If there is none, with those there are.
    """
    by_name = {kind.name: kind for kind in KINDS}
    spelling = name.strip().lower().replace("_", "-")
    if spelling in by_name:
        return by_name[spelling]
    hint = did_you_mean(close_matches(spelling, by_name))
    head = f'There is no kind "{name}". {hint} There are:' if hint else f'There is no kind "{name}". There are:'
    raise UsageError("\n".join([head, *describe()]))


def describe() -> list[str]:
    """Describe every kind in one line."""
    width = max(len(kind.name) for kind in KINDS)
    return [f"  {kind.name:{width}} {kind.title}" for kind in KINDS]


def plain(header: str) -> str:
    """Normalize a header for comparison: lower case, words joined by underscores.

    >>> plain("Total Nilai (Rp)"), plain("kd_RUP ")
    ('total_nilai_rp', 'kd_rup')
    """
    return re.sub(r"[^a-z0-9]+", "_", header.casefold()).strip("_")


def choose_columns(kind: Kind, header: Sequence[str]) -> dict[str, int]:
    """Find the column of every field in a header.

    Returns
    -------
    Field → position in the header; a field that the file does not have is left out. Of the fields of :data:`SECOND`
    a second column too.
    """
    places: dict[str, int] = {}
    for position, head in enumerate(header):
        places.setdefault(plain(head), position)
    chosen: dict[str, int] = {}
    for name, headers in kind.names().items():
        found = [places[head] for head in headers if head in places]
        chosen |= dict(zip((name, SECOND[name]) if name in SECOND else (name,), found, strict=False))
    return chosen


def fits(kind: Kind, header: Sequence[str]) -> bool:
    """Whether a header has every column that a kind requires, and none that belongs to another kind.

    A status or date that the kind would leave unread belongs to another: no file is led where cancelled rows count.
    """
    chosen = choose_columns(kind, header)
    foreign = _foreign(kind, header) or _unread(kind, header, ("status", "date"))
    return all(name in chosen for name in kind.required) and not foreign


def matching_kinds(header: Sequence[str]) -> list[Kind]:
    """Return the kinds whose header this can be."""
    return [kind for kind in KINDS if fits(kind, header)]


def evidence(kind: Kind, header: Sequence[str]) -> str:
    """Name the columns by which a kind is recognised."""
    chosen = choose_columns(kind, header)
    return ", ".join(dict.fromkeys(header[chosen[name]] for name in kind.required))


def explain_mismatch(kind: Kind, header: Sequence[str]) -> str | None:
    """Explain why a header is not that of a kind, and which kind it may be; None where it is."""
    twice = _twice(kind, header)
    if twice:
        return f"column {', '.join(twice)} stands more than once; keep one"
    lacking, foreign = _lacking(kind, header), _belonging_elsewhere(kind, header)
    if not lacking and not foreign:
        return None
    others = matching_kinds(header)
    meant = f"; it looks like {' or '.join(other.name for other in others)}" if others else ""
    columns = shown(header)
    if lacking:
        return f"no column {', '.join(lacking)}, so this is no {kind.name} export{meant}. Its columns: {columns}"
    return f"no {kind.name} export has a column {', '.join(foreign)}{meant}. Its columns: {columns}"


def is_header_of(kind: Kind, header: Sequence[str]) -> bool:
    """Whether :func:`explain_mismatch` has nothing to explain, in a hundredth of its time."""
    return not (_lacking(kind, header) or _twice(kind, header) or _belonging_elsewhere(kind, header))


def _lacking(kind: Kind, header: Sequence[str]) -> list[str]:
    chosen = choose_columns(kind, header)
    return [" or ".join(kind.names()[name]) for name in kind.required if name not in chosen]


def _twice(kind: Kind, header: Sequence[str]) -> list[str]:
    heads = [plain(head) for head in header]
    read = {heads[at] for at in choose_columns(kind, header).values()}
    return sorted(head for head in read if heads.count(head) > 1)


def _belonging_elsewhere(kind: Kind, header: Sequence[str]) -> list[str]:
    return _foreign(kind, header) or _unread(kind, header, ("status",))


def _unread(kind: Kind, header: Sequence[str], fields: Sequence[str]) -> list[str]:
    """List the columns from which other kinds read fields that this kind finds nowhere."""
    chosen = choose_columns(kind, header)
    missing = [name for name in fields if name not in chosen]
    own = {head for heads in kind.names().values() for head in heads}
    names = {head for other in KINDS for name in missing for head in other.columns.get(name, ()) if head not in own}
    if kind.stage not in REALISED:
        names.discard("status")  # of a plan it may be anything
    return [head for head in header if plain(head) in names]


def shown(header: Sequence[str]) -> str:
    """Return a header as a message may repeat it: a row may stand where the names should."""
    return ", ".join(heading(head, WORDS_OF_HEADERS) or "…" for head in header)[:MAX_COLUMNS_SHOWN]


def _foreign(kind: Kind, header: Sequence[str]) -> list[str]:
    heads = {plain(head) for head in header}
    return [name for name in kind.unlike if name in heads]
