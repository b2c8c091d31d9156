"""Portals of open data: CKAN's datastore, and the Open Data API of Jawa Barat's portal and those built like it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from umkm_analysis.datasets.statistics.read.json_tables import records_of
from umkm_analysis.errors import DataError, NetworkError, UsageError
from umkm_analysis.remote.fetched import Fetched, file_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.remote.client import Answer, Client

HOSTS: tuple[str, ...] = ("katalog.data.go.id", "opendata.jabarprov.go.id")
ACTION = "/api/3/action"
PAGE_ROWS = 1000
MAX_ROWS = 500_000
"""Of a table of statistics."""
ROW_IDS = ("_id", "id")
"""Columns that number the rows of a table."""


@dataclass(frozen=True)
class Resource:
    """A file or table of a portal."""

    id: str
    name: str
    format: str
    has_rows: bool
    """Whether its rows can be asked for; else only its file can be downloaded."""


def find_resources(client: Client, words: str) -> list[tuple[str, Resource]]:
    """Find tables of a CKAN portal: title of the dataset, and each of its resources."""
    _, content = client.get_json(f"{client.service}{ACTION}/package_search", {"q": words, "rows": 20})
    result = _result(content, client.host)
    found = []
    for package in _objects(result.get("results")):
        for part in _objects(package.get("resources")):
            active = part.get("datastore_active") is True
            name, kind = _words(part.get("name") or part.get("description")), _words(part.get("format"))
            found.append((_words(package.get("title")), Resource(_words(part.get("id")), name, kind, active)))
    return found


def _objects(found: Any) -> list[dict[str, Any]]:
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def _words(text: Any) -> str:
    return " ".join(str(text or "").split())


def fetch_datastore(client: Client, resource: str, say: Callable[[str], None]) -> Fetched:
    """Fetch every row of a resource of a CKAN portal.

    Raises
    ------
    NetworkError
        If the portal does not answer as it should, or the table changes while it is read.
    DataError
        If it holds no row.
    UsageError
        If the portal keeps the resource as a file only.
    """
    about, content = client.get_json(f"{client.service}{ACTION}/resource_show", {"id": resource})
    described = _result(content, client.host)
    title = _words(described.get("name") or described.get("description") or resource)
    if described.get("datastore_active") is False:
        address = str(described.get("url", ""))[:300]
        raise UsageError(
            f'"{title}": {client.host} keeps it as a file only. Download it ({address}), then umkm import KIND FILE'
        )
    query = {"resource_id": resource, "limit": PAGE_ROWS, "sort": "_id"}
    pages = _pages(client, f"{client.service}{ACTION}/datastore_search", query, "offset", say)
    return Fetched(
        file_name("ckan", resource[:8]),
        f"{client.host}, {title}",
        title,
        ((about, None), *((page, 1) for page in pages)),
        (),
    )


def fetch_open_data(client: Client, say: Callable[[str], None]) -> Fetched:
    """Fetch every row of a data set of an Open Data portal, whose address is that of the client.

    Raises
    ------
    NetworkError, DataError
        As :func:`fetch_datastore`.
    """
    address = client.service
    slug = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    pages = _pages(client, address, {"limit": PAGE_ROWS}, "skip", say)
    title = " ".join(slug.replace("_", " ").split())
    return Fetched(
        file_name("opendata", slug), f"{client.host}, {title}", title, tuple((page, 1) for page in pages), ()
    )


def _pages(
    client: Client, address: str, query: dict[str, Any], offset: str, say: Callable[[str], None]
) -> list[Answer]:
    """Read the pages of a table until it ends, and see that they are all of it, each row once.

    A server may give fewer rows a page than it was asked for, and say how many there are or not: then the first page
    that is empty, or shorter than the first, is the end.
    """
    answers: list[Answer] = []
    seen: set[str] = set()
    total, longest = None, 0
    while True:
        answer, content = client.get_json(address, {**query, offset: len(seen)})
        rows, of = _rows(content, client.host)
        total, longest = (total, longest) if answers else (of, len(rows))
        if of != total:
            raise NetworkError(
                f"{client.host}: the table changed while it was read ({total} rows, then {of}); run it again"
            )
        keys = {_key_of(row) for row in rows}
        if seen & keys or len(keys) < len(rows):
            raise NetworkError(
                f"{client.host}: rows came twice on page {len(answers) + 1}: the table changed while it was read, or "
                "the portal does not know pages. Run it again, or download the table as a file"
            )
        if rows:
            seen |= keys
            answers.append(answer)
            say(f"{len(seen):,} {'' if total is None else f'of {total:,} '}rows")
        if not rows or len(seen) == total or (total is None and len(rows) < longest):
            break
        if len(seen) > MAX_ROWS:
            raise NetworkError(f"{client.host}: more than {MAX_ROWS:,} rows, which no table of statistics has")
    if not seen:
        raise DataError(f"{client.host}: the table holds no row")
    if total is not None and len(seen) != total:
        raise NetworkError(f"{client.host}: the table ends after {len(seen):,} of {total:,} rows; run it again")
    return answers


def _rows(content: Any, host: str) -> tuple[list[dict[str, Any]], int | None]:
    if isinstance(content, dict) and (content.get("success") is False or content.get("status") in {False, "error"}):
        _result({**content, "success": False}, host)
    try:
        return records_of(content, host)
    except DataError as error:
        raise NetworkError(str(error)) from None


def _key_of(row: dict[str, Any]) -> str:
    """Key of a row: its number in the table, else all of it."""
    number = next((row[name] for name in ROW_IDS if row.get(name) is not None), None)
    return json.dumps(row, sort_keys=True) if number is None else str(number)


def _result(content: Any, host: str) -> dict[str, Any]:
    if (
        not isinstance(content, dict)
        or content.get("success") is not True
        or not isinstance(content.get("result"), dict)
    ):
        error = content.get("error", content.get("message", "")) if isinstance(content, dict) else ""
        message = error.get("message", error) if isinstance(error, dict) else error
        raise NetworkError(f'{host}: it refuses, or is no CKAN portal: "{" ".join(str(message).split())[:200]}"')
    return content["result"]
