"""``umkm fetch inaproc`` replaces lines once all pages have come, and leaves no official and no token behind."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.fetch.test_fetch import at, files_of, holding
from tests.remote.service import Reply, Request, Service
from tests.remote.shapes import Inaproc, line
from tests.remote.test_client import SPELLINGS
from umkm_analysis.datasets.procurement_lines.store import catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

    Serve = Callable[[Callable[[Request], Reply]], Service]
    Umkm = Callable[..., Ended]

FETCH = ("fetch", "inaproc", "tender", "--institution", "d123", "--year", "2025")


def lines() -> list[tuple[int, int]]:
    return [(part.lines, part.rupiah) for import_ in catalog.imports() for part in import_.parts]


def test_lines_are_fetched_imported_and_fetched_again(copied: Path, serve: Serve, umkm: Umkm) -> None:
    service = serve(Inaproc([line(number) for number in range(5)]))
    code, out, err = umkm(*FETCH, *at(service))
    assert code == 0, err
    assert f"read      5 rows on 3 pages of {service.host}" in out
    assert "not kept  nama_ppk, nip_ppk, pagu" in out
    assert lines() == [(5, 975_000_000)]
    (import_,) = catalog.imports()
    assert import_.sources[0][0] == "inaproc-tender-D123-2025.json"
    assert [part.region for part in import_.parts] == ["1374"]
    assert "nothing changed" in umkm(*FETCH, *at(service)).stdout
    assert holding(copied, "SITI RAHASIA", "197001012000031001", *SPELLINGS) == []
    assert not [path for path in files_of(copied) if ".fetched-" in str(path)]


class Failing(Inaproc):
    """An API that fails on its last page."""

    def __call__(self, request: Request) -> Reply:
        return Reply(b"x", 500) if request.query.get("cursor") == "c4" else super().__call__(request)


def test_nothing_is_replaced_until_the_last_page_has_come(copied: Path, serve: Serve, umkm: Umkm) -> None:
    first = serve(Inaproc([line(number) for number in range(3)]))
    assert umkm(*FETCH, *at(first)).returncode == 0
    before = lines()
    more = [line(number) for number in range(6)]
    for broken, code, words in (
        (Failing(more), 1, "it answers 500"),
        (Inaproc([*more, line(7, kd_klpd="D999")]), 3, "rows of D999 came"),
        (Inaproc([]), 3, "no rows of D123 in 2025"),
        (Inaproc([*more, line(7, nilai_kontrak="banyak")]), 3, "cannot be used; nothing was imported"),
    ):
        ended = umkm(*FETCH, *at(serve(broken)), "--existing", "replace")
        assert (ended.returncode, words in ended.stderr) == (code, True), ended.stderr
        assert lines() == before
        assert not [path for path in files_of(copied) if ".fetched-" in str(path)]
    whole = serve(Inaproc(more))
    refused = umkm(*FETCH, *at(whole))
    assert (refused.returncode, "--existing replace" in refused.stderr) == (2, True)
    assert lines() == before
    assert umkm(*FETCH, *at(whole), "--existing", "replace").returncode == 0
    assert lines() == [(6, 1_170_000_000)]


def test_rows_can_be_saved_for_another_office(copied: Path, serve: Serve, umkm: Umkm) -> None:
    service = serve(Inaproc([line(number) for number in range(3)]))
    saved = copied / "tender.json"
    code, out, err = umkm(*FETCH, *at(service), "--dry-run", "--save", str(saved))
    assert code == 0, err
    assert "dry run: nothing was imported" in out
    assert not (copied / "data" / "lines").exists()
    if os.name == "posix":
        assert saved.stat().st_mode & 0o777 == 0o600
    assert len(json.loads(saved.read_text(encoding="utf-8"))) == 3
    assert umkm("import", "tender", str(saved), "--year", "2025").returncode == 0
    assert lines() == [(3, 585_000_000)]
    assert "there is something already" in umkm(*FETCH, *at(service), "--save", str(saved)).stderr


def test_what_a_killed_crawl_left_is_swept_away(copied: Path, serve: Serve, umkm: Umkm) -> None:
    left = copied / "data" / "lines" / ".fetched-x1"
    left.mkdir(parents=True)
    (left / "rows.json").write_text("secret")
    assert umkm(*FETCH, *at(serve(Inaproc([line(1)])))).returncode == 0
    assert not left.exists()


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "rup-budget"}, "the API does not give it"),
        ({"kind": "nonsense"}, 'There is no kind "nonsense"'),
        ({"--institution": "Kota X"}, "is no code of an institution"),
        ({"--year": "24"}, "greater than or equal to 2008"),
        ({"--address": "https://data.inaproc.id.example.org"}, "is not on the list of hosts"),
        ({"--region": "9999"}, 'no region "9999"'),
        ({"--match": "x"}, "write NAME=CODE"),
    ],
)
def test_wrong_use_is_answered_before_anything_is_asked(
    serve: Serve, umkm: Umkm, change: dict[str, Any], words: str
) -> None:
    service = serve(Inaproc([line(1)]))
    given = {"--institution": "D123", "--year": "2025", "--address": service.address, "--host": service.host}
    given |= {name: value for name, value in change.items() if name.startswith("--")}
    options = [part for pair in given.items() for part in pair]
    ended = umkm("fetch", "inaproc", change.get("kind", "tender"), *options)
    assert (ended.returncode, words in " ".join(ended.stderr.split())) == (2, True), ended.stderr
    assert service.requests == []


@pytest.mark.usefixtures("copied")
def test_a_token_is_needed(serve: Serve, umkm: Umkm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UMKM_INAPROC_TOKEN")
    service = serve(Inaproc([line(1)]))
    ended = umkm(*FETCH, *at(service))
    assert (ended.returncode, "set UMKM_INAPROC_TOKEN" in ended.stderr) == (2, True)
    assert service.requests == []
