"""A crawl of INAPROC's API is whole or nothing, exact to the sen, and without officials."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.remote.service import Reply, Request, Service
from tests.remote.shapes import Inaproc, line
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.errors import DataError, NetworkError, UsageError
from umkm_analysis.remote.inaproc import Crawl, Wanted, crawl

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.remote.client import Client

    Serve = Callable[[Callable[[Request], Reply]], Service]
    Make = Callable[..., Client]

TENDER = Wanted(find_kind("tender"), "D123", 2025)


def crawled(client: Client, wanted: Wanted = TENDER) -> Crawl:
    return crawl(client, wanted, lambda _: None)


def test_every_page_is_read_by_its_cursor_with_the_token_in_the_header(serve: Serve, client: Make) -> None:
    service = serve(Inaproc([line(number) for number in range(5)]))
    found = crawled(client(service, bearer=True))
    assert [row["kd_tender"] for row in found.rows] == [str(1000000 + number) for number in range(5)]
    assert found.pages == 3
    assert [request.query.get("cursor") for request in service.requests] == [None, "c2", "c4"]
    first = service.requests[0]
    assert first.path == "/api/v1/tender/tender-selesai-nilai"
    assert first.query == {"kode_klpd": "D123", "tahun": "2025", "limit": "1000"}
    assert found.notes == ()


def test_rows_keep_what_is_read_and_numbers_all_their_digits(serve: Serve, client: Make) -> None:
    body = json.dumps({"success": True, "data": [line(1, nilai_kontrak=0), line(2, hps=5)], "meta": {"total": 2}})
    exact = body.replace('"nilai_kontrak": 0', '"nilai_kontrak": 12345678901234567890.45')
    found = crawled(client(serve(lambda _: Reply(exact.encode())), bearer=True))
    text = found.text().decode()
    assert "12345678901234567890.45" in text
    assert "SITI" not in text
    assert "197001012000031001" not in text
    assert found.unread == ("nama_ppk", "nip_ppk", "pagu")
    assert "Pengadaan Contoh" in text  # lists of packages name them
    assert [sorted(row) == sorted(found.rows[0]) for row in json.loads(text)] == [True, True]


def meta(**members: Any) -> dict[str, Any]:
    return {"limit": 1000, "has_more": False, **members}


def answer(rows: list[dict[str, Any]], **members: Any) -> Reply:
    return Reply({"success": True, "data": rows, "meta": meta(**members)})


def in_turn(*replies: Reply) -> Callable[[Request], Reply]:
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


ONE, TWO = [line(1), line(2)], [line(3), line(4)]


def more(rows: list[dict[str, Any]], cursor: str, **members: Any) -> Reply:
    return answer(rows, has_more=True, cursor=cursor, **members)


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ([more(ONE, "a"), more(TWO, "a")], "page 2 leads back to an earlier"),
        ([more(ONE, "a"), more(TWO, "b"),
          more([line(5)], "a")], "page 3 leads back to an earlier page"),
        ([more(ONE, "a"), more(ONE, "b")], "holds only rows of earlier"),
        ([more(ONE, "a"), more([], "b")], "page 2 is empty and promises"),
        ([more(ONE, "a", total=4), answer(TWO, total=5)], r"changed during the crawl .4 in all, then 5"),
        ([more(ONE, "a", total=4), answer(TWO)], r"changed during the crawl .4 in all, then None"),
        ([answer(ONE, total=3)], "2 rows came of 3; run it again"),
        ([answer(ONE, has_more=True)], "page 1 promises more and gives no cursor"),
        ([Reply({"success": False, "error": {"code": "BAD_REQUEST", "message": "kode_klpd is required"}}, 400)],
         'it answers 400: "kode_klpd is required"'),
        ([Reply({"success": False, "message": "Unauthorized"}, 401)], "The key may be wrong, expired, or"),
        ([Reply({"success": False, "message": "no"})], 'it refuses: "no"; nothing was changed'),
        ([Reply({"success": True, "data": ONE})], "a page of an unknown shape"),
        ([Reply({"success": True, "data": ["x"], "meta": {}})], "a page of an unknown shape"),
        ([Reply(b"<html><title>Blocked</title></html>")], 'a web page titled "Blocked"'),
        ([more(ONE, "a"), Reply(b'{"success": true, "data": [')], "no complete JSON"),
    ],
)  # fmt: skip
def test_a_crawl_that_is_not_whole_is_nothing(serve: Serve, client: Make, replies: list[Reply], words: str) -> None:
    with pytest.raises(NetworkError, match=words):
        crawled(client(serve(in_turn(*replies)), bearer=True))


def test_a_cursor_that_is_missing_for_once_is_asked_for_again(serve: Serve, client: Make) -> None:
    lost = answer(ONE, has_more=True)
    service = serve(in_turn(lost, lost, more(ONE, "a"), answer(TWO)))
    found = crawled(client(service, bearer=True))
    assert len(found.rows) == 4
    assert len(service.requests) == 4
    assert found.notes == (
        "the service did not say how many rows there are: only its last page says that these are all",
    )


def test_rows_that_come_again_are_noted(serve: Serve, client: Make) -> None:
    service = serve(in_turn(more(ONE, "a", total=4), answer([line(2), line(3)], total=4)))
    assert crawled(client(service, bearer=True)).notes == (
        "1 row came again on a later page; equal rows are counted once",
    )


@pytest.mark.parametrize("other", [{"kd_klpd": "D999"}, {"kd_klpd": None, "kode_klpd": "D999"}, {"kd_klpd": ["D1"]}])
def test_rows_of_another_institution_are_refused(serve: Serve, client: Make, other: dict[str, Any]) -> None:
    with pytest.raises(DataError, match="though D123 was asked for; nothing was changed"):
        crawled(client(serve(in_turn(answer([line(1), line(2, **other)]))), bearer=True))


def test_no_row_changes_nothing(serve: Serve, client: Make) -> None:
    with pytest.raises(DataError, match="no rows of D123 in 2025; nothing was changed"):
        crawled(client(serve(in_turn(answer([]))), bearer=True))


@pytest.mark.parametrize(("kind", "code", "words"), [
    ("inaproc", "D123", "the API does not give it; download the export, then umkm import inaproc"),
    ("rup-budget", "D123", "It gives rup-provider, rup-selfmanaged, tender"),
    ("tender", "Kota Padang", "is no code of an institution"),
])  # fmt: skip
def test_what_the_api_does_not_give_is_not_asked_for(
    serve: Serve, client: Make, kind: str, code: str, words: str
) -> None:
    service = serve(in_turn(answer(ONE)))
    with pytest.raises(UsageError, match=words):
        crawled(client(service, bearer=True), Wanted(find_kind(kind), code, 2025))
    assert service.requests == []
