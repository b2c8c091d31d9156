"""Claims held against their evidence: the speech of 2022, and lists with the usual mistakes."""

from __future__ import annotations

import dataclasses
import inspect
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.analysis import claims, evidence
from umkm_analysis.analysis.claim_checks import published, releases, yearly
from umkm_analysis.analysis.claims import CONFIRMED, CONFLICTS, CORRECTED, UNCHECKED
from umkm_analysis.datasets import tables
from umkm_analysis.errors import TableError, UsageError
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.claims import text as claims_text

if TYPE_CHECKING:
    from pathlib import Path

MAY = "may be another release"
HEAD = "claim_id,code,said_on,indicator,value,unit,stated_period,stated_basis,numerator,denominator"


def checked(tmp_path: Path, *lines: str, head: str = HEAD) -> list[claims.Finding]:
    path = tmp_path / "pidato.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return claims.check_file(path)[0]


def one(tmp_path: Path, line: str) -> claims.Finding:
    (found,) = checked(tmp_path, f"X,{line}")
    return found


@pytest.fixture(scope="module")
def speech() -> dict[str, claims.Finding]:
    return {found.claim.claim_id: found for found in claims.every_claim()}


@pytest.mark.parametrize(
    ("claim", "verdict", "reason"),
    [
        ("C1", CONFIRMED, "year not said"),
        ("C2", CONFIRMED, "year not said"),
        ("C3", UNCHECKED, "undefined share"),
        ("C4", CORRECTED, "mandate of"),
        ("C5", UNCHECKED, "own source"),
        ("C6", UNCHECKED, "own source"),
        ("C7", UNCHECKED, "own source"),
        ("C8", UNCHECKED, "own source"),
        ("C9", UNCHECKED, "own source"),
        ("E1", UNCHECKED, "may be another release"),
        ("T1", CONFLICTS, "other year"),
        ("T2", CONFLICTS, "differs"),
        ("T3", CONFIRMED, "agrees"),
        ("T4", UNCHECKED, "may be another release"),
        ("W1", CONFLICTS, "other year and sign"),
        ("W2", CONFLICTS, "other year and sign"),
    ],
)
def test_the_recorded_claims(speech: dict[str, claims.Finding], claim: str, verdict: str, reason: str) -> None:
    assert (speech[claim].verdict, speech[claim].reason) == (verdict, reason)


def test_every_recorded_claim_is_tested_here(speech: dict[str, claims.Finding]) -> None:
    assert set(speech) == set(tables.read("claims")["claim_id"])
    assert len(speech) == 16


def test_growth_is_confirmed_with_its_year_and_the_level_beside_it(speech: dict[str, claims.Finding]) -> None:
    for claim, year, index in (("C1", 2020, 96.3), ("C2", 2021, 99.8)):
        found = speech[claim]
        assert found.figure is not None
        assert (found.figure.year, round(found.further[0].value, 1)) == (year, index)
        assert abs(found.figure.computed - found.figure.value) < 0.005
        assert "belum kembali ke tingkat 2019" in claims_text.reason(found)


def test_the_budgeted_share_is_set_beside_those_of_march(speech: dict[str, claims.Finding]) -> None:
    assert sorted(figure.value for figure in speech["C3"].further) == [56, 71.09]
    with use_language("en"):
        told = claims_text.reason(speech["C3"])
    assert "Numerator and denominator were not stated" in told
    assert "conflict with it: 56\xa0per cent (25 March 2022) and 71.09\xa0per cent (25 March 2022)" in told


def test_the_forty_per_cent_is_of_something_else(speech: dict[str, claims.Finding]) -> None:
    with use_language("en"):
        assert "Inpres 2/2022 sets it for UMK-K as a share of spending on goods and services" in claims_text.reason(
            speech["C4"]
        )


@pytest.mark.parametrize(
    ("line", "verdict", "reason"),
    [
        pytest.param("3576,,grdp_growth,-3.69,per cent,2020,,,", CONFIRMED, "agrees", id="right"),
        pytest.param("3576,,grdp_growth,−3.69,persen,2020,,,", CONFIRMED, "agrees", id="right, true minus"),
        pytest.param("3576,,grdp_growth,3.7,per cent,2021,,,", CONFIRMED, "rounded", id="rounded to a tenth"),
        pytest.param("3576,,grdp_growth,4,per cent,2021,,,", CONFIRMED, "rounded", id="rounded to a whole"),
        pytest.param("3576,,grdp_growth,-3.69,per cent,2021,,,", CONFLICTS, "other year", id="year of the fall"),
        pytest.param("3576,,grdp_growth,3.65,per cent,2020,,,", CONFLICTS, "other year", id="year of the rise"),
        pytest.param("3576,,grdp_growth,5.56,per cent,2023,,,", CONFLICTS, "other year", id="2022 told as 2023"),
        pytest.param("3576,,grdp_growth,3.69,per cent,2020,,,", CONFLICTS, "sign", id="sign of the fall"),
        pytest.param("3576,,grdp_growth,-3.65,per cent,2021,,,", CONFLICTS, "sign", id="sign of the rise"),
        pytest.param("3500,,grdp_growth,2.33,per cent,2020,,,", CONFLICTS, "sign", id="sign of the province"),
        pytest.param("3576,,grdp_growth,7.34,per cent,2021,,,", CONFLICTS, "swing", id="swing told as growth"),
        pytest.param("3576,,growth_swing,7.34,per cent,2021,,,", CONFLICTS, "points", id="swing in per cent"),
        pytest.param("3576,,growth_swing,7.34,pp,2021,,,", CONFIRMED, "computed", id="swing in points"),
        pytest.param("3576,,grdp_growth,3.65,percentage points,2021,,,", CONFLICTS, "points", id="growth in points"),
        pytest.param("3576,,umkk_share,7.62,per cent,2023,realised,,", CONFLICTS, "distance", id="distance as share"),
        pytest.param("3576,,grdp_growth,0.0365,per cent,2021,,,", CONFLICTS, "scale", id="fraction"),
        pytest.param("3576,,grdp_growth,5.82,per cent,2022,,,", CONFLICTS, "other region", id="3516 for 3576"),
        pytest.param("3576,,grdp_growth,4.12,per cent,2021,,,", CONFLICTS, "other region", id="3516 for 3576, 2021"),
        pytest.param("3516,,grdp_growth,-3.69,per cent,2020,,,", CONFLICTS, "other region", id="3576 for 3516"),
        pytest.param("3516,,ekatalog_umkm_total,73,UMKM,2022,,,", CONFLICTS, "other region", id="73 for 3516"),
        pytest.param("3576,,grdp_growth,3.56,per cent,2021,,,", CONFLICTS, "other region", id="the province's"),
        pytest.param("3576,,grdp_growth,9.99,per cent,2021,,,", CONFLICTS, "differs", id="nobody's"),
        pytest.param("3576,,grdp_growth,9.99,per cent,2021-03,,,", UNCHECKED, "no yearly period", id="a month"),
        pytest.param("3576,,grdp_growth,5.32,per cent,2026,,,", UNCHECKED, "no figure of the year", id="no figure yet"),
        pytest.param("3576,,grdp_growth,5.32,per cent,2024,,,", CONFIRMED, "agrees", id="a figure of this edition"),
        pytest.param("3576,2022-06-03,grdp_growth,5.65,per cent,,,,", CORRECTED, "several years", id="which year?"),
        pytest.param("3576,2022-06-03,grdp_growth,5.56,per cent,,,,", CONFLICTS, "other year", id="not yet known"),
        pytest.param("3576,,level_index,99.8,index points,2021,,,", CONFIRMED, "computed", id="level"),
        pytest.param("3576,,level_gap,0.2,per cent,2021,,,", CONFLICTS, "sign", id="level above, not below"),
        pytest.param("3576,,grdp_level,5.25,trillion rupiah,2022,,,", CONFIRMED, "rounded", id="in trillions"),
        pytest.param("3576,,grdp_level,5253,persons,2022,,,", CONFLICTS, "unit", id="rupiah as persons"),
        pytest.param("3576,,population,134350,jiwa,2022,,,", CONFIRMED, "agrees", id="population"),
        pytest.param("3576,,umkk_share,68.14,per cent,2022,realised,,", CONFLICTS, "other share", id="other share"),
        pytest.param(
            "3576,,local_product_share,68.14,per cent,2022,realised,,", CONFLICTS, "other basis", id="not realised"
        ),
        pytest.param("3576,,local_product_share,86.14,per cent,2022,budgeted,,", CONFLICTS, "differs", id="digits"),
        pytest.param(
            "3576,,umkk_share,47.62,per cent,2023,realised,,", UNCHECKED, "one origin", id="a share of one origin"
        ),
        pytest.param("3576,,umkk_share,47.62,per cent,2022,realised,,", CONFLICTS, "other year", id="share of 2023"),
        pytest.param("3576,,ekatalog_umkm_total,37,UMKM,2022,,,", CONFLICTS, "differs", id="37 for 73"),
        pytest.param("3576,,umkm_trained_jubelio,400,UMKM,2022,,,", UNCHECKED, "one source", id="400, one source"),
        pytest.param("3576,,umkm_count,30000,UMKM,2023,,,", UNCHECKED, "one origin", id="about 30,000 of one origin"),
        pytest.param("3576,,umkm_count,27900,UMKM,2023,,,", CONFLICTS, "other year", id="register of 2025"),
        pytest.param("3576,,umkm_count,29993,UMKM,2023,,,", UNCHECKED, "one origin", id="register of one origin"),
        pytest.param("3576,,visitors,5,persons,2022,,,", UNCHECKED, "no table", id="no table"),
        pytest.param("3501,,umkk_share,41,per cent,2022,,,", UNCHECKED, "none published", id="none published"),
        pytest.param("3576,2022-06-03,mandate,60,per cent,,,,", CONFLICTS, "other mandate", id="mandate of 60"),
        pytest.param("3576,2022-06-03,mandate,40,per cent,,,UMK-K,belanja barang/jasa", CONFIRMED, "mandate", id="law"),
        pytest.param("3576,2022-06-03,mandate,40,per cent,,,,", CORRECTED, "mandate of what", id="mandate of what?"),
        pytest.param("3576,2022-06-03,mandate,40,per cent,,,PDN,", UNCHECKED, "no rule", id="no share of PDN yet"),
        pytest.param("3576,2019-06-03,mandate,40,per cent,,,,", UNCHECKED, "no rule", id="before the law"),
        pytest.param("3300,,mandate,95,per cent,2023,,PDN,procurement spending", CORRECTED, "target", id="a target"),
        pytest.param("3300,,mandate,95,per cent,2023-09,,PDN,", CORRECTED, "target", id="a target within its year"),
        pytest.param("3300,,mandate,90,per cent,2023,,PDN,", CONFLICTS, "other mandate", id="another target"),
        pytest.param("3300,,mandate,95,per cent,2024,,PDN,", UNCHECKED, "rule ended", id="target of the year before"),
        pytest.param("3300,,mandate,95,per cent,2022,,PDN,", UNCHECKED, "no rule", id="target of the year after"),
        pytest.param("3300,,mandate,95,per cent,,,PDN,", UNCHECKED, "rule ended", id="target of no day"),
        pytest.param("3576,,level_index,100,index points,2021,,,", CONFLICTS, "other side", id="100 for 99.8"),
        pytest.param("3576,,level_index,100.0,index points,2021,,,", UNCHECKED, MAY, id="100.0 for 99.8"),
        pytest.param("3576,,level_index,96,index points,2020,,,", CONFIRMED, "computed rounded", id="96 for 96.3"),
        pytest.param("3576,,level_index,99.2,index points,2021,,,", UNCHECKED, MAY, id="index of another release"),
        pytest.param("3576,,level_index,97,index points,2021,,,", CONFLICTS, "differs", id="no release's index"),
        pytest.param("3576,,level_gap,0,per cent,2021,,,", CONFLICTS, "other side", id="0 for a gap of -0.2"),
        pytest.param("3576,,level_gap,-0.2,per cent,2021,,,", CONFIRMED, "computed", id="gap"),
        pytest.param("3500,,grdp_growth,0,per cent,2020,,,", CONFLICTS, "differs", id="0 for -2.33"),
        pytest.param("1100,,grdp_growth,0,per cent,2020,,,", CONFLICTS, "other side", id="0 for -0.37"),
        pytest.param("1100,,grdp_growth,-0.4,per cent,2020,,,", CONFIRMED, "rounded", id="-0.4 for -0.37"),
        pytest.param("3576,,grdp_level,5,trillion rupiah,2022,,,", CONFIRMED, "rounded", id="5 trillion"),
        pytest.param("3576,,grdp_level,5000,billion rupiah,2022,,,", CONFIRMED, "rounded", id="5000 billion"),
        pytest.param("3576,,grdp_level,5.0,trillion rupiah,2022,,,", CONFLICTS, "differs", id="5.0 trillion"),
        pytest.param("3576,,grdp_level,6,trillion rupiah,2022,,,", CONFLICTS, "differs", id="6 trillion"),
        pytest.param("3576,,grdp_level,5.253,trillion rupiah,2022,,,", CONFIRMED, "agrees", id="to the billion"),
        pytest.param("3576,,grdp_level,5.22,trillion rupiah,2022,,,", UNCHECKED, MAY, id="level of another release"),
        pytest.param("3576,,grdp_level,5.15,trillion rupiah,2022,,,", CONFLICTS, "differs", id="no release's level"),
        pytest.param("3576,,population,134000,people,2022,,,", CONFIRMED, "rounded", id="134,000 people"),
        pytest.param("3576,,population,130000,people,2022,,,", CONFIRMED, "rounded", id="130,000 people"),
        pytest.param("3576,,population,135000,people,2022,,,", CONFLICTS, "differs", id="135,000 people"),
        pytest.param("3576,,population,134360,people,2022,,,", CONFLICTS, "differs", id="134,360 people"),
        pytest.param("3576,,grdp_growth,5.75,per cent,2019,,,", CORRECTED, "other release", id="first release"),
        pytest.param("3500,,grdp_growth,3.57,per cent,2021,,,", CORRECTED, "other release", id="of the province"),
        pytest.param("3576,,grdp_growth,5.45,per cent,2022,,,", UNCHECKED, MAY, id="0.11 from a published rate"),
        pytest.param("3576,,grdp_growth,5.41,per cent,2022,,,", UNCHECKED, MAY, id="0.15 from a published rate"),
        pytest.param("3576,,grdp_growth,5.40,per cent,2022,,,", CONFLICTS, "differs", id="0.16 from a published rate"),
        pytest.param("3576,,grdp_growth,5.75,per cent,2021,,,", CONFLICTS, "other year", id="first release of 2019"),
        pytest.param("3576,,grdp_growth,5.75,per cent,2011,,,", UNCHECKED, MAY, id="near enough of the year's own"),
        pytest.param("3579,,grdp_growth,5.04,per cent,2024,,,", CORRECTED, "computed beside published", id="computed"),
        pytest.param(
            "3576,,umkk_share,48,per cent,2023,realised,,", UNCHECKED, "one origin", id="48 for 47.62 of one origin"
        ),
        pytest.param("3576,,growth_swing,7.9,pp,2021,,,", UNCHECKED, MAY, id="swing of another release"),
        pytest.param("3576,,growth_swing,8.5,pp,2021,,,", CONFLICTS, "differs", id="no release's swing"),
        pytest.param("3576,,grdp_growth,6,per cent,2020,,,", CONFLICTS, "differs", id="5.56 of 2022 is no 6"),
        pytest.param("3576,,grdp_growth,5.6,per cent,2020,,,", CONFLICTS, "differs", id="one digit names no year"),
        pytest.param("3576,,grdp_growth,5.56,per cent,2020,,,", CONFLICTS, "other year", id="two digits do"),
        pytest.param("3576,,grdp_growth,4.1,per cent,2020,,,", CONFLICTS, "differs", id="one digit names no namesake"),
        pytest.param("3576,,population,134.35,per cent,2022,,,", CONFLICTS, "unit", id="people as per cent"),
        pytest.param("3576,2022-06-03,ekatalog_umkm_total,73,UMKM,2022,,,", UNCHECKED, "own source", id="its speech"),
        pytest.param("3576,2022-06-02,ekatalog_umkm_total,73,UMKM,2022,,,", UNCHECKED, "own source", id="day before"),
        pytest.param(
            "3576,2023-06-03,ekatalog_umkm_total,73,UMKM,2022,,,", UNCHECKED, "one origin", id="whose, a year later"
        ),
        pytest.param("3576,2022-06-03,ekatalog_umkm_total,37,UMKM,2022,,,", UNCHECKED, "own source", id="misheard"),
        pytest.param("3576,2023-09-15,umkk_share,47.62,per cent,2023,realised,,", UNCHECKED, "own source", id="day"),
    ],
)
def test_a_list_is_checked(tmp_path: Path, line: str, verdict: str, reason: str) -> None:
    found = one(tmp_path, line)
    assert (found.verdict, found.reason) == (verdict, reason)
    assert found.contradicted == (verdict == CONFLICTS)
    for language in ("id", "en"):
        with use_language(language):
            told = claims_text.reason(found)
        assert "{" not in told
        assert told.endswith((".", "?"))


def test_a_producer_s_own_figure_is_no_evidence_for_it(tmp_path: Path) -> None:
    head = "code,said_on,indicator,value,unit,year,source_id"
    lines = [f"3576,2022-06-03,grdp_growth,3.65,persen,{year},{of}" for year in ("2021", "") for of in ("SIMREG", "")]
    reasons = [(found.verdict, found.reason) for found in checked(tmp_path, *lines, head=head)]
    own = (UNCHECKED, "own source")
    assert reasons == [own, (CONFIRMED, "agrees"), own, (CONFIRMED, "year not said")]
    (fall,) = checked(tmp_path, "3576,2022-06-03,grdp_growth,-3.69,persen,,SIMREG", head=head)
    assert fall.figure is not None
    assert (fall.reason, fall.figure.year) == ("own source", 2020)


def test_a_claim_is_written_as_it_was_made(tmp_path: Path) -> None:
    found = one(tmp_path, "3576,,grdp_level,5.25,trillion rupiah,2022,,,")
    with use_language("en"):
        assert claims_text.claimed(found.claim) == "5.25\xa0trillion rupiah"


def test_a_figure_is_printed_on_its_side_of_100() -> None:
    index = evidence.Figure("3576", "level_index", 99.97, "2021", "index points", (), "computed", is_computed=True)
    with use_language("en"):
        assert claims_text.value(index) == "99.97\xa0index points"
        assert claims_text.value(dataclasses.replace(index, value=100.04)) == "100.0\xa0index points"


def test_a_district_named_beside_the_city_s_code_is_a_conflict(tmp_path: Path) -> None:
    head = "code,region,indicator,value,unit,year,words"
    named, said = checked(
        tmp_path,
        "3576,Kabupaten Mojokerto,grdp_growth,3.65,per cent,2021,",
        '3516,,grdp_growth,4.12,per cent,2021,"Kota Mojokerto tumbuh 4,12 persen"',
        head=head,
    )
    assert (named.reason, said.reason) == ("two regions", "two regions")
    assert "Kabupaten Mojokerto" in claims_text.reason(named)


def test_parts_that_do_not_add_up_contradict_their_total(tmp_path: Path) -> None:
    parts = [("total", 73), ("in_entry", 60), ("listed_province", 3), ("listed_city", 11)]
    lines = [f"P,3576,2023-06-03,ekatalog_umkm_{name},{count},UMKM,2022,,,,Gubernur" for name, count in parts]
    head = f"{HEAD},said_by"
    total, *_, city = checked(tmp_path, *lines, head=head)
    assert (total.verdict, total.reason) == (CONFLICTS, "sum")
    assert "74" in claims_text.reason(total)
    assert city.verdict == CONFLICTS
    assert checked(tmp_path, *lines[:-1], lines[-1].replace("11", "10"), head=head)[0].verdict == CONFIRMED


def test_a_claim_is_no_evidence_for_itself() -> None:
    ids = set(tables.read("claims")["claim_id"])
    own = claims.claims_on("3576")
    assert {found.claim.claim_id for found in own} < ids
    (trained,) = [found for found in own if found.claim.indicator == "umkm_trained_jubelio"]
    assert trained.verdict == UNCHECKED


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        pytest.param("35.76,,grdp_growth,1.0,per cent,2021,,,", "code", "Use 3576", id="Kemendagri code"),
        pytest.param("Mojokerto,,grdp_growth,1.0,per cent,2021,,,", "code", "3576 Kota Mojokerto", id="which one?"),
        pytest.param(",,grdp_growth,1.0,per cent,2021,,,", "code", "such as 3576", id="no region"),
        pytest.param('3576,,grdp_growth,"-3,69",per cent,2021,,,', "value", "type -3.69", id="decimal comma"),
        pytest.param("3576,,grdp_growth,minus tiga,per cent,2021,,,", "value", "decimal point", id="in words"),
        pytest.param("3576,,grdp_grwth,3.65,per cent,2021,,,", "indicator", "grdp_growth", id="misspelt indicator"),
        pytest.param("3576,,,3.65,per cent,2021,,,", "indicator", "one of", id="no indicator"),
        pytest.param("3576,,grdp_growth,3.65,,2021,,,", "unit", "one of: per cent", id="no unit"),
        pytest.param("3576,,grdp_growth,3.65,per cent,21,,,", "stated_period", "a year as 2022", id="year"),
        pytest.param("3576,kemarin,grdp_growth,3.65,per cent,2021,,,", "said_on", "a day as", id="day"),
        pytest.param("3576,,umkk_share,40,per cent,2021,promised,,", "stated_basis", "one of: planned", id="basis"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(tmp_path: Path, line: str, column: str, expected: str) -> None:
    with pytest.raises(TableError, match="nothing was checked") as caught:
        checked(tmp_path, f"X,{line}")
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (2, column)
    assert expected in str(problem)


def test_all_bad_cells_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        checked(tmp_path, "A,9999,,grdp_growth,x,y,z,,,", "B,3576,,grdp_growth,1.0", "C,3576,,grdp_growth,x,persen,,,,")
    assert [problem.row for problem in caught.value.problems] == [2, 2, 2, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "this column"),
        ("indicator,value,unit\ngrdp_growth,1,persen", "or a column region"),
        (f"{HEAD}\n", "at least one row"),
        ("code,indicator,value,unit,unit\n3576,grdp_growth,1,persen,persen", "this column once"),
        ('code,indicator,value,unit\n"x"y,,,', "CSV text"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=expected):
        claims.check_file(path)
    with pytest.raises(UsageError, match="there is no file"):
        claims.check_file(tmp_path / "y.csv")


def test_the_project_s_own_table_can_be_checked_as_a_list(root: Path) -> None:
    found, unused = claims.check_file(root / "data" / "claims.csv")
    own = {one.claim.claim_id: one.verdict for one in claims.every_claim()}
    assert {one.claim.claim_id: one.verdict for one in found} == own
    assert unused == ["said_by_en", "said_by_id", "note_en", "note_id"]


def test_every_reason_has_its_words() -> None:
    modules = (claims, published, releases, yearly)
    source = "".join(inspect.getsource(module) for module in modules)
    said = {reason for reason in claims_text.REASON if f'"{reason}"' in source}
    assert said == set(claims_text.REASON)
    assert set(claims.VERDICTS) == set(claims_text.VERDICT)


def test_published_and_official_agree_on_what_can_be_checked() -> None:
    known = evidence.indicators()
    assert {"grdp_growth", "mandate", "umkk_share", "umkm_count", *evidence.ONBOARDING} <= set(known)
    assert all(units for units in known.values())


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([("total", 73), ("in_entry", 60), ("listed_province", 3)], id="a part is not claimed"),
        pytest.param([("total", 73), ("in_entry", 60), ("listed_province", 3), ("listed_city", 10)], id="they add up"),
    ],
)
def test_a_total_is_held_only_against_all_of_its_parts(tmp_path: Path, lines: list[tuple[str, int]]) -> None:
    listed = [f"P,3576,2023-06-03,ekatalog_umkm_{name},{count},UMKM,2022,,,,Gubernur" for name, count in lines]
    assert checked(tmp_path, *listed, head=f"{HEAD},said_by")[0].verdict == CONFIRMED


def test_a_claim_on_a_province_that_is_a_sum_of_its_members_is_held_against_what_is_computed(tmp_path: Path) -> None:
    figure = evidence.official("grdp_growth", "9600")[2022]
    found = one(tmp_path, f"9600,2024-05-01,grdp_growth,{figure.value:.2f},per cent,2022,,,")
    assert (found.verdict, found.reason) == (CONFIRMED, "computed")
    assert "angka hitungan 2022: +13,08" in claims_text.reason(found)


def test_a_namesake_s_figure_of_another_year_is_recognized(tmp_path: Path) -> None:
    found = one(tmp_path, "3576,2022-05-24,grdp_growth,7.26,per cent,2021,,,")
    assert (found.verdict, found.reason) == (CONFLICTS, "other region")
    assert found.other is not None
    assert (found.other.code, found.other.period, round(found.other.value, 2)) == ("3516", "2012", 7.26)


def test_a_claim_without_a_year_on_a_region_without_figures_cannot_be_checked(tmp_path: Path) -> None:
    assert evidence.official("population", "1100") == {}
    found = one(tmp_path, "1100,2024-05-01,population,5400000,persons,,,,")
    assert (found.verdict, found.reason) == (UNCHECKED, "no figure of the year")


def test_a_wrong_unit_without_a_year_conflicts_without_a_figure(tmp_path: Path) -> None:
    found = one(tmp_path, "3576,2022-05-24,grdp_growth,3.65,percentage points,,,,")
    assert (found.verdict, found.reason, found.figure) == (CONFLICTS, "points", None)


def test_words_that_name_the_region_itself_name_no_other(tmp_path: Path) -> None:
    head = "code,indicator,value,unit,year,words"
    words = "Kota Mojokerto tumbuh 3,65 persen, di atas Kabupaten Mojokerto"
    (found,) = checked(tmp_path, f'3576,grdp_growth,3.65,per cent,2021,"{words}"', head=head)
    assert (found.verdict, found.reason) == (CONFIRMED, "agrees")
