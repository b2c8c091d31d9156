"""Pages of services that say how much there is: a part of the rows must not pass as all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENVELOPES = ("meta", "pagination", "paging", "page", "pageinfo", "links")
"""Keys under which services say of which page they answer."""
TOTALS = ("recordsfiltered", "recordstotal", "totalrecords", "totalrows", "totalcount", "totalitems", "totaldata",
          "total")  # fmt: skip
"""Keys of the number of all rows; the first that is there holds (DataTables counts what the search found apart)."""
COUNT = "count"
"""Key of the number of all rows, or of those of the page: only above these it says that there is more."""
CURSOR, LIMITS = "cursor", ("limit", "perpage", "pagesize")
"""Where the next page begins, and the most rows of one: a full page with a cursor, of which nobody says that it is the
last, is not the last."""
MORE = ("hasmore", "hasnext", "hasnextpage", "more")
NEXT = ("nextcursor", "nextpageurl", "nextpagetoken", "nextpage", "next")
PAGES = (("currentpage", "lastpage"), ("page", "totalpages"), ("currentpage", "totalpages"), ("page", "lastpage"))
MOST_ROWS = 10_000_000
"""A total above this is no number of rows but of rupiah."""


@dataclass(frozen=True)
class PageClaim:
    """What a page of a service says of itself."""

    rows: int
    """Rows on the page."""
    total: int | None
    """Rows there are, as the service counts them."""
    more: str | None
    """Its words for there being more pages; None where it says nothing of the kind."""


def claim_of(document: Mapping[str, Any], rows: int) -> PageClaim:
    """Read what a page of a service says of how much there is.

    >>> claim_of({"data": [], "meta": {"has_more": True, "total": 2130}}, 1)
    PageClaim(rows=1, total=2130, more='has_more is true')
    >>> claim_of({"draw": 1, "recordsTotal": 9, "recordsFiltered": 1}, 1)
    PageClaim(rows=1, total=1, more=None)
    """
    said: dict[str, tuple[str, Any]] = {}
    for key, value in document.items():
        inner = value if _plain(key) in ENVELOPES and isinstance(value, dict) else {key: value}
        for name, what in inner.items():
            said.setdefault(_plain(name), (str(name), what))
    counts = (_number(said[name][1]) for name in TOTALS if name in said)
    total = next((count for count in counts if count is not None), None)
    if total is None and COUNT in said and (count := _number(said[COUNT][1])) is not None and count > rows:
        total = count
    return PageClaim(rows, total if total is not None and total <= MOST_ROWS else None, _more(said, rows))


def refuse_incomplete(claims: Iterable[tuple[str, PageClaim]]) -> None:
    """Refuse pages that say there is more than all of them hold together.

    Parameters
    ----------
    claims
        Name of the file and what it says, for each page of the import.

    Raises
    ------
    DataError
        Naming the first page that lacks the rest.
    """
    pages = list(claims)
    without_total = [page for _, page in pages if page.total is None]
    last_is_there = any(page.more is None for page in without_total)
    for name, page in pages:
        given = sum(other.rows for _, other in pages if other.total == page.total)
        if page.total is not None and given >= page.total:
            continue
        if page.total is not None:
            said = f"its total is {page.total:,}, and {count_of(given, 'row was', 'rows were')} given"
        elif page.more is not None and not last_is_there:
            said = page.more
        else:
            continue
        raise DataError(
            f"{name}: the file says itself that it is not all there is ({said}). Download every page and give them in "
            "one import; nothing was imported"
        )


def _more(said: Mapping[str, tuple[str, Any]], rows: int) -> str | None:
    for name in MORE:
        if name in said and str(said[name][1]).lower() in {"true", "1"}:
            return f"{said[name][0]} is true"
    most = next((number for name in LIMITS if name in said and (number := _number(said[name][1]))), None)
    if CURSOR in said and said[CURSOR][1] and most is not None and rows >= most and not any(k in said for k in MORE):
        return f"{said[CURSOR][0]} is not empty, and the page is full"
    for name in NEXT:
        if name in said and isinstance(said[name][1], str) and said[name][1]:
            return f"{said[name][0]} is not empty"
    for here, last in PAGES:
        at, of = (_number(said[name][1]) if name in said else None for name in (here, last))
        if at is not None and of is not None and at < of:
            return f"it is page {at} of {of}"
    return None


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and not isinstance(value, bool) else None


def _plain(key: object) -> str:
    return re.sub(r"[^a-z]", "", str(key).lower())
