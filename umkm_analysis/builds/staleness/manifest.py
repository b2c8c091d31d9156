"""Manifest of an output folder: its pages, and the fingerprints of what they were made of.

It is written last, so that it never names a page that is not there. Meanwhile a journal keeps what was published.
A folder may have come from somebody else: what its manifest names is believed only in the form that a build writes.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.output.safe_files import NO_LINK, read_regular
from umkm_analysis.builds.output.state_dir import clear_way, journal_file, parts_folder
from umkm_analysis.i18n.translation import NAMES
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from umkm_analysis.builds.staleness.inputs import Fingerprints

NAME = "manifest.json"
VERSION = 1
PAGE = re.compile(rf"(?:{'|'.join(NAMES)})/[0-9]{{4}}(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*\.html")
"""Path of a page in its output folder: LANGUAGE/CODE-NAME/REPORT.html."""
INDEX_FILE = re.compile(r"of|[a-z]+(?:\.[a-z]+)?\.html")


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
    problem: str | None = field(default=None, compare=False)
    """Why the file that was there could not be used, a sentence; it is not written."""


class _UnusableError(ValueError):
    """A manifest, or a line of a journal, that no build has written."""


def read(output: Path) -> Manifest:
    """Read a folder's manifest, and the journal of a build that was interrupted.

    A manifest that cannot be read, or that no build would write, counts as none, and ``problem`` says so: the pages
    are then built again.
    """
    manifest = _manifest(output)
    entries, odd = _journal(output)
    for page, entry in entries:
        manifest.index = {}
        manifest.pages[page] = entry
        manifest.failed.pop(page, None)
    if odd and manifest.problem is None:
        manifest.problem = (
            f"not read, as no build wrote it: {count_of(odd, 'line')} of the journal in the output folder"
        )
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
    clear_way(path, folder=False, output=output)
    if not _holds(path, text.encode()):
        write_atomically({path: text}, parts=parts_folder(output))
    journal_file(output).unlink(missing_ok=True)


def append_to_journal(output: Path, page: str, entry: Entry) -> None:
    """Record a page that was just published, so that it is not lost if the build is killed.

    One line in one write: a line that a killed build leaves unfinished is not read.
    """
    line = json.dumps({"at": page, **vars(entry)}, ensure_ascii=False) + "\n"
    path = journal_file(output)
    path.parent.mkdir(parents=True, exist_ok=True)  # somebody may have removed the folder meanwhile
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | NO_LINK, 0o644)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def is_page(name: object) -> bool:
    """Whether a path is one at which a build publishes a page."""
    return isinstance(name, str) and PAGE.fullmatch(name) is not None


def _holds(path: Path, content: bytes) -> bool:
    try:
        return read_regular(path) == content
    except OSError:
        return False


def _lines(section: Mapping[str, object]) -> str:
    """Format a section with one page a line, so that two manifests can be compared line by line."""
    lines = (f"{json.dumps(page)}: {json.dumps(section[page], ensure_ascii=False)}" for page in sorted(section))
    return "{\n" + ",\n".join(lines) + "}"


def _manifest(output: Path) -> Manifest:
    try:
        content = _object(read_regular(output / NAME))
        version = content.get("version")
        if type(version) is int and version != VERSION:
            return Manifest(problem=f"{NAME} in the output folder is of another version; every page is built again")
        _require(version == VERSION and type(version) is int and {"pages", "failed", "index", "checked"} < {*content})
        _require(isinstance(content["pages"], dict) and isinstance(content["failed"], dict))
        _require(_texts(content["index"]) and all(INDEX_FILE.fullmatch(name) for name in content["index"]))
        _require(isinstance(content["checked"], str))
        pages = dict(_entry(page, entry) for page, entry in content["pages"].items())
        _require(all(is_page(page) and _is_failure(failure) for page, failure in content["failed"].items()))
        return Manifest(pages, content["failed"], content["index"], content["checked"])
    except FileNotFoundError:
        return Manifest()
    except OSError as error:
        reason = error.strerror or type(error).__name__
    except (ValueError, RecursionError, MemoryError):  # not JSON, not UTF-8, nested without end, or not ours
        reason = "it is not what a build writes"
    return Manifest(problem=f"{NAME} in the output folder counts as none ({reason}); every page is built again")


def _object(content: bytes) -> dict[str, Any]:
    found = json.loads(content.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_refuse)
    _require(isinstance(found, dict))
    return dict(found)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    _require(len(members) == len(pairs))
    for text in (*members, *members.values()):
        if isinstance(text, str):
            text.encode()  # half of a surrogate pair could never be written again
    return members


def _refuse(constant: str) -> None:
    raise _UnusableError(constant)


def _require(condition: object) -> None:
    if not condition:
        raise _UnusableError


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _entry(page: object, entry: object) -> tuple[str, Entry]:
    _require(is_page(page) and isinstance(entry, dict) and entry.keys() == {"parts", "page", "record"})
    found: dict[str, Any] = entry  # type: ignore[assignment]
    _require(_texts(found["parts"]) and isinstance(found["page"], str) and isinstance(found["record"], str))
    return str(page), Entry(**found)


def _is_failure(failure: object) -> bool:
    if not (isinstance(failure, dict) and failure.keys() == {"reason", "cell"}):
        return False
    return isinstance(failure["reason"], str) and (failure["cell"] is None or type(failure["cell"]) is int)


def _journal(output: Path) -> tuple[list[tuple[str, Entry]], int]:
    """Entries of the journal, and how many of its lines are no entries though they are whole."""
    try:
        content = read_regular(journal_file(output))
    except OSError:
        return [], 0
    entries, odd = [], 0
    for line in content.split(b"\n")[:-1]:  # the last one is empty, or was left unfinished
        try:
            found = _object(line)
            entries.append(_entry(found.pop("at", None), found))
        except (UnicodeDecodeError, json.JSONDecodeError):  # the disk was full in the middle of it
            continue
        except (ValueError, RecursionError, MemoryError):
            odd += 1
    return entries, odd
