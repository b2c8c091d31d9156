"""WebAPI of BPS: variables of its dynamic tables, with all that it does otherwise than it says.

Errors come with HTTP 200; an answer that would be too large is ``null``; only three years may be asked for at once (two
of the tables of a province's or a regency's office); lists come in pages of ten whatever is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from umkm_analysis.datasets.statistics.read.json_tables import AmbiguousKeyError, read_json
from umkm_analysis.errors import DataError, NetworkError, UsageError
from umkm_analysis.plurals import count_of
from umkm_analysis.remote.fetched import Fetched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from umkm_analysis.remote.client import Answer, Client

HOSTS: tuple[str, ...] = ("webapi.bps.go.id",)
KEY_VARIABLE = "UMKM_BPS_KEY"
KEY_HINT = "BPS gives one for nothing: https://webapi.bps.go.id/developer"
LIST, VIEW = "/v1/api/list", "/v1/api/view"
NATION = "0000"
MAX_YEARS, MAX_YEARS_OF_OFFICES = 3, 2
"""Years of one request."""
FIRST_YEAR = 1900
"""Year of th 0."""
MAX_PAGES = 1000
TOO_MANY_YEARS = re.compile(r"maximum allowed number of years.*?\bis (\d{1,2})\b", re.IGNORECASE | re.DOTALL)
NO_DATA = ("list-not-available", "not-available")


class Found(Enum):
    """What an answer on some years holds."""

    FIGURES = auto()
    NOTHING = auto()
    TOO_MUCH = auto()
    """Perhaps: fewer years must be asked for at once."""


class Paging(NamedTuple):
    """Place of a page in a list."""

    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class Wanted:
    """A variable that is wanted."""

    variable: int
    domain: str = NATION
    """Office whose tables are read: 0000 the nation's, 3500 a province's, 3576 a kabupaten's or kota's."""
    years: tuple[int, int] | None = None
    """First and last; None for all there are."""
    item: int | None = None
    """The only turvar to ask for."""
    language: str = "ind"


class _TooManyYearsError(NetworkError):
    def __init__(self, limit: int, host: str) -> None:
        super().__init__(f"{host}: it takes {count_of(limit, 'year')} at once, and refuses even those")
        self.limit = limit


def fetch_variable(client: Client, wanted: Wanted, say: Callable[[str], None]) -> Fetched:
    """Fetch all years of a variable that are wanted.

    Raises
    ------
    NetworkError
        If BPS does not answer as it should.
    DataError
        If an answer is of another variable, too large even for a year, or cannot be decoded without doubt.
    UsageError
        If there is no such variable, or none of its years is wanted.
    """
    listing = {"model": "th", "lang": wanted.language, "domain": wanted.domain, "var": wanted.variable}
    pages = list(read_list(client, listing))
    by_year = _years_of([row for _, rows in pages for row in rows])
    if not by_year:
        raise UsageError(
            f"BPS lists no years for variable {wanted.variable} of domain {wanted.domain}: is there such a variable?"
        )
    chosen = [year for year in sorted(by_year) if wanted.years is None or wanted.years[0] <= year <= wanted.years[1]]
    if not chosen:
        raise UsageError(
            f"variable {wanted.variable} has the years {min(by_year)}–{max(by_year)}; none of them is wanted"
        )
    answers, missing = _answers(client, wanted, {year: by_year[year] for year in chosen}, say)
    if not answers:
        raise DataError(f"variable {wanted.variable}: BPS says that {_span(chosen)} is not available")
    label = _plain(answers[0][1]["var"][0]["label"])
    newest = max(str(content.get("last_update") or "")[:10] for _, content in answers)
    notes = [f"BPS says that it has no figures of {', '.join(map(str, sorted(missing)))}"] if missing else []
    listed: list[tuple[Answer, int | None]] = [(answer, None) for answer, _ in pages]
    return Fetched(
        name=f"bps-{wanted.domain}-{wanted.variable}",
        source=f"{_publisher(wanted.domain)}, {label}",
        title="",
        answers=(*listed, *((answer, number) for number, (answer, _) in enumerate(answers, start=1))),
        notes=(*notes, *_changed_on(newest, "variable")),
    )


def _answers(
    client: Client, wanted: Wanted, by_year: dict[int, int], say: Callable[[str], None]
) -> tuple[list[tuple[Answer, Any]], list[int]]:
    """Ask for years in as many parts as it takes; return the answers, and the years that BPS has nothing of."""
    query = {"model": "data", "lang": wanted.language, "domain": wanted.domain, "var": wanted.variable}
    if wanted.item is not None:
        query["turvar"] = wanted.item
    queue = list(_runs(list(by_year), MAX_YEARS if wanted.domain == NATION else MAX_YEARS_OF_OFFICES))
    answers: list[tuple[Answer, Any]] = []
    missing: list[int] = []
    while queue:
        years = queue.pop(0)
        asked = [by_year[year] for year in years]
        answer, content = client.get_json(client.service + LIST, {**query, "th": _th(asked)})
        try:
            found = _judged(content, wanted, asked, client.host)
        except _TooManyYearsError as error:
            if not 1 <= error.limit < len(years):
                raise
            queue = [part for run in (years, *queue) for part in _parts(run, error.limit)]
            continue
        if found is Found.TOO_MUCH:
            half = (len(years) + 1) // 2
            queue = [years[:half], years[half:], *queue]
            say(f"{_span(years)}: nothing that can be read at once; asked for in parts")
        elif found is Found.NOTHING:
            missing += years
        else:
            answers.append((answer, content))
            missing += [year for year in years if str(year) not in _years_with_figures(content)]
            say(f"{_span(years)}: {len(answer.content):,} bytes")
    return answers, missing


def fetch_table(client: Client, domain: str, table: int) -> Fetched:
    """Fetch a static table: a printed one, which comes as HTML.

    Raises
    ------
    NetworkError
        If BPS does not answer as it should.
    UsageError
        If there is no such table.
    """
    query = {"model": "statictable", "lang": "ind", "domain": domain, "id": table}
    answer, content = client.get_json(client.service + VIEW, query)
    data = _data_of(content, client.host)
    if not data:
        raise UsageError(f"BPS has no static table {table} of domain {domain}")
    if not isinstance(data, dict) or not isinstance(data.get("table"), str):
        raise NetworkError(f"{client.host}: an answer of an unknown shape, without a table")
    if str(data.get("table_id", table)) != str(table):
        raise NetworkError(f"{client.host}: it answers with another table than {table}")
    day = str(data.get("updt_date") or "")[:10]
    return Fetched(
        name=f"bps-{domain}-table-{table}",
        source=f"{_publisher(domain)}, {_plain(data.get('title'))}",
        title="",
        answers=((answer, 1),),
        notes=_changed_on(day, "table"),
    )


def _changed_on(day: str, what: str) -> tuple[str, ...]:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return ()
    return (f"BPS last changed this {what} on {day}: --vintage {day} says so, where figures differ",)


def find_tables(client: Client, domain: str, words: str) -> list[tuple[str, str, str]]:
    """Find static tables by words of their title: id, day of the last change, title."""
    query = {"model": "statictable", "lang": "ind", "domain": domain, "keyword": words}
    rows = [row for _, page in read_list(client, query) for row in page]
    return [
        (str(row.get("table_id", "")), str(row.get("updt_date", ""))[:10], _plain(row.get("title"))) for row in rows
    ]


def find_variables(
    client: Client, domain: str, words: str, say: Callable[[str], None]
) -> list[tuple[str, str, str, str]]:
    """Find variables by words of their title: id, title, unit, subject."""
    parts = words.lower().split()
    found = []
    for number, (_, rows) in enumerate(read_list(client, {"model": "var", "lang": "ind", "domain": domain}), 1):
        if number % 25 == 0:
            say(f"{number} pages read")
        for row in rows:
            title = " ".join(str(row.get("title", "")).split())
            if all(part in title.lower() for part in parts):
                found.append(
                    (str(row.get("var_id", "")), title, str(row.get("unit", "")), str(row.get("sub_name", "")))
                )
    return found


def read_list(client: Client, query: dict[str, Any]) -> Iterator[tuple[Answer, list[dict[str, Any]]]]:
    """Read the pages of a list, the last one included.

    Raises
    ------
    NetworkError
        If a page is missing or another than was asked for, or the list changes while it is read.
    """
    number, first, read = 1, Paging(1, 1, 0), 0
    seen: set[str] = set()
    while number <= first.pages:
        answer, content = client.get_json(client.service + LIST, {**query, "page": number})
        data = _data_of(content, client.host)
        if data is None and number == 1:
            return
        paging, rows = _page_of(data, client.host)
        if number == 1:
            first = paging
        if first.pages > MAX_PAGES:
            raise NetworkError(f"{client.host}: a list of {first.pages:,} pages; ask for a part of it")
        texts = {str(row) for row in rows}
        if paging != Paging(number, first.pages, first.total) or texts & seen:
            raise NetworkError(
                f"{client.host}: the list changed while it was read, or its pages do not follow each other (page "
                f"{number} of {first.pages}); run it again"
            )
        seen |= texts
        read += len(rows)
        yield answer, rows
        number += 1
    if read != first.total:
        raise NetworkError(f"{client.host}: {read} rows of a list that has {first.total}; run it again")


def _page_of(data: Any, host: str) -> tuple[Paging, list[dict[str, Any]]]:
    try:
        paging, rows = data
        found = Paging(*(_whole(paging[name]) for name in Paging._fields))
    except (TypeError, ValueError, KeyError):
        raise NetworkError(f"{host}: a page of a list of an unknown shape; run it again") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NetworkError(f"{host}: a page of a list without rows; run it again")
    return found, rows


def _data_of(content: Any, host: str) -> Any:
    """Return what an answer holds, None where BPS has nothing; refuse an error that came as a success."""
    if not isinstance(content, dict):
        raise NetworkError(f"{host}: an answer of an unknown shape ({type(content).__name__})")
    if str(content.get("status", "")).upper() != "OK":
        message = " ".join(str(content.get("message", "")).split())[:300]
        if many := TOO_MANY_YEARS.search(message):
            raise _TooManyYearsError(int(many[1]), host)
        raise NetworkError(f'{host}: it refuses: "{message}"')
    if content.get("data-availability") in NO_DATA:
        return None
    return content.get("data", content)


def _judged(content: Any, wanted: Wanted, asked: Sequence[int], host: str) -> Found:
    """Hold an answer against what was asked for."""
    if content is None:
        if len(asked) > 1:
            return Found.TOO_MUCH
        raise DataError(
            f"variable {wanted.variable}: even a year is too much for an answer of BPS (it sends null). Ask for one "
            "item: --item ID"
        )
    # one year without figures, or too much at once, may leave several years without
    nothing = Found.NOTHING if len(asked) == 1 else Found.TOO_MUCH
    if _data_of(content, host) is None:
        return nothing
    try:
        of = [_whole(part["val"]) for part in content["var"]]
        given = [_whole(part["val"]) for part in content["tahun"]]
    except (KeyError, TypeError, ValueError):
        raise NetworkError(f"{host}: an answer without the lists that decode it") from None
    if of != [wanted.variable] or not set(given) <= set(asked):
        raise DataError(
            f"{host}: it answers on variable {of}, th {given}, but {wanted.variable} and {list(asked)} were asked for"
        )
    if not content.get("datacontent"):
        return nothing
    try:
        read_json(content, f"variable {wanted.variable}")
    except AmbiguousKeyError:
        if len(asked) == 1:
            raise
        return Found.TOO_MUCH
    return Found.FIGURES


def _years_with_figures(content: Any) -> set[str]:
    (grid,) = read_json(content, "")
    column = grid.rows[0].index("tahun")
    return {str(row[column]) for row in grid.rows[1:]}


def _years_of(rows: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Year → th."""
    years = {}
    for row in rows:
        try:
            th, label = _whole(row["th_id"]), str(row["th"]).strip()
        except (KeyError, TypeError, ValueError):
            raise NetworkError("a list of years of an unknown shape") from None
        if re.fullmatch(r"\d{4}", label):
            years[int(label)] = th
    return years


def _runs(years: Sequence[int], limit: int) -> Iterator[list[int]]:
    """Divide years into runs without gaps, each of at most so many."""
    for _, group in groupby(enumerate(years), lambda pair: pair[1] - pair[0]):
        yield from _parts([year for _, year in group], limit)


def _parts(years: Sequence[int], limit: int) -> list[list[int]]:
    return [list(years[start : start + limit]) for start in range(0, len(years), limit)]


def _th(ids: Sequence[int]) -> str:
    """Write ids of years as BPS wants them: a range, or a list where there are gaps."""
    if len(ids) > 1 and list(ids) == list(range(ids[0], ids[0] + len(ids))):
        return f"{ids[0]}:{ids[-1]}"
    return ";".join(map(str, ids))


def _whole(value: Any) -> int:
    """Read a number that may come as text; refuse what is none."""
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,12}", str(value).strip()):
        raise ValueError("not a whole number")
    return int(str(value).strip())


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _plain(label: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", str(label)).split())


def _publisher(domain: str) -> str:
    return "Badan Pusat Statistik (WebAPI)" if domain == NATION else f"Badan Pusat Statistik (WebAPI domain {domain})"
