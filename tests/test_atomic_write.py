from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from umkm_analysis.atomic_write import (
    atomic_replacement,
    move_into_place,
    remove_with_empty_parents,
    write_atomically,
)

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


def test_a_folder_that_another_process_removes_meanwhile_as_empty_is_made_again(
    pair: dict[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, moved = tmp_path / "parts", []
    parts.mkdir()
    replace = Path.replace

    def remove_its_folder_first(self: Path, target: Path) -> Path:
        if not moved:
            target.parent.rmdir()
        moved.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", remove_its_folder_first)
    write_atomically(pair, parts=parts)
    assert moved == ["page.json", "page.json", "page.html"]
    assert content(tmp_path) == {"page.json": "new record\n", "page.html": "new page\n"}


def test_a_file_is_forgotten_with_the_folders_it_leaves_empty_and_no_other(tmp_path: Path) -> None:
    one, other = (tmp_path / "failed" / slug / "r.ipynb" for slug in ("3576-a", "3577-b"))
    write_atomically({one: "{}", other: "{}"})
    remove_with_empty_parents(one, above=tmp_path)
    assert not one.parent.exists()
    assert other.read_text() == "{}"
    remove_with_empty_parents(other, above=tmp_path)
    assert list(tmp_path.iterdir()) == []
    remove_with_empty_parents(other, above=tmp_path)
    assert tmp_path.is_dir()


def test_permissions_can_be_narrowed(tmp_path: Path) -> None:
    write_atomically({tmp_path / "secret": "x"}, mode=0o600)
    with atomic_replacement(tmp_path / "register", mode=0o600) as temporary:
        temporary.write_text("x")
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_file_written_piece_by_piece_is_put_in_place_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "lines.parquet"
    with atomic_replacement(path) as temporary:
        temporary.write_text("first")
        assert temporary.suffix == ".parquet"
        assert not path.exists()
        with temporary.open("a") as file:
            file.write(" second")
    assert content(tmp_path) == {"lines.parquet": "first second"}
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [FULL_DISK, KeyboardInterrupt()])
def test_a_writer_that_fails_leaves_the_earlier_file_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "register"
    path.write_text("old")

    def fail() -> None:
        with atomic_replacement(path) as temporary:
            temporary.write_text("ne")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "old"


def test_a_folder_is_put_in_place_with_all_its_files(tmp_path: Path) -> None:
    with atomic_replacement(tmp_path / "register") as temporary:
        temporary.mkdir()
        for name in ("a.csv", "b.csv"):
            (temporary / name).write_text(name)
    assert content(tmp_path) == {"a.csv": "a.csv", "b.csv": "b.csv"}
    assert [path.name for path in tmp_path.iterdir()] == ["register"]


def test_a_finished_file_is_moved_to_a_folder_that_is_made(tmp_path: Path) -> None:
    source, target = tmp_path / "staged", tmp_path / "year=2025" / "part"
    for text in ("new", "newer"):
        source.write_text(text)
        move_into_place(source, target)
        assert (source.exists(), target.read_text()) == (False, text)


def test_content_is_on_the_disk_before_it_is_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = []
    replace, fsync = Path.replace, os.fsync

    def synchronise(handle: int) -> None:
        events.append("fsync")
        fsync(handle)

    def move(self: Path, target: Path) -> Path:
        events.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synchronise)
    monkeypatch.setattr(Path, "replace", move)
    write_atomically({tmp_path / "written": "x"})
    with atomic_replacement(tmp_path / "replaced") as temporary:
        temporary.write_text("x")
    move_into_place(tmp_path / "written", tmp_path / "moved")
    assert events == ["fsync", "written", "fsync", "replaced", "fsync", "moved"]
