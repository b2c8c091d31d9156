"""Editions: one small file each, read again as it was, compared cell by cell."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import fingerprints, project, series, tables, validity
from umkm_analysis.datasets.editions import archive, compare, earlier, edition, opening
from umkm_analysis.datasets.editions.compare import Kind
from umkm_analysis.datasets.statistics.importer import import_statistics
from umkm_analysis.datasets.statistics.request import Kind as Statistics
from umkm_analysis.datasets.statistics.request import StatisticsRequest
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

OLD = "2026.11.25"
TEXT = "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2025**;2026**\nKota Padang Panjang;{};3.400,00\n"


def imported(home: Path, *, factor: float = 1.0) -> None:
    known = f"{series.levels()['1374'][2025] * factor:.2f}".replace(".", ",")
    path = home / "pdrb.csv"
    path.write_text(TEXT.format(known), encoding="utf-8")
    import_statistics([path], StatisticsRequest(Statistics.GRDP, vintage="2026-11"))


def rows_of(content: bytes, *key: str) -> dict[tuple[str, ...], dict[str, str]]:
    return {tuple(row[part] for part in key): row for row in csv.DictReader(io.StringIO(content.decode()))}


def test_an_edition_is_named_by_its_month_and_the_codes_of_own_statistics(copied: Path) -> None:
    shipped = edition.current()
    assert shipped.name == edition.version()
    imported(copied)
    assert edition.current().name == f"{shipped.name} + 1374"
    assert edition.current().digest != shipped.digest


def test_what_is_only_described_otherwise_is_the_same_edition(copied: Path) -> None:
    before = edition.digest()
    package = copied / "data" / "datapackage.json"
    package.write_text(package.read_text(encoding="utf-8").replace("Population of", "People of"), encoding="utf-8")
    project.clear_caches()
    assert edition.digest() == before
    mandates = copied / "data" / "mandates.csv"
    mandates.write_text(mandates.read_text(encoding="utf-8").replace(",40,", ",41,"), encoding="utf-8")
    project.clear_caches()
    assert edition.digest() != before


def test_an_archive_has_equal_bytes_and_gives_back_every_file(copied: Path, tmp_path: Path) -> None:
    imported(copied)
    files = archive.gather()
    content = archive.pack(files, name="a", version="2026.11", day="2026-11-27")
    assert content == archive.pack(dict(reversed(files.items())), name="a", version="2026.11", day="2026-11-27")
    (tmp_path / "a.zip").write_bytes(content)
    found, again = archive.read(tmp_path / "a.zip")
    assert again == files
    assert any(name.startswith("data/own/") for name in files)
    assert found.digest == edition.current().digest


@pytest.mark.parametrize(
    ("member", "content", "words"),
    [
        ("data/grdp_level.csv", b"code,year\n", "not as it was packed"),
        ("data/../../evil.csv", b"x", "which no edition does"),
        ("data/own/0123abcd/import.json", b"{}", "not readable as an edition"),
        ("edition.json", b"{}", "not readable as an edition"),
    ],
)
def test_a_file_that_is_not_as_it_was_packed_is_refused(
    member: str, content: bytes, words: str, root: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(root / "data" / "editions" / f"{OLD}.zip") as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as changed:
        for name, data in {**files, member: content}.items():
            changed.writestr(name, data)
    with pytest.raises(DataError, match=words):
        archive.read(tmp_path / "x.zip")


def test_the_shipped_edition_is_small_and_of_25_november() -> None:
    (kept,) = (each for each in archive.kept() if not each.pinned)
    assert kept.archive is not None
    assert (kept.name, kept.day, kept.digest) == (OLD, "2026-11-25", "e7843a6570d4")
    assert kept.archive.stat().st_size < 100_000


def test_figures_that_differ_are_those_of_a_comparison_by_hand(root: Path) -> None:
    with zipfile.ZipFile(root / "data" / "editions" / f"{OLD}.zip") as whole:
        old = rows_of(whole.read("data/grdp_growth.csv"), "code", "year")
    new = rows_of((root / "data" / "grdp_growth.csv").read_bytes(), "code", "year")
    revised = {key for key in old.keys() & new.keys() if float(old[key]["growth_pct"]) != float(new[key]["growth_pct"])}
    with opening.opened(OLD) as then:
        found = [change for change in compare.changes(then.place, None) if change.table == "grdp_growth"]
    assert {(one.code, str(one.year)) for one in found if one.kind is Kind.REVISED} == revised
    assert {(one.code, str(one.year)) for one in found if one.old is None} == new.keys() - old.keys()
    assert {(one.code, str(one.year)) for one in found if one.kind is Kind.GONE} == old.keys() - new.keys()
    (madiun,) = (one for one in found if (one.code, one.year) == ("3577", 2020))
    assert (madiun.kind, madiun.old, madiun.new) == (Kind.REVISED, -3.39, -5.34)


def test_a_table_that_an_edition_has_to_the_byte_is_read_once(copied: Path) -> None:
    (kept,) = archive.kept()
    validity.skip_validation_of(fingerprints.data_version(copied))
    with project.reading(opening.loaded(kept)):
        then = {name: (tables.every_row(name), fingerprints.keys_of(name)) for name in ("grdp_sector", "grdp_level")}
    assert tables.every_row("grdp_sector") is then["grdp_sector"][0]
    assert tables.every_row("grdp_level") is not then["grdp_level"][0]
    assert fingerprints.keys_of("grdp_sector") == then["grdp_sector"][1]


def test_a_kept_edition_is_brought_into_layout_table_by_table_as_it_is_asked_for(
    copied: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept,) = archive.kept()
    validity.skip_validation_of(fingerprints.data_version(copied))
    folder = tmp_path_factory.mktemp("edition")
    assert kept.archive is not None
    files = archive.read(kept.archive)[1]
    opening.unpack(files, folder, kept)
    parsed: list[bytes] = []
    rows_of = archive.rows_of
    monkeypatch.setattr(archive, "rows_of", lambda content: (parsed.append(content), rows_of(content))[1])
    place = opening.loaded(kept)
    assert place.files is not None
    with project.reading(place):
        rates = tables.read("grdp_growth")
        assert fingerprints.keys_of("grdp_growth") == set(rates["code"])
        assert {name for name, content in files.items() if content in parsed} == {
            "data/corrections.csv",
            "data/grdp_growth.csv",
        }
        assert len(parsed) == len(set(parsed))
    assert dict(place.files) == {path.name: path.read_bytes() for path in (folder / "data").glob("*.csv")}
    with project.reading(project.edition_place(folder)):
        assert tables.read("grdp_growth").equals(rates)


def test_own_statistics_of_a_pinned_edition_are_read_without_its_files(copied: Path) -> None:
    imported(copied)
    mine = series.levels()["1374"]
    archive.pin("printed", day="2026-11-27")
    (kept,) = (each for each in archive.kept() if each.pinned)
    assert kept.archive is not None
    place = opening.loaded(kept)
    kept.archive.unlink()
    with project.reading(place):
        assert series.levels()["1374"].equals(mine)
        assert fingerprints.fingerprint("grdp_level", ["1374"])
        assert any(source.startswith("OWN_") for source in fingerprints.keys_of("sources"))


def test_what_own_statistics_add_to_an_equal_file_is_not_shared(copied: Path) -> None:
    imported(copied)
    (kept,) = archive.kept()
    with project.reading(opening.loaded(kept)):
        before = set(fingerprints.keys_of("sources"))
    assert set(fingerprints.keys_of("sources")) > before


def test_corrections_and_withheld_cells_of_an_edition_are_its_own() -> None:
    with opening.opened(OLD) as then:
        found = compare.changes(then.place, None, codes=["3577"], names=["grdp_level"])
    assert {one.year: one.kind for one in found if one.year in {2014, 2020, 2021, 2025}} == {
        2014: Kind.NEW,
        2020: Kind.REVISED,
        2021: Kind.NEW_YEAR,  # withheld then, as 2022: of another release
        2025: Kind.NEW_YEAR,
    }


def test_what_an_edition_lacks_is_filled_in_from_today() -> None:
    with opening.opened(OLD) as then, project.reading(then.place):
        assert set(tables.read("population")["basis"]) == {"projection_sp2010", "census_sp2020", "projection_sp2020"}
        assert len(tables.read("regions")) == 553
        assert tables.read("grdp_level")["bps_state"].isna().all()
        assert edition.current().name == OLD
    assert tables.read("grdp_level")["bps_state"].notna().any()
    assert edition.current().name == "2026.11"


@pytest.mark.parametrize("named", ["2030.01", "--output=x", "nowhere/at/all"])
def test_what_is_no_edition_is_refused_with_those_there_are(named: str, copied: Path) -> None:
    del copied
    with pytest.raises(UsageError, match=r"2026\.11, 2026\.11\.25"), opening.opened(named):
        pass


def test_a_folder_is_read_and_validated(copied: Path, tmp_path: Path, root: Path) -> None:
    del copied
    with opening.opened(str(root)) as same:
        assert compare.changes(same.place, None) == []
    with pytest.raises(UsageError, match="no folder of an edition"), opening.opened(str(tmp_path.parent)):
        pass


def test_pages_are_held_against_what_was_pinned_else_shipped_without_own_else_the_shipped_edition(copied: Path) -> None:
    assert earlier_name() == OLD
    assert earlier_name("1374") == OLD
    imported(copied)
    assert earlier_name("1374") == "2026.11"
    assert earlier_name("3576") == OLD
    assert archive.pin("printed", day="2026-11-27")[1]
    assert earlier_name("1374") == "2026.11"  # the pinned one is the one that stands
    assert not archive.pin("printed", day="2026-11-28")[1]
    own = next((copied / "data" / "own").glob("[!.]*"))
    own.rename(copied / "data" / "own" / ".away")
    project.clear_caches()
    assert earlier_name("1374") == "printed"
    with pytest.raises(UsageError, match="of other tables"):
        archive.pin("Printed", day="2026-11-28")


def earlier_name(code: str = "3576") -> str | None:
    found = earlier.earlier({"grdp_level": [code]})
    return found and found.name


def test_without_any_earlier_edition_there_is_none(copied: Path) -> None:
    (copied / "data" / "editions" / f"{OLD}.zip").unlink()
    assert earlier_name() is None
    assert earlier.fingerprint({"grdp_level": ["3576"]}) == ""


def test_the_file_says_what_it_is(root: Path) -> None:
    with zipfile.ZipFile(root / "data" / "editions" / f"{OLD}.zip") as whole:
        about = json.loads(whole.read("edition.json"))
    assert about == {"format": 1, "name": OLD, "version": OLD, "day": "2026-11-25", "digest": "e7843a6570d4"}
