from __future__ import annotations

import json
from typing import TYPE_CHECKING

import frictionless
import pandas as pd
import pytest

from umkm_analysis.datasets import datapackage, fingerprints, project, regions, series, tables, validity
from umkm_analysis.errors import DataError, TableError
from umkm_analysis.metrics.recovery import growth_rate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEVEL = "grdp_level"


def _edit(copied: Path, name: str, old: str, new: str) -> None:
    path = copied / "data" / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _problems(name: str) -> list[str]:
    with pytest.raises(TableError) as caught:
        tables.read(name)
    return [str(problem) for problem in caught.value.problems]


def test_every_table_of_the_checkout_is_valid() -> None:
    assert {name: len(tables.read(name)) > 0 for name in datapackage.resources()} == dict.fromkeys(
        datapackage.resources(), True
    )


def _read_as_known_valid(home: Path, *names: str) -> None:
    validated = {name: tables.every_row(name) for name in names}
    assert not any(tables.problems_of(name) for name in names)
    project.clear_caches()
    validity.skip_validation_of(fingerprints.data_version(home), names)
    for name, table in validated.items():
        found = tables.every_row(name)
        pd.testing.assert_frame_equal(found, table, check_exact=True, check_index_type=False, obj=name)


def test_tables_known_valid_are_read_as_those_that_are_validated(copied: Path) -> None:
    _read_as_known_valid(copied, *datapackage.resources())


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: f"{text}\n \n",
        lambda text: text.removesuffix("\n"),
    ],
)
def test_whatever_a_valid_file_looks_like_it_is_read_alike(written: Callable[[str], str], copied: Path) -> None:
    path = copied / "data" / "breaks.csv"
    path.write_bytes(written(path.read_text(encoding="utf-8")).encode())
    _read_as_known_valid(copied, "breaks")


def test_regions_are_514_and_38_and_one() -> None:
    kinds = tables.read("regions")["kind"].value_counts()
    assert (kinds["kabupaten"] + kinds["kota"], kinds["province"], kinds["nation"]) == (514, 38, 1)


def test_levels_cover_every_region_and_year() -> None:
    levels, known = series.levels(), regions.all_regions()
    founded_in_2022 = {"9200", "9500", "9600", "9700"}
    assert set(levels) == set(known) - founded_in_2022
    years = {"nation": {*range(2015, 2023), 2025}, "province": set(range(2010, 2024)), "local": set(range(2010, 2026))}
    without_2010 = {
        code
        for code, column in levels.items()
        if set(column.dropna().index) != years["local" if known[str(code)].is_local else known[str(code)].kind]
    }
    assert without_2010 == {"1813", "7411", "7412", "7413", "7414", "7415", "9111", "9112"}


def test_an_independent_judge_accepts_the_package(root: Path) -> None:
    report = frictionless.validate(str(root / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "expected"),
    [
        pytest.param(
            "1101,2015,1344.66", '1101,2015,"1344,66"', 30, "grdp_billion_idr_2010", "decimal point", id="comma decimal"
        ),
        pytest.param(
            "1101,2015,1344.66", "1101,2015,1.344.66", 30, "grdp_billion_idr_2010", "thousands", id="thousands"
        ),
        pytest.param(
            "1101,2015,1344.66", "1101,2015,", 30, "grdp_billion_idr_2010", "not an empty cell", id="empty cell"
        ),
        pytest.param("1101,2015,1344.66", "1101,2015,-3", 30, "grdp_billion_idr_2010", "at least 0.01", id="negative"),
        pytest.param(
            "1101,2015,1344.66", "1101,20155,1344.66", 30, "year", "year of four digits", id="five-digit year"
        ),
        pytest.param("1101,2015,1344.66", "9999,2015,1344.66", 30, "code", "stands in regions.csv", id="unknown code"),
        pytest.param("1101,2015,1344.66", "35.76,2015,1344.66", 30, "code", "BPS code is 3576", id="Kemendagri code"),
        pytest.param(
            "1101,2015,1344.66", "1101,2016,1344.66", 31, "code + year", "row 30 has the same", id="duplicate"
        ),
        pytest.param(
            "0.1,single_source,,SIMREG", "0.1,certain,,SIMREG", 2, "status", "one of: verified", id="unknown status"
        ),
        pytest.param(
            "single_source,,SIMREG", "single_source,,HEARSAY", 2, "source_id", "sources.csv", id="unknown source"
        ),
    ],
)
def test_a_bad_cell_is_named(  # noqa: PLR0913
    copied: Path, *, old: str, new: str, row: int, column: str, expected: str
) -> None:
    _edit(copied, LEVEL, old, new)
    problems = _problems(LEVEL)
    assert any(f"row {row}, column {column}:" in one and expected in one for one in problems), problems


def test_all_bad_cells_are_named_at_once(copied: Path) -> None:
    _edit(copied, LEVEL, "1101,2015,1344.66", '1101,2015,"1344,66"')
    _edit(copied, LEVEL, "1101,2016,1405.84,,verified", "1101,2016,1405.84,,sure")
    _edit(copied, LEVEL, "1101,2017,1467.98", "1101,2017,0")
    problems = _problems(LEVEL)
    assert [one.split(",")[0] for one in problems] == ["row 30", "row 31", "row 32"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "this column", id="nothing at all"),
        pytest.param("sector_code,name_id,name_en\n", "at least one row", id="only a header"),
        pytest.param("sector_code,name_id\nA,x\n", "this column", id="missing column"),
        pytest.param("sector_code,name_id,name_en,more\nA,x,y,z\n", "only sector_code", id="extra column"),
        pytest.param(
            "sector_code,name_id,name_en,short_id,short_en\nA,x\n", "5 cells, as the header has", id="short row"
        ),
        pytest.param('sector_code,name_id,name_en\nA,"x"y,z\n', "CSV text", id="broken quotes"),
    ],
)
def test_a_bad_file_is_named(copied: Path, text: str, expected: str) -> None:
    (copied / "data" / "sectors.csv").write_text(text, encoding="utf-8")
    problems = _problems("sectors")
    assert any(expected in one for one in problems), problems


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "data" / "sectors.csv").unlink()
    with pytest.raises(TableError, match=r"data/sectors\.csv: 1 problem.*\n.*git checkout"):
        tables.read("sectors")


def test_latin_1_is_refused(copied: Path) -> None:
    (copied / "data" / "sectors.csv").write_bytes("sector_code,name_id,name_en\nA,é,y\n".encode("latin-1"))
    assert "UTF-8" in _problems("sectors")[0]


def test_a_byte_order_mark_does_no_harm(copied: Path) -> None:
    path = copied / "data" / "sectors.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(tables.read("sectors")) == 17


def test_a_list_of_sources_is_checked(copied: Path) -> None:
    _edit(copied, "grdp_growth", "DREAM_20240205; SIMREG", "DREAM_20240205; NOBODY")
    assert any("verified_by" in one and "sources.csv" in one for one in _problems("grdp_growth"))


def test_a_province_without_nation_is_refused(copied: Path) -> None:
    _edit(copied, "regions", "1100,11,Aceh,province,0000", "1100,11,Aceh,province,0009")
    assert any("parent_code" in one for one in _problems("regions"))


@pytest.mark.parametrize("change", [{"constraints": {"maxLength": 3}}, {"type": "boolean"}, {"format": "email"}])
def test_what_would_go_unchecked_is_refused(tmp_path: Path, root: Path, change: dict[str, object]) -> None:
    package = json.loads((root / project.MARKER).read_text(encoding="utf-8"))
    package["resources"][0]["schema"]["fields"][0].update(change)
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(DataError, match="would go unchecked"):
        datapackage.read_data_package(path)


def _correct(copied: Path, correction: str) -> None:
    """Write one more correction: table,code,year,column,source_value,action,value."""
    with (copied / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write(f"{correction},wrong,keliru,\n")


def test_a_correction_of_another_release_sleeps(copied: Path) -> None:
    with (copied / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("grdp_level,3576,2022,grdp_billion_idr_2010,1,withhold,,wrong,keliru,SIMREG\n")
    levels = tables.read("grdp_level").set_index(["code", "year"])
    assert levels.loc[("3576", 2022), "source_id"] != "SIMREG"
    assert levels.loc[("3576", 2022), "grdp_billion_idr_2010"] > 5000


def test_the_form_of_a_correction_that_sleeps_is_checked_all_the_same(copied: Path) -> None:
    with (copied / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("grdp_level,3576,2022,grdp_billion_idr_2010,1,replace,,wrong,keliru,SIMREG\n")
    assert [(one.column, one.value) for one in tables.problems_of("corrections")] == [("value", "replace")]


def test_codes_that_another_route_swapped_are_in_order() -> None:
    growth = growth_rate(series.levels())
    assert growth[["1608", "1609"]].abs().max().max() < 10


def test_a_cell_is_corrected(copied: Path) -> None:
    _correct(copied, "grdp_level,1608,2016,grdp_billion_idr_2010,4951.56,replace,4952")
    printed = tables.read(LEVEL).set_index(["code", "year"]).loc[("1608", 2016)]
    assert (printed["status"], printed["grdp_billion_idr_2010"], printed["correction_id"]) == (
        "corrected", 4952, "keliru",
    )  # fmt: skip


def test_the_province_s_population_of_2015_is_the_sum_of_its_regions() -> None:
    people = tables.read("population").set_index(["year", "code"]).loc[2015]
    assert people.loc["3500", "population"] == people.drop(index="3500")["population"].sum() == 38_758_561
    assert people.loc["3500", "status"] == "corrected"


def test_a_wrong_level_is_withheld(copied: Path) -> None:
    _correct(copied, "grdp_level,6403,2018,grdp_billion_idr_2010,121509.48,withhold,")
    cell = tables.read(LEVEL).set_index(["code", "year"]).loc[("6403", 2018)]
    assert (cell["status"], pd.isna(cell["grdp_billion_idr_2010"])) == ("withheld", True)


def test_a_correction_cannot_outlive_its_error(copied: Path) -> None:
    _edit(copied, "population", "3500,2015,38847561", "3500,2015,38758561")
    problems = _problems("population")
    assert len(problems) == 1
    assert "source_value" in problems[0]
    assert "mended" in problems[0]


def test_a_correction_of_no_cell_is_refused(copied: Path) -> None:
    _correct(copied, "grdp_level,6403,2009,grdp_billion_idr_2010,1,withhold,")
    assert any("it has none" in one for one in _problems(LEVEL))


def test_a_replacement_without_value_is_refused(copied: Path) -> None:
    _correct(copied, "grdp_level,6403,2018,grdp_billion_idr_2010,121509.48,replace,")
    assert any("a value for replace" in one for one in _problems(LEVEL))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        pytest.param("sources", ",2024-09-11,read", ",as of 2024-09-11,read", id="free form"),
        pytest.param("sources", ",2024-09-11,read", ",2024-09-31,read", id="no such day"),
        pytest.param("procurement", ",2022-", ",2022-13-", id="no such month"),
        pytest.param("region_versions", "2022-12-07", "2022-12", id="a month where a day is needed"),
    ],
)
def test_a_date_that_does_not_exist_is_named(copied: Path, name: str, old: str, new: str) -> None:
    _edit(copied, name, old, new)
    (problem,) = _problems(name)
    assert "a day that exists" in problem


def test_tables_are_not_shared_for_change() -> None:
    mine = tables.read("sectors")
    mine.loc[:, "name_id"] = "x"
    assert "x" not in set(tables.read("sectors")["name_id"])


def test_outside_a_project_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMKM_HOME", str(tmp_path))
    with pytest.raises(DataError, match="UMKM_HOME"):
        project.root()
