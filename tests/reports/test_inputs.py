"""A report says which rows it reads: whatever else changes in data/, its page stays the same, and they do not."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.analysis import claims
from umkm_analysis.datasets import fingerprints, project, regions, tables, validity
from umkm_analysis.datasets.validation.bad_rows import problem_of_rows
from umkm_analysis.reports.registry import REPORTS, find_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from umkm_analysis.datasets.rules.bad_rows import BadRow

CASES = [(report.name, code) for report in REPORTS for code in report.examples]
CHANGES: dict[str, dict[str, Callable[[str], str]]] = {
    "regions": {"latitude": lambda cell: str(float(cell) * 0.9)},
    "grdp_level": {"grdp_billion_idr_2010": lambda cell: str(float(cell) * 1.5), "note": lambda cell: cell + "!"},
    "grdp_growth": {"growth_pct": lambda cell: str(float(cell) / 2)},
    "grdp_sector": {"grdp_billion_idr_2010": lambda cell: str(float(cell) * 3)},
    "population": {"population": lambda cell: str(int(cell) * 2)},
    "procurement": {"value": lambda cell: str(float(cell) / 2), "note_id": lambda cell: cell + "!"},
    "claims": {"words": lambda cell: cell + "!", "said_by_id": lambda cell: cell + "!"},
    "onboarding": {"note_id": lambda cell: cell + "!"},
    "umkm_published": {"value": lambda cell: str(int(float(cell)) - 1)},
    "conflicts": {"resolution_id": lambda cell: cell + "!"},
    "corrections": {"reason_id": lambda cell: cell + "!"},
    "sources": {"title": lambda cell: cell + "!"},
}


def page(report: str, code: str) -> str:
    found = find_report(report)
    result, shown = found.analyse(code), found.page()
    return "".join(getattr(shown, part)(result).html for part in shown.CELLS)


def change(home: Path, name: str, choose: Callable[[str], bool]) -> int:
    """Change every chosen row of a table, where no correction guards it; return how many."""
    path = home / "data" / f"{name}.csv"
    guarded = {(row["table"], row["code"], row["year"]) for row in read(home / "data" / "corrections.csv")}
    table = read(path)
    key = "code" if "code" in table[0] else next(iter(table[0]))
    changed = 0
    for row in table:
        if choose(row[key]) and (name, row.get("code"), row.get("year")) not in guarded:
            for column, new in CHANGES[name].items():
                row[column] = new(row[column]) if row[column] else row[column]
            changed += 1
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    return changed


def read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_by(report: str, code: str) -> fingerprints.Inputs:
    """What a page rests on: the report's own rows, and those of the claims that every page shows."""
    region, found = regions.find(code), find_report(report)
    reads = found.rows_read(region)
    assert reads == fingerprints.merged(found.inputs(region), claims.inputs(region))
    return reads


def within(keys: Any) -> Callable[[str], bool]:
    return lambda key: keys is None or key in keys


def beyond(keys: Any) -> Callable[[str], bool]:
    return lambda key: keys is not None and key not in keys


@pytest.mark.slow
@pytest.mark.parametrize(("report", "code"), CASES)
def test_rows_that_a_report_does_not_name_do_not_change_its_page(
    report: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = read_by(report, code)
    before, marks = page(report, code), fingerprints.fingerprints(reads)
    shutil.copytree(project.root() / "data", tmp_path / "data")
    assert sum(change(tmp_path, name, beyond(reads.get(name, ()))) for name in CHANGES) > 1000
    monkeypatch.setenv(project.HOME_VARIABLE, str(tmp_path))
    assert read_by(report, code) == reads
    assert fingerprints.fingerprints(reads) == marks
    assert page(report, code) == before


@pytest.mark.parametrize(("report", "code"), [(report.name, report.examples[0]) for report in REPORTS])
def test_rows_that_a_report_names_are_found_changed(
    report: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = read_by(report, code)
    before = fingerprints.fingerprints(reads)
    shutil.copytree(project.root() / "data", tmp_path / "data")
    touched = [name for name in CHANGES if name in reads and change(tmp_path, name, within(reads[name]))]
    monkeypatch.setenv(project.HOME_VARIABLE, str(tmp_path))
    after = fingerprints.fingerprints(reads)
    assert {name for name in reads if after[name] != before[name]} == set(touched)
    assert len(touched) >= 3


def spoiled(home: Path, name: str, place: tuple[str, str], column: str, text: str) -> list[BadRow]:
    """Break one cell of a copied project and set its row aside, as a build does."""
    spoil(home, name, place, column, text)
    return tables.set_aside_bad_rows()


def spoil(home: Path, name: str, place: tuple[str, str], column: str, text: str) -> None:
    """Break one cell of a copied project."""
    path = home / "data" / f"{name}.csv"
    table = read(path)
    row = next(row for row in table if row[place[0]] == place[1])
    row[column] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


SPOILT = {
    "of five tables": [
        (("sources", ("source_id", "BALIPOST_20211113"), "published", "2021-02-30"), (), ("3576", "3500")),
        (("claims", ("claim_id", "T3"), "said_on", "2023-02-30"), ("3500",), ("3576", "3501")),
        (("mandates", ("mandate_id", "inpres-2-2022-share"), "from_date", "2022-13"), ("3576",), ("3500",)),
        (("procurement", ("code", "1275"), "as_of", "2022-13"), ("1275",), ()),
        (("umkm_published", ("code", "5107"), "value", "x"), ("5107",), ("3501",)),
    ],
    "of two tables": [
        (("sources", ("source_id", "SEED_SJP"), "published", "Juni"), ("3576",), ("5171", "3501")),
        (("mandates", ("mandate_id", "inpres-2-2022-share"), "bases", "all\u200b"), ("3576",), ("3500",)),
    ],
    "that no report reads": [
        (("mandates", ("mandate_id", "inpres-2-2022-tkdn"), "from_date", "2022-13"), (), ("3576", "3500", "1275")),
    ],
}
"""Table, row, column and bad text; regions whose report is stopped; regions whose report is not. Cells of different
tables stand in one copy of the data."""


@pytest.mark.parametrize("cells", SPOILT.values(), ids=SPOILT)
def test_a_bad_row_stops_the_reports_that_read_it_alone(copied: Path, cells: list[tuple[Any, ...]]) -> None:
    for (name, place, column, text), _, _ in cells:
        spoil(copied, name, place, column, text)
    every = tables.set_aside_bad_rows()
    assert {one.file for one in every} == {f"data/{cell[0]}.csv" for cell, _, _ in cells}
    for (name, *_), stopped, unharmed in cells:
        bad = [one for one in every if one.file == f"data/{name}.csv"]
        report = find_report("umkm-onboarding" if name == "umkm_published" else "economic-recovery")
        if name == "procurement":
            report = find_report("procurement-share")
        for code in stopped:
            problem = problem_of_rows(report.rows_read(regions.find(code)), bad)
            assert problem is not None, (name, code)
            assert f"data/{name}.csv" in problem
        for code in unharmed:
            assert problem_of_rows(report.rows_read(regions.find(code)), bad) is None, (name, code)
        if name == "procurement":
            assert problem_of_rows(claims.inputs(regions.find("3576")), bad) is None


def test_a_source_that_cannot_be_used_confirms_no_claim(copied: Path) -> None:
    before = {one.claim.claim_id: one.verdict for one in claims.every_claim()}
    project.clear_caches()
    spoiled(copied, "sources", ("source_id", "SEED_SJP"), "published", "Juni")
    after = {one.claim.claim_id: one.verdict for one in claims.every_claim()}
    for claim in ("C5", "C6", "C7", "C8", "C9"):
        assert after.get(claim, before[claim]) == before[claim] == claims.UNCHECKED


def test_a_table_is_taken_as_checked_only_while_it_is_the_edition_that_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(project.root() / "data", tmp_path / "data")
    monkeypatch.setenv(project.HOME_VARIABLE, str(tmp_path))
    edition = fingerprints.data_version(tmp_path)
    path = tmp_path / "data" / "mandates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("PDN", "PND"), encoding="utf-8")
    validity.skip_validation_of(edition)
    with pytest.raises(tables.TableError, match="PND"):
        tables.read("mandates")
    assert fingerprints.data_version(tmp_path) != edition


def test_an_edition_is_that_of_the_files_as_they_are(tmp_path: Path) -> None:
    shutil.copytree(project.root() / "data", tmp_path / "data")
    path = tmp_path / "data" / "mandates.csv"
    was, content = fingerprints.data_version(tmp_path), path.read_bytes()
    assert was == fingerprints.data_version(project.root())
    path.unlink()
    gone = fingerprints.data_version(tmp_path)
    path.write_bytes(content.replace(b"2022", b"2202"))
    assert len({was, gone, fingerprints.data_version(tmp_path)}) == 3
    path.write_bytes(content)
    assert fingerprints.data_version(tmp_path) == was


def test_a_known_edition_is_read_without_being_checked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(project.root() / "data", tmp_path / "data")
    monkeypatch.setenv(project.HOME_VARIABLE, str(tmp_path))
    path = tmp_path / "data" / "mandates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("PDN", "PND"), encoding="utf-8")
    validity.skip_validation_of(fingerprints.data_version(tmp_path))
    assert "PND" in set(tables.read("mandates")["numerator"])
