"""Claims with verdicts derived by hand from the tables and the rules; the last word of each says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.analysis import claims
from umkm_analysis.analysis.claims import CONFIRMED, CONFLICTS, CORRECTED, UNCHECKED
from umkm_analysis.errors import TableError
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.claims import text as claims_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

HEAD = "code,said_on,said_by,source_id,indicator,value,unit,stated_period,stated_basis,numerator,denominator"
MAY = "may be another release"
BY_HAND = [
    ("3576,,,,grdp_growth,5.6,per cent,2022,,,", CONFIRMED, "rounded", "5.56 to a tenth"),
    ("3576,,,,grdp_growth,5.5,per cent,2022,,,", UNCHECKED, MAY, "5.56 cut, not rounded: 0.06 off"),
    ("3576,,,,grdp_growth,3.66,per cent,2021,,,", UNCHECKED, MAY, "0.01 off a published rate"),
    ("3576,,,,grdp_growth,-4,per cent,2020,,,", CONFIRMED, "rounded", "-3.69 to a whole"),
    ("3576,,,,grdp_growth,0.0,per cent,2020,,,", CONFLICTS, "differs", "zero is no -3.69"),
    ("3374,,,,grdp_growth,-1.85,per cent,2020,,,", CONFIRMED, "computed", "BPS's own, from single-source levels"),
    ("3374,,,,grdp_growth,5.16,per cent,2021,,,", CONFIRMED, "computed", "likewise"),
    ("3374,,,,grdp_growth,-1.61,per cent,2020,,,", CORRECTED, "other release", "Simreg's levels of 2024"),
    ("3374,,,,grdp_growth,4.90,per cent,2021,,,", CORRECTED, "other release", "likewise"),
    ("5171,,,,grdp_growth,-9.42,per cent,2020,,,", CORRECTED, "other release", "Simreg; in use -9.44"),
    ("3100,,,,grdp_growth,-2.39,per cent,2020,,,", CONFIRMED, "agrees", "published"),
    ("3100,,,,grdp_growth,-2.36,per cent,2020,,,", UNCHECKED, MAY, "the first release, which no table holds"),
    ("5100,,,,grdp_growth,-9.31,per cent,2020,,,", UNCHECKED, MAY, "0.03 off the published -9.34"),
    ("0000,,,,grdp_growth,-2.07,per cent,2020,,,", CONFIRMED, "computed", "no rate of 2020 is in the tables"),
    ("0000,,,,grdp_growth,5.03,per cent,2024,,,", CONFIRMED, "agrees", "published"),
    ("0000,,,,grdp_growth,5.11,per cent,2025,,,", CONFIRMED, "agrees", "published"),
    ("3573,,,,grdp_growth,-2.26,per cent,2020,,,", CONFIRMED, "agrees", "Kota Malang"),
    ("3507,,,,grdp_growth,-2.26,per cent,2020,,,", CONFLICTS, "other region", "Kota Malang's, said of the kabupaten"),
    ("3578,,,,grdp_growth,4.85,per cent,2020,,,", CONFLICTS, "sign", "-4.85"),
    ("3579,,,,grdp_growth,5.00,per cent,2024,,,", CONFIRMED, "agrees", "printed 5.00"),
    ("3579,,,,grdp_growth,5.04,per cent,2024,,,", CORRECTED, "computed beside published", "of the levels"),
    ("3576,,,,grdp_growth,5.65,per cent,2009,,,", UNCHECKED, "no figure of the year", "before the series"),
    ("3576,,,,grdp_growth,5.65,per cent,2026,,,", UNCHECKED, "no figure of the year", "after it"),
    ("9604,,,,grdp_growth,4.07,per cent,2021,,,", CONFIRMED, "computed", "Nabire by its new code"),
    ("Nabire,,,,grdp_growth,4.07,per cent,2021,,,", CONFIRMED, "computed", "Nabire by its name alone"),
    ("9400,,,,grdp_growth,15.16,per cent,2021,,,", CORRECTED, "former territory", "published of 29 regions"),
    ("9400,,,,grdp_growth,4.22,per cent,2023,,,", CONFIRMED, "agrees", "published of today's 9"),
    ("9400,,,,grdp_growth,3.05,per cent,2021,,,", CONFIRMED, "computed", "of today's 9, from their sum"),
    ("9400,,,,level_index,139.4,index points,2023,,,", CONFLICTS, "differs", "chained over the division"),
    ("9400,,,,grdp_level,158.7,trillion rupiah,2021,,,", CORRECTED, "former territory", "printed of 29 regions"),
    ("9400,,,,grdp_level,160,trillion rupiah,2021,,,", CORRECTED, "former territory", "158.7 to two digits"),
    ("9400,,,,grdp_level,159.9,trillion rupiah,2021,,,", UNCHECKED, MAY, "0.8 per cent off it"),
    (
        "9400,,,,grdp_level,46.32,trillion rupiah,2021,,,",
        CONFIRMED,
        "computed rounded",
        "a sum, nobody's official",
    ),
    ("9600,,,,grdp_growth,4.36,per cent,2024,,,", CONFIRMED, "agrees", "a province of 2022"),
    ("9200,,,,grdp_growth,20.80,per cent,2024,,,", CONFLICTS, "differs", "Papua Barat's, no namesake"),
    ("1602,,,,grdp_growth,19.8,per cent,2022,,,", UNCHECKED, "break", "growth over a break"),
    ("1602,,,,growth_swing,15,pp,2023,,,", UNCHECKED, "break", "the year before is growth over it"),
    ("1602,,,,level_index,120,index points,2022,,,", UNCHECKED, "break", "an index over it"),
    ("2102,,,,level_index,112,index points,2023,,,", UNCHECKED, "break", "likewise, a year later"),
    ("2102,,,,level_gap,12,per cent,2025,,,", UNCHECKED, "break", "likewise, to the last year"),
    ("2102,2024-03-01,,,level_index,112,index points,,,,", UNCHECKED, "break", "of no year: the last lies beyond it"),
    ("1801,,,,level_index,70,index points,2011,,,", UNCHECKED, "break", "before a break, back from 2019"),
    ("2102,,,,level_index,112,index points,2026,,,", UNCHECKED, "no figure of the year", "no level either"),
    ("3576,,,,level_index,100.2,index points,2021,,,", UNCHECKED, MAY, "the other side of 100, by 0.4"),
    ("3576,,,,level_index,100,index points,2021,,,", CONFLICTS, "other side", "rounded over 100"),
    ("3576,,,,level_index,120,index points,2025,,,", CONFIRMED, "computed rounded", "120.2"),
    ("1608,,,,level_gap,9.65,per cent,2022,,,", CONFIRMED, "computed rounded", "9.646, printed as 9.6"),
    ("1608,,,,level_gap,9.62,per cent,2022,,,", UNCHECKED, MAY, "9.646 is not 9.62, though both are 9.6"),
    ("3374,,,,grdp_growth,-0.0185,per cent,2020,,,", CONFLICTS, "scale", "a fraction of a computed rate"),
    ("3374,,,,grdp_growth,-1850,per cent,2020,,,", CONFLICTS, "scale", "a thousand times"),
    ("3576,,,,level_index,1.202,index points,2025,,,", CONFLICTS, "scale", "a fraction of an index"),
    ("3576,,,,level_gap,20.2,per cent,2025,,,", CONFIRMED, "computed", "the index less 100"),
    ("3576,,,,growth_swing,7,pp,2021,,,", CONFIRMED, "computed rounded", "7.34"),
    ("3576,,,,grdp_level,6,trillion rupiah,2025,,,", CONFIRMED, "rounded", "5,990.39 to a trillion"),
    ("3576,,,,grdp_level,6071,billion rupiah,2025,,,", CONFLICTS, "differs", "1.3 per cent off, as no release is"),
    ("3576,,,,grdp_level,5.99,billion rupiah,2025,,,", CONFLICTS, "scale", "trillion written as billion"),
    # zeros at the end count in no unit: 400 trillion is the 400,000 billion that was confirmed with a correction
    ("3578,,,,grdp_level,400,trillion rupiah,2022,,,", CONFIRMED, "rounded", "434.27 to one digit"),
    ("3578,,,,grdp_level,400000,billion rupiah,2022,,,", CONFIRMED, "rounded", "434.27 to one digit, in billions"),
    ("3578,,,,grdp_level,400.0,trillion rupiah,2022,,,", CONFLICTS, "differs", "434.27: four digits are said"),
    ("3576,,,,grdp_level,10,trillion rupiah,2025,,,", CONFLICTS, "differs", "5.99 to one digit is 6, not 10"),
    ("3576,,,,grdp_level,5,trillion rupiah,2021,,,", CONFIRMED, "rounded", "4,976.49"),
    ("3576,,,,grdp_growth,-3.7,per cent,2020,,,", CONFIRMED, "rounded", "-3.69"),
    ("3578,,,,grdp_growth,-4.85,per cent,2020,,,", CONFIRMED, "agrees", "the official figure itself"),
    ("3578,,,,grdp_growth,-4.9,per cent,2020,,,", CONFIRMED, "rounded", "-4.85, a half away from zero"),
    ("3578,,,,grdp_growth,-4.8,per cent,2020,,,", UNCHECKED, MAY, "-4.85 is -4.9, so 0.05 off"),
    ("3578,,,,grdp_growth,-5,per cent,2020,,,", CONFIRMED, "rounded", "-4.85 to a whole"),
    ("3576,,,,population,134000,jiwa,2022,,,", CONFIRMED, "rounded", "134,350"),
    ("3500,,,,population,41000000,jiwa,2022,,,", CONFIRMED, "rounded", "41 million"),
    ("3577,,,,level_index,99,index points,2021,,,", CONFIRMED, "computed rounded", "99.2"),
    ("3576,,,,population,132434,jiwa,2020,,,", CONFIRMED, "agrees", "the census of 2020"),
    ("3578,,,,population,2900000,jiwa,2022,,,", CONFIRMED, "rounded", "2,887,223"),
    ("3578,,,,population,3,jiwa,2022,,,", CONFLICTS, "differs", "the million is missing"),
    ("1608,,,,grdp_level,8806.82,billion rupiah,2016,,,", CONFLICTS, "differs", "an error of a source is no release"),
    ("3522,,,,grdp_growth,-4.40,per cent,2021,,,", CONFLICTS, "differs", "by expenditure; 1.1 off"),
    ("3576,2024-01-01,,,mandate,40,per cent,,,UMK-K,belanja barang/jasa", CONFIRMED, "mandate", "Inpres 2/2022"),
    ("3576,2025-06-01,,,mandate,40,per cent,2025,,UMK-K,procurement budget", CONFIRMED, "mandate", "PP 7/2021"),
    ("3576,2025-06-01,,,mandate,40,per cent,2025,,UMK-K,APBD", CORRECTED, "mandate of", "of what no rule sets"),
    ("3576,2025-06-01,,,mandate,30,per cent,2025,,UMK-K,procurement budget", CONFLICTS, "other mandate", "40"),
    ("3576,2026-01-05,,,mandate,40,per cent,,,UMK-K,procurement budget", CONFIRMED, "mandate", "Perpres 46/2025"),
    ("3576,2020-05-05,,,mandate,40,per cent,,,UMK-K,", UNCHECKED, "no rule", "before the law"),
    ("3576,,,,ekatalog_umkm_total,73,UMKM,2022,,,", UNCHECKED, "one origin", "whose? it may be that origin"),
    ("3576,,,,ekatalog_umkm_total,73,UMKM,,,,", UNCHECKED, "one origin", "likewise, of no year"),
    ("3576,2023-06-03,Gubernur,,ekatalog_umkm_total,73,UMKM,2022,,,", CONFIRMED, "adds up", "somebody else, later"),
    ("3576,,,INEWS_MJK_93057,ekatalog_umkm_total,73,UMKM,2022,,,", UNCHECKED, "own source", "one of the two outlets"),
    ("3576,2022-06-03,Wali Kota,,ekatalog_umkm_total,70,UMKM,2022,,,", UNCHECKED, "own source", "its own speech"),
    ("3576,,,,ekatalog_umkm_total,37,UMKM,2022,,,", CONFLICTS, "differs", "37 for 73, whoever says it"),
    ("3576,2023-12-01,Gubernur,,umkm_count,29993,UMKM,2023,,,", CONFIRMED, "published alike", "somebody else"),
    ("3576,2023-12-01,Gubernur,,umkm_count,30000,UMKM,2023,,,", CONFIRMED, "published rounded", "29,993"),
    (
        "3576,2023-12-01,Gubernur,,umkk_share,47.62,per cent,2023,realised,,",
        CORRECTED,
        "share of what",
        "no denominator",
    ),
    (
        "3576,2023-12-01,Gubernur,,umkk_share,48,per cent,2023,realised,,",
        CORRECTED,
        "share of what",
        "47.62 rounded",
    ),
]


def check(tmp_path: Path, line: str) -> claims.Finding:
    path = tmp_path / "pidato.csv"
    path.write_text(f"{HEAD}\n{line}", encoding="utf-8")
    (found,) = claims.check_file(path)[0]
    return found


@pytest.mark.parametrize(("line", "verdict", "reason", "why"), BY_HAND, ids=[one[-1] for one in BY_HAND])
def test_a_claim_is_judged_as_by_hand(tmp_path: Path, line: str, verdict: str, reason: str, why: str) -> None:
    found = check(tmp_path, line)
    assert (found.verdict, found.reason) == (verdict, reason), why
    for language in ("id", "en"):
        with use_language(language):
            assert "{" not in claims_text.reason(found)


def test_a_level_of_a_divided_province_is_nobody_s_official_figure(tmp_path: Path) -> None:
    found = check(tmp_path, "9400,,,,grdp_level,46.32,trillion rupiah,2021,,,")
    assert found.figure is not None
    assert (found.figure.source_ids, found.figure.is_computed) == ((), True)
    former = check(tmp_path, "9400,,,,grdp_level,158.7,trillion rupiah,2021,,,")
    with use_language("en"):
        message = claims_text.reason(former)
    assert "before it was divided (158,675.15\xa0billion rupiah, 2021)" in message
    assert "for its present territory it is 46,320.03\xa0billion rupiah" in message


def test_a_published_rate_of_a_divided_province_stands_beside_that_of_its_members(tmp_path: Path) -> None:
    found = check(tmp_path, "9400,,,,grdp_growth,4.22,per cent,2023,,,")
    assert found.figure is not None
    assert round(found.figure.computed, 2) == 3.46  # 49,890.00 on 48,219.30, its nine of today


def told_of(tmp_path: Path, line: str) -> str:
    with use_language("en"):
        return claims_text.reason(check(tmp_path, line))


def test_the_rule_of_the_denominator_that_was_said_is_named(tmp_path: Path) -> None:
    said = "3576,2025-06-01,,,mandate,40,per cent,2025,,{},{}"
    assert "PP 7/2021" in told_of(tmp_path, said.format("UMK-K", "procurement budget"))
    assert "PP 7/2021 sets it for UMK-K" in told_of(tmp_path, said.format("UMK", "procurement budget"))
    assert "Inpres 2/2022" in told_of(tmp_path, said.format("UMK-K", "belanja barang/jasa"))
    assert "Inpres 2/2022 sets it for UMK-K" in told_of(tmp_path, said.format("UMK-K", "APBD"))


def test_right_when_rounded_is_not_the_same(tmp_path: Path) -> None:
    assert told_of(tmp_path, "3576,,,,population,134350,jiwa,2022,,,").startswith("Same as")
    assert told_of(tmp_path, "3576,,,,population,134000,jiwa,2022,,,") == (
        "Correct after rounding: the official figure for 2022 is 134,350\xa0persons."
    )
    message = told_of(tmp_path, "3576,,,,grdp_growth,-3.7,per cent,2020,,,")
    assert "Correct after rounding" in message
    assert "−3.69\xa0per cent" in message
    assert "the computed figure for 2025 is 120.2" in told_of(tmp_path, "3576,,,,level_index,120,poin indeks,2025,,,")
    assert "29,993" in told_of(tmp_path, "3576,2023-12-01,Gubernur,,umkm_count,30000,UMKM,2023,,,")
    assert "47.62" in told_of(tmp_path, "3576,2023-12-01,Gubernur,,umkk_share,48,per cent,2023,realised,,")


def test_a_break_is_named_with_its_reason(tmp_path: Path) -> None:
    message = told_of(tmp_path, "1602,,,,grdp_growth,19.8,per cent,2022,,,")
    assert message.startswith("GRDP growth for 2022 cannot be computed: the series breaks in 2022 (the release of 2026")
    of_no_year = told_of(tmp_path, "2102,2024-03-01,,,level_index,112,index points,,,,")
    assert "for 2023 cannot be computed" in of_no_year
    found = check(tmp_path, "2102,,,,level_index,112,index points,2023,,,")
    assert "QUARCS_514" in claims.sources([found]).index
    assert "for 2023 cannot be computed: the series breaks in 2022" in told_of(
        tmp_path, "2102,,,,level_index,112,index points,2023,,,"
    )


@pytest.mark.parametrize("code", ["0000", "9100", "9200", "9400", "9500", "9600", "9700", "9403", "9171", "8202"])
@pytest.mark.parametrize("indicator", ["grdp_growth", "level_index", "grdp_level", "population", "growth_swing"])
def test_every_kind_of_region_gets_a_verdict(tmp_path: Path, code: str, indicator: str) -> None:
    unit = {"grdp_growth": "persen", "level_index": "poin indeks", "grdp_level": "miliar rupiah", "population": "jiwa"}
    for year in ("", "2010", "2019", "2021", "2023", "2025"):
        found = check(tmp_path, f"{code},,,,{indicator},77,{unit.get(indicator, 'pp')},{year},,,")
        assert found.verdict in claims.VERDICTS
        assert claims_text.reason(found)


def test_the_command_says_whose_code_it_was(tmp_path: Path, umkm: Callable[..., Ended]) -> None:
    path = tmp_path / "pidato.csv"
    path.write_text(f"{HEAD}\n9604,,,,grdp_growth,4.07,persen,2021,,,\n", encoding="utf-8")
    done = umkm("claims", "check", str(path))
    assert done.returncode == 0
    assert "note: 9604 is the BPS code of Kabupaten Nabire since 2022-07-25" in done.stderr


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("3576,,,,population,0.13,jiwa,2020,,,", "value", "a whole number"),
        ("3576,,,,grdp_growth,5.65,,2020,,,", "unit", "one of"),
        ("Mojokerto,,,,grdp_growth,5.65,persen,2020,,,", "code", "3576 Kota Mojokerto"),
        ("3576,2022-02-30,,,grdp_growth,5.65,persen,2020,,,", "said_on", "no such day"),
        ("3576,,,,grdp_growth,5.65,persen,2030,,,", "stated_period", "in the future"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, line: str, column: str, expected: str) -> None:
    with pytest.raises(TableError) as caught:
        check(tmp_path, line)
    (problem,) = caught.value.problems
    assert problem.column == column
    assert expected in str(problem)
