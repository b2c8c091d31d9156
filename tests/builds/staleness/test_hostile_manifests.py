"""Manifests and journals of no build, of every wrong type at every level: read soon, believed never, no traceback."""

from __future__ import annotations

import copy
import json
import os
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.output.state_dir import journal_file, parts_folder
from umkm_analysis.builds.staleness import manifest
from umkm_analysis.builds.staleness.manifest import Entry, Manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

PAGE, OTHER = "id/3576-kota-mojokerto/economic-recovery.html", "en/3576-kota-mojokerto/economic-recovery.html"
ENTRY: dict[str, Any] = {"parts": {"code": "abc"}, "page": "1", "record": "2"}
SOUND: dict[str, Any] = {
    "version": 1, "checked": "x", "index": {"of": "1"}, "failed": {OTHER: {"reason": "no", "cell": 1}},
    "pages": {PAGE: ENTRY},
}  # fmt: skip
PLACES = (
    (), ("version",), ("checked",), ("index",), ("index", "of"), ("failed",), ("failed", OTHER),
    ("failed", OTHER, "reason"), ("failed", OTHER, "cell"), ("pages",), ("pages", PAGE), ("pages", PAGE, "parts"),
    ("pages", PAGE, "parts", "code"), ("pages", PAGE, "page"), ("pages", PAGE, "record"),
)  # fmt: skip
WRONG: dict[str, Any] = {
    "null": None, "true": True, "fraction": 1.5, "list": [[]], "object": {"": {}}, "huge": 10**4000, "below zero": -1,
    "half a pair": "\ud800", "NaN": float("nan"), "text": "x", "deep": "DEEP",
}  # fmt: skip
ALLOWED = {
    *(
        (place, "text")
        for place in PLACES
        if place and place[-1] in {"checked", "of", "reason", "code", "page", "record"}
    ),
    *((("failed", OTHER, "cell"), wrong) for wrong in ("null", "below zero")),
}
"""Wrong values that are right there, or harmless: a text is a text."""
SHAPES = [(place, wrong) for place in PLACES for wrong in WRONG if (place, wrong) not in ALLOWED]


def spoilt(place: tuple[str, ...], wrong: str) -> str:
    """Write the sound manifest with a wrong value in one place."""
    found: Any = copy.deepcopy(SOUND)
    holder = {"": found}
    inner: Any = holder
    for name in ("", *place)[:-1]:
        inner = inner[name]
    inner[("", *place)[-1]] = WRONG[wrong]
    if wrong != "huge":
        return json.dumps(holder[""]).replace('"DEEP"', "[" * 100_000 + "]" * 100_000)
    inner[("", *place)[-1]] = "HUGE"
    return json.dumps(holder[""]).replace('"HUGE"', "9" * 20_000)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    parts_folder(tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize(("place", "wrong"), SHAPES, ids=lambda part: part if isinstance(part, str) else "/".join(part))
def test_a_manifest_with_a_wrong_value_counts_as_none(place: tuple[str, ...], wrong: str, output: Path) -> None:
    (output / manifest.NAME).write_text(spoilt(place, wrong))
    began = time.monotonic()
    known = manifest.read(output)
    assert time.monotonic() - began < 5
    assert known == Manifest()
    assert known.problem is not None
    assert len(known.problem) < 200
    manifest.write(output, Manifest({PAGE: Entry(**ENTRY)}))
    assert manifest.read(output) == Manifest({PAGE: Entry(**ENTRY)})


@pytest.mark.parametrize(("place", "wrong"), [shape for shape in SHAPES if shape[0][:2] == ("pages", PAGE)])
def test_a_line_of_the_journal_with_a_wrong_value_is_passed_over(
    place: tuple[str, ...], wrong: str, output: Path
) -> None:
    line = json.loads(spoilt(place, wrong))["pages"][PAGE] if wrong not in {"huge", "deep"} else None
    line = {"at": PAGE, **line} if isinstance(line, dict) else line
    text = json.dumps(line) if line is not None else '{"at": ' + ("9" * 20_000 if wrong == "huge" else "[" * 100_000)
    good = json.dumps({"at": OTHER, **ENTRY})
    journal_file(output).write_text(f"{text}\n{good}\n")
    known = manifest.read(output)
    assert known.pages == {OTHER: Entry(**ENTRY)}


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 30)


def listening(path: Path) -> None:
    held = socket.socket(socket.AF_UNIX)
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        held.bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)
        held.close()


THINGS: dict[str, Callable[[Path], Any]] = {
    "a gigabyte of nothing": sparse,
    "pipe": os.mkfifo,
    "socket": listening,
    "folder": os.mkdir,
    "link to endless zeros": lambda path: path.symlink_to("/dev/zero"),
    "link to a terminal": lambda path: path.symlink_to("/dev/tty"),
    "link to itself": lambda path: path.symlink_to(path),
    "link to the process": lambda path: path.symlink_to("/proc/self/mem"),
    "device": lambda path: os.mknod(path, 0o020666, os.makedev(1, 5)),
    "nobody may read it": lambda path: (path.write_text(json.dumps(SOUND)), path.chmod(0)),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such things here")
@pytest.mark.parametrize("thing", THINGS)
def test_whatever_stands_in_a_manifest_s_or_journal_s_place_is_not_waited_for(thing: str, output: Path) -> None:
    for path in (output / manifest.NAME, journal_file(output)):
        try:
            THINGS[thing](path)
        except PermissionError:
            pytest.skip("root alone makes devices")
    began = time.monotonic()
    known = manifest.read(output)
    assert time.monotonic() - began < 5
    if thing != "nobody may read it" or os.geteuid():  # root reads everything
        assert known == Manifest()
        assert known.problem is not None


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such things here")
@pytest.mark.parametrize("thing", ["a gigabyte of nothing", "pipe", "link to endless zeros", "deep"])
def test_a_build_into_such_a_folder_ends_with_the_page(
    thing: str, output: Path, umkm_process: Callable[..., Ended]
) -> None:
    for path in (output / manifest.NAME, journal_file(output)):
        if thing == "deep":
            path.write_text(spoilt((), "deep"))
        else:
            THINGS[thing](path)
    chosen = ("--region", "3576", "--report", "economic-recovery", "--language", "id", "--output", str(output))
    done = umkm_process("build", *chosen)
    assert done.returncode == 0, done.stderr
    assert "1 built" in done.stdout
    assert "Traceback" not in done.stderr
    assert manifest.read(output).pages.keys() == {PAGE}
