"""Pages of services that say there is more than they hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import Bring, kept
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def page(path: Path, codes: range, **said: Any) -> Path:
    rows = [{"nama_klpd": "Kota Mojokerto", "kd_nontender": code, "nilai_kontrak": 5_000_000 + code} for code in codes]
    path.write_text(json.dumps({"data": rows, **said}))
    return path


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"meta": {"has_more": True, "cursor": "abc", "total": 2130}}, "its total is 2,130, and 2 rows were given"),
        ({"meta": {"has_more": True, "cursor": "abc"}}, "has_more is true"),
        ({"recordsTotal": 30, "recordsFiltered": 20, "draw": 1}, "its total is 20"),
        ({"recordsTotal": "30"}, "its total is 30"),
        ({"total": 3}, "its total is 3"),
        ({"pagination": {"currentPage": 1, "lastPage": 4}}, "it is page 1 of 4"),
        ({"links": {"next": "https://example.test/2"}}, "next is not empty"),
        ({"count": 50, "next": None, "previous": "https://example.test/9"}, "its total is 50"),
        ({"count": 2, "next": "https://example.test/2"}, "next is not empty"),
        ({"meta": {"cursor": "abc", "limit": 2}}, "cursor is not empty, and the page is full"),
    ],
)
def test_a_page_that_says_there_is_more_is_refused(
    bring: Bring, tmp_path: Path, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(DataError, match="says itself that it is not all there is") as caught:
        bring("nontender", page(tmp_path / "p.json", range(2), **said))
    assert why in str(caught.value)
    assert kept() == []


@pytest.mark.parametrize(
    "said",
    [
        {"meta": {"has_more": False, "total": 2}},
        {"recordsTotal": 900, "recordsFiltered": 2},
        {"total": 10_000_001},
        {"links": {"next": None}, "page": 1, "total_pages": 1},
        {"status": "success"},
        {"count": 2, "next": None},
        {"meta": {"cursor": "abc", "limit": 2, "has_more": False}},
        {"meta": {"cursor": "abc", "limit": 100}},
    ],
    ids=["all of it", "a search", "a total of rupiah", "the only page", "nothing said", "a count", "the end", "few"],
)
def test_what_is_whole_is_imported(bring: Bring, tmp_path: Path, said: dict[str, Any]) -> None:
    bring("nontender", page(tmp_path / "p.json", range(2), **said))
    assert len(kept()) == 2


@pytest.mark.parametrize("total", [{"total": 5}, {}], ids=["with a total", "with a cursor only"])
def test_all_pages_together_are_whole(bring: Bring, tmp_path: Path, total: dict[str, int]) -> None:
    first = page(tmp_path / "1.json", range(3), meta={"has_more": True, **total})
    last = page(tmp_path / "2.json", range(3, 5), meta={"has_more": False, **total})
    with pytest.raises(DataError, match=r"1\.json: the file says itself"):
        bring("nontender", first)
    bring("nontender", first, last)
    assert len(kept()) == 5


@pytest.mark.parametrize("lines", [False, True], ids=["a list of pages", "a page a line"])
def test_pages_in_one_file_are_held_to_their_totals_too(bring: Bring, tmp_path: Path, *, lines: bool) -> None:
    pages = [
        json.loads(page(tmp_path / "x", codes, meta={"total": 5}).read_text()) for codes in (range(3), range(3, 5))
    ]

    def write(name: str, chosen: list[Any]) -> Path:
        text = "\n".join(map(json.dumps, chosen)) if lines else json.dumps(chosen)
        (tmp_path / name).write_text(text)
        return tmp_path / name

    with pytest.raises(DataError, match="its total is 5, and 3 rows were given"):
        bring("nontender", write("part.json", pages[:1]))
    bring("nontender", write("whole.json", pages))
    assert len(kept()) == 5


def test_rows_inside_an_object_are_held_to_what_stands_beside_them(bring: Bring, tmp_path: Path) -> None:
    inner = json.loads(page(tmp_path / "x", range(2), has_more=True).read_text())
    (tmp_path / "p.json").write_text(json.dumps({"success": True, "data": inner}))
    with pytest.raises(DataError, match="has_more is true"):
        bring("nontender", tmp_path / "p.json")


def test_pages_that_overlap_are_said_to_lack_as_many_rows(bring: Bring, tmp_path: Path) -> None:
    first = page(tmp_path / "1.json", range(3), total=5)
    overlapping = page(tmp_path / "2.json", range(2, 4), total=5)
    account = bring("nontender", first, overlapping).account
    assert account.kept_rows == 4
    assert any(note.startswith("1 row of pages that name their total stood there before") for note in account.notes)
    whole = bring("nontender", first, page(tmp_path / "3.json", range(3, 5), total=5), existing=Existing.REPLACE)
    assert not any("stood there before" in note for note in whole.account.notes)
