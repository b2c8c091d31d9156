"""Manifest of an output folder: its pages, and the fingerprints of what they were made of.

It is written last, so that it never names a page that is not there. Meanwhile a journal keeps what was published.
"""

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

    from umkm_analysis.builds.staleness.inputs import Fingerprints

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True)
class Entry:
    """A published page."""

    parts: Fingerprints
    """Fingerprints of its inputs."""
    page: str
    """SHA-256 of its HTML."""
    record: str
    """SHA-256 of its JSON."""


@dataclass
class Manifest:
    """Contents of an output folder, by path in it."""

    pages: dict[str, Entry] = field(default_factory=dict)
    failed: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Pages that failed in the last build that tried them: reason and cell."""
    index: dict[str, str] = field(default_factory=dict)
    """Files of the index and their SHA-256; under "of" the fingerprint of everything the index was made of."""
    checked: str = ""
    """Version of the data, and fingerprint of the rules, of the last successful validation."""


def read(output: Path) -> Manifest:
    """Read a folder's manifest, and the journal of a build that was interrupted.

    A manifest that cannot be read counts as empty: the pages are then built again.
    """
    try:
        content = json.loads((output / NAME).read_text(encoding="utf-8"))
        entries = content["pages"].items() if content["version"] == VERSION else ()
        pages = {page: Entry(**entry) for page, entry in entries}
        manifest = Manifest(pages, content["failed"], content["index"], content["checked"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        manifest = Manifest()
    for line in _journal(output):
        manifest.index = {}
        manifest.pages[line["at"]] = Entry(line["parts"], line["page"], line["record"])
        manifest.failed.pop(line["at"], None)
    return manifest


def write(output: Path, manifest: Manifest) -> None:
    """Write a folder's manifest, sorted by page, and remove the journal.

    Raises
    ------
    OSError
        If it cannot be written; the old one and the journal stay then.
    """
    sections = {
        "version": json.dumps(VERSION),
        "checked": json.dumps(manifest.checked),
        "index": json.dumps(manifest.index),
        "failed": _lines(manifest.failed),
        "pages": _lines({page: vars(entry) for page, entry in manifest.pages.items()}),
    }
    text = "{\n" + ",\n".join(f'"{name}": {value}' for name, value in sections.items()) + "\n}\n"
    path = output / NAME
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_atomically({path: text}, parts=parts_folder(output))
    journal_file(output).unlink(missing_ok=True)


def append_to_journal(output: Path, page: str, entry: Entry) -> None:
    """Record a page that was just published, so that it is not lost if the build is killed.

    One line in one write: a line that a killed build leaves unfinished is not read.
    """
    line = json.dumps({"at": page, **vars(entry)}, ensure_ascii=False) + "\n"
    handle = os.open(journal_file(output), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def _lines(section: Mapping[str, object]) -> str:
    """Format a section with one page a line, so that two manifests can be compared line by line."""
    lines = (f"{json.dumps(page)}: {json.dumps(section[page], ensure_ascii=False)}" for page in sorted(section))
    return "{\n" + ",\n".join(lines) + "}"


def _journal(output: Path) -> list[Mapping[str, Any]]:
    try:
        lines = journal_file(output).read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError):
        return []
    entries = []
    for line in lines:
        try:
            entry = json.loads(line) if line.endswith("\n") else None
        except ValueError:  # the disk was full in the middle of it
            continue
        if entry is not None:
            entries.append(entry)
    return entries
