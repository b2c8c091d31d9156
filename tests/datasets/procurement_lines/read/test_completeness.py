"""Pages of services that say there is more than they hold."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import Bring, kept
from umkm_analysis.datasets.procurement_lines.read.detection import detect
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
        ({"limit": 2, "offset": 0}, "the page is full, with 2 rows"),
        ({"offset": 5, "limit": 5}, "it begins behind row 5, and no page ends there"),
        ({"page": 2, "total_pages": 2}, "it is page 2, and page 1 was not given"),
        ({"next": None, "previous": "https://example.test/?cursor=b"}, "previous is not empty, and no first page"),
        (
            {"next": None, "previous": "https://example.test/?offset=0&limit=2", "offset": 2},
            "previous is not empty, and no first page",
        ),
        ({"_links": {"next": {"href": "https://example.test/2"}}}, "next is not empty"),
        ({"meta": {"pagination": {"links": {"next": "https://example.test/2"}}}}, "next is not empty"),
        ({"nextLink": "https://example.test/2"}, "nextLink is not empty"),
        ({"totalElements": 50, "last": False}, "its total is 50"),
        ({"last": False, "number": 0}, "last is false"),
        ({"total": "2.130"}, "its total is 2,130"),
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
        {"limit": 2, "offset": 0, "total": 2},
        {"limit": 2, "next": None},
        {"page": 0, "total_pages": 1},
        {"next": None, "previous": None},
    ],
    ids=[
        *("all of it", "a search", "a total of rupiah", "the only page", "nothing said", "a count", "the end", "few"),
        *("a full page with its total", "a full page that is the last", "a page 0", "no other page"),
    ],
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


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ({"page": 1, "total_pages": 3}, {"page": 3, "total_pages": 3}, "page 2 was not given"),
        (
            {"next": "https://example.test/?page=2", "previous": None},
            {"next": None, "previous": "https://example.test/?page=2"},
            "it is page 3, and page 2 was not given",
        ),
        ({"offset": 0, "limit": 3, "next": "x"}, {"offset": 6, "limit": 3, "next": None}, "no page ends there"),
        (
            {"next": "https://example.test/?cursor=b", "previous": None},
            {"next": "https://example.test/?cursor=d", "previous": "https://example.test/?cursor=c"},
            "next is not empty",
        ),
        ({"next": None, "previous": None}, {"next": "https://example.test/2", "previous": None}, "next is not empty"),
        ({"total": 3}, {"total": 3}, "its total is 3, and 5 rows of such pages were given"),
    ],
    ids=["numbers", "numbers in addresses", "offsets", "no last page", "two downloads", "two downloads of one total"],
)
def test_a_page_that_is_missing_between_others_is_missed(
    bring: Bring, tmp_path: Path, first: dict[str, Any], last: dict[str, Any], why: str
) -> None:
    pages = page(tmp_path / "1.json", range(3), **first), page(tmp_path / "2.json", range(6, 8), **last)
    with pytest.raises(DataError, match="it is not all there is") as caught:
        bring("nontender", *pages)
    assert why in str(caught.value)
    assert kept() == []


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ({"has_more": True}, '{"data": [], "has_more": false}'),
        ({"offset": 0, "limit": 3}, '{"data": [], "offset": 3, "limit": 3}'),
        ({"next": "https://example.test/2"}, "[]"),
        ({"total": 3}, '{"data": [], "total": 3}'),
    ],
)
def test_an_empty_page_behind_the_last_one_is_no_fault(
    bring: Bring, tmp_path: Path, said: dict[str, Any], last: str
) -> None:
    (tmp_path / "2.json").write_text(last)
    account = bring("nontender", page(tmp_path / "1.json", range(3), **said), tmp_path / "2.json").account
    assert (account.kept_rows, len(kept())) == (3, 3)
    assert "2.json: it holds no row" in account.notes


def test_pages_of_a_download_are_whole_in_any_order(bring: Bring, tmp_path: Path) -> None:
    address = "https://example.test/?page="
    pages = [
        page(tmp_path / "1.json", range(3), next=f"{address}2", previous=None),
        page(tmp_path / "2.json", range(3, 6), next=f"{address}3", previous="https://example.test/"),
        page(tmp_path / "3.json", range(6, 7), next=None, previous=f"{address}2"),
    ]
    bring("nontender", *reversed(pages))
    assert len(kept()) == 7


def test_an_empty_page_leaves_its_kind_to_the_others(tmp_path: Path) -> None:
    (tmp_path / "2.json").write_text('{"data": []}')
    whole = page(tmp_path / "1.json", range(3))
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        for path in (whole, tmp_path / "2.json"):
            archive.write(path, path.name)
    alone, together = detect(tmp_path / "2.json"), detect(tmp_path / "pages.zip")
    assert (alone.kinds, alone.empty) == ((), True)
    assert ([kind.name for kind in together.kinds], together.empty) == (["nontender"], False)
