"""Imports at several dates: what counts, what stays as it was, and that no sum ever holds a snapshot."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import Bring, kept, plans, save
from umkm_analysis.datasets.procurement_lines import importer
from umkm_analysis.datasets.procurement_lines.changes import Changes, changes
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.datasets.procurement_lines.store import catalog, snapshots
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARCH, JUNE, SEPTEMBER = "2025-03-31", "2025-06-30", "2025-09-30"


def snapshot(bring: Bring, path: Path, date: str | None = None, **options: Any) -> Any:
    return bring("rup-provider", path, as_of=date, existing=Existing.SNAPSHOT, **options)


def dates() -> dict[str, bool]:
    return {state.date: state.counts for state in snapshots.states(catalog.stored())}


def content(folder: Path) -> dict[str, bytes]:
    """What the list of imports names, and the list; not what a killed import left behind."""
    named = {name for import_ in catalog.stored().all_imports for part in import_.parts for name in part.files}
    return {name: (folder / name).read_bytes() for name in (*named, catalog.IMPORTS_FILE)}


def test_a_snapshot_is_in_no_sum_and_an_older_one_takes_nobody_s_place(
    bring: Bring, folder: Path, tmp_path: Path
) -> None:
    snapshot(bring, plans(tmp_path / "june.csv", {"pagu": "200"}, {"kd_rup": "2"}), JUNE)
    assert json.loads((folder / catalog.IMPORTS_FILE).read_text())["snapshots"] == []
    march = plans(tmp_path / "march.csv", {}, {"kd_rup": "3", "pagu": "7"})
    snapshot(bring, march, MARCH)
    assert dates() == {JUNE: True, MARCH: False}
    assert kept("package, value") == [("1", 200), ("2", 100)]
    assert len(json.loads((folder / catalog.IMPORTS_FILE).read_text())["snapshots"]) == 1
    (older,), (newer,) = snapshots.files_as_of(MARCH), snapshots.files_as_of(JUNE)
    assert changes([older], [newer]) == Changes(1, 100, 1, 7, 1, 100, 0)
    with pytest.raises(DataError, match=f"as of 2025-01-01; there are {MARCH}, {JUNE}"):
        snapshots.files_as_of("2025-01-01")
    # the same file is no news, but the state of another day where that is said
    assert snapshot(bring, march).account is None
    assert snapshot(bring, march, MARCH).account is None
    snapshot(bring, march, SEPTEMBER)
    assert dates() == {JUNE: False, MARCH: False, SEPTEMBER: True}
    assert kept("package, value") == [("1", 100), ("3", 7)]
    assert len(list(folder.rglob("*.parquet"))) == 3


def test_of_one_day_there_is_one_state_until_it_is_replaced(bring: Bring, folder: Path, tmp_path: Path) -> None:
    snapshot(bring, plans(tmp_path / "march.csv", {}), MARCH)
    snapshot(bring, plans(tmp_path / "june.csv", {"pagu": "200"}), JUNE)
    better = plans(tmp_path / "better.csv", {"pagu": "150"})
    with pytest.raises(UsageError, match=rf"for Kota Mojokerto as of {MARCH} stand already \(from march.csv\)"):
        snapshot(bring, better, MARCH)
    bring("rup-provider", better, as_of=MARCH, existing=Existing.REPLACE)
    assert dates() == {MARCH: False, JUNE: True}
    assert kept("value") == [(200,)]
    assert [lines.lines.sources[0][0] for lines in catalog.stored().snapshots] == ["better.csv"]
    # what replaces what counts must be the newest itself
    with pytest.raises(UsageError, match=f"a snapshot as of {MARCH} stands"):
        bring("rup-provider", plans(tmp_path / "old.csv", {"pagu": "5"}), as_of="2025-01-31", existing=Existing.REPLACE)
    bring("rup-provider", plans(tmp_path / "new.csv", {"pagu": "5"}), as_of=SEPTEMBER, existing=Existing.REPLACE)
    assert (dates(), kept("value")) == ({MARCH: False, SEPTEMBER: True}, [(5,)])
    assert len(list(folder.rglob("*.parquet"))) == 2


def test_other_kinds_of_the_same_contracts_are_refused_beside_snapshots_too(
    bring: Bring, inaproc: Callable[..., Path], tmp_path: Path
) -> None:
    bring("inaproc", inaproc({}), as_of=JUNE)
    tender = save(tmp_path / "t.csv", ["kd_tender", "nilai_kontrak", "nama_klpd"], [["T1", "5", "Kota Mojokerto"]])
    with pytest.raises(UsageError, match="tender tells of the same packages, which would count twice"):
        bring("tender", tender, as_of=MARCH, existing=Existing.SNAPSHOT)


def test_a_damaged_snapshot_is_repaired_as_of_its_own_date(bring: Bring, tmp_path: Path) -> None:
    march = plans(tmp_path / "march.csv", {})
    snapshot(bring, march, MARCH)
    snapshot(bring, plans(tmp_path / "june.csv", {"pagu": "200"}), JUNE)
    (damaged,) = snapshots.files_as_of(MARCH)
    damaged.write_bytes(damaged.read_bytes()[:200])
    bring("rup-provider", march, existing=Existing.REPLACE)  # a file of today
    assert (dates(), kept("value")) == ({MARCH: False, JUNE: True}, [(200,)])
    assert changes(snapshots.files_as_of(MARCH), snapshots.files_as_of(JUNE)).changed == 1


def test_a_lost_key_is_missed_where_only_snapshots_are_left(
    bring: Bring, inaproc: Callable[..., Path], folder: Path
) -> None:
    bring("inaproc", inaproc({}), as_of=MARCH)
    with catalog.changing() as prepared:
        stored = catalog.stored()
        catalog.publish(prepared, catalog.Stored((), (catalog.Snapshot(MARCH, stored.imports[0]),)))
    (folder / catalog.SECRET_FILE).unlink()
    with pytest.raises(DataError, match="the key of the hashes"):
        bring("inaproc", inaproc({"Kode Paket": "P2"}, name="b.csv"), as_of=JUNE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "step", ["move_into_place", "write_atomically", "sweep"], ids=["files", "before the list", "after the list"]
)
def test_an_import_that_is_killed_leaves_what_stood_or_what_is_new(
    bring: Bring, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    snapshot(bring, plans(tmp_path / "march.csv", {}), MARCH)
    june = plans(tmp_path / "june.csv", {"pagu": "200"})
    importer.import_files  # noqa: B018 - loaded before the fork
    before = content(folder)
    child = os.fork()
    if not child:
        monkeypatch.setattr(catalog, step, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        try:
            snapshot(bring, june, JUNE)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    if step == "sweep":
        assert (dates(), kept("value")) == ({MARCH: False, JUNE: True}, [(200,)])
        assert {
            name: data for name, data in content(folder).items() if name in before and name != catalog.IMPORTS_FILE
        } == {name: data for name, data in before.items() if name != catalog.IMPORTS_FILE}
        assert snapshot(bring, june, JUNE).account is None
    else:
        assert (dates(), content(folder)) == ({MARCH: True}, before)
        snapshot(bring, june, JUNE)
        assert (dates(), kept("value")) == ({MARCH: False, JUNE: True}, [(200,)])
    assert len(list(folder.rglob("*.parquet"))) == 2
