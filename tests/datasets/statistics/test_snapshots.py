"""Snapshots are imported as the answers in them, and believed only as they were fetched."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.statistics.test_shapes import WEBAPI
from tests.remote.shapes import ckan_rows
from umkm_analysis.datasets.own import store
from umkm_analysis.datasets.statistics.importer import import_statistics
from umkm_analysis.datasets.statistics.read.files import read_file
from umkm_analysis.datasets.statistics.read.snapshots import MANIFEST, SavedAnswer, is_snapshot, write_snapshot
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

YEARS = {2026: {"val": 126, "label": "2026"}, 2025: {"val": 125, "label": "2025"}}


def webapi(year: int) -> dict[str, Any]:
    figures = {f"137421941550{year - 1900}0": 3_300_000.5}
    return {
        **WEBAPI, "vervar": WEBAPI["vervar"][:1], "tahun": [YEARS[year]], "datacontent": figures,
    }  # fmt: skip


def snapshot(*bodies: tuple[Any, int | None], asked: str = "2026-11-27T10:00:00+00:00", title: str = "") -> bytes:
    answers = []
    for number, (body, table) in enumerate(bodies, start=1):
        content = json.dumps(body).encode()
        digest = hashlib.sha256(content).hexdigest()
        address = "https://webapi.bps.go.id/v1/api/list?model=data"
        saved = SavedAnswer(f"answers/{number:04}.json", address, asked, "application/json", digest, 0, table)
        answers.append((saved, content))
    return write_snapshot("Badan Pusat Statistik (WebAPI), PDRB, kabupaten", title, answers)


def changed(content: bytes, **members: bytes) -> bytes:
    """Write the ZIP anew with other members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, members.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return packed.getvalue()


def test_answers_are_imported_from_a_snapshot_with_their_source(copied: Path) -> None:
    path = copied / "bps.zip"
    path.write_bytes(snapshot(({"lists": "no figures"}, None), (webapi(2026), 1), (webapi(2025), 2)))
    outcome = import_statistics([path], StatisticsRequest(Kind.GRDP, vintage="2026-11"))
    assert [(figure.code, figure.year, figure.value) for figure in outcome.reading.figures] == [
        ("1374", 2025, 3300.0005),
        ("1374", 2026, 3300.0005),
    ]
    assert (outcome.about.publisher, outcome.about.title) == ("Badan Pusat Statistik (WebAPI)", "PDRB, kabupaten")
    assert outcome.reading.figures[0].where == "bps.zip: answers/0003.json, row 2, column 6"
    assert (store.folder() / outcome.about.id / "files" / "bps.zip").read_bytes() == path.read_bytes()
    said = import_statistics([path], StatisticsRequest(Kind.GRDP, vintage="2026-11", source="BPS, lain"), dry_run=True)
    assert said.known_already
    later = copied / "later.zip"
    later.write_bytes(
        snapshot(({"other": "list"}, None), (webapi(2026), 1), (webapi(2025), 2), asked="2026-12-01T00:00:00+00:00")
    )
    assert import_statistics([later], StatisticsRequest(Kind.GRDP, vintage="2026-11")).known_already
    with pytest.raises(DataError, match="the same file was given twice"):
        import_statistics([path, later], StatisticsRequest(Kind.GRDP))


def test_pages_of_a_table_are_read_as_one(tmp_path: Path) -> None:
    pages = [
        ({"success": True, "result": {"records": ckan_rows(2, first), "total": 4}}, 1) for first in (1, 3)
    ]  # fmt: skip
    path = tmp_path / "ckan.zip"
    path.write_bytes(snapshot(*pages, title="PDRB ADHK 2010"))
    (grid,) = read_file(path).grids
    assert [row[0] for row in grid.rows] == ["_id", 1.0, 2.0, 3.0, 4.0]
    assert grid.title.startswith("PDRB ADHK 2010")
    path.write_bytes(snapshot(pages[0], title="PDRB ADHK 2010"))
    with pytest.raises(DataError, match="2 of 4 records; download all of them"):
        read_file(path)
    path.write_bytes(snapshot(*pages))
    with pytest.raises(DataError, match="several answers are one table, and nothing says of what"):
        read_file(path)
    other = ({"success": True, "result": {"records": ckan_rows(2, 3), "total": 5}}, 1)
    path.write_bytes(snapshot(pages[0], other, title="PDRB ADHK 2010"))
    with pytest.raises(DataError, match="pages are of tables of different lengths"):
        read_file(path)


def test_the_same_answers_give_the_same_bytes() -> None:
    assert snapshot((webapi(2026), 1)) == snapshot((webapi(2026), 1))
    assert is_snapshot(snapshot((webapi(2026), 1)))
    assert not is_snapshot(b"PK\x03\x04 torn")


MANIFEST_OF = json.loads(zipfile.ZipFile(io.BytesIO(snapshot((webapi(2026), 1)))).read(MANIFEST))
ANSWER_OF = MANIFEST_OF["answers"][0]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"0001": b"{}"}, "answers/0001.json is not as it was fetched; fetch it again"),
        ({"snapshot": b"{"}, "no complete JSON"),
        ({"snapshot": b"[]"}, "snapshot.json cannot be read"),
        ({"snapshot": b"[" * 100_000}, "nested without end"),
        ({"snapshot": json.dumps({**MANIFEST_OF, "format": 2}).encode()}, "a snapshot of another version"),
        ({"snapshot": json.dumps({**MANIFEST_OF, "answers": []}).encode()}, "no answer of the snapshot holds figures"),
        ({"snapshot": json.dumps({**MANIFEST_OF, "title": 5}).encode()}, "no source or title that can stand on a page"),
        (
            {"snapshot": json.dumps({**MANIFEST_OF, "source": "BPS\u202e"}).encode()},
            "no source or title that can stand",
        ),
        ({"snapshot": json.dumps({**MANIFEST_OF, "source": "x" * 301}).encode()}, "no source or title that can stand"),
        (
            {"snapshot": json.dumps({**MANIFEST_OF, "answers": [{**ANSWER_OF, "table": "1"}]}).encode()},
            "not as it was written",
        ),
        (
            {"snapshot": json.dumps({**MANIFEST_OF, "answers": [{"file": "x"}]}).encode()},
            "snapshot.json cannot be read",
        ),
        (
            {"snapshot": json.dumps({**MANIFEST_OF, "answers": [{**ANSWER_OF, "file": "../x"}]}).encode()},
            "the snapshot cannot be read",
        ),
    ],
)
def test_a_snapshot_that_was_changed_is_refused(tmp_path: Path, members: dict[str, bytes], words: str) -> None:
    path = tmp_path / "bps.zip"
    path.write_bytes(changed(snapshot((webapi(2026), 1)), **members))
    with pytest.raises(DataError, match=words):
        read_file(path)


def test_a_snapshot_that_is_cut_or_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, whole = tmp_path / "bps.zip", snapshot((webapi(2026), 1))
    for torn in (whole[: len(whole) // 2], whole[:60] + b"\xff" * 30 + whole[90:]):
        path.write_bytes(torn)
        with pytest.raises(DataError, match=r"cannot be read|is damaged"):
            read_file(path)
    path.write_bytes(whole)
    for limit in ("MAX_UNPACKED", "MAX_TREE"):
        with monkeypatch.context() as lower:
            lower.setattr(f"umkm_analysis.datasets.statistics.read.snapshots.{limit}", 100)
            with pytest.raises(DataError, match="unpacks to more than"):
                read_file(path)
    assert read_file(path).grids


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "nested without end"),
        ('{"data": 1, "data": 2}', 'the member "data" stands there twice'),
        (f'{{"data": [{"1" * 5000}]}}', "no complete JSON"),
    ],
)
def test_json_that_says_two_things_or_has_no_end_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        read_file(path)
