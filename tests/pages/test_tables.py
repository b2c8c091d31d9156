from __future__ import annotations

import math
import re
from urllib.parse import unquote

import pytest

from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.assets import TEMPLATES
from umkm_analysis.pages.tables import STYLED_COLUMNS, Column, Quoted, Rows, as_csv, cell, folded, source_note, table

COLUMNS = [Column("Wilayah"), Column("Indeks", numeric=True)]
ROWS: Rows = [["Kota, A", cell(-3.694, 2, signed=True)], ["Kota B", cell(math.nan)]]


def test_a_number_is_written_for_people_and_kept_for_machines() -> None:
    assert as_csv(COLUMNS, ROWS) == 'Wilayah,Indeks\r\n"Kota, A",-3.694\r\nKota B,\r\n'
    html = table("Judul", COLUMNS, ROWS, name="x").html
    assert "<td>−3,69</td>" in html
    assert "<td>tidak tersedia</td>" in html


def test_columns_of_numbers_are_named_once_by_their_table_and_styled_by_their_place() -> None:
    heads = [Column("Wilayah"), *(Column(f"{number}", numeric=number != 3) for number in range(2, STYLED_COLUMNS + 3))]
    html = str(table("Judul", heads, [["Kota", *("1" for _ in heads[1:])]], name="x").html)
    (named,) = re.findall(r'<table class="([^"]*)">', html)
    assert named.split() == [f"n{number}" for number in range(2, STYLED_COLUMNS + 1) if number != 3]
    assert html.count('<td class="number">') == len(heads) - STYLED_COLUMNS  # those that no rule knows
    rules = (TEMPLATES / "umkm" / "fragments.css").read_text(encoding="utf-8")
    assert all(f".{name} td:nth-child({name[1:]})" in rules for name in named.split())
    assert (
        "class"
        not in str(table("Judul", heads[:1], [["Kota"]], name="x").html).split("<caption>")[0].split("<table")[1]
    )


@pytest.mark.parametrize("text", ["=1+1", "+62", "-3+1", "@x", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    written = as_csv([Column(text), Column("b")], [[text, "x"]])
    assert written.count(f"'{text}") == 2


def test_a_negative_number_stays_one() -> None:
    assert as_csv([Column("a"), Column("b")], [["x", "-3"]]) == "a,b\r\nx,-3\r\n"


def test_the_file_is_named_after_table_and_language_and_holds_what_is_shown() -> None:
    for language, name in (("id", "x-id.csv"), ("en", "x-en.csv")):
        with use_language(language):
            html = str(table("Judul", COLUMNS, ROWS, name="x").html)
        assert f'download="{name}"' in html
        href = html.split('href="')[1].split('"', maxsplit=1)[0]
        assert unquote(href) == "data:text/csv;charset=utf-8,\ufeff" + as_csv(COLUMNS, ROWS)


def test_numbers_are_the_same_in_both_languages_files() -> None:
    with use_language("en"):
        english = as_csv(COLUMNS, [["Kota, A", cell(-3.694, 2)], ["Kota B", cell(math.nan)]])
    assert english == as_csv(COLUMNS, ROWS)


def test_what_is_quoted_is_marked_as_indonesian_on_other_pages_only() -> None:
    rows: Rows = [[Quoted("Badan"), Quoted("Judul")]]
    assert 'lang="id"' not in table("x", COLUMNS, rows, name="x").html
    with use_language("en"):
        assert str(table("x", COLUMNS, rows, name="x").html).count(' lang="id"') == 2


def test_the_own_row_is_marked() -> None:
    assert str(table("x", COLUMNS, ROWS, name="x", marked=1).html).count('<tr class="own">') == 1


def test_no_source_no_line() -> None:
    assert source_note("") == ""
    assert "Sumber:" in source_note("BPS")


def test_what_is_folded_has_its_summary() -> None:
    inner = table("x", COLUMNS, ROWS, name="x")
    assert folded("<b>", inner).html.startswith("<details><summary>&lt;b&gt;</summary>")
