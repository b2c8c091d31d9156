"""Lists of claims: what is read, and the cells that are refused by name."""

from __future__ import annotations

import datetime as dt
import os
import threading
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.analysis import evidence
from umkm_analysis.datasets import claims
from umkm_analysis.datasets.rules.cells import JAKARTA
from umkm_analysis.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ("code", "indicator", "value", "unit", "stated_period", "said_on", "stated_basis", "words")
GOOD = {
    "code": "3576",
    "indicator": "grdp_growth",
    "value": "3.65",
    "unit": "per cent",
    "stated_period": "2021",
    "said_on": "2022-06-03",
    "stated_basis": "",
    "words": "tumbuh 3,65 persen",
}
IN_TWO_DAYS = (dt.datetime.now(tz=JAKARTA) + dt.timedelta(days=2)).date()  # a run may cross midnight


def read(path: Path, *rows: dict[str, str], separator: str = ",") -> list[claims.Claim]:
    quoted = [[f'"{cell}"' for cell in ({**GOOD, **row}[name] for name in HEAD)] for row in rows]
    text = "\n".join(separator.join(cells) for cells in [HEAD, *quoted])
    (path / "pidato.csv").write_text(text, encoding="utf-8", newline="")
    return claims.read_claims(path / "pidato.csv", indicators=evidence.indicators())[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
def test_a_list_may_come_through_a_pipe(tmp_path: Path) -> None:
    whole, pipe = read(tmp_path, {}), tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = threading.Thread(target=lambda: pipe.write_bytes((tmp_path / "pidato.csv").read_bytes()), daemon=True)
    writing.start()
    assert claims.read_claims(pipe, indicators=evidence.indicators())[0] == whole
    writing.join()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n\r\n", " \n\t\n", "\n,,,,,,,\n"])
def test_blank_lines_at_the_end_are_nothing(tmp_path: Path, end: str) -> None:
    path, whole = tmp_path / "pidato.csv", read(tmp_path, {})
    path.write_text("\ufeff" + path.read_text(encoding="utf-8") + "\n" + end, encoding="utf-8", newline="")
    assert claims.read_claims(path, indicators=evidence.indicators())[0] == whole


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("stated_period", "2021-02-29", "no such day"),
        ("stated_period", "2021-04-31", "no such day"),
        ("stated_period", "2021-13", "a year as 2022"),
        ("stated_period", "2021-00-10", "a year as 2022"),
        ("stated_period", "0000", "from 1945 on"),
        ("stated_period", "1944", "from 1945 on"),
        ("stated_period", str(IN_TWO_DAYS.year + 1), "in the future"),
        ("stated_period", "9999-12-31", "in the future"),
        ("stated_period", IN_TWO_DAYS.isoformat(), "in the future"),
        ("stated_period", "２０２１", "a year as 2022"),
        ("stated_period", "٢٠٢١", "a year as 2022"),
        ("stated_period", "tahun lalu", "a year as 2022"),
        ("stated_period", "2021/05", "a year as 2022"),
        ("said_on", "2022-02-30", "no such day"),
        ("said_on", "2022-06", "a day as 2022-06-03"),
        ("said_on", "03-06-2022", "a day as 2022-06-03"),
        ("said_on", IN_TWO_DAYS.isoformat(), "in the future"),
        ("said_on", "1023-01-01", "from 1945 on"),
        ("value", "9" * 400, "at most 20 digits"),
        ("value", "0." + "3" * 400, "at most 20 digits"),
        ("value", "1e5", "decimal point"),
        ("value", "nan", "decimal point"),
        ("value", "inf", "decimal point"),
        ("value", "３.65", "decimal point"),
        ("value", "1.234,56", "type 1234.56"),
        ("value", "3.65%", "decimal point"),
        ("value", "", "decimal point"),
        ("value", "3.65\x00", "U+0000"),
        ("value", "\u200b3.65", "U+200B"),
        ("value", "3.65\u202e", "U+202E"),
        ("code", "3576\u200b", "U+200B"),
        ("code", "35\u00ad76", "U+00AD"),
        ("code", "３５７６", "no region"),
        ("unit", "per\u0007 cent", "U+0007"),
        ("unit", "per mil", "one of: per cent"),
        ("indicator", "grdp\u2066_growth", "U+2066"),
        ("indicator", "grdp_growht", "grdp_growth"),
        ("words", "\u202eadalah 3,65", "U+202E"),
        ("words", "satu\ndua", "U+000A"),
        ("words", "satu\x1b[31mdua", "U+001B"),
        ("words", "satu\ufeffdua", "U+FEFF"),
        ("words", "satu\u2028dua", "U+2028"),
        ("words", "a" * 2001, "at most 2000 characters"),
        ("stated_basis", "promised", "one of: planned"),
    ],
)
def test_a_bad_cell_is_refused_by_its_name(tmp_path: Path, column: str, text: str, expected: str) -> None:
    with pytest.raises(TableError, match="nothing was checked") as caught:
        read(tmp_path, GOOD, {column: text})
    (problem,) = caught.value.problems
    assert problem.column == column
    assert expected in str(problem)
    assert len(str(problem)) < 800
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("jiwa", "134.350", "a whole number of jiwa"),
        ("UMKM", "73.5", "a whole number of UMKM"),
        ("persons", "-5", "no negative number"),
        ("rupiah", "-5", "no negative number"),
    ],
)
def test_people_and_firms_are_whole_and_money_is_not_owed(tmp_path: Path, unit: str, value: str, expected: str) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, {"unit": unit, "value": value, "indicator": "population"})
    (problem,) = caught.value.problems
    assert problem.column == "value"
    assert expected in str(problem)


def test_what_is_in_order_is_read(tmp_path: Path) -> None:
    today = dt.datetime.now(tz=JAKARTA).date()
    rows = [
        {"stated_period": "2024-02-29", "said_on": today.isoformat()},
        {"stated_period": str(today.year), "value": "9" * 20},
        {"stated_period": "1945", "words": "a" * 2000},
        {"unit": "persen", "value": "−3.65", "words": "“kutipan”, é, 日本"},
    ]
    found = read(tmp_path, *rows)
    assert [claim.period for claim in found] == ["2024-02-29", str(today.year), "1945", "2021"]
    assert found[-1].value == -3.65


def test_lists_with_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, {"value": "-3,69"}, {"value": "3.65"}, {"value": "134350", "unit": "jiwa"}, separator=";")
    assert [(claim.value, claim.digits) for claim in found] == [(-3.69, 2), (3.65, 2), (134350, 0)]
    assert found[0].words == "tumbuh 3,65 persen"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("5.253", "5253 if the point separates thousands, or 5.2530 if it is a decimal point"),
        ("1.234.567", "1234567 if the point separates thousands"),
        ("1.234,56", "type 1234.56"),
    ],
)
def test_a_point_before_three_digits_is_asked_about_where_commas_are_decimal(
    tmp_path: Path, value: str, expected: str
) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, {"value": value}, separator=";")
    assert str(caught.value.problems[0]).endswith(expected)


def test_a_decimal_comma_is_refused_where_commas_separate_cells(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"type 3\.65"):
        read(tmp_path, {"value": "3,65"})


def test_a_column_whose_name_hides_something_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("code,indicator,value,unit,wo\u200brds\n3576,grdp_growth,1,persen,x", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        claims.read_claims(path, indicators=evidence.indicators())
    (problem,) = caught.value.problems
    assert problem.column == "wo<U+200B>rds"
