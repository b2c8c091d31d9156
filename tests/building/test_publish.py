from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from umkm_analysis.building import publish as publishing
from umkm_analysis.building.publish import forget, keep, publish

FULL_DISK = OSError(errno.ENOSPC, "No space left on device")


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def pair(tmp_path: Path) -> dict[Path, str]:
    return {tmp_path / "a" / "page.json": "new record\n", tmp_path / "a" / "page.html": "new page\n"}


@pytest.fixture
def second_move_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def fail_at_page(self: Path, target: Path) -> Path:
        if self.read_text() == "new page\n":
            raise FULL_DISK
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_page)


def test_files_are_written_with_their_folders_and_nothing_else(pair: dict[Path, str], tmp_path: Path) -> None:
    publish(pair)
    assert content(tmp_path) == {"page.json": "new record\n", "page.html": "new page\n"}
    assert {path.stat().st_mode & 0o777 for path in pair} == {0o644}


def test_files_are_replaced(pair: dict[Path, str], tmp_path: Path) -> None:
    publish(dict.fromkeys(pair, "old"))
    publish(pair)
    assert content(tmp_path) == {"page.json": "new record\n", "page.html": "new page\n"}


@pytest.mark.usefixtures("second_move_fails")
def test_a_failing_second_file_takes_the_first_back(pair: dict[Path, str], tmp_path: Path) -> None:
    publish(dict.fromkeys(pair, "old"))
    with pytest.raises(OSError, match="No space left"):
        publish(pair)
    assert content(tmp_path) == {"page.json": "old", "page.html": "old"}


@pytest.mark.usefixtures("second_move_fails")
def test_a_failing_second_file_leaves_nothing_where_nothing_was(pair: dict[Path, str], tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        publish(pair)
    assert content(tmp_path) == {}


def test_a_full_disk_while_writing_changes_nothing(
    pair: dict[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(dict.fromkeys(pair, "old"))
    calls = []

    def fail_at_fourth(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 4:
            raise FULL_DISK

    monkeypatch.setattr(os, "fsync", fail_at_fourth)
    with pytest.raises(OSError, match="No space left"):
        publish(pair)
    assert len(calls) == 4
    assert content(tmp_path) == {"page.json": "old", "page.html": "old"}


def test_a_kept_notebook_is_forgotten_with_its_empty_folders(tmp_path: Path) -> None:
    executed = tmp_path / "executed.ipynb"
    executed.write_text("{}")
    one, other = (tmp_path / publishing.KEPT / slug / "r.ipynb" for slug in ("3576-a", "3577-b"))
    keep(executed, one)
    keep(executed, other)
    forget(one)
    assert not one.parent.exists()
    assert other.read_text() == "{}"
    forget(other)
    assert [path.name for path in tmp_path.iterdir()] == ["executed.ipynb"]
    forget(other)
