"""Guards of GRDP figures: planted errors are found, real extremes are only warned of."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import fingerprints, project, series, validity
from umkm_analysis.datasets.validation import comparisons, guards

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended
    from umkm_analysis.datasets.validation.remark import Remark

COLUMN = 2
"""Of the level in grdp_level.csv."""


def replace_level(copied: Path, code: str, years: range, change: Callable[[float, int], float]) -> None:
    """Change levels of a region in a copied project: takes the level and the year, gives another level."""
    path = copied / "data" / "grdp_level.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows[1:]:
        if row[0] == code and int(row[1]) in years:
            row[COLUMN] = f"{change(float(row[COLUMN]), int(row[1])):.2f}"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def remarks() -> list[Remark]:
    """Run the guards; cells are valid here, which takes seconds to find out."""
    validity.skip_validation_of(fingerprints.data_version(project.root()))
    return guards.remarks()


def errors() -> list[Remark]:
    return [remark for remark in remarks() if remark.error]


def test_small_enterprises_above_domestic_products_are_noted_with_both_rows(copied: Path) -> None:
    before = [remark.text for remark in comparisons.small_above_domestic()]
    assert [text[:46] for text in before] == ["data/procurement.csv, row 18, column value: 33"]
    project.clear_caches()
    path = copied / "data" / "procurement.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    small, domestic = (
        next(at for at, line in enumerate(lines) if re.search(rf"^3578,.*,2022-12-31,{name}_value,", line))
        for name in ("umk", "pdn")
    )
    lines[small] = lines[small].replace("2200000000000", "4200000000000")
    path.write_text("".join(lines), encoding="utf-8")
    (found,) = [remark for remark in comparisons.small_above_domestic() if remark.text not in before]
    assert found.text.startswith(
        f"data/procurement.csv, row {small + 1}, column value: 3578 Kota Surabaya 2022-12-31: umk_value "
        f"4,200,000,000,000 is above pdn_value 3,800,000,000,000 (row {domestic + 1}) of the same source"
    )
    assert not found.error
    lines[small] = lines[small].replace("4200000000000", "3800000000000")
    path.write_text("".join(lines), encoding="utf-8")
    project.clear_caches()
    assert [remark.text for remark in comparisons.small_above_domestic()] == before


def test_nothing_of_the_checkout_is_wrong() -> None:
    assert errors() == []


def test_true_extremes_are_noted_and_kept_the_largest_first() -> None:
    found = remarks()
    assert {remark.guard for remark in found} == {"unusual growth", "small above domestic"}
    assert found[0].text == "data/grdp_level.csv: 8202 Kabupaten Halmahera Tengah moves by +161.9 % in 2021"
    assert [remark.size for remark in found] == sorted((remark.size for remark in found), reverse=True)
    assert not any(code in remark.text for remark in found for code in ("1608", "6403", "1801 ", "7401 "))


@pytest.mark.parametrize("year", [2010, 2025])
@pytest.mark.parametrize(("factor", "words"), [(1000.0, "1,000 times"), (0.001, "1/1,000 of")])
def test_another_unit_is_an_error(copied: Path, year: int, factor: float, words: str) -> None:
    replace_level(copied, "3576", range(year, year + 1), lambda level, _: level * factor)
    found = errors()
    assert found[0].guard == "factor"
    assert f"3576 Kota Mojokerto {year}" in found[0].text
    assert "million for billion" in found[0].text
    assert words.split(" ")[1] in found[0].text


def test_a_lost_digit_is_an_error(copied: Path) -> None:
    replace_level(copied, "6403", range(2018, 2019), lambda level, _: level - 100_000)
    found = {remark.guard: remark.text for remark in errors()}
    assert "6403" in found["factor"]
    assert "a digit missing" in found["factor"]
    assert "6400 Kalimantan Timur 2018" in found["sum"]


@pytest.mark.parametrize("years", [range(2016, 2021), range(2018, 2019), range(2025, 2026)])
def test_two_regions_swapped_are_an_error(copied: Path, years: range) -> None:
    levels = series.levels().copy()
    swapped = {
        one: other
        for one, other in {"1608": "1609", "3576": "3577"}.items()
        if abs(levels.loc[years[0], one] / levels.loc[years[0], other] - 1) >= 0.2  # or they could not be told apart
    }
    assert swapped
    project.clear_caches()
    for one, other in {**swapped, **{other: one for one, other in swapped.items()}}.items():
        replace_level(copied, one, years, lambda _, year, of=other: levels.loc[year, of])
    found = errors()
    for code in (*swapped, *swapped.values()):
        assert any(code in remark.text for remark in found), (code, found)


def test_a_year_of_another_release_is_an_error_by_its_growth(copied: Path) -> None:
    replace_level(copied, "3519", range(2020, 2021), lambda _level, _year: 12939.57)
    assert "published growth" in {remark.guard for remark in errors()}


def test_a_cell_that_another_release_prints_is_an_error(copied: Path) -> None:
    with (copied / "data" / "other_releases.csv").open(encoding="utf-8", newline="") as file:
        row = next(
            row
            for row in csv.DictReader(file)
            if row["indicator"] == "grdp_level" and row["kind"] == "earlier_release" and row["code"] == "5171"
        )
    year = int(row["year"])
    replace_level(copied, "5171", range(year, year + 1), lambda _level, _year: float(row["value"]))
    assert any(remark.guard == "vintage" and f"5171 Kota Denpasar {year}" in remark.text for remark in errors())


def test_a_source_that_no_year_joins_to_the_one_before_is_an_error(copied: Path) -> None:
    path = copied / "data" / "grdp_level.csv"
    text = path.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("3576,2019,"))
    cells = next(csv.reader([old]))
    cells[7] = ""
    path.write_text(text.replace(old, ",".join(cells)), encoding="utf-8")
    (found,) = errors()
    assert (found.guard, "BPS_API_2194 to QUARCS_514" in found.text) == ("vintage", True)


def test_a_new_gap_of_a_sum_is_an_error_and_one_that_went_a_warning(copied: Path) -> None:
    path = copied / "data" / "known_gaps.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    code, year, kind, gap, *_ = first.split(",")
    path.write_text("".join([header, *rest, f"3500,2022,level,{gap},gone,hilang\n"]), encoding="utf-8")
    found = remarks()
    assert [(remark.guard, f"{code} " in remark.text, year in remark.text) for remark in found if remark.error] == [
        ("sum", True, True)
    ]
    assert any(remark.guard == "known gap" and "3500 Jawa Timur 2022" in remark.text for remark in found)
    assert kind == "level"


def test_a_province_with_a_year_after_a_gap_is_compared(copied: Path) -> None:
    path = copied / "data" / "grdp_level.csv"
    rows = [
        row for row in path.read_text(encoding="utf-8").splitlines(keepends=True) if not row.startswith("6300,2022")
    ]
    path.write_text("".join(rows), encoding="utf-8")
    assert not [found for found in remarks() if found.guard == "sum" and "6300" in found.text]


def test_the_nation_is_compared_with_its_provinces(copied: Path) -> None:
    replace_level(copied, "0000", range(2021, 2022), lambda level, _: level * 1.05)
    assert any("0000 Indonesia 2021: its provinces together" in remark.text for remark in errors())


def test_sectors_of_another_release_are_an_error(copied: Path) -> None:
    path = copied / "data" / "grdp_sector.csv"
    text = path.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("3576,2021,G,"))
    cells = next(csv.reader([old]))
    cells[3] = f"{float(cells[3]) * 1.05:.2f}"
    path.write_text(text.replace(old, ",".join(cells)), encoding="utf-8")
    assert [remark.guard for remark in errors()] == ["sectors"]


def test_the_command_ends_in_3_for_an_error_and_0_for_extremes(copied: Path, umkm: Callable[..., Ended]) -> None:
    replace_level(copied, "3576", range(2025, 2026), lambda level, _: level * 1000)
    done = umkm("check")
    assert done.returncode == 3
    assert "3576 Kota Mojokerto 2025" in done.stderr
    assert done.stderr.index("3576 Kota Mojokerto 2025: ") < done.stderr.index("publisher prints")
