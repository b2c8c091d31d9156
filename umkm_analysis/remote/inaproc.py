"""INAPROC's Data API of LKPP: procurement lines of an institution and year, crawled by cursor to the last page.

Of each row only the fields that the import reads are kept, before anything is written: names and numbers of officials,
telephone and e-mail never reach the disk.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.procurement_lines.kinds import plain
from umkm_analysis.datasets.procurement_lines.read.text import written_out
from umkm_analysis.errors import DataError, NetworkError, UsageError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.remote.client import Client

HOSTS: tuple[str, ...] = ("data.inaproc.id",)
KEY_VARIABLE = "UMKM_INAPROC_TOKEN"
KEY_HINT = "The portal data.inaproc.id gives tokens to institutions, each for the parts of the API it is meant for."
RESOURCES: Mapping[str, str] = {
    "rup-provider": "rup/paket-penyedia-terumumkan",
    "rup-selfmanaged": "rup/paket-swakelola-terumumkan",
    "tender": "tender/tender-selesai-nilai",
    "nontender": "tender/non-tender-selesai",
    "recorded": "tender/pencatatan-non-tender",
    "ekatalog-v5": "ekatalog-archive/paket-e-purchasing",
    "ekatalog-v6": "ekatalog/paket-e-purchasing",
}
"""Kind of export → its part of the API."""
PAGE_ROWS = 1000
MAX_ROWS = 5_000_000
LOST_CURSORS = 5
"""How many times a page that promises more and gives no cursor is asked for again."""
INSTITUTION = ("kd_klpd", "kode_klpd")
CODE = re.compile(r"[A-Za-z]{1,3}\d{1,6}")


@dataclass(frozen=True)
class Crawl:
    """Rows of an institution and year, all of them."""

    rows: list[dict[str, Any]]
    pages: int
    unread: tuple[str, ...]
    """Fields that were not kept."""
    notes: tuple[str, ...]

    def text(self) -> bytes:
        """Write the rows as JSON, a row a line, each with the same fields."""
        fields = list(dict.fromkeys(name for row in self.rows for name in row))
        lines = (json.dumps({name: row.get(name) for name in fields}) for row in self.rows)
        return ("[\n" + ",\n".join(lines) + "\n]\n").encode("ascii")


def resource_of(kind: Kind) -> str:
    """Part of the API that gives a kind of export.

    Raises
    ------
    UsageError
        If none does.
    """
    if kind.name not in RESOURCES:
        raise UsageError(f"{kind.name}: the API does not give it; download the export, then umkm import {kind.name}. "
                         f"It gives {', '.join(RESOURCES)}")  # fmt: skip
    return RESOURCES[kind.name]


@dataclass(frozen=True)
class Wanted:
    """Lines that are wanted."""

    kind: Kind
    institution: str
    """Its code, kd_klpd: D123."""
    year: int


def crawl(client: Client, wanted: Wanted, say: Callable[[str], None]) -> Crawl:
    """Crawl the lines of an institution and year.

    Raises
    ------
    NetworkError
        If the service does not answer as it should, a page comes twice, or there are fewer or more rows than it says.
    DataError
        If there is none, or rows of another institution came.
    UsageError
        If the institution is no code, or the API does not give the kind.
    """
    if not CODE.fullmatch(wanted.institution):
        raise UsageError(f'--institution "{wanted.institution}" is no code of an institution (kd_klpd), such as D123')
    crawler = _Crawler(client, wanted)
    cursor: str | None = ""
    while cursor is not None:
        cursor = crawler.page(cursor)
        say(f"page {crawler.pages}: {len(crawler.rows):,}{_of(crawler.total)} rows")
    return crawler.result()


class _Crawler:
    """Rows so far, and what tells that they are all of one state of the service."""

    def __init__(self, client: Client, wanted: Wanted) -> None:
        self._client, self._wanted = client, wanted
        self._address = f"{client.service}/api/v1/{resource_of(wanted.kind)}"
        self._fields = {head for heads in wanted.kind.names().values() for head in heads} | set(INSTITUTION)
        self.rows: list[dict[str, Any]] = []
        self.pages = 0
        self.total: int | None = None
        self._unread: set[str] = set()
        self._cursors = {""}
        self._hashes: set[int] = set()
        self._repeated = 0

    def page(self, cursor: str) -> str | None:
        """Read a page; return the cursor of the next, None after the last."""
        data, meta = self._answered(cursor)
        total = meta["total"] if isinstance(meta.get("total"), int) else None
        if self.pages and total != self.total:
            raise self._failed(f"the lines changed during the crawl ({self.total} in all, then {total}); run it again")
        self.total, self.pages = total, self.pages + 1
        self._take(data)
        if meta.get("has_more") is not True:
            return None
        following = str(meta["cursor"])
        if following in self._cursors:
            raise self._failed(f"page {self.pages} leads back to an earlier page")
        if not data:
            raise self._failed(f"page {self.pages} is empty and promises more")
        self._cursors.add(following)
        return following

    def _answered(self, cursor: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Ask for a page, again where it promises more and gives no cursor."""
        query: dict[str, Any] = {
            "kode_klpd": self._wanted.institution, "tahun": self._wanted.year, "limit": PAGE_ROWS,
        }  # fmt: skip
        for _ in range(1 + LOST_CURSORS):
            answer, content = self._client.get_json(self._address, {**query, "cursor": cursor} if cursor else query)
            meta = _meta(content, self._client.host)
            if meta.get("has_more") is not True or meta.get("cursor"):
                return _exact(answer.content)["data"], meta
        raise self._failed(f"page {self.pages + 1} promises more and gives no cursor")

    def _take(self, data: list[dict[str, Any]]) -> None:
        for row in data:
            kept = {name: value for name, value in row.items() if plain(name) in self._fields}
            self._unread |= row.keys() - kept.keys()
            whose = next((str(kept[name]) for name in INSTITUTION if kept.get(name)), self._wanted.institution)
            if whose.upper() != self._wanted.institution:
                raise DataError(
                    f"{self._client.host}: rows of {whose} came, though {self._wanted.institution} was asked for; "
                    "nothing was changed"
                )
            self.rows.append(kept)
        if len(self.rows) > MAX_ROWS:
            raise self._failed(f"more than {MAX_ROWS:,} rows")
        hashes = {hash(json.dumps(row, sort_keys=True)) for row in data}
        if len(data) > 1 and hashes <= self._hashes:
            raise self._failed(f"page {self.pages} holds only rows of earlier pages")
        self._repeated += len(hashes & self._hashes)
        self._hashes |= hashes

    def result(self) -> Crawl:
        """Return the rows, if they are all."""
        if self.total is not None and self.total != len(self.rows):
            raise self._failed(f"{count_of(len(self.rows), 'row')} came of {self.total:,}; run it again")
        if not self.rows:
            raise DataError(
                f"{self._client.host}: no rows of {self._wanted.institution} in {self._wanted.year}; "
                "nothing was changed"
            )
        notes = []
        if self.total is None:
            notes.append("the service did not say how many rows there are: only its last page says that these are all")
        if self._repeated:
            notes.append(f"{count_of(self._repeated, 'row')} came again on a later page; equal rows are counted once")
        return Crawl(self.rows, self.pages, tuple(sorted(self._unread)), tuple(notes))

    def _failed(self, sentence: str) -> NetworkError:
        return NetworkError(f"{self._client.host}: {sentence}; nothing was changed")


def _exact(content: bytes) -> Any:
    """Read JSON with every number as it is written, as the import of lines does."""
    return json.loads(content, parse_float=written_out, parse_int=str, parse_constant=str)


def _meta(content: Any, host: str) -> dict[str, Any]:
    if not isinstance(content, dict) or content.get("success") is not True:
        said = content.get("message") or content.get("error") or "" if isinstance(content, dict) else ""
        said = said.get("message", "") if isinstance(said, dict) else said
        raise NetworkError(f'{host}: it refuses: "{" ".join(str(said).split())[:200]}"; nothing was changed')
    data, meta = content.get("data"), content.get("meta")
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data) or not isinstance(meta, dict):
        raise NetworkError(f"{host}: a page of an unknown shape, without data and meta; nothing was changed")
    return meta


def _of(total: int | None) -> str:
    return "" if total is None else f" of {total:,}"
