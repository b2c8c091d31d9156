"""BPS's WebAPI, with what it does otherwise than it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.remote.service import Reply, Request, Service
from tests.remote.shapes import Bps, error, page
from umkm_analysis.datasets.statistics.read.snapshots import read_snapshot
from umkm_analysis.errors import DataError, NetworkError, UsageError
from umkm_analysis.remote.bps import Wanted, fetch_variable, find_variables

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.remote.client import Client

    Serve = Callable[[Callable[[Request], Reply]], Service]
    Make = Callable[..., Client]


def asked(service: Service) -> list[str]:
    return [request.query["th"] for request in service.requests if request.query["model"] == "data"]


def quiet(_: str) -> None:
    pass


def test_three_years_a_request_for_the_nation_two_for_an_office(serve: Serve, client: Make) -> None:
    service = serve(Bps(float, range(2019, 2026)))
    fetched = fetch_variable(client(service), Wanted(2194), quiet)
    assert asked(service) == ["119:121", "122:124", "125"]
    assert fetched.source == "Badan Pusat Statistik (WebAPI), [SERI 2010] PDRB ADHK Menurut Pengeluaran Kabupaten/Kota"
    assert fetched.notes == (
        "BPS last changed this variable on 2026-05-20: --vintage 2026-05-20 says so, where figures differ",
    )
    office = serve(Bps(float, range(2019, 2024), most=2))
    fetch_variable(client(office), Wanted(30, "3576", item=1550), quiet)
    assert asked(office) == ["119:120", "121:122", "123"]
    assert {request.query.get("turvar") for request in office.requests if request.query["model"] == "data"} == {"1550"}


def test_all_pages_of_the_list_of_years_are_read_and_gaps_are_asked_apart(serve: Serve, client: Make) -> None:
    service = serve(Bps(float, range(2000, 2021)))
    fetch_variable(client(service), Wanted(2194, years=(2016, 2030)), quiet)
    assert [request.query["page"] for request in service.requests if request.query["model"] == "th"] == ["1", "2", "3"]
    assert asked(service) == ["116:118", "119:120"]
    gaps = Bps(float)
    gaps.years = [2010, 2015, 2016]  # type: ignore[assignment]
    service = serve(gaps)
    fetch_variable(client(service), Wanted(2194), quiet)
    assert asked(service) == ["110", "115:116"]


def test_a_lower_limit_of_years_is_taken_from_the_error(serve: Serve, client: Make) -> None:
    service = serve(Bps(float, range(2019, 2024), most=2))
    fetched = fetch_variable(client(service), Wanted(2194), quiet)
    assert asked(service) == ["119:121", "119:120", "121", "122:123"]
    assert sum(table is not None for _, table in fetched.answers) == 3
    service = serve(Bps(float, range(2019, 2024), most=0))
    with pytest.raises(NetworkError, match="it takes 0 years at once"):
        fetch_variable(client(service), Wanted(2194), quiet)


def test_null_is_too_much_and_asked_for_in_halves(serve: Serve, client: Make) -> None:
    answers = Bps(float, range(2019, 2023))
    answers.largest = 1
    said: list[str] = []
    service = serve(answers)
    fetched = fetch_variable(client(service), Wanted(2194), said.append)
    assert asked(service) == ["119:121", "119:120", "119", "120", "121", "122"]
    assert "2019–2021: nothing that can be read at once; asked for in parts" in said
    grids = read_snapshot(fetched.snapshot(), "s.zip").grids
    assert [grid.rows[1][4] for grid in grids] == ["2019", "2020", "2021", "2022"]
    answers.largest = 0
    with pytest.raises(DataError, match=r"even a year is too much .* --item ID"):
        fetch_variable(client(service), Wanted(2194), quiet)


@pytest.mark.parametrize(
    ("body", "expected", "words"),
    [
        (error("You are not Allowed to take this action. Please re-check your key"), NetworkError, 'refuses: "You are'),
        ({"status": "OK", "data-availability": "list-not-available", "data": ""}, DataError, "2025 is not available"),
        ({"status": "OK", "data-availability": "not-available"}, DataError, "says that 2025 is not available"),
        ([], NetworkError, "an answer of an unknown shape .list"),
        ({"status": "OK", "data": [{"page": 1}, []]}, NetworkError, "an answer of an unknown shape|without the lists"),
        ("text", NetworkError, "an answer of an unknown shape .str"),
        ({"status": "OK", "datacontent": {}}, NetworkError, "without the lists that decode it"),
    ],
)
def test_errors_that_come_as_success_are_errors(
    serve: Serve, client: Make, body: Any, expected: type[Exception], words: str
) -> None:
    answers = Bps(float, range(2025, 2026))
    service = serve(lambda request: answers(request) if request.query["model"] == "th" else Reply(body))
    with pytest.raises(expected, match=words):
        fetch_variable(client(service), Wanted(2194), quiet)


MANY = [{"val": number, "label": "x"} for number in range(3000)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"var": [{"val": 2193, "label": "PDRB ADHB"}]}, r"variable \[2193\], th \[125\], but 2194"),
        ({"tahun": [{"val": 124, "label": "2024"}]}, r"th \[124\], but 2194 and \[125\] were asked for"),
        ({"tahun": [{"label": "2024"}]}, "without the lists that decode it"),
        ({"vervar": [{"val": 1}]}, 'the list "vervar" of the JSON is broken'),
        ({"vervar": "x"}, 'the list "vervar" of the JSON is broken'),
        ({"datacontent": [1]}, "the figures of the answer are no object"),
        ({"vervar": MANY, "turvar": MANY}, "a table of 9,000,000 cells, which no table of statistics has"),
    ],
)  # fmt: skip
def test_an_answer_to_something_else_is_refused(serve: Serve, client: Make, change: Any, words: str) -> None:
    class Other(Bps):
        def data(self, asked: list[int], request: Request) -> dict[str, Any]:
            return {**super().data(asked, request), **change}

    with pytest.raises((DataError, NetworkError), match=words):
        fetch_variable(client(serve(Other(float, range(2025, 2026)))), Wanted(2194), quiet)


@pytest.mark.parametrize(
    "empty",
    [
        {"status": "OK", "data-availability": "list-not-available", "data": ""},
        {"status": "OK", "data-availability": "not-available"},
        {"datacontent": {}},
        {"datacontent": None},
    ],
)
def test_years_without_figures_are_asked_for_one_by_one(serve: Serve, client: Make, empty: dict[str, Any]) -> None:
    class Empty(Bps):
        def data(self, asked: list[int], request: Request) -> dict[str, Any]:
            found = super().data(asked, request)
            return found if len(asked) == 1 else empty if "status" in empty else {**found, **empty}

    service = serve(Empty(float, range(2023, 2026)))
    fetched = fetch_variable(client(service), Wanted(2194), quiet)
    assert asked(service) == ["123:125", "123:124", "123", "124", "125"]
    assert sum(table is not None for _, table in fetched.answers) == 3


def test_years_that_an_answer_passes_over_are_named(serve: Serve, client: Make) -> None:
    class Short(Bps):
        def data(self, asked: list[int], request: Request) -> dict[str, Any]:
            found = super().data(asked, request)
            figures = {key: value for key, value in found["datacontent"].items() if not key.endswith("1250")}
            return {**found, "datacontent": figures, "tahun": [part for part in found["tahun"] if part["val"] != 124]}

    fetched = fetch_variable(client(serve(Short(float, range(2023, 2026)))), Wanted(2194), quiet)
    assert fetched.notes[0] == "BPS says that it has no figures of 2024, 2025"


def test_years_that_bps_lists_and_does_not_have_are_named(serve: Serve, client: Make) -> None:
    class Gaps(Bps):
        def data(self, asked: list[int], request: Request) -> dict[str, Any]:
            return (
                super().data(asked, request)
                if 125 not in asked
                else {"status": "OK", "data-availability": "not-available"}
            )

    service = serve(Gaps(float, range(2023, 2026), most=1))
    fetched = fetch_variable(client(service), Wanted(2194), quiet)
    assert fetched.notes[0] == "BPS says that it has no figures of 2025"
    with pytest.raises(UsageError, match="has the years 2023–2025; none of them is wanted"):
        fetch_variable(client(service), Wanted(2194, years=(1990, 1999)), quiet)


def test_keys_that_collide_are_asked_for_year_by_year_and_never_guessed(serve: Serve, client: Make) -> None:
    class Colliding(Bps):
        """Item 15 of year 50123 and item 1550 of year 123 have one key; alone, the first has none."""

        alone = True

        def data(self, asked: list[int], request: Request) -> dict[str, Any]:
            found = super().data(asked, request)
            if len(asked) > 1 or not self.alone:
                found["turvar"] = [{"val": "155", "label": "A"}, {"val": "1550", "label": "PDRB"}]
                found["turtahun"] = [{"val": 0, "label": "Tahun"}, {"val": "", "label": "x"}]
                found["tahun"] = [*found["tahun"], *({"val": f"0{th}", "label": str(th + 1900)} for th in asked)]
            return found

    answers = Colliding(float, range(2023, 2025))
    service = serve(answers)
    fetch_variable(client(service), Wanted(2194), quiet)
    assert asked(service) == ["123:124", "123", "124"]
    answers.alone = False
    with pytest.raises(
        DataError, match=r"the key 13742194155\d+ stands for .* and for .*; ask for one year, or one item"
    ):
        fetch_variable(client(service), Wanted(2194), quiet)


ROWS = [{"var_id": number, "title": f"PDRB {number}", "unit": "Persen", "sub_name": "PDRB"} for number in range(25)]


def test_variables_are_found_by_words_to_the_last_page(serve: Serve, client: Make) -> None:
    service = serve(lambda request: Reply(page(ROWS, request)))
    found = find_variables(client(service), "3576", "24 pdrb", quiet)
    assert found == [("24", "PDRB 24", "Persen", "PDRB")]
    assert [request.query["page"] for request in service.requests] == ["1", "2", "3"]
    empty = serve(lambda _: Reply({"status": "OK", "data-availability": "list-not-available", "data": ""}))
    assert find_variables(client(empty), "3576", "x", quiet) == []


def _second(request: Request, **change: Any) -> dict[str, Any]:
    answer = page(ROWS, request)
    if request.query["page"] == "2":
        answer["data"][0].update(change)
    return answer


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda request: _second(request, total=26), "the list changed while it was read"),
        (lambda request: _second(request, pages=4), "the list changed while it was read"),
        (lambda request: _second(request, page=1), "its pages do not follow each other"),
        (lambda request: page(ROWS[:11] + ROWS[:10], request), "changed while it was read|follow"),
        (lambda request: page(ROWS, request) if request.query["page"] != "3" else
         {"status": "OK", "data-availability": "list-not-available", "data": ""}, "unknown shape; run it again"),
        (lambda request: {**page(ROWS, request), "data": [{"page": 1, "pages": 1, "total": 12}, ROWS[:10]]},
         "10 rows of a list that has 12"),
        (lambda request: {**page(ROWS, request), "data": [{"page": 1, "pages": 10**9, "total": 12}, ROWS]},
         "ask for a part"),
        (lambda request: {**page(ROWS, request), "data": [{"page": 1}, ROWS]}, "unknown shape"),
        (lambda request: {**page(ROWS, request), "data": [{"page": 1, "pages": 1, "total": 1}, ["x"]]}, "without rows"),
    ],
)  # fmt: skip
def test_a_list_that_is_not_whole_is_refused(
    serve: Serve, client: Make, answer: Callable[[Request], Any], words: str
) -> None:
    with pytest.raises(NetworkError, match=words):
        find_variables(client(serve(lambda request: Reply(answer(request)))), "0000", "pdrb", quiet)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"th_id": "x", "th": "2023"}], "a list of years of an unknown shape"),
        ([{"th": "2023"}], "of an unknown shape"),
    ],
)
def test_a_list_of_years_is_read_whatever_its_numbers_are(
    serve: Serve, client: Make, rows: list[dict[str, Any]], words: str
) -> None:
    class Texts(Bps):
        rows: Any = ({"th_id": "123", "th": "2023 "}, {"th_id": 119, "th": 2019}, {"th_id": 5, "th": "2019/20"})

        def __call__(self, request: Request) -> Reply:
            return (
                Reply(page(list(self.rows), request)) if request.query["model"] == "th" else super().__call__(request)
            )

    answers = Texts(float)
    service = serve(answers)
    fetch_variable(client(service), Wanted(2194), quiet)
    assert asked(service) == ["119", "123"]
    answers.rows = rows
    with pytest.raises(NetworkError, match=words):
        fetch_variable(client(service), Wanted(2194), quiet)
