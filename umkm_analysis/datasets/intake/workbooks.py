"""Workbooks within limits: what a workbook would unpack to is known before a library reads it whole.

A reader of workbooks asks for memory for the rectangle that a sheet spans: a single cell at the far end of a sheet
makes it seventeen billion cells, and the process ends without a message. So the XML is run through a parser
first, in a stream of which nothing is kept.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from array import array
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What a broken, encrypted or exotic archive raises."""
PIECE_BYTES = 1 << 18
CELL = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
COUNT = re.compile(r"\d{1,7}")
ODS_CELLS = {"table-cell", "covered-table-cell"}
SHOWN = 20
"""Cells that a message names."""
OLD = b"\xd0\xcf\x11\xe0"
"""First bytes of XLS files and of files with a password."""


@dataclass(frozen=True)
class Limits:
    """What a workbook may be."""

    packed: int
    """Bytes of the file."""
    unpacked: int
    """Bytes of all that it holds."""
    cells: int
    """Cells of the rectangles that its sheets span."""
    characters: int
    """Of all its text, once every cell has its own."""
    ratio: int = 300
    """How many times its size it may unpack to, once that is no longer small; workbooks reach thirty times."""
    small: int = 64 << 20


@dataclass
class Sheet:
    """What the XML of a sheet says before it is read."""

    across: int = 0
    down: int = 0  # with across: the last row and column that hold a value
    formulas: list[str] = field(default_factory=list)
    empty_formulas: list[str] = field(default_factory=list)  # whose result the file does not hold
    errors: list[str] = field(default_factory=list)
    """Cells that hold an error such as #N/A."""
    shared: int = 0
    """Cells whose text stands elsewhere."""
    characters: int = 0
    hidden: int = 0  # rows


def read_workbook(data: bytes, name: str, limits: Limits) -> tuple[CalamineWorkbook, dict[str, Sheet]]:
    """Open a workbook that keeps within limits.

    Parameters
    ----------
    data
        The file: XLSX, XLSM or ODS.
    name
        For messages.
    limits
        What it may be.

    Returns
    -------
    The workbook, and what the XML of its sheets says, by the names of the sheets as far as they are known (of ODS and
    XLSX), else by the names of their files.

    Raises
    ------
    DataError
        If it is of another format, damaged, has a password, or is too large, with what to do.
    """
    if data.startswith(OLD):
        raise DataError(
            f"{name}: this is an old Excel file (.xls) or one with a password. Save it as .xlsx, without a password"
        )
    if len(data) > limits.packed:
        raise DataError(
            f"{name}: a workbook above {limits.packed >> 20} MB. Delete what is no table, or save it as CSV UTF-8"
        )
    found = _inspect(data, name, limits)
    sheets = found.by_name()
    spanned = sum(sheet.across * sheet.down for sheet in sheets.values())
    if spanned > limits.cells:
        far = max(sheets.values(), key=lambda sheet: sheet.across * sheet.down)
        raise DataError(
            f"{name}: a cell stands in row {far.down:,}, column {far.across:,}, so that the sheet spans "
            f"{far.across * far.down:,} cells. Delete what stands outside the table, blanks too, or save it as CSV"
        )
    characters = found.characters(limits.characters, data)
    if characters > limits.characters:
        raise DataError(
            f"{name}: its cells hold up to {characters:,} characters of text, far more than a table does. Delete long "
            "texts, or save it as CSV UTF-8"
        )
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data)), sheets
    except (CalamineError, *UNREADABLE) as error:
        raise DataError(f"{name}: the workbook cannot be read ({error}); save it again as XLSX") from error


def rows_of(book: CalamineWorkbook, sheet: str, name: str) -> Iterator[list[Any]]:
    """Read the rows of a sheet one by one, from its first row and column on, empty ones too.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    try:
        read = book.get_sheet_by_name(sheet)
        left = [""] * (read.start[1] if read.start else 0)
        yield from (left + row for row in read.iter_rows())
    except (CalamineError, *UNREADABLE) as error:
        number = book.sheet_names.index(sheet) + 1
        raise DataError(f"{name}: sheet {number} cannot be read ({error}); save the workbook again as XLSX") from error


def _inspect(data: bytes, name: str, limits: Limits) -> _Contents:
    found = _Contents()
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.filename.lower().endswith("workbook.bin") for member in members):
                raise DataError(f"{name}: this is a binary workbook (.xlsb). Save it as .xlsx")
            for member in members:
                with archive.open(member) as stream:
                    parser = None
                    for at, piece in enumerate(chain(iter(lambda: stream.read(PIECE_BYTES), b""), repeat(b"", 1))):
                        unpacked += len(piece)
                        _refuse_excess(unpacked, len(data), name, limits)
                        if at == 0 and piece.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
                            parser = found.parser(member.filename)
                        if parser is not None:
                            parser.Parse(piece, not piece)
                        if sum(sheet.across * sheet.down for sheet in found.sheets.values()) > limits.cells:
                            return found  # enough to refuse it
    except expat.ExpatError as error:
        raise DataError(f"{name}: the workbook is damaged ({error}); save it again as XLSX") from error
    except UNREADABLE as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            f"{name}: the workbook is damaged or has a password ({error}); save it again as XLSX"
        ) from error
    return found


def _refuse_excess(unpacked: int, packed: int, name: str, limits: Limits) -> None:
    if unpacked > limits.unpacked or (unpacked > limits.small and unpacked > packed * limits.ratio):
        raise DataError(
            f"{name}: the workbook of {packed:,} bytes unpacks to more than {unpacked:,}: that is no table but a "
            "ZIP bomb or an error. Nothing was read from it"
        )


class _Contents:
    """What the XML files of a workbook say, one parser a file."""

    def __init__(self) -> None:
        self.sheets: dict[str, Sheet] = {}
        self._lengths = array("Q")
        """Bytes of every text that cells share."""
        self._names: dict[str, str] = {}
        """Id of a relation → name of a sheet."""
        self._files: dict[str, str] = {}
        """Id of a relation → file of a sheet."""

    def by_name(self) -> dict[str, Sheet]:
        names = {file: self._names[key] for key, file in self._files.items() if key in self._names}
        return {names.get(file, file): sheet for file, sheet in self.sheets.items()}

    def characters(self, limit: int, data: bytes) -> int:
        """Count the text of all cells, once each has its own; no more exactly than the limit needs."""
        own = sum(sheet.characters for sheet in self.sheets.values())
        at_most = own + sum(sheet.shared for sheet in self.sheets.values()) * max(self._lengths, default=0)
        return at_most if at_most <= limit else own + self._shared_characters(data)

    def parser(self, file: str) -> expat.XMLParserType:
        """Return a parser that looks at a file as its first element demands."""
        parser = expat.ParserCreate()

        def refuse(*_: object) -> None:
            raise DataError(
                f"{file} of the workbook has a document type, which no spreadsheet program writes; save it again"
            )

        def first(tag: str, attributes: dict[str, str]) -> None:
            kind = _local(tag)
            parser.StartElementHandler = None
            if kind == "worksheet":
                _Worksheet(parser, self.sheets.setdefault(file, Sheet()))
            elif kind == "sst":
                self._shared(parser)
            elif kind == "document-content":
                _OpenDocument(parser, self.sheets)
            elif kind == "workbook":
                parser.StartElementHandler = self._sheet_named
            elif kind == "Relationships" and file.endswith("workbook.xml.rels"):
                parser.StartElementHandler = self._sheet_related
            del attributes

        parser.StartElementHandler = first
        parser.StartDoctypeDeclHandler = refuse
        return parser

    def _sheet_named(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            self._names[key] = attributes.get("name", "")

    def _sheet_related(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            target = attributes.get("Target", "")
            self._files[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def _shared(self, parser: expat.XMLParserType) -> None:
        begun = 0

        def start(tag: str, _: dict[str, str]) -> None:
            nonlocal begun
            if _local(tag) == "si":
                begun = parser.CurrentByteIndex

        def end(tag: str) -> None:
            if _local(tag) == "si":
                self._lengths.append(parser.CurrentByteIndex - begun)

        parser.StartElementHandler, parser.EndElementHandler = start, end

    def _shared_characters(self, data: bytes) -> int:
        """Add up the texts that the cells of all sheets share, each as often as cells show it."""
        total = 0
        shared = inside = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal shared, inside
            kind = _local(tag)
            if kind == "c":
                shared = attributes.get("t") == "s"
            inside = shared and kind == "v"

        def text(number: str) -> None:
            nonlocal total
            if inside and number.strip().isdecimal() and int(number) < len(self._lengths):
                total += self._lengths[int(number)]

        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.filename in self.sheets:
                    parser = expat.ParserCreate()
                    parser.buffer_text = True
                    parser.StartElementHandler, parser.CharacterDataHandler = start, text
                    with archive.open(member) as stream:
                        parser.ParseFile(stream)
        return total


class _Worksheet:
    """Which cells of a sheet of XLSX hold what; cells without a place stand behind the one before."""

    def __init__(self, parser: expat.XMLParserType, sheet: Sheet) -> None:
        self._parser, self._sheet = parser, sheet
        self._row = self._column = 0
        self._type = ""
        self._formula = self._valued = self._shown = False
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _local(tag)
        if kind == "c":
            self._formula = self._valued = self._shown = False
            self._type = attributes.get("t", "n")
            if "r" in attributes:
                self._column, self._row = place_of(attributes["r"])
            else:
                self._column += 1
        elif kind == "row":
            self._row, self._column = _count(attributes["r"]) if "r" in attributes else self._row + 1, 0
            self._sheet.hidden += attributes.get("hidden") in {"1", "true"}
        elif kind == "f":
            self._formula = True
        elif kind in {"v", "is"}:
            self._valued = True
            self._parser.CharacterDataHandler = self._text if self._formula else None

    def _text(self, _: str) -> None:
        self._shown = True

    def _end(self, tag: str) -> None:
        kind = _local(tag)
        if kind == "v":
            self._parser.CharacterDataHandler = None
        elif kind == "c":
            self._cell()

    def _cell(self) -> None:
        sheet = self._sheet
        if self._valued:
            sheet.across, sheet.down = max(sheet.across, self._column), max(sheet.down, self._row)
            sheet.shared += self._type == "s"
        if self._formula:
            sheet.formulas.append(f"{letters(self._column)}{self._row}")
            if not self._shown and not (self._valued and self._type == "str"):  # an empty text is a result
                sheet.empty_formulas.append(f"{letters(self._column)}{self._row}")
        if self._type == "e":
            sheet.errors.append(f"{letters(self._column)}{self._row}")


class _OpenDocument:
    """Which cells of the sheets of ODS hold what; a cell or row may stand for many."""

    def __init__(self, parser: expat.XMLParserType, sheets: dict[str, Sheet]) -> None:
        self._parser, self._sheets = parser, sheets
        self._sheet = Sheet()
        self._row = self._column = self._rows = self._columns = self._begun = self._bytes = 0
        self._valued = self._failed = False
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _local(tag)
        local = {_local(name): value for name, value in attributes.items()}
        if kind == "table":
            self._sheet = self._sheets.setdefault(local.get("name", ""), Sheet())
            self._row = 0
        elif kind == "table-row":
            self._rows, self._column, self._bytes = _count(local.get("number-rows-repeated", "1")), 0, 0
        elif kind in ODS_CELLS:
            self._columns = _count(local.get("number-columns-repeated", "1"))
            self._begun = self._parser.CurrentByteIndex
            self._valued = "value-type" in local
            self._failed = attributes.get("calcext:value-type") == "error"
        elif kind == "p":
            self._valued = True

    def _end(self, tag: str) -> None:
        kind, sheet = _local(tag), self._sheet
        if kind in ODS_CELLS:
            self._column += self._columns
            if self._valued:
                sheet.across = max(sheet.across, self._column)
                sheet.down = max(sheet.down, self._row + self._rows)
                self._bytes += (self._parser.CurrentByteIndex - self._begun) * self._columns
            if self._failed:
                sheet.errors.append(f"{letters(self._column)}{self._row + 1}")
        elif kind == "table-row":
            self._row += self._rows
            sheet.characters += self._bytes * self._rows


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def place_of(written: str) -> tuple[int, int]:
    """Column and row of a cell such as AA7."""
    found = CELL.fullmatch(written)
    if not found:
        raise DataError(f'a cell of the workbook says that it stands in "{written[:SHOWN]}"; save it again as XLSX')
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found[2])


def _count(written: str) -> int:
    if not COUNT.fullmatch(written):
        raise DataError(f'a row of the workbook is numbered "{written[:SHOWN]}"; save it again as XLSX')
    return int(written)


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1: A, B, … Z, AA."""
    written = ""
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(ord("A") + rest) + written
    return written
