"""Imports are kept whole, or not at all, and taken back whole."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from umkm_analysis.datasets import fingerprints, project, regions, series, tables
from umkm_analysis.datasets.own import store
from umkm_analysis.datasets.statistics.importer import import_statistics
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.datasets.validation import guards
from umkm_analysis.datasets.validation.bad_rows import problem_of_rows
from umkm_analysis.errors import TableError, UsageError
from umkm_analysis.reports.registry import find_report

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2024*;2025**;2026**\nKota Padang Panjang;{};{};3.400,00\n"


def imported(home: Path, *, factor: float = 1.02, **said: Any) -> str:
    """Import two known years, changed by a factor, and a new one; return the id."""
    known = series.levels()["1374"]
    cells = [f"{known[year] * factor:.2f}".replace(".", ",") for year in (2024, 2025)]
    path = home / "pdrb.csv"
    path.write_text(TEXT.format(*cells), encoding="utf-8")
    return import_statistics([path], StatisticsRequest(Kind.GRDP, vintage="2026-05", **said)).about.id


def test_an_import_holds_the_file_its_hash_and_who_said_so(copied: Path) -> None:
    id_ = imported(copied, source="BPS Kota Padang Panjang, PDRB 2026", said_by="Bappeda")
    place = copied / "data" / "own" / id_
    assert (place / "files" / "pdrb.csv").read_bytes() == (copied / "pdrb.csv").read_bytes()
    about = json.loads((place / "import.json").read_text(encoding="utf-8"))
    assert (about["publisher"], about["title"]) == ("BPS Kota Padang Panjang", "PDRB 2026")
    assert (about["said_by"], about["vintage"], about["codes"]) == ("Bappeda", "2026-05", ["1374"])
    with (place / "grdp_level.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["code"], row["year"], row["bps_state"]) for row in rows] == [
        ("1374", "2024", "preliminary"),
        ("1374", "2025", "very preliminary"),
        ("1374", "2026", "very preliminary"),
    ]
    assert rows[-1]["note"] == "pdrb.csv, row 3, column 4"


def test_the_tables_say_what_is_own_and_what_is_linked(copied: Path) -> None:
    before = series.levels()["1374"]
    id_ = imported(copied)
    after, status = series.levels()["1374"], series.remarks("grdp_level", "status")["1374"]
    assert after[2026] == 3400.0
    assert (status[2023], status[2024], status[2026]) == ("linked", "own", "own")
    assert after[2023] / after[2022] == pytest.approx(before[2023] / before[2022], abs=1e-8)
    assert f"OWN_{id_.upper()}" in set(tables.read("sources")["source_id"])
    assert not [remark.text for remark in guards.remarks() if remark.error]


def test_undo_brings_the_earlier_figures_back(copied: Path) -> None:
    before, version = series.levels()["1374"].dropna(), fingerprints.data_version(copied)
    id_ = imported(copied)
    assert fingerprints.data_version(copied) != version
    store.undo(id_)
    assert series.levels()["1374"].dropna().equals(before)
    assert fingerprints.data_version(copied) == version
    with pytest.raises(UsageError, match=f'no import "{id_}"; there are: none'):
        store.undo(id_)


def test_only_reports_that_read_the_region_change(copied: Path) -> None:
    own, other = regions.find("1374"), regions.find("3576")
    report = find_report("economic-recovery")
    before = {region: fingerprints.fingerprints(report.rows_read(region)) for region in (own, other)}
    imported(copied)
    after = {region: fingerprints.fingerprints(report.rows_read(region)) for region in (own, other)}
    assert after[other] == before[other]
    assert {name for name in after[own] if after[own][name] != before[own][name]} == {"grdp_level", "sources"}


def test_a_changed_import_stops_only_the_reports_that_read_it(copied: Path) -> None:
    id_ = imported(copied)
    path = copied / "data" / "own" / id_ / "grdp_level.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("3400", "3500"), encoding="utf-8")
    project.clear_caches()
    with pytest.raises(TableError, match=f"data/own/{id_}/grdp_level.csv: not as it was imported"):
        tables.read("grdp_level")
    bad = tables.set_aside_bad_rows()
    report = find_report("economic-recovery")
    assert problem_of_rows(report.rows_read(regions.find("3576")), bad) is None
    assert f"umkm data undo {id_}" in (problem_of_rows(report.rows_read(regions.find("1374")), bad) or "")
    assert 2026 not in series.levels().index


def test_a_record_that_cannot_be_read_stops_the_regions_of_its_tables(copied: Path) -> None:
    id_ = imported(copied)
    (copied / "data" / "own" / id_ / "import.json").write_text("{", encoding="utf-8")
    project.clear_caches()
    (bad,) = tables.set_aside_bad_rows()
    assert bad.file == f"data/own/{id_}"
    assert bad.concerns["grdp_level"] == {"1374"}
    store.undo(id_)
    assert store.imports() == ()


def test_a_newer_release_stands_over_an_older_one(copied: Path) -> None:
    imported(copied)
    path = copied / "revisi.csv"
    path.write_text(
        "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2026\nKota Padang Panjang;3.500,00\n", encoding="utf-8"
    )
    request = StatisticsRequest(Kind.GRDP, vintage="2026-11")
    newer = import_statistics([path], request).about
    assert [found.id for found in store.imports()][-1] == newer.id
    levels, status = series.levels()["1374"], series.remarks("grdp_level", "status")["1374"]
    assert (levels[2026], status[2026], status[2025]) == (3500.0, "own", "linked")


def test_two_imports_at_once_are_refused(copied: Path) -> None:
    (copied / "data" / "own").mkdir()
    with FileLock(copied / "data" / "own" / ".lock"), pytest.raises(UsageError, match="another import is under way"):
        imported(copied)
    assert store.imports() == ()


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests import reading
from umkm_analysis.datasets import project, series, tables
from umkm_analysis.datasets.own import store
from umkm_analysis.datasets.statistics import importer
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest

paths, request = [Path(sys.argv[1])], StatisticsRequest(Kind.GRDP, vintage="2026-05")
STEPS = [(os, "fsync"), (os, "rename"), (os, "rmdir"), (os, "unlink")]
STEPS += [(Path, name) for name in ("replace", "rename", "write_bytes", "mkdir", "read_bytes")]


def die_at(limit):
    done = []
    for target, name in STEPS:
        def patched(*args, real=getattr(target, name), **kwargs):
            done.append(real)
            if len(done) == limit:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)
        setattr(target, name, patched)


def forked(work, limit):
    child = os.fork()
    if not child:
        die_at(limit)
        work()
        os._exit(0)
    project.clear_caches()
    status = os.waitpid(child, 0)[1]
    problems = [found.problem for found in store.imports()]
    assert problems in ([], [""]), (limit, problems)
    assert (series.levels()["1374"].get(2026) == 3400.0) == bool(problems), (limit, problems)
    return status == 0, bool(problems)


tables.read_csv = reading.once(project.root() / "data")  # the published tables stay as they are
series.levels()
kills = 0
for work in (lambda: importer.import_statistics(paths, request), lambda: store.undo(store.imports()[0].id)):
    for limit in range(1, 100):
        ended, there = forked(work, limit)
        kills += not ended
        importing = work.__code__.co_names[0] == "importer"
        if ended:
            assert there == importing
            break
        if there != importing:
            continue  # not begun, or not done: the next try begins anew
        importer.import_statistics(paths, request) if not importing else store.undo(store.imports()[0].id)
        project.clear_caches()
print(kills)
"""


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_all_or_nothing(copied: Path, root: Path) -> None:
    levels = copied / "data" / "grdp_level.csv"  # which is read after every kill
    header, *rows = levels.read_text(encoding="utf-8").splitlines(keepends=True)
    levels.write_text(header + "".join(row for row in rows if row.startswith(("0000", "13"))), encoding="utf-8")
    id_ = imported(copied)
    store.undo(id_)
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", KILLED, str(copied / "pdrb.csv"), str(root)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 15
    assert imported(copied) == id_
    assert [place.name for place in (copied / "data" / "own").iterdir() if place.is_dir()] == [id_]


def test_a_wrong_id_leaves_nothing_behind(copied: Path) -> None:
    with pytest.raises(UsageError, match="There is no import"):
        store.undo("own-x")
    assert not (copied / store.FOLDER).exists()
