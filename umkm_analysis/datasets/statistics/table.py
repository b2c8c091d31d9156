"""Table of a file of statistics: its words, its cells, and the roles of its columns of labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.datasets.statistics.numerals import is_missing, is_number
from umkm_analysis.datasets.statistics.places import code_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.datasets.statistics.read.grids import Cell

ROLES: tuple[tuple[str, str], ...] = (
    ("year", r"tahun(?: data)?|year|th|thn"),
    ("semester", r"semester|smt"),
    ("period", r"periode|turtahun|triwulan|bulan|nama turtahun"),
    ("unit", r"satuan|unit"),
    ("state", r"status data|bps state|status angka|keterangan status"),
    ("source", r"sumber|source|source id|sumber data"),
    ("sector", r"kode (?:lapangan usaha|sektor|kategori)|sector code|kategori"),
    (
        "item",
        (
            r"(?:nama )?(?:lapangan usaha|komponen|uraian|sektor|jenis data|jenis pengeluaran|item|turvar|indikator)"
            r"|sector"
        ),
    ),
    (
        "local code",
        (
            r"(?:bps )?(?:kode|id) ?(?:bps )?(?:kab|kabkot|kab kota|kabupaten|kabupaten kota|wilayah|daerah|kota)"
            r"(?: bps)?|code|kode|districtid|kode bps|region code|vervar|kode vervar"
        ),
    ),
    ("old code", r"districtid old|code before 2022|kode lama"),
    ("province code", r"(?:bps )?(?:kode|id) ?prov(?:insi)?|provinceid"),
    (
        "local name",
        (
            r"(?:nama )?(?:kab|kabkot|kab kota|kabupaten kota|kabupaten|wilayah|daerah|kota|district|region|kab kot)"
            r"|name|nama|regency|regency municipality|kabupaten kota regency municipality"
        ),
    ),
    ("province name", r"(?:nama )?(?:prov|provinsi|propinsi|province)"),
    ("number", r"no|id|#|_id|nomor|urut"),
)
"""Role of a column of labels → the heads that name it, in letters and blanks only."""
CODE = re.compile(r"\d{4}|\d\d\.\d\d")
REGION_ROLES = {"local code", "local name", "province code", "province name"}
REGION_HEAD = re.compile(r"kab|kota|wilayah|provinsi|propinsi|province|daerah|region|district|regenc", re.IGNORECASE)
ITEM_HEAD = re.compile(
    r"lapangan|kategori|uraian|komponen|sektor|jenis|industry|indikator|rincian|pengeluaran|variabel", re.IGNORECASE
)


@dataclass(frozen=True)
class Observation:
    """A cell that holds a figure, and all that the table says of it."""

    code: str
    name: str
    kinds: tuple[str, ...]
    """Kinds of region that its column or a heading says."""
    province: str
    sector: str
    item: str
    """Sector, component or indicator: of the row, and of the column."""
    head: str
    """Words above the column."""
    period: str
    """Below or beside the year: a quarter, or the whole year."""
    year: int | None
    state: str | None
    unit: str
    value: Cell
    where: str


@dataclass
class Table:
    """A table of a grid: its words, and its cells."""

    place: str
    title: str
    region_words: str = ""
    """What a row above says of the region that all of it is of."""
    has_regions: bool = True
    """Whether its rows name regions; else they name sectors or items of one region."""
    observations: list[Observation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def role_of(head: Cell) -> str | None:
    """Role of a column of labels by its head; None for a head of figures."""
    plain = " ".join(re.sub(r"[^a-z0-9#]+", " ", str(head).lower()).split())
    return next((role for role, pattern in ROLES if plain and re.fullmatch(pattern, plain)), None)


def cell_text(cell: Cell) -> str:
    """Text of a label: a code that is a number is one without decimals."""
    return code_text(cell) if isinstance(cell, float) else cell


def mostly_numbers(column: int, body: Sequence[tuple[int, tuple[Cell, ...]]]) -> bool:
    """Whether more than half of the filled cells of a column are numbers."""
    filled = [cells[column] for _, cells in body if not is_missing(cells[column])]
    return bool(filled) and sum(is_number(cell) for cell in filled) * 2 > len(filled)


def label_head(rows: Sequence[Sequence[Cell]], start: int, end: int, column: int) -> str:
    """Head of a column of labels: the lowest text above the body."""
    return next((str(rows[row][column]) for row in range(end - 1, start - 1, -1) if rows[row][column] != ""), "")


def names_regions(
    heads: dict[int, str], roles: dict[int, str | None], body: Sequence[Sequence[Cell]], first: int
) -> bool:
    """Whether the rows of a table name regions, by the heads of their labels, else by the labels."""
    text = " ".join(head for column, head in heads.items() if column < first or roles[column])
    named = REGION_ROLES & set(roles.values())
    if ITEM_HEAD.search(text) and "local code" not in named:
        return False
    if REGION_HEAD.search(text) or named:
        return True
    letters = sum(bool(re.fullmatch(r"[A-U](?:[,.]\s?[A-U])*\.?", str(row[0]).strip())) for row in body if row)
    return letters < 3  # noqa: PLR2004 - three rows that begin with a category's letter are sectors


def labels_of_row(texts: dict[int, str], roles: dict[int, str | None], *, has_regions: bool) -> dict[str, str]:
    """Tell code, name, province, sector, item and unit of a row by its labels, "" where it has none.

    Parameters
    ----------
    texts
        Column → label.
    roles
        Column → role, where its head gives it.
    has_regions
        Whether rows name regions; else they name sectors or items.
    """
    given = {role: texts[column] for column, role in reversed(roles.items()) if role and texts[column]}
    free = [text for column, text in texts.items() if text and roles[column] in {None, *REGION_ROLES, "sector", "item"}]
    code = name = province = sector = ""
    item = given.get("item", "")
    if has_regions:
        code = given.get("local code") or next((text for text in free if CODE.fullmatch(text)), "")
        local = bool(code or given.get("local name"))
        code = code or ("" if local else given.get("province code", ""))
        others = [text for text in free if text != code and re.search(r"[^\W\d_]{2}", text)]
        name = given.get("local name") or ("" if local else given.get("province name")) or next(iter(others), "")
        province = (given.get("province name") or given.get("province code", "")) if local else ""
    else:
        sector = given.get("sector") or (free[0] if len(free) > 1 else "")
        item = item or (free[-1] if free else "")
    return {
        "code": code,
        "name": name,
        "province": province,
        "sector": sector,
        "item": item,
        "unit": given.get("unit", ""),
    }
