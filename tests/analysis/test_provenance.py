"""What a report rests on: its sources in order, the corrections and conflicts of its regions, the rows it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.analysis.provenance import provenance, source_ids, with_members, with_remarks
from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.region_versions import changed_provinces

if TYPE_CHECKING:
    from pathlib import Path

CODES = ["3576", "3500"]
INPUTS = {"regions": CODES, "population": CODES, "grdp_growth": CODES}


def test_remarks_on_the_rows_that_are_read_are_read_with_them() -> None:
    found = with_remarks({"regions": ["3576", "3500", "0000"], "population": ["3576", "3500"]}, about="3576")
    for table in ("corrections", "breaks", "region_versions"):
        assert found[table] == ["3500", "3576"], "those of the figures, not those whose name alone is read"
    assert found["conflicts"] == ["3576"]
    population = tables.read("population").query("code in ['3576', '3500']")
    assert set(population["source_id"]) <= set(found["sources"] or ())
    assert set(found["sources"] or ()) < set(tables.read("sources")["source_id"])


def test_provinces_that_are_sums_of_their_members_bring_them_along_once() -> None:
    assert with_members(["3576", "3500"]) == ["3576", "3500"]
    members = [region.code for region in regions.members(regions.find("9100"))]
    assert "9100" in changed_provinces()
    assert with_members([members[0], "9100"]) == [members[0], "9100", *members[1:]]


def test_sources_come_in_the_order_of_their_tables_and_of_their_rows() -> None:
    rows = tables.read("grdp_growth").query("code == '3576'")
    growth = list(dict.fromkeys(rows["source_id"]))
    people = list(dict.fromkeys(tables.read("population").query("code == '3576'")["source_id"]))
    assert source_ids({"grdp_growth": ["3576"], "population": ["3576"]}) == [*growth, *people]
    assert source_ids({"population": ["3576"], "grdp_growth": ["3576"]}) == [*people, *growth]
    assert source_ids({"population": []}) == []


def test_a_source_is_listed_once_in_the_order_of_its_first_use() -> None:
    found = provenance(CODES, inputs=INPUTS, sources=["SIMREG", "SEED_SJP", "SIMREG"], conflicts_about="growth")
    assert found.sources.index.tolist() == ["SIMREG", "SEED_SJP"]
    assert found.inputs is INPUTS
    assert set(found.fingerprints) == set(INPUTS)


def test_corrections_are_those_of_the_regions_and_of_the_tables_read() -> None:
    corrected = provenance(CODES, inputs=INPUTS, sources=[], conflicts_about="growth").corrections
    assert corrected[["table", "code", "year"]].to_numpy().tolist() == [["population", "3500", 2015]]
    for codes, inputs in ((["3576"], INPUTS), (CODES, {"grdp_growth": CODES})):
        assert provenance(codes, inputs=inputs, sources=[], conflicts_about="growth").corrections.empty


def test_a_correction_that_sleeps_is_not_said_to_be_made(copied: Path) -> None:
    with (copied / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("grdp_growth,3576,2022,growth_pct,1,withhold,,wrong,keliru,SIMREG\n")
    assert "SIMREG" not in set(tables.read("grdp_growth").query("code == '3576' and year == 2022")["source_id"])
    found = provenance(CODES, inputs=INPUTS, sources=[], conflicts_about="growth").corrections
    assert found["table"].tolist() == ["population"]
    assert tables.problems_of("corrections") == []


@pytest.mark.parametrize(
    ("about", "indicators"),
    [(r"^grdp_growth$", {"grdp_growth"}), (r"share", {"pdn_share budgeted"}), ("nothing of the kind", set())],
)
def test_conflicts_are_the_region_s_own_on_what_the_report_is_about(about: str, indicators: set[str]) -> None:
    found = provenance(CODES, inputs=INPUTS, sources=[], conflicts_about=about).conflicts
    assert set(found["code"]) <= {"3576"}
    assert {name for name in found["indicator"] if name in indicators} == indicators
    assert not indicators or len(found) > 0
    assert found["indicator"].str.contains(about).all()
