from __future__ import annotations

import json
from typing import TYPE_CHECKING

import frictionless
import pandas as pd
import pytest

from umkm_analysis.datasets import datapackage, project, series, tables
from umkm_analysis.errors import DataError, TableError

if TYPE_CHECKING:
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


def test_regions_are_514_and_34_and_one() -> None:
    kinds = tables.read("regions")["kind"].value_counts()
    assert (kinds["kabupaten"] + kinds["kota"], kinds["province"], kinds["nation"]) == (514, 34, 1)


def test_levels_cover_every_region_and_year() -> None:
    table = tables.read(LEVEL)
    assert set(table["code"]) == set(tables.read("regions")["code"])
    assert table.groupby("code")["year"].agg(["min", "max"]).drop_duplicates().to_numpy().tolist() == [[2015, 2022]]


def test_an_independent_judge_accepts_the_package(root: Path) -> None:
    report = frictionless.validate(str(root / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "expected"),
    [
        pytest.param(
            "1101,2015,1344.66", '1101,2015,"1344,66"', 2, "grdp_billion_idr_2010", "decimal point", id="comma decimal"
        ),
        pytest.param(
            "1101,2015,1344.66", "1101,2015,1.344.66", 2, "grdp_billion_idr_2010", "thousands", id="thousands"
        ),
        pytest.param(
            "1101,2015,1344.66", "1101,2015,", 2, "grdp_billion_idr_2010", "not an empty cell", id="empty cell"
        ),
        pytest.param("1101,2015,1344.66", "1101,2015,-3", 2, "grdp_billion_idr_2010", "at least 0.01", id="negative"),
        pytest.param("1101,2015,1344.66", "1101,20155,1344.66", 2, "year", "year of four digits", id="five-digit year"),
        pytest.param("1101,2015,1344.66", "9999,2015,1344.66", 2, "code", "stands in regions.csv", id="unknown code"),
        pytest.param("1101,2015,1344.66", "35.76,2015,1344.66", 2, "code", "BPS code is 3576", id="Kemendagri code"),
        pytest.param("1101,2015,1344.66", "1101,2016,1344.66", 3, "code + year", "row 2 has the same", id="duplicate"),
        pytest.param("single_source,SIMREG", "certain,SIMREG", 2, "status", "one of: verified", id="unknown status"),
        pytest.param(
            "single_source,SIMREG", "single_source,HEARSAY", 2, "source_id", "sources.csv", id="unknown source"
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
    _edit(copied, LEVEL, "1101,2016,1405.84,single_source", "1101,2016,1405.84,sure")
    _edit(copied, LEVEL, "1101,2017,1467.98", "1101,2017,0")
    problems = _problems(LEVEL)
    assert [one.split(",")[0] for one in problems] == ["row 2", "row 3", "row 4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "this column", id="nothing at all"),
        pytest.param("sector_code,name_id,name_en\n", "at least one row", id="only a header"),
        pytest.param("sector_code,name_id\nA,x\n", "this column", id="missing column"),
        pytest.param("sector_code,name_id,name_en,more\nA,x,y,z\n", "only sector_code", id="extra column"),
        pytest.param("sector_code,name_id,name_en\nA,x\n", "3 cells, as the header has", id="short row"),
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
    _edit(copied, "grdp_growth", "SIMREG; TRANSVERSAL_20230307", "SIMREG; NOBODY")
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


def test_swapped_codes_are_corrected() -> None:
    levels = series.levels()
    growth = levels.pct_change() * 100
    assert growth[["1608", "1609"]].abs().max().max() < 10
    printed = tables.read(LEVEL).set_index(["code", "year"]).loc[("1608", 2016)]
    assert printed["status"] == "corrected"
    assert "tertukar" in printed["correction_id"]


@pytest.mark.parametrize(("code", "year"), [("6403", 2018), ("3519", 2021), ("3577", 2021), ("3519", 2022)])
def test_a_wrong_level_is_withheld(code: str, year: int) -> None:
    cell = tables.read(LEVEL).set_index(["code", "year"]).loc[(code, year)]
    assert (cell["status"], pd.isna(cell["grdp_billion_idr_2010"])) == ("withheld", True)


def test_a_correction_cannot_outlive_its_error(copied: Path) -> None:
    _edit(copied, LEVEL, "1608,2016,8806.82", "1608,2016,4951.56")
    problems = _problems(LEVEL)
    assert len(problems) == 1
    assert "source_value" in problems[0]
    assert "mended" in problems[0]


def test_a_correction_of_no_cell_is_refused(copied: Path) -> None:
    _edit(copied, "corrections", "grdp_level,6403,2018", "grdp_level,6403,2030")
    assert any("it has none" in one for one in _problems(LEVEL))


def test_a_replacement_without_value_is_refused(copied: Path) -> None:
    _edit(copied, "corrections", "withhold", "replace")
    assert any("a value for replace" in one for one in _problems(LEVEL))


def test_tables_are_not_shared_for_change() -> None:
    mine = tables.read("sectors")
    mine.loc[:, "name_id"] = "x"
    assert "x" not in set(tables.read("sectors")["name_id"])


def test_outside_a_project_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMKM_HOME", str(tmp_path))
    with pytest.raises(DataError, match="UMKM_HOME"):
        project.root()
