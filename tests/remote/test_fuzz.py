"""Answers of services with members changed by chance: used, or refused in a sentence.

Every seed that once found something stays; the time is bounded by the number of seeds.
"""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.remote.service import Reply, Request
from tests.remote.shapes import Bps, Ckan, Inaproc, ckan_rows, line
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.statistics.figures import read_figures
from umkm_analysis.datasets.statistics.read.files import read_file
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.errors import UmkmError
from umkm_analysis.remote import bps, inaproc, portals
from umkm_analysis.remote.client import Answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from umkm_analysis.remote.fetched import Fetched

SEEDS = range(200)
THINGS: tuple[Any, ...] = (
    None, True, 0, -1, 2.5, 10**30, "", "x", "2024", "null", [], {}, [1], [{}], [[]], {"val": 1}, "<b>",
    "\ud800", "\u202e",
)  # fmt: skip


class Chance:
    """A client whose answers are changed by chance; all else is as it should be."""

    service, host = "https://example.go.id", "example.go.id"

    def __init__(self, answer: Callable[[Request], Any], seed: int) -> None:
        self.answer, self.random = answer, random.Random(seed)  # noqa: S311 - not for secrets
        self.left = 200

    def get_json(self, address: str, parameters: dict[str, Any] | None = None) -> tuple[Answer, Any]:
        self.left -= 1
        assert self.left, "it asks without end"
        query = {name: str(value) for name, value in (parameters or {}).items()}
        request = Request(address, {"key": "x" * 8, **query}, {"Authorization": "Bearer x"})
        body = self.answer(request).body
        content = copy.deepcopy(body if not isinstance(body, bytes) else json.loads(body))
        if self.random.random() < 0.4:
            content = self.changed(content)
        text = json.dumps(content).encode()
        return Answer(address, text, "application/json", "2026-11-27T00:00:00+00:00", 0), json.loads(text)

    def changed(self, content: Any) -> Any:
        """Replace, remove or double a member somewhere inside."""
        places: list[tuple[Any, Any]] = []
        inside = [content]
        while inside:
            node = inside.pop()
            keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
            places += [(node, key) for key in keys]
            inside += [node[key] for key in keys]
        if not places or self.random.random() < 0.05:
            return self.random.choice(THINGS)
        node, key = self.random.choice(places)
        way = self.random.randrange(3)
        if way == 0:
            node[key] = self.random.choice(THINGS)
        elif way == 1:
            del node[key]
        elif isinstance(node, list):
            node.append(copy.deepcopy(node[key]))
        else:
            node[f"{key}0"] = node[key]
        return content


def quiet(_: str) -> None:
    pass


def _used(fetched: Fetched, folder: Path) -> None:
    path = folder / "snapshot.zip"
    path.write_bytes(fetched.snapshot())
    read_figures([read_file(path)], StatisticsRequest(Kind.GRDP))


@pytest.mark.parametrize("service", ["bps", "tables", "variables", "ckan", "open data", "inaproc"])
def test_changed_answers_are_used_or_refused(service: str, tmp_path: Path) -> None:
    used = 0
    for seed in SEEDS:
        try:
            if service == "bps":
                client: Any = Chance(Bps(float, range(2019, 2026)), seed)
                _used(bps.fetch_variable(client, bps.Wanted(2194), quiet), tmp_path)
            elif service == "tables":
                client = Chance(_table, seed)
                _used(bps.fetch_table(client, "0000", 7), tmp_path)
            elif service == "variables":
                client = Chance(Bps(float, range(1990, 2026)), seed)
                bps.fetch_variable(client, bps.Wanted(2194, years=(1990, 1991)), quiet)
            elif service == "ckan":
                _used(portals.fetch_datastore(Chance(Ckan(ckan_rows(3), 2), seed), "0f1e", quiet), tmp_path)  # type: ignore[arg-type]
                portals.find_resources(Chance(Ckan([]), seed), "pdrb")  # type: ignore[arg-type]
            elif service == "open data":
                rows = Ckan(ckan_rows(3), 2)
                client = Chance(lambda request, rows=rows: _open(rows, request), seed)
                client.service = "https://example.go.id/api-backend/bigdata/bps/pdrb_adhk_2010"
                _used(portals.fetch_open_data(client, quiet), tmp_path)
            else:
                client = Chance(Inaproc([line(number) for number in range(5)]), seed)
                wanted = inaproc.Wanted(find_kind("tender"), "D123", 2025)
                assert json.loads(inaproc.crawl(client, wanted, quiet).text())
        except UmkmError:
            continue
        used += 1
    assert used


def _table(_: Request) -> Reply:
    cells = "&lt;tr&gt;&lt;td&gt;Nama&lt;td&gt;2024&lt;tr&gt;&lt;td&gt;Kota Padang Panjang&lt;td&gt;1.234,56"
    data = {"table_id": 7, "title": "PDRB ADHK 2010", "table": f"&lt;table&gt;{cells}&lt;/table&gt;", "updt_date": ""}
    return Reply({"status": "OK", "data-availability": "available", "data": data})


def _open(rows: Ckan, request: Request) -> Any:
    query = {"offset": request.query["skip"], "limit": request.query["limit"]}
    reply = rows(Request("datastore_search", query, {}))
    reply.body = {"message": "x", "data": reply.body["result"]["records"]}
    return reply
