"""Reader of JSON: answers of BPS's WebAPI and of portals, saved to a file."""

from __future__ import annotations

import html as entities
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from umkm_analysis.datasets.statistics.read import html
from umkm_analysis.datasets.statistics.read.grids import Cell, Grid, grid, refuse_excess
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WEBAPI = ("vervar", "var", "turvar", "tahun", "turtahun", "datacontent")
"""Members of an answer of BPS's WebAPI that holds figures; the first five give the keys of the last."""
PROCUREMENT = {"kd_klpd", "kd_satker", "kd_rup", "kode_klpd"}
MAX_SAID = 200


def read_json(content: Any, name: str) -> list[Grid]:
    """Read the figures of a saved answer.

    Raises
    ------
    DataError
        If the answer is an error, a list of something other than figures, or of an unknown shape.
    """
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


def _records(records: Sequence[Mapping[str, Any]], name: str, total: Any) -> Grid:
    columns = list(dict.fromkeys(column for record in records for column in record))
    if PROCUREMENT & set(columns):
        raise DataError(f"{name}: procurement lines, not statistics: umkm import KIND; umkm lines --kinds lists them")
    if isinstance(total, int) and total > len(records):
        raise DataError(f"{name}: {len(records)} of {total} records; download all of them")
    refuse_excess(name, len(columns) * len(records))
    rows: list[list[Cell]] = [[_cell(record.get(column)) for column in columns] for record in records]
    return grid(name, [[str(column) for column in columns], *rows], name)


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return str(value)
    return float(value) if isinstance(value, int | float) else str(value).strip()


def _webapi(content: Mapping[str, Any], name: str) -> Grid:
    """Look every combination of the lists up: a key cannot be split safely, and two combinations may share one."""
    lists = [content[member] for member in WEBAPI[:-1]]
    figures = content["datacontent"] or {}
    refuse_excess(name, prod(map(len, lists)))
    if len(content["var"]) != 1:
        raise DataError(f"{name}: {len(content['var'])} variables in an answer; ask for one")
    variable = content["var"][0]
    heads: list[Cell] = ["kode_wilayah", "nama_wilayah", "uraian", "periode", "tahun", "nilai", "satuan"]
    rows: list[list[Cell]] = [heads]
    holders: dict[str, tuple[Any, ...]] = {}
    for parts in product(*lists):
        key = "".join(str(part["val"]) for part in parts)
        if key not in figures:
            continue
        place, _, item, year, period = parts
        if key in holders:
            labels = [" ".join(str(part["label"]) for part in holder) for holder in (holders[key], parts)]
            raise DataError(f"{name}: the key {key} stands for {labels[0]} and for {labels[1]}; ask for one year")
        holders[key] = parts
        texts = [_plain(part["label"]) for part in (place, item, period, year)]
        rows.append([str(place["val"]), texts[0], texts[1], texts[2], texts[3], _cell(figures[key]),
                     str(variable.get("unit", ""))])  # fmt: skip
    if len(rows) == 1:
        raise DataError(f"{name}: the answer holds no figure for its own lists of regions, years and items")
    title = _plain(variable["label"])
    return grid(name, rows, f"{title} ({variable.get('unit', '')}) {name}")


def _plain(label: Any) -> str:
    return " ".join(BeautifulSoup(str(label), "html.parser").get_text().split())
