"""Hostile texts in own statistics: refused by cell or option, or kept as text that does nothing."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.datasets import hostile
from umkm_analysis.characters import unseen
from umkm_analysis.datasets import project, regions, series, tables
from umkm_analysis.datasets.own import store
from umkm_analysis.datasets.statistics.figures import read_figures
from umkm_analysis.datasets.statistics.importer import MAX_SAID, import_statistics
from umkm_analysis.datasets.statistics.read.files import read_file
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.datasets.validation.bad_rows import problem_of_rows
from umkm_analysis.errors import DataError, UmkmError, UsageError
from umkm_analysis.reports.registry import find_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "PDRB Atas Dasar Harga Konstan 2010 (Miliar Rupiah)"
REQUEST = StatisticsRequest(Kind.GRDP, vintage="2026-05")
PLACES = {"title": 0, "head": 1, "name": 2, "figure": 2, "note": 3}
"""What a text stands in → its row."""
WRITTEN = ("csv", "html", "json", "xlsx")


def rows_with(place: str, text: str) -> list[list[str]]:
    level = f"{series.levels()['1374'][2024]:.2f}".replace(".", ",")
    rows = [[TITLE], ["Kabupaten/Kota", "2024"], ["Kota Padang Panjang", level], ["Sumber: BPS"]]
    at = PLACES[place]
    rows[at][1 if place == "figure" else 0] += f" {text}"
    return rows


def written(folder: Path, kind: str, place: str, text: str) -> Path | None:
    """Write a table with a text in a place; None where the format cannot hold it."""
    rows, path = rows_with(place, text), folder / f"x.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        try:
            for row in rows:
                book.active.append(row)
        except openpyxl.utils.exceptions.IllegalCharacterError:
            return None
        book.save(path)
    elif kind == "json":
        head = {"title": rows[0][0], "table": html.escape(table(rows[1:]))}
        path.write_text(json.dumps({"status": "OK", "data": head}), encoding="utf-8")
    else:
        lines = (";".join(f'"{cell}"' for cell in row) for row in rows)
        content = table(rows) if kind == "html" else "\n".join(lines)
        path.write_text(content, encoding="utf-8", newline="")
    return path


def table(rows: list[list[str]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{body}</table>"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", WRITTEN)
def test_what_nobody_sees_is_refused_by_cell(tmp_path: Path, *, kind: str, place: str) -> None:
    refused = 0
    for text in hostile.UNSEEN:
        path = written(tmp_path, kind, place, text)
        if path is None or (sign := unseen(text, allowed="\x0b\u2028" if kind in {"html", "json"} else "")) == "":
            continue  # a line end of HTML is a blank
        with pytest.raises(DataError) as caught:
            read_file(path)
        message = str(caught.value)
        assert sign in message
        assert "title" in message if kind == "json" and place == "title" else "row " in message
        assert message.replace("\n", "").isprintable()
        refused += 1
    assert refused >= 8


@pytest.mark.parametrize("kind", WRITTEN)
def test_other_text_is_kept_as_it_is_or_refused_in_words(tmp_path: Path, kind: str) -> None:
    kept = {place for place in PLACES for text in hostile.HARMFUL if _is_kept(tmp_path, kind, place, text)}
    assert kept >= {"title", "note"}
    assert "figure" not in kept


def _is_kept(folder: Path, kind: str, place: str, text: str) -> bool:
    path = written(folder, kind, place, text.replace('"', "'"))
    assert path is not None
    try:
        reading = read_figures([read_file(path)], REQUEST)
    except UmkmError as error:
        message = str(error)
    else:
        assert [(figure.code, figure.year) for figure in reading.figures] == [("1374", 2024)]
        assert unseen(reading.title, allowed="\n") == ""
        return True
    assert message.replace("\n", "").isprintable()
    return False


def test_a_title_stands_in_the_sources_as_text_and_is_cut_where_it_is_long(copied: Path) -> None:
    path = written(copied, "csv", "title", f"<script>alert(1)</script> =1+1 {'A' * 9000}")
    assert path is not None
    found = import_statistics([path], REQUEST).about
    titles = tables.read("sources").set_index("source_id")["title"]
    assert (
        titles[found.source_id]
        == found.title
        == f"{TITLE} <script>alert(1)</script> =1+1 {'A' * 9000}"[:MAX_SAID] + "…"
    )


@pytest.mark.parametrize("option", ["source", "said_by", "vintage"])
def test_what_a_person_says_is_seen_and_fits(text_file: Callable[..., Path], option: str) -> None:
    path = text_file("x.csv", "irrelevant")
    for text in (*hostile.UNSEEN, "a\nb", "A" * (MAX_SAID + 1)):
        said: dict[str, Any] = {option: text}
        with pytest.raises(UsageError, match=f"--{option.replace('_', '-')}") as caught:
            import_statistics([path], StatisticsRequest(Kind.GRDP, **said))
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("text", ["a\u202eb", "a\x1b[8mb", "a\u200bb", "a\nb"])
def test_a_name_of_a_file_is_seen(tmp_path: Path, text: str) -> None:
    path = tmp_path / f"{text}.csv"
    path.write_text("x", encoding="utf-8")
    for there in (path, tmp_path / f"{text}.none"):
        with pytest.raises(DataError) as caught:
            import_statistics([there], REQUEST)
        assert "<U+" in str(caught.value)
        assert str(caught.value).isprintable()


CHANGED: tuple[dict[str, Any], ...] = (
    {"title": "a\u202eb"},
    {"publisher": "\ud800"},
    {"files": [["a\u200b.csv", "0"]]},
    {"imported": "yesterday"},
    {"id": "../.."},
    {"tables": [["../../../regions", "0"]]},
    {"codes": ["137"]},
    {"codes": [1374]},
    {"codes": []},
    {"link": "no"},
    {"title": 1},
    {"more": 1},
    {"vintage": None},
)


def test_a_record_that_no_import_wrote_stops_only_the_reports_on_its_regions(copied: Path) -> None:
    path = written(copied, "csv", "note", "x")
    assert path is not None
    about = copied / "data" / "own" / import_statistics([path], REQUEST).about.id / store.ABOUT
    before = json.loads(about.read_text(encoding="utf-8"))
    for change in CHANGED:
        about.write_text(json.dumps(before | change), encoding="utf-8")
        project.clear_caches()
        (found,) = store.imports()
        assert "import.json: cannot be read" in found.problem, change
        assert found.problem.isprintable()
        assert found.codes == ("1374",)
        assert store.usable() == ()
    bad = tables.set_aside_bad_rows()
    rows_read = find_report("economic-recovery").rows_read
    assert "umkm data undo" in str(problem_of_rows(rows_read(regions.find("1374")), bad))
    assert problem_of_rows(rows_read(regions.find("3576")), bad) is None
