"""Bad rows of every kind of table: the reports that read them are refused, all others are as they were."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

import pytest

from umkm_analysis.analysis import claims
from umkm_analysis.datasets import fingerprints, project, regions, series, tables, validity
from umkm_analysis.datasets.validation.bad_rows import problem_of_rows
from umkm_analysis.reports.registry import REPORTS, find_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.conftest import Ended

UNHARMED = "5171"


class Bad(NamedTuple):
    """A cell to break, and what follows."""

    table: str
    where: Mapping[str, str]
    column: str
    new: str
    refused: tuple[str, ...]
    """Regions whose recovery report is refused."""
    unharmed: tuple[str, ...] = ()
    """Regions, besides Denpasar, whose recovery report is not."""


CELLS = {
    "day of a version": Bad(
        "region_versions", {"code": "9404", "version": "2"}, "valid_from", "2022-07-32", ("9404", "9400", "9600"),
        ("9700", "3576"),
    ),
    "first version": Bad(
        "region_versions", {"code": "9404", "version": "1"}, "valid_to", "2022-07-32", ("9404", "9400", "9600")
    ),
    "latitude": Bad("regions", {"code": "3578"}, "latitude", "95", ("3578", "3576"), ("3501", "3500", "3374")),
    "province of a region": Bad("regions", {"code": "3577"}, "parent_code", "3300", ("3577", "3374"), ("1371",)),
    "province that is none": Bad("regions", {"code": "3577"}, "parent_code", "9999", ("3577", "3576"), ("1371",)),
    "kind": Bad("regions", {"code": "3577"}, "kind", "town", ("3577", "3576"), ("1371",)),
    "name of another": Bad("regions", {"code": "3577"}, "name", "Kota Mojokerto", ("3577", "3576"), ("1371", "3501")),
    "code of a region": Bad("regions", {"code": "3578"}, "code", "35x8", ("3577", "3579", "3576", "3500"), ("1371",)),
    "code of a province": Bad("regions", {"code": "3500"}, "code", "3599", ("3576", "3599")),
    "column of a correction": Bad("corrections", {"code": "3500"}, "column", "pop", ("3500", "3576"), ("1371",)),
    "code that is none": Bad("grdp_level", {"code": "3527", "year": "2015"}, "code", "9999", ("3527",), ("3576",)),
    "key of another row": Bad("grdp_level", {"code": "3524", "year": "2015"}, "year", "2016", ("3524",), ("3576",)),
    "growth below -100": Bad("grdp_growth", {"code": "3575", "year": "2020"}, "growth_pct", "-150", ("3576",), ()),
    "base of a year": Bad("population", {"code": "3576", "year": "2022"}, "basis", "projection_sp2010", ("3576",)),
    "half-year twice": Bad(
        "population_registered", {"code": "1101", "year": "2021", "semester": "2"}, "semester", "01", (), ("1101",)
    ),
}  # fmt: skip
TOGETHER = (
    ("day of a version", "latitude", "column of a correction", "code that is none", "growth below -100",
     "base of a year", "half-year twice"),
    ("first version", "key of another row"),
)  # fmt: skip
"""Cells of different tables that a copy has at once, for it takes a second to read; every other has one of its own."""
COPIES = [*TOGETHER, *((name,) for name in CELLS if name not in {name for names in TOGETHER for name in names})]


def spoil(home: Path, bad: Bad) -> int:
    """Break the cell in a copied project; return the line of its row."""
    path = home / "data" / f"{bad.table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    line, row = next((line, row) for line, row in enumerate(rows, 2) if bad.where.items() <= row.items())
    row[bad.column] = bad.new
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return line


def page(code: str) -> str:
    """The recovery report of a region, but for the fingerprints of what it read."""
    report = find_report("economic-recovery")
    result, shown = report.analyse(code), report.page()
    return "".join(getattr(shown, part)(result).html for part in shown.CELLS)


@pytest.fixture(scope="module")
def as_it_was() -> str:
    return page(UNHARMED)


@pytest.mark.parametrize("names", COPIES, ids=lambda names: names[0])
def test_a_bad_row_refuses_the_reports_that_read_it_alone(copied: Path, names: tuple[str, ...], as_it_was: str) -> None:
    lines = {name: spoil(copied, CELLS[name]) for name in names}
    found = tables.set_aside_bad_rows()
    files = {f"data/{CELLS[name].table}.csv" for name in names}
    assert len(files) == len(names)
    if len(names) > 1:
        assert {one.file for one in found} == files
    report = find_report("economic-recovery")
    for name, line in lines.items():
        bad = CELLS[name]
        own = [one for one in found if len(names) == 1 or one.file == f"data/{bad.table}.csv"]
        problems = {
            code: problem_of_rows(report.rows_read(regions.find(code)), own)
            for code in (*bad.refused, *bad.unharmed, UNHARMED)
        }
        assert {code for code, problem in problems.items() if problem} == set(bad.refused), name
        # 3599 might be a province: it is the rows that name the one it was which no longer find it
        accused = (
            '"3500" – expected a code' if name == "code of a province" else f"data/{bad.table}.csv: row {line}, column"
        )
        assert all(accused in str(problems[code]) for code in bad.refused), name
    assert page(UNHARMED) == as_it_was
    assert claims.every_claim()
    assert series.registered_population().notna().any(axis=None)


def test_rows_of_one_key_are_set_aside_both(copied: Path) -> None:
    line = spoil(copied, CELLS["key of another row"])
    found = tables.set_aside_bad_rows()
    assert [one.problem.row for one in found] == [line, line + 1]
    assert series.levels()["3524"].loc[[2015, 2016]].isna().all()


@pytest.mark.parametrize("end", [",", ""], ids=["a cell too many", "a cell too few"])
def test_a_row_of_another_length_is_a_bad_row(copied: Path, end: str) -> None:
    path = copied / "data" / "grdp_growth.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, text in enumerate(lines) if text.startswith("3575,2020,"))
    lines[at] = lines[at] + end if end else lines[at].rpartition(",")[0]
    path.write_text("\n".join([*lines, "", ""]), encoding="utf-8")
    found = tables.set_aside_bad_rows()
    assert {one.problem.row for one in found} == {at + 1}  # blank lines at the end are no rows
    report = find_report("economic-recovery")
    assert "cells" in str(problem_of_rows(report.rows_read(regions.find("3575")), found))
    assert problem_of_rows(report.rows_read(regions.find(UNHARMED)), found) is None


@pytest.mark.parametrize("blank", ["", " \t"], ids=["nothing", "white space"])
def test_a_blank_line_between_rows_is_named_and_stops_no_report(copied: Path, blank: str, as_it_was: str) -> None:
    names = ("grdp_level", "mandates", "regions", "sectors")
    for name in names:
        path = copied / "data" / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([*lines[:3], blank, *lines[3:], ""]), encoding="utf-8")
    found = tables.set_aside_bad_rows()
    assert sorted(map(str, found)) == [
        f"data/{name}.csv: row 4: – expected no blank line between rows; remove it" for name in names
    ]
    for report in REPORTS:
        for code in report.examples:
            assert problem_of_rows(report.rows_read(regions.find(code)), found) is None
    assert page(UNHARMED) == as_it_was


def test_a_source_refuses_the_reports_that_cite_it_alone(copied: Path) -> None:
    spoil(copied, Bad("sources", {"source_id": "SIMREG"}, "published", "sometime", ()))
    found = tables.set_aside_bad_rows()
    for report, code, refused in (
        ("economic-recovery", "3576", True),
        ("procurement-share", "1275", False),
        ("umkm-onboarding", "5107", False),
    ):
        rows = find_report(report).rows_read(regions.find(code))
        assert ("SIMREG" in (rows["sources"] or ())) == refused
        assert bool(problem_of_rows(rows, found)) == refused


def test_a_process_that_took_the_data_as_valid_forgets_what_it_read(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(copied, CELLS["growth below -100"])
    version = fingerprints.data_version(project.root())
    monkeypatch.setenv(validity.SET_ASIDE_VARIABLE, "")
    validity.skip_validation_of(version)  # as preloading does before the command has looked
    assert series.published_growth().loc[2020, "3575"] == -150
    validity.set_aside_as_planned(version)
    assert series.published_growth()["3575"].isna()[2020]


def test_a_process_that_is_started_to_set_rows_aside_does_not_take_the_data_as_valid(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(copied, CELLS["growth below -100"])
    version = fingerprints.data_version(project.root())
    monkeypatch.setenv(validity.SET_ASIDE_VARIABLE, version)
    validity.skip_validation_of(version)  # as preloading does that a build starts once it has looked
    assert series.published_growth()["3575"].isna()[2020]


def test_what_is_wrong_is_said_in_the_same_order_each_time(copied: Path) -> None:
    path = copied / "data" / "regions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1], ""]), encoding="utf-8")
    columns = [bad.problem.column for bad in tables.set_aside_bad_rows() if "one row for each" in bad.problem.expected]
    assert list(dict.fromkeys(columns)) == ["code", "kemendagri_code", "name"]


@pytest.mark.slow
def test_a_build_makes_the_other_reports_and_the_index(copied: Path, umkm_process: Callable[..., Ended]) -> None:
    for name in ("day of a version", "latitude", "column of a correction", "code that is none", "key of another row"):
        spoil(copied, CELLS[name])
    spoil(copied, CELLS["growth below -100"])
    chosen = ("--region", UNHARMED, "--region", "3575", "--report", "economic-recovery", "--language", "en")
    done = umkm_process("build", *chosen, UMKM_HOME=str(copied))
    assert done.returncode == 1
    assert "data/grdp_growth.csv: row 432, column growth_pct" in done.stdout + done.stderr
    output = copied / "reports"
    assert [path.parent.name for path in output.glob("en/*/*.html")] == ["5171-kota-denpasar"]
    for built in ("index.html", "index.en.html", "claims.html", "claims.en.html"):
        assert (output / built).is_file()
    assert umkm_process("build", "--region", UNHARMED, *chosen[4:], UMKM_HOME=str(copied)).returncode == 0
