"""Pages of services that say how much there is: a part of the rows must not pass as all of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ENVELOPES = ("meta", "pagination", "paging", "page", "pageinfo", "links")
"""Keys under which services say of which page they answer; one may stand in another."""
TOTALS = ("recordsfiltered", "recordstotal", "totalrecords", "totalrows", "totalcount", "totalitems", "totaldata",
          "totalelements", "totalresults", "totalhits", "total")  # fmt: skip
"""Keys of the number of all rows; the first that is there holds (DataTables counts what the search found apart)."""
COUNT = "count"
"""Key of the number of all rows, or of those of the page: only above these it says that there is more."""
CURSOR, LIMITS = "cursor", ("limit", "perpage", "pagesize")
"""Where the next page begins, and the most rows of one: a full page of which nobody says that it is the last is not."""
MORE = ("hasmore", "hasnext", "hasnextpage", "more")
LAST = ("last", "islast", "islastpage")
NEXT = ("nextcursor", "nextpageurl", "nextpagetoken", "nextpage", "nextlink", "nexturl", "next")
PREVIOUS = ("previouscursor", "prevcursor", "prevpageurl", "previouspageurl", "previouspage", "prevpage",
            "previouslink", "prevlink", "previous", "prev")  # fmt: skip
PAGES = (("currentpage", "lastpage"), ("page", "totalpages"), ("currentpage", "totalpages"), ("page", "lastpage"))
OFFSETS = ("offset", "skip")
MOST_ROWS = 10_000_000
"""A total above this is no number of rows but of rupiah."""
NOWHERE = {"", "0", "none", "null", "false"}
"""What stands for no other page."""
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


@dataclass(frozen=True)
class PageClaim:
    """What a page of a service says of itself."""

    rows: int
    """Rows on the page."""
    total: int | None
    """Rows there are, as the service counts them."""
    more: str | None
    """Its words for there being more pages; None where it says nothing of the kind."""
    before: str | None = None
    """Its words for there being pages before it; empty where it says that there are none."""
    number: int | None = None
    """Which page it is; services count from 0 or from 1."""
    of: int | None = None
    """How many pages there are."""
    begin: int | None = None
    """Rows before it."""


def claim_of(document: Mapping[str, Any], rows: int) -> PageClaim:
    """Read what a page of a service says of how much there is.

    >>> claim_of({"data": [], "meta": {"has_more": True, "total": 2130}}, 1).more
    'has_more is true'
    >>> claim_of({"draw": 1, "recordsTotal": 9, "recordsFiltered": 1}, 1)
    PageClaim(rows=1, total=1, more=None, before=None, number=None, of=None, begin=None)
    >>> claim_of({"next": "https://example.test/?page=3", "previous": "https://example.test/?page=1"}, 1).number
    2
    """
    said: dict[str, tuple[str, Any]] = {}
    for name, what in _sayings(document):
        said.setdefault(_plain(name), (str(name), what))
    counts = (_number(said[name][1]) for name in TOTALS if name in said)
    total = next((count for count in counts if count is not None), None)
    if total is None and COUNT in said and (count := _number(said[COUNT][1])) is not None and count > rows:
        total = count
    number, of = _page(said)
    begin = next((at for name in OFFSETS if name in said and (at := _number(said[name][1])) is not None), None)
    linked_number, linked_begin = _linked(said, rows)
    total = total if total is not None and total <= MOST_ROWS else None
    return PageClaim(
        rows,
        total,
        _more(said, rows),
        _elsewhere(said, PREVIOUS) or ("" if any(name in said for name in PREVIOUS) else None),
        linked_number if number is None else number,
        of,
        linked_begin if begin is None else begin,
    )


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
    numbers = Counter(page.number for _, page in pages)
    first = 0 if numbers[0] else 1
    open_ended = [page for _, page in pages if page.total is None]
    beginning = sum(page.before == "" or page.number == first for page in open_ended)
    ended = sum(_goes_on(page, first) is None for page in open_ended)
    begun = any(not page.before for page in open_ended)
    for name, page in pages:
        if page.total is not None:
            given = sum(other.rows for _, other in pages if other.total == page.total)
            if given >= page.total:
                continue
            said = f"its total is {page.total:,}, and {count_of(given, 'row was', 'rows were')} given"
        elif ended < max(beginning, 1) and (more := _goes_on(page, first)):
            said = more
        elif page.before and not begun:
            said = f"{page.before}, and no first page was given"
        elif page.number is not None and page.number > first and numbers[page.number - 1] < numbers[page.number]:
            said = f"it is page {page.number}, and page {page.number - 1} was not given"
        elif page.begin and not _reached(page.begin, [other for _, other in pages]):
            said = f"it begins behind row {page.begin:,}, and no page ends there"
        else:
            continue
        raise _incomplete(name, said)


def refuse_uneven(claims: Iterable[tuple[str, PageClaim]], repeated: int) -> None:
    """Refuse pages of several downloads with one total of which a download lacks rows.

    Parameters
    ----------
    claims
        As above.
    repeated
        Rows of the import that repeat another: where pages overlap they are given twice.

    Raises
    ------
    DataError
        Naming the last page of that total.
    """
    pages = [(name, page) for name, page in claims if page.total]
    for name, page in reversed(pages):
        given = sum(other.rows for _, other in pages if other.total == page.total)
        if page.total and given > page.total and given % page.total > repeated:
            raise _incomplete(name, f"its total is {page.total:,}, and {given:,} rows of such pages were given")


def _incomplete(name: str, said: str) -> DataError:
    return DataError(
        f"{name}: the file says itself that it is not all there is ({said}). Download every page and give them in "
        "one import; nothing was imported"
    )


def _sayings(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        if isinstance(value, dict) and _plain(key) in ENVELOPES:
            yield from _sayings(value)
        else:
            yield key, value


def _goes_on(page: PageClaim, first: int) -> str | None:
    if page.more:
        return page.more
    if page.number is not None and page.of is not None and page.number - first + 1 < page.of:
        return f"it is page {page.number} of {page.of}"
    return None


def _reached(begin: int, pages: Sequence[PageClaim]) -> bool:
    before = (page.begin + page.rows for page in pages if page.begin is not None and page.begin < begin)
    return max(before, default=0) >= begin


def _page(said: Mapping[str, tuple[str, Any]]) -> tuple[int | None, int | None]:
    for here, last in PAGES:
        at, of = (_number(said[name][1]) if name in said else None for name in (here, last))
        if at is not None:
            return at, of
    return None, None


def _linked(said: Mapping[str, tuple[str, Any]], rows: int) -> tuple[int | None, int | None]:
    """Read from the addresses of the pages around it which page it is, and how many rows are before it."""
    for names, step in ((NEXT, -1), (PREVIOUS, 1)):
        for name in names:
            address = _address(said[name][1]) if name in said else ""
            asked = {_plain(key): values[0] for key, values in parse_qs(urlsplit(address).query).items()}
            page, offset = _number(asked.get("page")), next((asked[key] for key in OFFSETS if key in asked), None)
            if page is not None:
                return page + step, None
            if step < 0 and (end := _number(offset)) is not None:
                return None, end - (_number(asked.get("limit")) or rows)
    return None, None


def _more(said: Mapping[str, tuple[str, Any]], rows: int) -> str | None:
    for names, word in ((MORE, "true"), (LAST, "false")):
        for name in names:
            if name in said and str(said[name][1]).lower() in {word, str(int(word == "true"))}:
                return f"{said[name][0]} is {word}"
    most = next((number for name in LIMITS if name in said and (number := _number(said[name][1]))), None)
    of_the_end = (*MORE, *LAST, *NEXT, *TOTALS, COUNT, "totalpages", "lastpage")
    if most is not None and rows >= most and not any(name in said for name in of_the_end):
        reason = f"{said[CURSOR][0]} is not empty, and " if CURSOR in said and said[CURSOR][1] else ""
        return f"{reason}the page is full, with {count_of(rows, 'row')}: give that behind it too, if it is empty"
    return _elsewhere(said, NEXT)


def _elsewhere(said: Mapping[str, tuple[str, Any]], names: Sequence[str]) -> str | None:
    name = next((name for name in names if name in said and _address(said[name][1]).lower() not in NOWHERE), None)
    return f"{said[name][0]} is not empty" if name else None


def _address(what: Any) -> str:
    if isinstance(what, dict):
        what = what.get("href") or what.get("url")
    return str(what).strip() if isinstance(what, (str, int)) and not isinstance(what, bool) else ""


def _number(value: object) -> int | None:
    text = str(value)
    if GROUPED.fullmatch(text):
        text = re.sub("[.,]", "", text)
    return int(text) if text.isascii() and text.isdecimal() and not isinstance(value, bool) else None


def _plain(key: object) -> str:
    return re.sub(r"[^a-z]", "", str(key).lower())
