"""Formats of files by their content, and streams of what archives hold, within limits.

Nothing of an archive is written to disk: exports hold personal fields that must not be left there.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from umkm_analysis.characters import visible
from umkm_analysis.datasets.procurement_lines.read.encoding import as_utf_8
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from _typeshed import WriteableBuffer

HEAD_BYTES = 1 << 20
"""Bytes by which a format is detected; a header must end within them."""
MAX_UNPACKED = 20 << 30
"""Bytes an archive may hold, all its files together."""
MAX_RATIO, SMALL_BYTES = 300, 64 << 20
"""How many times its size an archive may unpack to once that is no longer small; exports reach thirty times."""
MAX_FILES = 1000
UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, gzip.BadGzipFile, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, struct.error,
)  # fmt: skip
"""What a broken, encrypted or exotic archive raises."""
ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
TABLE_ROW, FEWEST_ROWS = re.compile(rb"<tr[\s>]|<Row[\s>]", re.IGNORECASE), 2
"""Row of a table in HTML, or in the XML that Excel 2003 writes; a page of an error has none, or one for its layout."""
FORM = re.compile(rb"<form[\s>]", re.IGNORECASE)
"""Of a log-in page, which may be laid out as a table."""
NO_TABLE = re.compile(
    r"(?i)(?:^|/)(?:"
    r"(?:read[ _-]?me|baca|petunjuk|keterangan|catatan|licen[cs]e|lisensi|metadata|kamus)[^/.]*(?:\.(?:txt|md|html?))?"
    r"|(?:datapackage|metadata)\.json|thumbs\.db|desktop\.ini"
    r"|[^/]*\.(?:md|pdf|docx?|pptx?|rtf|png|jpe?g|gif|svg|sha256|md5))$"
)
"""Members of an archive that come with tables and are none, by their names."""


@dataclass(frozen=True)
class Source:
    """One stream of rows: a file, or a file in an archive."""

    name: str
    """For messages: "export.zip: data.csv"."""
    format: str
    """csv, json or workbook."""
    open: Callable[[], IO[bytes]]
    size: int
    """Bytes, as the archive states them."""


@dataclass(frozen=True)
class InputFile:
    """A file to import, with its hash."""

    name: str
    sha256: str
    path: Path


def hash_file(path: Path) -> InputFile:
    """Hash a file.

    Raises
    ------
    DataError
        If it is no file, or empty.
    """
    if not path.is_file():
        raise DataError(f"{path}: there is no such file")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if path.stat().st_size == 0:
        raise DataError(f"{path.name}: the file is empty; download it again")
    return InputFile(visible(path.name), digest, path)


def sources(file: InputFile, notes: list[str] | None = None) -> Iterator[Source]:
    """List the streams of rows in a file: itself, or the files in an archive.

    Parameters
    ----------
    file
        What was given.
    notes
        Gets a line for each member of an archive that is no table.

    Raises
    ------
    DataError
        If it is a page of HTML, an old Excel file, a broken or excessive archive, or of an unknown format.
    """
    path, name = file.path, file.name
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.startswith(ARCHIVE):
        yield Source(name, detect_format(head, name), lambda: path.open("rb"), path.stat().st_size)
        return
    try:
        if head.startswith(b"\x1f\x8b"):
            yield _gzipped(path, name)
        else:
            yield from _zipped(path, name, notes)
    except DataError:
        raise
    except UNREADABLE as error:
        raise DataError(f"{name}: the archive cannot be read ({_reason(error)}); download it again") from error


def detect_format(head: bytes, name: str) -> str:
    """Detect a format by the first bytes of a file, not by its name.

    Raises
    ------
    DataError
        If it is none that can be read, with what it seems to be.
    """
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(
            f"{name}: this is an old Excel file (.xls) or one with a password. Save it as .xlsx or CSV UTF-8"
        )
    if head.startswith(b"PAR1"):
        raise DataError(f"{name}: this is a Parquet file. Give the export as it was downloaded: CSV, JSON or XLSX")
    head = as_utf_8(head)
    text = head.lstrip()
    if text.startswith(b"<"):
        if len(TABLE_ROW.findall(text)) >= FEWEST_ROWS and not FORM.search(text):
            raise DataError(
                f"{name}: this is a table of a web page, as SPSE and others save it under the name of a spreadsheet "
                "(.xls). Open it in Excel or LibreOffice and save it as .xlsx or CSV UTF-8"
            )
        title = re.search(rb"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
        said = f' titled "{" ".join(title[1].decode("utf-8", "replace").split())[:100]}"' if title else ""
        raise DataError(
            f"{name}: this is a web page{said}, not an export: the download was answered with an error or a "
            "log-in page. Download it again"
        )
    if b"\x00" in head:
        raise DataError(
            f"{name}: this is no text (it holds NUL bytes). Give CSV, JSON, JSON Lines, XLSX or a ZIP of them"
        )
    if not text:
        raise DataError(f"{name}: the file is blank; download it again")
    return "json" if text[:1] in b"[{" else "csv"


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a ZIP is a workbook: XLSX, or ODS of LibreOffice."""
    names = set(archive.namelist())
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return True
    if not {"mimetype", "content.xml"} <= names:
        return False
    with archive.open("mimetype") as stream:
        return stream.read(len(OPEN_DOCUMENT)) == OPEN_DOCUMENT


class Limited(io.RawIOBase):
    """A stream that refuses to grow beyond what its compressed size allows."""

    def __init__(self, inner: IO[bytes], name: str, packed: int, counter: list[int]) -> None:
        super().__init__()
        self._inner, self._name, self._packed, self._counter = inner, name, packed, counter

    def readable(self) -> bool:
        """Streams are there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read on, and refuse what has become too much."""
        view = memoryview(buffer)
        try:
            data = self._inner.read(len(view))
        except UNREADABLE as error:
            raise DataError(f"{self._name}: the archive is damaged ({_reason(error)}); download it again") from error
        view[: len(data)] = data
        self._counter[0] += len(data)
        refuse_excess(self._counter[0], self._packed, self._name)
        return len(data)

    def close(self) -> None:
        """Close what is underneath too."""
        self._inner.close()
        super().close()


def refuse_excess(unpacked: int, packed: int, name: str) -> None:
    """Refuse an archive that unpacks to far more than exports do.

    Raises
    ------
    DataError
        If it does.
    """
    if unpacked > MAX_UNPACKED or (unpacked > SMALL_BYTES and unpacked > packed * MAX_RATIO):
        raise DataError(
            f"{name}: the archive of {packed:,} bytes unpacks to more than {unpacked:,}: that is no export but a "
            "ZIP bomb or an error. Nothing was read from it"
        )


def _gzipped(path: Path, name: str) -> Source:
    packed = path.stat().st_size

    def opened() -> IO[bytes]:
        return io.BufferedReader(Limited(cast("IO[bytes]", gzip.open(path)), name, packed, [0]), HEAD_BYTES)

    with opened() as stream:
        head = stream.read(HEAD_BYTES)
    return Source(name, detect_format(head, name), opened, packed)


def _zipped(path: Path, name: str, notes: list[str] | None) -> Iterator[Source]:
    packed, counter = path.stat().st_size, [0]
    with zipfile.ZipFile(path) as archive:
        if is_workbook(archive):
            yield Source(name, "workbook", lambda: path.open("rb"), packed)
            return
        members = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info.filename)]
        if len(members) > MAX_FILES:
            raise DataError(f"{name}: {len(members):,} files in one archive; at most {MAX_FILES:,} can be read")
        refuse_excess(sum(member.file_size for member in members), packed, name)
        if not members:
            raise DataError(f"{name}: the archive is empty; download it again")
        tables = [member for member in members if not NO_TABLE.search(member.filename)]
        if notes is not None and tables:
            others = [visible(member.filename) for member in members if member not in tables]
            notes += [f"{name}: {other} is no table; not read" for other in others]
        for member in tables or members:
            yield _member(path, member, f"{name}: {visible(member.filename)}", packed, counter)


def _member(path: Path, member: zipfile.ZipInfo, name: str, packed: int, counter: list[int]) -> Source:
    def opened() -> IO[bytes]:
        archive = zipfile.ZipFile(path)
        stream = archive.open(member)
        archive.close()  # zipfile keeps the file itself open as long as the stream is
        return io.BufferedReader(Limited(stream, name, packed, counter), HEAD_BYTES)

    with opened() as stream:
        head = stream.read(HEAD_BYTES)
    counter[0] = 0
    if not head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return Source(name, detect_format(head, name), opened, member.file_size)
    with opened() as stream:
        content = stream.read(SMALL_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as inner:
            workbook = is_workbook(inner)
    except UNREADABLE:
        workbook = False
    counter[0] = 0
    if not workbook:
        raise DataError(
            f"{name}: an archive inside an archive (or a workbook above {SMALL_BYTES >> 20} MB). Unpack it first"
        )
    return Source(name, "workbook", opened, member.file_size)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _hidden(name: str) -> bool:
    """Whether a member is one of those that macOS adds to every archive."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")
