"""Numbers of printed tables."""

from __future__ import annotations

import pytest

from umkm_analysis.datasets.statistics.numerals import decimal_mark, is_missing, parse
from umkm_analysis.errors import DataError, UsageError


@pytest.mark.parametrize(
    ("cell", "number", "state"),
    [
        ("1.234,5", 1234.5, None),
        ("1,234.5", 1234.5, None),
        ("1.234.567", 1_234_567, None),
        ("3.356.940,38", 3_356_940.38, None),
        ("0.74", 0.74, None),
        ("0.740", 0.74, None),  # no thousands begin with 0
        ("4,52", 4.52, None),
        ("12.3456", 12.3456, None),
        ("1234.567", 1234.567, None),
        ("−3,69", -3.69, None),
        ("1 234,5", 1234.5, None),
        ("4,52 %", 4.52, None),
        ("4,52**", 4.52, "very preliminary"),
        ("1.101,70*)", 1101.7, "preliminary"),
        ("1.101,70 1)", 1101.7, None),
        (6.775, 6.775, None),
        ("…", None, None),
        ("NA", None, None),
        ("–", None, None),
    ],
)
def test_a_number_shows_its_decimal_mark(cell: str | float, number: float | None, state: str | None) -> None:
    parsed = parse(cell, None)
    assert (parsed.number, parsed.state) == (number, state)


def test_a_number_that_could_be_two_is_asked_about() -> None:
    with pytest.raises(
        DataError, match=r'"6.775" could be 6775 or 6.775.*--decimal \. for 6.775, --decimal , for 6775'
    ):
        parse("6.775", None)
    assert parse("6.775", ",").number == 6775
    assert parse("6.775", ".").number == 6.775


def test_other_numbers_of_the_table_decide() -> None:
    assert decimal_mark(["6.775", "4,5", "x"]) == ","
    assert decimal_mark(["6,775", "4.5"]) == "."
    assert decimal_mark(["6.775", 5.5, "…"]) is None


def test_marks_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(DataError, match=r'"4,5" has a decimal comma, "4.25" a decimal point'):
        decimal_mark(["4,5", "4.25"])
    with pytest.raises(UsageError, match=r'--decimal .: "4,5" cannot be read so'):
        decimal_mark(["4,5"], named=".")


@pytest.mark.parametrize("cell", ["1,23,456.7", "1.2.3", "abc", "12 orang"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(DataError, match="no number"):
        parse(cell, ".")


def test_words_for_nothing() -> None:
    assert all(is_missing(cell) for cell in ("", "-", "...", "n/a", "NA", "–"))
    assert not is_missing("0")
    assert not is_missing(0.0)
