"""Data package of the project: the schema of every table, from data/datapackage.json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import project
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LEXICAL = {
    "string": (r".*", "text"),
    "integer": (r"[-+]?[0-9]+", "a whole number without separators, such as 134350"),
    "year": (r"[0-9]{4}", "a year of four digits, such as 2021"),
    "number": (
        r"[-+]?[0-9]+(\.[0-9]+)?",
        "a number with a decimal point and no thousands separator, such as 4985.68",
    ),
}
"""Frictionless type → pattern of a cell, and the same in words."""

DTYPES = {"string": "str", "integer": "Int64", "year": "Int64", "number": "float64"}
"""Frictionless type → pandas dtype of a column."""

CHECKED = {"required", "unique", "pattern", "enum", "minimum", "maximum", "minLength"}
"""Constraints that a table is validated against; see schema.py."""
KEYS = {"name", "type", "description", "unit", "listOf", "calendar", "past", "constraints"}
CALENDAR = {"day": "a day that exists, as 2022-06-03", "partial": "a day that exists, as 2022-06-03, a month or a year"}
"""What a column of dates may hold → the same in words."""


@dataclass(frozen=True)
class Reference:
    """Foreign key: the column of another table in which a cell's value must occur."""

    resource: str
    field: str
    separator: str | None = None
    """Between keys, where one cell holds several."""


@dataclass(frozen=True)
class Field:
    """One column: its name, type, unit and constraints."""

    name: str
    type: str
    description: str
    unit: str | None
    constraints: Mapping[str, Any]
    reference: Reference | None
    calendar: str | None = None
    """"day" or "partial" (a day, a month or a year) for a column of dates; see :data:`CALENDAR`."""
    past: bool = False
    """Whether the day or year must have begun: what is figures of, not what is planned for."""

    @property
    def required(self) -> bool:
        """Whether the cell must be filled."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True)
class Resource:
    """One table: its file, columns and primary key."""

    name: str
    title: str
    description: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    licence: str
    sources: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return [column.name for column in self.fields]


@project.cached_per_project
def resources() -> dict[str, Resource]:
    """Every table of the project's data package, by name."""
    return read_data_package(project.package())


@project.cached_per_file
def read_data_package(path: Path) -> dict[str, Resource]:
    """Read a Frictionless data package.

    Parameters
    ----------
    path
        The datapackage.json.

    Returns
    -------
    Resources by name, in the order of the file.

    Raises
    ------
    DataError
        If it is no JSON, or uses a type, key or constraint that would not be validated.
    """
    try:
        package = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not readable as a data package ({error})") from error
    return {raw["name"]: _resource(raw) for raw in package["resources"]}


def _resource(raw: Mapping[str, Any]) -> Resource:
    schema = raw["schema"]
    foreign = {
        key["fields"]: Reference(key["reference"]["resource"] or raw["name"], key["reference"]["fields"])
        for key in schema.get("foreignKeys", ())
    }
    return Resource(
        name=raw["name"],
        title=raw["title"],
        description=raw["description"],
        path=raw["path"],
        fields=tuple(_field(raw["name"], column, foreign) for column in schema["fields"]),
        primary_key=tuple(schema["primaryKey"]),
        licence=raw["licenses"][0]["title"],
        sources=tuple(source["title"] for source in raw["sources"]),
    )


def _field(resource: str, raw: Mapping[str, Any], foreign: Mapping[str, Reference]) -> Field:
    constraints = dict(raw.get("constraints", {}))
    unchecked = (raw.keys() - KEYS) | (constraints.keys() - CHECKED)
    calendar = raw.get("calendar")
    if unchecked or raw["type"] not in LEXICAL or calendar not in {None, *CALENDAR}:
        what = ", ".join(sorted(unchecked)) or f"type {raw['type']}, calendar {calendar}"
        raise DataError(f"datapackage.json, {resource}.{raw['name']}: {what} would go unchecked; see datapackage.py")
    listed = raw.get("listOf")
    reference = Reference(**listed) if listed else foreign.get(raw["name"])
    return Field(
        raw["name"], raw["type"], raw["description"], raw.get("unit"), constraints, reference, calendar,
        past=bool(raw.get("past", False)),
    )  # fmt: skip
