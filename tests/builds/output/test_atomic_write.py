from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from umkm_analysis.builds.output.atomic_write import remove_with_empty_parents, write_atomically
from umkm_analysis.builds.output.publish import FAILED_FOLDER

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
    write_atomically(pair)
    assert content(tmp_path) == {"page.json": "new record\n", "page.html": "new page\n"}
    assert {path.stat().st_mode & 0o777 for path in pair} == {0o644}


def test_files_are_replaced(pair: dict[Path, str], tmp_path: Path) -> None:
    write_atomically(dict.fromkeys(pair, "old"))
    write_atomically(pair)
    assert content(tmp_path) == {"page.json": "new record\n", "page.html": "new page\n"}


@pytest.mark.usefixtures("second_move_fails")
def test_a_failing_second_file_takes_the_first_back(pair: dict[Path, str], tmp_path: Path) -> None:
    write_atomically(dict.fromkeys(pair, "old"))
    with pytest.raises(OSError, match="No space left"):
        write_atomically(pair)
    assert content(tmp_path) == {"page.json": "old", "page.html": "old"}


@pytest.mark.usefixtures("second_move_fails")
def test_a_failing_second_file_leaves_nothing_where_nothing_was(pair: dict[Path, str], tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        write_atomically(pair)
    assert content(tmp_path) == {}


def test_a_full_disk_while_writing_changes_nothing(
    pair: dict[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_atomically(dict.fromkeys(pair, "old"))
    calls = []

    def fail_at_fourth(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 4:
            raise FULL_DISK

    monkeypatch.setattr(os, "fsync", fail_at_fourth)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(pair)
    assert len(calls) == 4
    assert content(tmp_path) == {"page.json": "old", "page.html": "old"}


def test_files_on_their_way_lie_where_they_are_told_to(
    pair: dict[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, seen = tmp_path / "parts", []
    parts.mkdir()
    replace = Path.replace

    def look(self: Path, target: Path) -> Path:
        seen.append((self.parent, target.name))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", look)
    write_atomically(pair, parts=parts)
    assert seen == [(parts, "page.json"), (parts, "page.html")]
    assert list(parts.iterdir()) == []


def test_a_file_is_forgotten_with_the_folders_it_leaves_empty_and_no_other(tmp_path: Path) -> None:
    one, other = (tmp_path / FAILED_FOLDER / slug / "r.ipynb" for slug in ("3576-a", "3577-b"))
    write_atomically({one: "{}", other: "{}"})
    remove_with_empty_parents(one, above=tmp_path)
    assert not one.parent.exists()
    assert other.read_text() == "{}"
    remove_with_empty_parents(other, above=tmp_path)
    assert list(tmp_path.iterdir()) == []
    remove_with_empty_parents(other, above=tmp_path)
    assert tmp_path.is_dir()
