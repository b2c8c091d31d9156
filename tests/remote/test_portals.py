"""Tables of CKAN and Open Data portals: all rows, each once, of one state of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.remote.service import Reply, Request, Service
from tests.remote.shapes import Ckan, ckan_rows
from umkm_analysis.datasets.statistics.read.snapshots import read_snapshot
from umkm_analysis.errors import DataError, NetworkError, UsageError
from umkm_analysis.remote.client import Client
from umkm_analysis.remote.portals import fetch_datastore, fetch_open_data, find_resources

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[[Callable[[Request], Reply]], Service]
    Make = Callable[..., Client]


def quiet(_: str) -> None:
    pass


def rows_of(fetched: Any) -> list[tuple[Any, ...]]:
    (grid,) = read_snapshot(fetched.snapshot(), "s.zip").grids
    return list(grid.rows[1:])


@pytest.mark.parametrize("most", [1000, 4, 1], ids=["a page", "pages of four", "pages of one"])
def test_every_row_of_a_datastore_comes_whatever_the_portal_gives_at_once(
    serve: Serve, client: Make, most: int
) -> None:
    service = serve(Ckan(ckan_rows(9), most))
    fetched = fetch_datastore(client(service, key=None), "0f1e2d3c-4b5a", quiet)
    assert [row[0] for row in rows_of(fetched)] == [float(number) for number in range(1, 10)]
    assert fetched.source == f"{service.host}, PDRB Atas Dasar Harga Konstan 2010 Menurut Kabupaten/Kota"
    assert fetched.name == "ckan-0f1e2d3c"
    offsets = [int(request.query["offset"]) for request in service.requests if "offset" in request.query]
    assert offsets == list(range(0, 9, most))
    assert all("key" not in request.query for request in service.requests)


def _page(rows: list[dict[str, Any]], total: Any) -> Reply:
    return Reply({"success": True, "result": {"records": rows, "total": total}})


def _by_offset(*pages: tuple[list[dict[str, Any]], Any]) -> Callable[[Request], Reply]:
    """Give a page a request of rows; what is asked before is answered as a portal does."""
    left = list(pages)

    def answer(request: Request) -> Reply:
        return Ckan([])(request) if "offset" not in request.query else _page(*left.pop(0))

    return answer


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([(ckan_rows(2), 4), (ckan_rows(2, 3), 5)], r"changed while it was read \(4 rows, then 5\)"),
        ([(ckan_rows(2), 4), (ckan_rows(2, 2), 4)], "rows came twice on page 2"),
        ([(ckan_rows(2), 4), (ckan_rows(2), 4)], "rows came twice on page 2: .* or the portal does not know pages"),
        ([(ckan_rows(2) + ckan_rows(1), 4)], "rows came twice on page 1"),
        ([(ckan_rows(2), 4), ([], 4)], "the table ends after 2 of 4 rows; run it again"),
        ([(ckan_rows(3), 2)], "the table ends after|3 of 2|rows"),
        ([("x", 2)], "JSON of an unknown shape, no page of records"),
    ],
)
def test_a_table_that_changes_or_does_not_end_is_refused(serve: Serve, client: Make, pages: Any, words: str) -> None:
    pages = [*pages, ([], pages[-1][1])]
    with pytest.raises(NetworkError, match=words):
        fetch_datastore(client(serve(_by_offset(*pages)), key=None), "x", quiet)


@pytest.mark.parametrize(
    ("reply", "expected", "words"),
    [
        (Reply({"success": False, "error": {"message": "Not found: Resource", "__type": "Not Found Error"}}, 404),
         NetworkError, '404: "Not found: Resource". There is nothing of that name'),
        (Reply({"success": False, "error": {"message": "Busy"}}),
         NetworkError, 'refuses, or is no CKAN portal: "Busy"'),
        (Reply(["x"]), NetworkError, "is no CKAN portal"),
        (Reply({"success": True, "result": {"name": "Buku", "datastore_active": False, "url": "https://x/b.pdf"}}),
         UsageError, "keeps it as a file only. Download it (https://x/b.pdf), then umkm import"),
    ],
)  # fmt: skip
def test_what_a_portal_does_not_give_is_said(
    serve: Serve, client: Make, reply: Reply, expected: type[Exception], words: str
) -> None:
    with pytest.raises(expected) as caught:
        fetch_datastore(client(serve(lambda _: reply), key=None), "x", quiet)
    assert words in str(caught.value)


def test_an_empty_table_is_refused(serve: Serve, client: Make) -> None:
    with pytest.raises(DataError, match="the table holds no row"):
        fetch_datastore(client(serve(Ckan([])), key=None), "x", quiet)


def test_tables_are_found_by_words_and_say_which_are_files_only(serve: Serve, client: Make) -> None:
    service = serve(Ckan([]))
    found = find_resources(client(service, key=None), "pdrb")
    assert [(title, part.id, part.name, part.has_rows) for title, part in found] == [
        ("PDRB Kota", "0f1e", "PDRB ADHK", True),
        ("PDRB Kota", "2d", "Buku", False),
    ]
    assert service.requests[0].query == {"q": "pdrb", "rows": "20"}


def test_what_a_portal_calls_a_table_can_stand_on_a_page(serve: Serve, client: Make) -> None:
    class Strange(Ckan):
        def __call__(self, request: Request) -> Reply:
            reply = super().__call__(request)
            if request.path.endswith("resource_show"):
                reply.body["result"]["name"] = "PDRB\u202e\u00a0ADHK\u200b " + "x" * 500
            return reply

    service = serve(Strange(ckan_rows(2)))
    fetched = fetch_datastore(client(service, key=None), "../../x y", quiet)
    assert fetched.name == "ckan-x"
    found = read_snapshot(fetched.snapshot(), "s.zip")
    assert found.source.startswith(f"{service.host}, PDRB ADHK xxx")
    assert len(found.source) == 300


def open_rows(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": number, "kode_provinsi": 32, "nama_provinsi": "JAWA BARAT", "kode_kabupaten_kota": 3201,
            "nama_kabupaten_kota": "KABUPATEN BOGOR", "jumlah_penduduk": 1234 + number, "satuan": "ORANG",
            "tahun": 2000 + number,
        }
        for number in range(1, count + 1)
    ]  # fmt: skip


PATH = "/api-backend/bigdata/diskominfo/od_15001_jumlah_penduduk"


@pytest.mark.parametrize(("most", "total", "starts"), [
    (4, True, ["0", "4", "8"]), (4, False, ["0", "4", "8"]), (3, False, ["0", "3", "6", "9"]), (99, True, ["0"]),
])  # fmt: skip
def test_an_open_data_api_is_read_to_its_end(serve: Serve, *, most: int, total: bool, starts: list[str]) -> None:
    def answer(request: Request) -> Reply:
        start = int(request.query["skip"])
        meta = {"meta": {"total_record": 9}} if total else {}
        return Reply({"message": "Get data successfull", "data": open_rows(9)[start : start + most], **meta})

    service = serve(answer)
    with Client(f"{service.address}{PATH}") as asking:
        fetched = fetch_open_data(asking, quiet)
    assert [request.query["skip"] for request in service.requests] == starts
    assert {request.path for request in service.requests} == {PATH}
    assert len(rows_of(fetched)) == 9
    assert fetched.title == "od 15001 jumlah penduduk"


def test_an_open_data_api_that_gives_the_first_page_for_ever_is_refused(serve: Serve) -> None:
    service = serve(lambda _: Reply({"message": "x", "data": open_rows(3)}))
    with Client(f"{service.address}{PATH}") as asking, pytest.raises(NetworkError, match="rows came twice on page 2"):
        fetch_open_data(asking, quiet)
    service = serve(lambda _: Reply({"message": "tidak ada", "status": "error"}))
    with Client(f"{service.address}{PATH}") as asking, pytest.raises(NetworkError, match='"tidak ada"'):
        fetch_open_data(asking, quiet)
