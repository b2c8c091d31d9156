"""JSON as services write it: documents, pages, lists of pages, rows as lists, releases; broken ones are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets.procurement_lines.conftest import Bring, kept, refused
from umkm_analysis.aggregates.sums import line_sums
from umkm_analysis.datasets.procurement_lines.read import json_rows
from umkm_analysis.datasets.procurement_lines.read.json_rows import rows_of
from umkm_analysis.datasets.procurement_lines.read.sources import hash_file, sources
from umkm_analysis.datasets.procurement_lines.read.text import RowCounts
from umkm_analysis.datasets.procurement_lines.store.engines import open_lines

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["kd_nontender", "nilai_kontrak", "nama_klpd"]
ROWS = [{"kd_nontender": at, "nilai_kontrak": 1000 * at, "nama_klpd": "Kab. Bandung"} for at in range(1, 5)]
LISTS = [list(row.values()) for row in ROWS]
NAMED = [{"data": name, "title": name.upper()} for name in HEADER]


def page(rows: list[Any], **around: Any) -> dict[str, Any]:
    return {"success": True, "data": rows, "meta": {"has_more": False}, **around}


DOCUMENTS: dict[str, Any] = {
    "a list": ROWS,
    "a page": page(ROWS),
    "a list of pages": [page(ROWS[:2]), page(ROWS[2:])],
    "a list of lists": [ROWS[:1], ROWS[1:]],
    "a page in a page": {"status": "ok", "result": {"records": ROWS, "limit": 10}},
    "DataTables of objects": {"draw": 1, "recordsTotal": 4, "recordsFiltered": 4, "data": ROWS},
    "DataTables of lists": {"sEcho": 1, "aoColumns": [{"sTitle": name} for name in HEADER], "aaData": LISTS},
    "columns behind the rows": {"data": LISTS, "columns": NAMED},
    "columns as words": {"columns": HEADER, "rows": LISTS},
    "a header as the first row": [HEADER, *LISTS],
    "a header as the first row of a page": {"aaData": [HEADER, *LISTS], "iTotalRecords": 4},
}


@pytest.mark.parametrize("shape", DOCUMENTS)
@pytest.mark.parametrize("piece", [7, 1 << 20])
def test_every_shape_gives_the_same_lines(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, piece: int
) -> None:
    monkeypatch.setattr(json_rows, "PIECE", piece)
    path = tmp_path / "x.json"
    path.write_text(json.dumps(DOCUMENTS[shape], indent=1 if piece == 7 else None), encoding="utf-8-sig")
    assert bring("nontender", path).account.kept_rupiah == 10_000
    assert kept("package, value") == [(str(at), 1000 * at) for at in range(1, 5)]


@pytest.mark.parametrize("join", ["\n", "\n\n", ""])
def test_pages_one_behind_the_other_and_a_page_a_line(bring: Bring, tmp_path: Path, join: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(join.join(json.dumps(page(rows)) for rows in (ROWS[:2], ROWS[2:])), encoding="utf-16")
    assert bring("nontender", path).account.kept_rows == 4


def test_the_only_row_there_is_may_stand_alone(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({**ROWS[0], "hps": 2000, "nama_satker": "Dinas A"}, indent=2))
    assert bring("nontender", path).account.kept_rupiah == 1000


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ('{"data": [[1, 2, "x"]]}', "lists without names of columns"),
        ('{"columns": ["kd_nontender", "nilai_kontrak", "nama_klpd"], "data": [[1, 2]]}', "row 1: 2 cells, but 3"),
        ('{"data": [{"a": 1}], "meta": {', "broken JSON behind row 1"),
        ('{"data": [{"kd_nontender": 1}, {"kd_nontender": 2', "broken JSON behind row 1"),
        ('[{"kd_nontender": 1} {"kd_nontender": 2}]', "a comma or bracket is missing"),
        ('{"data": []}', "it holds no row"),
        ('{"status": "error", "message": "kuota habis"}', 'it says "kuota habis"'),
        ('"teks"', "no column|neither a list"),
        ('[{"a": "' + "x" * (40 << 20) + '"}]', "longer than 16 MB"),
    ],
)
def test_what_is_broken_is_named(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]], text: str, match: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    refused(bring, path, match, before)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from(["kode", "nilai", "nama é"]), VALUES, min_size=1), min_size=1, max_size=6
    ),
    piece=st.integers(1, 40),
    ascii_only=st.booleans(),
)
def test_rows_are_those_of_the_standard_library_wherever_a_piece_ends(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], piece: int, *, ascii_only: bool
) -> None:
    path = tmp_path_factory.mktemp("json") / "x.json"
    path.write_text(json.dumps({"meta": {"a": [1, {}]}, "data": rows}, ensure_ascii=ascii_only), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_rows, "PIECE", piece)
        (source,) = sources(hash_file(path))
        found = [row for _, row in rows_of(source, RowCounts())]
    assert found == json.loads(json.dumps(rows), parse_int=str)


def test_releases_give_a_line_for_each_award_and_contract(bring: Bring, tmp_path: Path) -> None:
    buyer = {"name": "Kota Mojokerto"}
    tender = {"value": {"amount": 900, "currency": "IDR"}, "procurementMethodDetails": "Tender", "numberOfTenderers": 3}
    award = {"id": "a1", "date": "2025-03-01T00:00:00Z", "status": "active", "value": {"amount": 800}}
    releases = [
        {"ocid": "ocds-1", "date": "2025-02-01T00:00:00Z", "buyer": buyer, "tender": tender,
         "awards": [{**award, "value": {"amount": 700}}]},
        {"ocid": "ocds-1", "date": "2025-04-01T00:00:00Z", "buyer": buyer, "tender": tender,
         "awards": [{**award, "suppliers": [{"id": "s", "name": "CV Satu"}]}]},
        {"ocid": "ocds-2", "date": "2025-04-01T00:00:00Z", "buyer": buyer, "tender": tender, "awards": [award],
         "contracts": [{"id": "c1", "awardID": "a1", "dateSigned": "2025-05-06", "value": {"amount": 790}}]},
        {"ocid": "ocds-3", "date": "2025-04-01T00:00:00Z", "buyer": buyer, "tender": tender,
         "awards": [{**award, "status": "cancelled"}, {**award, "id": "a2", "date": "2024-12-30"}]},
    ]  # fmt: skip
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"uri": "x", "publisher": {"name": "y"}, "releases": releases}))
    account = bring("ocds", path).account
    assert {group.reason: group.rows for group in account.left_out} == {
        "earlier addendum": 1, "cancelled": 1, "other budget year": 1,
    }  # fmt: skip
    assert kept("package, value, hps, bidders, strftime(date, '%m-%d'), method_group") == [
        ("ocds-1", 800, 900, 3, "03-01", "competitive"),
        ("ocds-2", 790, 900, 3, "05-06", "competitive"),
    ]


@pytest.mark.parametrize(
    ("tender", "award", "reason"),
    [
        ("complete", "unsuccessful", "cancelled"),
        ("complete", "cancelled", "cancelled"),
        ("complete", "pending", "not yet an order"),
        ("unsuccessful", None, "cancelled"),
        ("cancelled", None, "cancelled"),
        ("withdrawn", None, "cancelled"),
        ("active", None, "not yet an order"),
        ("planned", None, "not yet an order"),
        (None, None, "not yet an order"),
    ],
)
def test_a_release_without_a_contract_is_no_spending(
    bring: Bring, tmp_path: Path, tender: str | None, award: str | None, reason: str
) -> None:
    value = {"amount": 900, "currency": "IDR"}
    good = {"id": "a", "date": "2025-03-01", "status": "active", "value": {"amount": 800}}
    other = {"ocid": "other", "tender": {"value": value, "status": tender}}
    if award is not None:
        other["awards"] = [{**good, "status": award}]
    releases = [{"ocid": "good", "tender": {"value": value}, "awards": [good]}, other]
    buyer = {"date": "2025-04-01", "buyer": {"name": "Kota Mojokerto"}}
    (tmp_path / "x.json").write_text(json.dumps({"releases": [{**buyer, **release} for release in releases]}))
    account = bring("ocds", tmp_path / "x.json").account
    assert [(group.reason, group.rows) for group in account.left_out] == [(reason, 1)]
    sums = line_sums(open_lines(), by=["year"]).iloc[0]
    assert (sums["lines"], sums["realised"], sums["realised_pending"], sums["planned"]) == (1, 800, 0, 0)


def test_the_days_of_a_tender_are_kept(bring: Bring, tmp_path: Path) -> None:
    period = {"startDate": "2025-02-03T08:00:00Z", "endDate": "2025-02-10T10:00:00Z"}
    award = {"id": "a", "date": "2025-03-01", "status": "active", "value": {"amount": 800}}
    release = {"ocid": "x", "buyer": {"name": "Kota Mojokerto"}, "tender": {"tenderPeriod": period}, "awards": [award]}
    (tmp_path / "x.json").write_text(json.dumps({"releases": [{**release, "date": "2025-03-02"}]}))
    bring("ocds", tmp_path / "x.json")
    assert kept("strftime(announced, '%m-%d'), strftime(closed, '%m-%d'), strftime(date, '%m-%d')") == [
        ("02-03", "02-10", "03-01")
    ]


def test_an_award_in_another_currency_is_no_rupiah(bring: Bring, tmp_path: Path) -> None:
    award = {"id": "a", "date": "2025-03-01", "value": {"amount": 800, "currency": "USD"}}
    release = {"ocid": "x", "buyer": {"name": "Kota Mojokerto"}, "awards": [award]}
    (tmp_path / "x.json").write_text(json.dumps({"records": [{"ocid": "x", "compiledRelease": release}]}))
    with pytest.raises(Exception, match="award_amount: – expected rupiah"):
        bring("ocds", tmp_path / "x.json")


def test_an_award_is_of_the_year_that_it_was_in_jakarta(bring: Bring, tmp_path: Path) -> None:
    awards = [
        {"id": n, "status": "active", "value": {"amount": 700 + n}, "date": date}
        for n, date in enumerate(["2024-12-31T17:00:00Z", "2024-12-31T16:59:59Z", "2025-01-01T00:30:00+09:00"])
    ]
    release = {"ocid": "o", "date": "2025-02-01", "buyer": {"name": "Kota Mojokerto"}, "awards": awards}
    (tmp_path / "x.json").write_text(json.dumps({"releases": [release]}))
    account = bring("ocds", tmp_path / "x.json").account
    assert (account.kept_rows, account.kept_rupiah) == (2, 1402)
    assert [date.isoformat() for (date,) in kept("date")] == ["2025-01-01", "2025-01-01"]
