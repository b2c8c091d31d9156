"""Bad cells, each of a kind, over all tables: ``umkm check`` names file, row and column, or the file's own fault."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from umkm_analysis.datasets import datapackage, fingerprints, project, tables, validity
from umkm_analysis.datasets.rules import cells
from umkm_analysis.datasets.validation import guards
from umkm_analysis.errors import DataError, TableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEXT_YEAR = str(int(cells.today()[:4]) + 1)
LEVEL = "grdp_billion_idr_2010"


class Bad(NamedTuple):
    """A cell to break: table, the row by its cells, column, what it then holds, and a word of the message."""

    table: str
    where: str
    column: str
    new: Any
    expected: str


def times(factor: float, digits: int = 2) -> Callable[[str], str]:
    return lambda cell: f"{float(cell) * factor:.{digits}f}"


def turned(first: int) -> Callable[[str], str]:
    """Transpose two digits."""
    return lambda cell: cell[:first] + cell[first + 1] + cell[first] + cell[first + 2 :]


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def lines(rows: list[list[str]], where: str) -> list[int]:
    """Find the rows whose cells are those of ``where``, written "code=3576 year=2020"."""
    wanted = [pair.split("=") for pair in where.split(" ")]
    places = [(rows[0].index(name), text) for name, text in wanted]
    return [line for line, row in enumerate(rows) if line and all(row[at] == text for at, text in places)]


def spoil(home: Path, bad: Bad, *, every: bool = False) -> int:
    """Break the first row, or every row, that is meant; return the line of the first in the file."""
    path = home / "data" / f"{bad.table}.csv"
    rows = read(path)
    found, at = lines(rows, bad.where), rows[0].index(bad.column)
    for line in found if every else found[:1]:
        old = rows[line][at]
        rows[line][at] = bad.new(old) if callable(bad.new) else bad.new
        assert rows[line][at] != old
    write(path, rows)
    return found[0] + 1


CELLS = [
    Bad("grdp_level", "code=1107 year=2018", LEVEL, lambda cell: f"-{cell}", "at least 0.01"),
    Bad("grdp_level", "code=1107 year=2018", LEVEL, "", "not an empty cell"),
    Bad("grdp_level", "code=1107 year=2018", LEVEL, "NaN", "decimal point"),
    Bad("grdp_level", "code=1107 year=2018", LEVEL, "inf", "decimal point"),
    Bad("grdp_level", "code=1107 year=2018", LEVEL, "1e400", "decimal point"),
    Bad("grdp_level", "code=1107 year=2018", LEVEL, "9" * 400, "at most 20 digits"),
    Bad("grdp_level", "code=1107 year=2018", LEVEL, "6.622.96", "no thousands separator"),
    Bad("grdp_level", "code=1107 year=2018", LEVEL, "6622,96", "decimal point"),
    Bad("grdp_level", "code=1107 year=2018", LEVEL, "٦٦٢٢", "decimal point"),
    Bad("grdp_level", "code=1107 year=2018", "code", "1107\u200b", "U+200B"),
    Bad("grdp_level", "code=1107 year=2018", "code", "11.07", "the Kemendagri code of Kabupaten Pidie"),
    Bad("grdp_level", "code=1107 year=2018", "note", "\u202eabc", "U+202E"),
    Bad("grdp_level", "code=1107 year=2018", "year", NEXT_YEAR, "in the future"),
    Bad("grdp_level", "code=1107 year=2018", "status", "sure", "one of: verified"),
    Bad("grdp_level", "code=1107 year=2018", "source_id", "NOPE", "sources.csv"),
    Bad("grdp_level", "code=3576 year=2018", "verified_by", "", "a second source"),
    Bad("grdp_growth", "code=3576 year=2021", "growth_pct", "3,65", "decimal point"),
    Bad("grdp_growth", "code=3576 year=2021", "growth_pct", "900", "at most 400"),
    Bad("grdp_growth", "code=3576 year=2021", "bps_state", "draft", "one of: final"),
    Bad("grdp_sector", "code=3576 year=2021", "sector_code", "Z", "sectors.csv"),
    Bad("population", "code=3576 year=2022", "population", "-134350", "at least 1"),
    Bad("population", "code=3576 year=2022", "population", "134.350", "without separators"),
    Bad("population", "code=3576 year=2022", "basis", "projection_sp2045", "one of: projection_sp2010"),
    Bad("population_registered", "code=1107 year=2023", "semester", "3", "at most 2"),
    Bad("procurement", "code=3576", "as_of", "2022-02-30", "a day that exists"),
    Bad("procurement", "code=3576", "as_of", f"{NEXT_YEAR}-06-03", "in the future"),
    Bad("procurement", "code=3576 indicator=local_product_share", "value", "681.4", "at most 100 per cent"),
    Bad("procurement", "code=3576 indicator=local_product_share", "value", "0.6814", "not a fraction of 1"),
    Bad("procurement", "code=3576 indicator=local_product_share", "unit", "rupiah", "per cent for a share"),
    Bad("procurement", "code=1275 indicator=pdn_value", "unit", "packages", "rupiah for a value"),
    Bad("mandates", "mandate_id=inpres-2-2022-pdn", "to_date", "2021-12-31", "not before from_date"),
    Bad("mandates", "mandate_id=inpres-2-2022-share", "value", "400", "at most 100 per cent"),
    Bad("mandates", "mandate_id=inpres-2-2022-share", "value", "0.4", "not a fraction"),
    Bad("mandates", "mandate_id=inpres-2-2022-share", "kind", "promise", "one of: law"),
    Bad("mandates", "mandate_id=inpres-2-2022-share", "from_date", "2022-13", "a day that exists"),
    Bad("onboarding", "state=total", "umkm", "74", "60 + 3 + 10 = 73"),
    Bad("onboarding", "state=total", "umkm", "-73", "at least 0"),
    Bad("onboarding", "state=total", "umkm", "7\u00a03", "without separators"),
    Bad("onboarding", "state=total", "as_of", f"{NEXT_YEAR}-06-03", "in the future"),
    Bad("onboarding", "state=total", "note_en", "abc ", "no space before or after it"),
    Bad("claims", "claim_id=C1", "said_on", "2022-06-31", "a day that exists"),
    Bad("claims", "claim_id=C1", "said_on", f"{NEXT_YEAR}-06-03", "in the future"),
    Bad("claims", "claim_id=W1", "stated_period", NEXT_YEAR, "in the future"),
    Bad("claims", "claim_id=C1", "indicator", "grdp_growht", "grdp_growth"),
    Bad("claims", "claim_id=C1", "words", "minus\x07", "U+0007"),
    Bad("claims", "claim_id=C1", "words", "minus\ntiga", "U+000A"),
    Bad("claims", "claim_id=C1", "value", "9" * 400, "at most 20 digits"),
    Bad("claims", "claim_id=C1", "source_id", "NOPE", "sources.csv"),
    Bad("claims", "claim_id=C5", "verified_by", "SEED_SJP, NOPE", "joined by '; '"),
    Bad("sources", "source_id=SIMREG", "published", "2025-02-30", "a day that exists"),
    Bad("sources", "source_id=SIMREG", "published", "tahun lalu", "a day that exists"),
    Bad("sources", "source_id=SIMREG", "published", NEXT_YEAR, "in the future"),
    Bad("sources", "source_id=SIMREG", "address", "javascript:alert(1)", "begins with https://"),
    Bad("sources", "source_id=SIMREG", "licence", "", "not an empty cell"),
    Bad("breaks", "code=9100", "code", "9999", "regions.csv"),
    Bad("breaks", "code=9100", "kind", "war", "one of: territory"),
    Bad("corrections", "code=3500", "source_value", "1", "now holds"),
    Bad("known_gaps", "code=1200", "code", "9999", "regions.csv"),
    Bad("regions", "code=3576", "parent_code", "3300", "3500, the province of 3576"),
    Bad("regions", "code=3576", "parent_code", "3577", "the code of a province"),
    Bad("regions", "code=3576", "kind", "kabupaten", "that of the name"),
    Bad("regions", "code=3577", "name", "Kota Mojokerto", "row 302 has the same"),
    Bad("regions", "code=3576", "latitude", "112.43", "at most 6.3"),
    Bad("regions", "code=3576", "latitude", "3.5", "of its province"),
    Bad("region_versions", "code=1206 version=2", "valid_from", "2020-02-30", "a day that exists"),
    Bad("region_versions", "code=1206 version=2", "valid_to", "2001-01-01", "not before valid_from"),
    Bad("region_versions", "code=1206 version=2", "valid_from", "2019-01-01", "after 2020-02-25"),
    Bad("itkp_weights", "component=sirup", "weight", "90", "add up to 100"),
    Bad("itkp_weights", "year=2024 component=sirup", "definition_from", "NOPE", "joined by '; '"),
    Bad("direct_award_limits", "limit_id=perpres-16-2018-goods", "category", "anything", "one of: goods"),
    Bad("direct_award_limits", "limit_id=perpres-16-2018-goods", "to_date", "2017-12-31", "not before from_date"),
    Bad("direct_award_limits", "limit_id=perpres-16-2018-construction", "to_date", "", "a day before 2025-05"),
    Bad("direct_award_limits", "limit_id=perpres-16-2018-construction", "to_date", "2025-06-01", "before 2025-05"),
    Bad("direct_award_limits", "limit_id=perpres-16-2018-goods", "value", "0", "at least 1"),
    Bad("umkm_published", "indicator=se2016_umk_share_of_enterprises", "value", "986", "at most 100 per cent"),
    Bad("umkm_published", "code=3576 indicator=umkm_count", "value", "29.993", "a whole number"),
    Bad("umkm_published", "code=3576 indicator=umkm_count", "year", NEXT_YEAR, "in the future"),
    Bad("channels", "since=2019", "since", NEXT_YEAR, "in the future"),
    Bad("certifications", "certificate=NIB", "applies_to", "everyone", "one of: all"),
    Bad("other_releases", "code=3500 year=2021", "kind", "rumour", "one of: earlier_release"),
    Bad("conflicts", "code=3519 year=2021", "other_from", "", "not an empty cell"),
    Bad("sectors", "sector_code=A", "name_id", "", "not an empty cell"),
]
"""What one cell, or one row, says of itself."""


@pytest.mark.parametrize("bad", CELLS, ids=lambda bad: f"{bad.table}-{bad.column}-{str(bad.new)[:12]!r}")
def test_a_bad_cell_is_named(copied: Path, bad: Bad) -> None:
    line = spoil(copied, bad)
    with pytest.raises(TableError) as caught:
        tables.read("population" if bad.table == "corrections" else bad.table)
    assert caught.value.file == f"data/{bad.table}.csv"
    at_place = [one for one in caught.value.problems if (one.row, one.column) == (line, bad.column)]
    assert any(bad.expected in str(one) for one in at_place), caught.value.problems
    assert all(str(one).replace("\u00a0", "").isprintable() for one in caught.value.problems)


FILES = {
    "semicolons": (lambda text: text.replace(b",", b";"), "by commas, not by semicolons"),
    "UTF-16": (lambda text: text.decode().encode("utf-16"), "CSV text in UTF-8"),
    "latin-1": (lambda text: text.replace(b"total", b"t\xf6tal"), "CSV text in UTF-8"),
    "a quote left open": (lambda text: text.replace(b"73,", b'"73,'), "CSV text"),
    "a blank line in the middle": (lambda text: text.replace(b"\n", b"\n\n", 1), "row 2: – expected no blank line"),
    "a row of commas": (lambda text: text + b"," * 9 + b"\n", "row 7, column code"),
    "a column too many": (lambda text: text.replace(b"\n", b",x\n"), "column x"),
    "a column misnamed": (lambda text: text.replace(b",status,", b",state2,"), "column status"),
    "a column twice": (lambda text: text.replace(b",status,", b",state,"), "each column once"),
    "a cell too many": (lambda text: text.replace(b",73,", b",7,3,"), "row 5"),
    "nothing": (lambda _: b"", "this column"),
    "a header alone": (lambda text: text.split(b"\n")[0] + b"\n", "at least one row"),
    "a NUL": (lambda text: text.replace(b",73,", b",7\x003,"), "row 5, column umkm"),
    "a row twice": (lambda text: text + text.split(b"\n")[4] + b"\n", "row 5 has the same"),
}
"""What a file can be: of onboarding.csv, whose fifth row is the total."""


@pytest.mark.parametrize("fault", FILES)
def test_a_bad_file_is_named(copied: Path, fault: str) -> None:
    change, expected = FILES[fault]
    path = copied / "data" / "onboarding.csv"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(TableError) as caught:
        tables.read("onboarding")
    assert str(caught.value).startswith("data/onboarding.csv")
    assert expected in str(caught.value)


HARMLESS: dict[str, Callable[[bytes], bytes]] = {
    "mark of byte order": lambda text: b"\xef\xbb\xbf" + text,
    "lines of Windows": lambda text: text.replace(b"\n", b"\r\n"),
    "lines of an old Mac": lambda text: text.replace(b"\n", b"\r"),
    "no end of the last line": lambda text: text.rstrip(b"\n"),
    **{
        f"ends in {end!r}": lambda text, end=end: text + end
        for end in (b"\n", b"\r", b"\r\n", b"\n\r", b"\n\n\r\n\n", b" \n", b"\t\n \n", b"\xc2\xa0\n", b'""\n')
    },
}
"""What editors and spreadsheets do to a file without changing what it says."""
AT_ONCE: dict[str, Callable[[bytes], bytes]] = {
    "of Windows": lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n") + b'""\n \r\n\t\n\xc2\xa0\n',
    "of an old Mac": lambda text: text.replace(b"\n", b"\r") + b"\r\n\r",
    "no end": lambda text: b"\xef\xbb\xbf" + text.rstrip(b"\n"),
}
"""The same in three files, where a table takes long to read."""
LARGE = 16 * 1024
"""Bytes of a table that takes a tenth of a second to read."""


@pytest.mark.parametrize("name", sorted(datapackage.resources()))
def test_ends_and_marks_of_editors_do_no_harm(copied: Path, name: str) -> None:
    before, marks = tables.read(name), fingerprints.fingerprint(name)
    path = copied / "data" / f"{name}.csv"
    text = path.read_bytes()
    for what, change in (HARMLESS if len(text) < LARGE else AT_ONCE).items():
        if b"\n" in b"".join(text.split(b'"')[1::2]) and what.startswith(("lines", "of ")):
            continue  # a line break inside a cell is part of what it says
        path.write_bytes(change(text))
        project.clear_caches()
        assert tables.every_row(name).index.tolist() == list(before.index), what
        assert tables.read(name).equals(before), what
        assert fingerprints.fingerprint(name) == marks, what


FIGURES = [
    {
        "million in a year": Bad("grdp_level", "code=1107 year=2015", LEVEL, times(1000), "another unit typed"),
        "digits transposed": Bad("grdp_level", "code=3322 year=2018", LEVEL, turned(1), "is a digit wrong"),
        "digits transposed in the last year": Bad("grdp_level", "code=5104 year=2025", LEVEL, turned(0), "last rate"),
        "sign of a rate": Bad("grdp_growth", "code=3576 year=2020", "growth_pct", "3.69", "its publisher prints"),
        "sign of a province's rate": Bad("grdp_growth", "code=3500 year=2024", "growth_pct", "-4.93", "together grow"),
        "sector in another unit": Bad(
            "grdp_sector", "code=3576 year=2021 sector_code=G", LEVEL, times(1000), "sector G"
        ),
        "people in thousands": Bad("population", "code=3576 year=2022", "population", "134", "as many are registered"),
        "another release's point": Bad("other_releases", "code=3500 year=2021", "value", "35.7", "no two releases"),
        "a conflict's value": Bad("conflicts", "code=3519 year=2021", "value_kept", "33.2", "said to be kept"),
        "a scope elsewhere": Bad("procurement", "code=3576", "scope", "Kota Madiun", "is 3577"),
    },
    {
        "million in the last year": Bad("grdp_level", "code=1107 year=2025", LEVEL, times(1000), "another unit typed"),
        "fraction for a rate": Bad(
            "grdp_growth", "code=3576 year=2021", "growth_pct", "0.0365", "its publisher prints"
        ),
        "point of a province's rate": Bad("grdp_growth", "code=1100 year=2024", "growth_pct", "46.6", "together grow"),
        "a digit of people": Bad("population", "code=3576 year=2022", "population", "143350", "row 504"),
        "another release's unit": Bad("other_releases", "code=5171 year=2021", "value", times(1000), "no two releases"),
    },
    {
        "million in the first year": Bad("grdp_level", "code=1107 year=2010", LEVEL, times(1000), "another unit typed"),
        "point of the nation's rate": Bad("grdp_growth", "code=0000 year=2024", "growth_pct", "50.3", "together grow"),
        "a digit too many of people": Bad("population", "code=3576 year=2023", "population", "1354140", "digit wrong"),
    },
    {
        "current prices in the last year": Bad(
            "grdp_level", "code=1107 year=2025", LEVEL, times(1.6), "current prices"
        ),
        "a census among projections": Bad(
            "population", "code=3576 year=2019", "basis", "census_sp2020", "no base of this year"
        ),
        "a digit of people registered": Bad(
            "population_registered", "code=1107 year=2023", "population", lambda cell: f"{cell}0", "digit wrong"
        ),
    },
    {
        "current prices in the first year": Bad("grdp_level", "code=1107 year=2010", LEVEL, times(1.2), "first rate"),
        "a break of another region": Bad("breaks", "code=9100 table=grdp_growth", "code", "3576", "grdp_level"),
    },
]
"""Valid cells that other figures contradict, those wrong at the same time of which none hides another; more of the kind
in test_guards.py."""


NAMES_THE_NEXT = {"current prices in the first year", "a break of another region"}
"""Where a guard names the figure that no longer fits, not yet the row that is wrong: the year after, the rate."""


def errors() -> list[str]:
    validity.skip_validation_of(fingerprints.data_version(project.root()))  # the cells are valid
    return [remark.text for remark in guards.remarks() if remark.error]


@pytest.mark.slow
@pytest.mark.parametrize("wrong", FIGURES, ids=lambda wrong: next(iter(wrong)))
def test_a_figure_that_others_contradict_is_named(copied: Path, wrong: dict[str, Bad]) -> None:
    named = {name: (bad.table, str(spoil(copied, bad))) for name, bad in wrong.items()}
    texts = errors()
    for name, bad in wrong.items():
        code = bad.where[len("code=") :][:4]
        found = [text for text in texts if bad.expected in text and code in text]
        assert found, (name, texts)
        rows = set(re.findall(r"data/(\w+)\.csv, row (\d+)", " ".join(found)))
        assert rows, name
        assert (named[name] in rows) == (name not in NAMES_THE_NEXT), (name, found)
        assert ", column " in found[0], name


@pytest.mark.slow
@pytest.mark.parametrize(
    "factors", [{"9112": 0.001, "8171": 0.001, "3173": 1000.0}, {"0000": 1000.0}], ids=["regions", "the nation"]
)
def test_a_whole_series_in_another_unit_is_named(copied: Path, factors: dict[str, float]) -> None:
    for code, factor in factors.items():
        spoil(copied, Bad("grdp_level", f"code={code}", LEVEL, times(factor, 3), ""), every=True)
    texts = errors()
    for code in factors:
        assert any(f": {code} " in text or f"{code} Indonesia" in text for text in texts), code
    if "9112" in factors:  # a small region
        assert any("9112" in text and "a person registered" in text for text in texts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "swapped",
    [
        {
            "levels seen by other releases": ("grdp_level", LEVEL, "code=1608", "code=1609"),
            "levels seen by their people": ("grdp_level", LEVEL, "code=9412", "code=9435"),
            "levels seen by published rates": ("grdp_level", LEVEL, "code=3576", "code=3577"),
            "the last two years": ("grdp_level", LEVEL, "code=5104 year=2024", "code=5104 year=2025"),
            "registered people": ("population_registered", "population", "code=1107 year=2023", "code=1108 year=2023"),
        },
        {
            "the first two years": ("grdp_level", LEVEL, "code=5104 year=2010", "code=5104 year=2011"),
            "published rates": ("grdp_growth", "growth_pct", "code=3576", "code=3577"),
        },
        {
            "two years": ("grdp_level", LEVEL, "code=5104 year=2016", "code=5104 year=2017"),
            "people": ("population", "population", "code=3576", "code=3577"),
        },
        {"years of people": ("population", "population", "code=3576 year=2015", "code=3576 year=2018")},
        {
            "sectors": (
                "grdp_sector", LEVEL, "code=3576 year=2021 sector_code=G", "code=3576 year=2021 sector_code=C"
            ),
        },
    ],
    ids=lambda swapped: next(iter(swapped)),
)  # fmt: skip
def test_figures_swapped_are_named(copied: Path, swapped: dict[str, tuple[str, str, str, str]]) -> None:
    for table, column, one, other in swapped.values():
        path = copied / "data" / f"{table}.csv"
        rows = read(path)
        at = rows[0].index(column)
        for mine, theirs in zip(lines(rows, one), lines(rows, other), strict=True):
            rows[mine][at], rows[theirs][at] = rows[theirs][at], rows[mine][at]
        write(path, rows)
    texts = errors()
    for name, (_, _, one, _) in swapped.items():
        code = one.partition(" ")[0].removeprefix("code=")
        assert any(f": {code} " in text and ", row " in text for text in texts), (name, texts)


def test_a_year_that_is_missing_is_a_gap_of_its_province(copied: Path) -> None:
    path = copied / "data" / "grdp_level.csv"
    rows = read(path)
    del rows[lines(rows, "code=3578 year=2018")[0]]
    write(path, rows)
    assert any("3500 Jawa Timur 2018" in text for text in errors())


def test_a_turn_that_is_known_is_gone_once_the_figure_is_mended(copied: Path) -> None:
    path = copied / "data" / "known_gaps.csv"
    rows = read(path)
    row = rows[lines(rows, "code=8206 year=2025")[0]]
    row[rows[0].index("gap")] = "12.00"
    write(path, [*rows, ["3576", "2020", "path", "9.00", "gone", "hilang"]])
    validity.skip_validation_of(fingerprints.data_version(project.root()))
    found = guards.remarks()
    assert any(one.error and "8206" in one.text and "known_gaps says +12.00" in one.text for one in found)
    assert any(not one.error and "3576 Kota Mojokerto 2020: there is no such turn" in one.text for one in found)


def test_rows_that_contradict_themselves_are_found_beside_rows_with_a_bad_cell(copied: Path) -> None:
    spoil(copied, Bad("mandates", "mandate_id=inpres-2-2022-pdn", "to_date", "2021-12-31", ""))
    spoil(copied, Bad("mandates", "mandate_id=pp-7-2021-sales", "from_date", "2021-02-30", ""))
    with pytest.raises(DataError) as caught:
        tables.read("mandates")
    assert "not before from_date" in str(caught.value)
    assert "a day that exists" in str(caught.value)
