"""Reader of JSON: answers of BPS's WebAPI and of portals, saved to a file."""

from __future__ import annotations

import html as entities
import json
import math
import re
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from umkm_analysis.datasets.statistics.read import html
from umkm_analysis.datasets.statistics.read.grids import Cell, Grid, grid, refuse_excess
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WEBAPI = ("vervar", "var", "turvar", "tahun", "turtahun", "datacontent")
"""Members of an answer of BPS's WebAPI that holds figures; the first five give the keys of the last."""
PROCUREMENT = {"kd_klpd", "kd_satker", "kd_rup", "kode_klpd"}
MAX_SAID = 200
REGIONS = re.compile(r"pro[vp]in|kab|kota|wilayah|daerah|region|regenc|cit(?:y|ies)|municipal", re.IGNORECASE)
SMALLER = re.compile(r"kecamatan|desa|kelurahan|district|village", re.IGNORECASE)
"""Words of what the rows of a table of BPS are; others are sectors or items of one region."""
NO_ITEM = re.compile(r"tidak ada|none|-|", re.IGNORECASE)
"""Label of the only turvar of a variable that has none."""
CODE = re.compile(r"\d{4}")
MAX_TREE = 16 << 20
"""Characters of a web page or of JSON: its tree takes many times that in memory."""
OTHER_SHAPE = (AttributeError, LookupError, OverflowError, RecursionError, TypeError, ValueError)
"""What reading JSON raises whose members are not what they are in an answer."""


class AmbiguousKeyError(DataError):
    """A key of an answer of BPS's WebAPI that stands for two figures."""


def load_json(content: bytes | str, name: str) -> Any:
    """Read JSON.

    Raises
    ------
    DataError
        If it is torn or no JSON, holds a member twice with two values, or is nested without end.
    """
    try:
        return json.loads(content, object_pairs_hook=_members)
    except RecursionError:
        raise DataError(f"{name}: JSON that is nested without end; it holds no figures") from None
    except ValueError as error:
        raise DataError(f"{name}: no complete JSON ({str(error)[:MAX_SAID]}); download it again") from error


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next((name for name, value in pairs if members[name] != value), None)
        if twice is not None:
            raise ValueError(f'the member "{twice[:60]}" stands there twice, with two values')
    return members


def read_pages(contents: Sequence[Any], name: str, title: str) -> list[Grid]:
    """Read the pages of one table as one: records of CKAN's datastore, or of a portal's Open Data API.

    Raises
    ------
    DataError
        If they are not the pages of one table, all of them.
    """
    records: list[Any] = []
    totals: set[int | None] = set()
    for content in contents:
        _refuse_answers(content if isinstance(content, dict) else {}, name)
        part, total = records_of(content, name)
        records += part
        totals.add(total)
    if len(totals) > 1:
        raise DataError(f"{name}: its pages are of tables of different lengths; fetch it again")
    if not records:
        raise DataError(f"{name}: the table holds no row")
    with _known_shape(name):
        return [_records(records, name, next(iter(totals)), title)]


def records_of(content: Any, name: str) -> tuple[list[dict[str, Any]], int | None]:
    """Records of a page, and how many the whole table has, where the page says so.

    Raises
    ------
    DataError
        If it is none.
    """
    data: Any = content
    total: Any = None
    if isinstance(content, dict):
        data, meta = content.get("result", content.get("data")), content.get("meta")
        total = meta.get("total_record") if isinstance(meta, dict) else None
    if isinstance(data, dict):
        exact = data.get("total_was_estimated") is not True
        data, total = data.get("records"), data.get("total") if exact else None
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise DataError(f"{name}: JSON of an unknown shape, no page of records")
    return data, total if isinstance(total, int) and not isinstance(total, bool) else None


def read_json(content: Any, name: str) -> list[Grid]:
    """Read the figures of a saved answer.

    Raises
    ------
    DataError
        If the answer is an error, a list of something other than figures, or of an unknown shape.
    """
    with _known_shape(name):
        return _read(content, name)


@contextmanager
def _known_shape(name: str) -> Iterator[None]:
    """Refuse JSON whose members are not what they are in an answer."""
    try:
        yield
    except DataError:
        raise
    except OTHER_SHAPE as error:
        raise DataError(f"{name}: JSON of an unknown shape ({error}); download it again") from error


def _read(content: Any, name: str) -> list[Grid]:
    if content is None:
        raise DataError(f"{name}: the answer is null: too much was asked for at once. Ask for fewer years")
    if isinstance(content, dict):
        if all(member in content for member in WEBAPI):
            return [_webapi(content, name)]
        _refuse_answers(content, name)
        data = content.get("data", content.get("result", content.get("records")))
        if isinstance(data, dict) and isinstance(data.get("table"), str):
            title = " ".join(str(data.get("title", "")).split())
            found = html.read_html(entities.unescape(data["table"]), name)
            return [Grid(part.place, part.rows, f"{title} {part.title}") for part in found]
        if isinstance(data, dict) and isinstance(data.get("records"), list):
            return [_records(data["records"], name, data.get("total"))]
        meta = content.get("meta")
        content, total = data, meta.get("total_record") if isinstance(meta, dict) else None
    else:
        total = None
    if isinstance(content, list) and content and all(isinstance(row, dict) for row in content):
        return [_records(content, name, total)]
    raise DataError(f"{name}: JSON of an unknown shape: neither records nor an answer of BPS's WebAPI with figures")


def _refuse_answers(content: Mapping[str, Any], name: str) -> None:
    said = content.get("message") or content.get("error") or ""
    said = said.get("message", said) if isinstance(said, dict) else said
    if str(content.get("status", "")).lower() == "error" or content.get("success") is False:
        raise DataError(f'{name}: the answer is an error: "{str(said)[:MAX_SAID]}". Download it again')
    if "not-available" in str(content.get("data-availability", "")):
        raise DataError(f"{name}: the answer says that the figures are not available")
    data = content.get("data")
    if isinstance(data, list) and len(data) == 2 and isinstance(data[0], dict) and "pages" in data[0]:  # noqa: PLR2004 - paging, rows
        raise DataError(f"{name}: a list (page {data[0].get('page')} of {data[0]['pages']}), not figures")


def _records(records: Sequence[Mapping[str, Any]], name: str, total: Any, title: str = "") -> Grid:
    columns = list(dict.fromkeys(column for record in records for column in record))
    if PROCUREMENT & set(columns):
        raise DataError(f"{name}: procurement lines, not statistics: umkm import KIND; umkm lines --kinds lists them")
    if isinstance(total, int) and total > len(records):
        raise DataError(f"{name}: {len(records)} of {total} records; download all of them")
    refuse_excess(name, len(columns) * len(records))
    rows: list[list[Cell]] = [[_cell(record.get(column)) for column in columns] for record in records]
    return grid(name, [[str(column) for column in columns], *rows], f"{title} {name}".strip())


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return str(value)
    return float(value) if isinstance(value, int | float) else str(value).strip()


def _webapi(content: Mapping[str, Any], name: str) -> Grid:
    """Look every combination of the lists up: a key cannot be split safely, and two combinations may share one."""
    lists = [_list_of(content, member, name) for member in WEBAPI[:-1]]
    figures = content["datacontent"] or {}
    if not isinstance(figures, dict):
        raise DataError(f"{name}: the figures of the answer are no object; download it again")
    refuse_excess(name, math.prod(map(len, lists)))
    if len(content["var"]) != 1:
        raise DataError(f"{name}: {len(content['var'])} variables in an answer; ask for one")
    variable, rows_are = content["var"][0], _plain(content.get("labelvervar") or "")
    if SMALLER.search(rows_are):
        raise DataError(f'{name}: its rows are "{rows_are}"; reports are on kabupaten, kota and provinces')
    of_regions = not rows_are or bool(REGIONS.search(rows_are))
    heads: list[Cell] = ["uraian", "periode", "tahun", "nilai", "satuan"]
    rows: list[list[Cell]] = [["kode_wilayah", "nama_wilayah", *heads] if of_regions else heads]
    holders: dict[str, tuple[Any, ...]] = {}
    for parts in product(*lists):
        key = "".join(str(part["val"]) for part in parts)
        if key not in figures:
            continue
        place, _, item, year, period = parts
        if key in holders:
            labels = [" ".join(str(part["label"]) for part in holder) for holder in (holders[key], parts)]
            raise AmbiguousKeyError(
                f"{name}: the key {key} stands for {labels[0]} and for {labels[1]}; ask for one year, or one item"
            )
        holders[key] = parts
        row = _plain(place["label"])
        column = "" if NO_ITEM.fullmatch(_plain(item["label"])) else _plain(item["label"])
        labels = [_code(place["val"]), row, column] if of_regions else [f"{row} {column}".strip()]
        figure = [_cell(figures[key]), str(variable.get("unit", ""))]
        rows.append([*labels, _plain(period["label"]), _plain(year["label"]), *figure])
    if len(rows) == 1:
        raise DataError(f"{name}: the answer holds no figure for its own lists of regions, years and items")
    title = _plain(variable["label"])
    return grid(name, rows, f"{title} ({variable.get('unit', '')}) {name}")


def _code(value: Any) -> str:
    """Code of a region; tables of offices number their rows instead."""
    return str(value) if CODE.fullmatch(str(value)) else ""


def _list_of(content: Mapping[str, Any], member: str, name: str) -> list[dict[str, Any]]:
    found = content[member]
    if not isinstance(found, list) or not all(
        isinstance(part, dict) and {"val", "label"} <= set(part) for part in found
    ):
        raise DataError(f'{name}: the list "{member}" of the JSON is broken; download it again')
    return found


def _plain(label: Any) -> str:
    text = str(label)
    if "<" in text or "&" in text:  # few labels hold HTML, and reading it takes a while
        text = BeautifulSoup(text, "html.parser").get_text()
    return " ".join(text.split())
