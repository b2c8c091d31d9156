"""What an output folder holds and what it was made of: written last, so that it never says more than is there."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.output.state_dir import journal_file, parts_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from umkm_analysis.builds.staleness.inputs import Parts

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True)
class Entry:
    """A published page."""

    parts: Parts
    """What it was made of."""
    page: str
    """SHA-256 of its HTML."""
    record: str
    """SHA-256 of its JSON."""


@dataclass
class Manifest:
    """An output folder's pages by their path in it."""

    pages: dict[str, Entry] = field(default_factory=dict)
    failed: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Pages that the last build that tried could not make: reason and cell."""
    index: dict[str, str] = field(default_factory=dict)
    """Files of the index and their SHA-256, and under "of" the fingerprint of all that it was made of."""
    checked: str = ""
    """Edition of the data, and code of its rules, that were found good."""


def read(output: Path) -> Manifest:
    """Read a folder's manifest, and what a build that was broken off has added since.

    A manifest that cannot be read counts as none: the pages are then built again.
    """
    try:
        told = json.loads((output / NAME).read_text(encoding="utf-8"))
        pages = {page: Entry(**entry) for page, entry in told["pages"].items()} if told["version"] == VERSION else {}
        found = Manifest(pages, told["failed"], told["index"], told["checked"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        found = Manifest()
    for line in _journal(output):
        found.index = {}
        found.pages[line["at"]] = Entry(line["parts"], line["page"], line["record"])
        found.failed.pop(line["at"], None)
    return found


def write(output: Path, manifest: Manifest) -> None:
    """Write a folder's manifest, in the order of its pages, and end the journal.

    Raises
    ------
    OSError
        If it cannot be written; then the old one and the journal stay.
    """
    told = {
        "version": json.dumps(VERSION),
        "checked": json.dumps(manifest.checked),
        "index": json.dumps(manifest.index),
        "failed": _lines(manifest.failed),
        "pages": _lines({page: vars(entry) for page, entry in manifest.pages.items()}),
    }
    text = "{\n" + ",\n".join(f'"{name}": {value}' for name, value in told.items()) + "\n}\n"
    place = output / NAME
    if not place.is_file() or place.read_text(encoding="utf-8") != text:
        write_atomically({place: text}, parts=parts_folder(output))
    journal_file(output).unlink(missing_ok=True)


def note(output: Path, page: str, entry: Entry) -> None:
    """Note a page that was just published, so that a build that is killed has not built it in vain.

    A line at a time, in one write: a line that a killed build leaves unfinished is not read.
    """
    line = json.dumps({"at": page, **vars(entry)}, ensure_ascii=False) + "\n"
    handle = os.open(journal_file(output), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def _lines(told: Mapping[str, object]) -> str:
    """Write a page on a line: short, and two manifests can be compared line by line."""
    lines = (f"{json.dumps(page)}: {json.dumps(told[page], ensure_ascii=False)}" for page in sorted(told))
    return "{\n" + ",\n".join(lines) + "}"


def _journal(output: Path) -> list[Mapping[str, Any]]:
    try:
        lines = journal_file(output).read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError):
        return []
    found = []
    for line in lines:
        try:
            told = json.loads(line) if line.endswith("\n") else None
        except ValueError:  # the disk was full in the middle of it
            continue
        if told is not None:
            found.append(told)
    return found
