"""Snapshots: raw answers of a service in a ZIP, with what was asked and when, so that others can import them.

``snapshot.json`` lists the answers with address (without key), time, size and SHA-256. Answers of one number of
``table`` are the pages of one table; those without are about it, and hold no figures.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.characters import unseen
from umkm_analysis.datasets.statistics.read.json_tables import MAX_TREE, load_json, read_json, read_pages
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.datasets.statistics.read.grids import Grid

MANIFEST = "snapshot.json"
FORMAT = 1
MAX_SOURCE = 300
"""Characters of source and title."""
MAX_UNPACKED = 256 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of each file in the ZIP: the manifest says when an answer was given."""
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class SavedAnswer:
    """An answer in a snapshot."""

    file: str
    address: str
    asked: str
    """Date and time in UTC, ISO form."""
    content_type: str
    sha256: str
    masked: int
    """How many times a key stood in it, each replaced by a mask."""
    table: int | None
    """Table of which it is a page; None where it holds no figures."""


@dataclass(frozen=True)
class Snapshot:
    """What a snapshot holds, read."""

    grids: tuple[Grid, ...]
    source: str
    """Publisher, and title after a comma."""
    identity: str
    """Hash of the answers with figures, whenever they were given."""


def write_snapshot(source: str, title: str, answers: Sequence[tuple[SavedAnswer, bytes]]) -> bytes:
    """Make a snapshot; the same answers give the same bytes.

    Parameters
    ----------
    source
        Publisher, and title after a comma.
    title
        Of the table, where its answers hold none.
    answers
        In the order in which they were given.
    """
    manifest = {"format": FORMAT, "source": source, "title": title, "answers": [asdict(saved) for saved, _ in answers]}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in [(MANIFEST, _text(manifest)), *((saved.file, content) for saved, content in answers)]:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, content)
    return packed.getvalue()


def is_snapshot(content: bytes) -> bool:
    """Whether a file is a snapshot, and not a workbook."""
    if not content.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False


def read_snapshot(content: bytes, name: str) -> Snapshot:
    """Read a snapshot.

    Raises
    ------
    DataError
        If it is damaged or far too large, an answer is not as it was given, or holds no figures.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = [member.file_size for member in archive.infolist()]
            if sum(sizes) > MAX_UNPACKED or max(sizes) > MAX_TREE:
                raise DataError(
                    f"{name}: the snapshot unpacks to more than {MAX_UNPACKED >> 20} MB, or an answer to more than "
                    f"{MAX_TREE >> 20}"
                )
            manifest, answers = _manifest(_member(archive, MANIFEST), name)
            bodies = {saved.file: _member(archive, saved.file) for saved in answers}
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        raise DataError(f"{name}: the snapshot cannot be read ({error}); fetch it again") from error
    for saved in answers:
        if hashlib.sha256(bodies[saved.file]).hexdigest() != saved.sha256:
            raise DataError(f"{name}: {saved.file} is not as it was fetched; fetch it again")
    tables = sorted({saved.table for saved in answers if saved.table is not None})
    if not tables:
        raise DataError(f"{name}: no answer of the snapshot holds figures")
    grids: list[Grid] = []
    for table in tables:
        parts = [saved for saved in answers if saved.table == table]
        loaded = [load_json(bodies[saved.file], f"{name}: {saved.file}") for saved in parts]
        place = f"{name}: {parts[0].file}"
        if len(parts) > 1 and not manifest["title"]:
            raise DataError(f"{name}: several answers are one table, and nothing says of what")
        grids += read_pages(loaded, name, manifest["title"]) if manifest["title"] else read_json(loaded[0], place)
    hashes = json.dumps(
        [manifest["title"], *((saved.table, saved.sha256) for saved in answers if saved.table is not None)]
    )
    return Snapshot(tuple(grids), manifest["source"], hashlib.sha256(hashes.encode()).hexdigest())


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read a member, no more of it than its directory says."""
    with archive.open(name) as stream:
        return stream.read(archive.getinfo(name).file_size + 1)


def _manifest(content: bytes, name: str) -> tuple[dict[str, Any], list[SavedAnswer]]:
    manifest = load_json(content, f"{name}: {MANIFEST}")
    try:
        version, texts = manifest["format"], [manifest["source"], manifest["title"]]
        answers = [SavedAnswer(**saved) for saved in manifest["answers"]]
    except (KeyError, TypeError) as error:
        raise DataError(f"{name}: {MANIFEST} cannot be read ({error}); fetch it again") from error
    if version != FORMAT:
        raise DataError(f"{name}: a snapshot of another version; update umkm_analysis, or fetch it again")
    if not all(isinstance(text, str) and not unseen(text) and len(text) <= MAX_SOURCE for text in texts):
        raise DataError(f"{name}: {MANIFEST} has no source or title that can stand on a page; fetch it again")
    named = [text for saved in answers for text in (saved.file, saved.sha256)]
    if not all(isinstance(text, str) for text in named) or not all(
        isinstance(saved.table, int | None) for saved in answers
    ):
        raise DataError(f"{name}: {MANIFEST} is not as it was written; fetch it again")
    return manifest, answers


def _text(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()
