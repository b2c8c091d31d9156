"""Data dictionary and list of sources, from data/datapackage.json and data/sources.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance.book.markdown import cell_text, table
from umkm_analysis.datasets import tables
from umkm_analysis.datasets.datapackage import resources

if TYPE_CHECKING:
    from umkm_analysis.datasets.datapackage import Field, Resource

DICTIONARY, SOURCES = "reference/dictionary.md", "reference/sources.md"
DICTIONARY_START = """\
# Data dictionary

Generated from `data/datapackage.json`, the one schema: what pandera checks on reading is derived from it.

"""
SOURCES_START = """\
# Sources

Publisher, title, date, address and terms of everything that is quoted, from `data/sources.csv`. The figures are
official statistics and facts quoted with attribution; they are not ours to license.

"""


def pages() -> dict[str, str]:
    """The dictionary of all tables, and the list of sources."""
    overview = table(
        ["table", "what it holds"],
        [[f"[`{name}`](#table-{name})", resource.title] for name, resource in resources().items()],
    )
    found = "\n".join([overview, *(_table(name, resource) for name, resource in resources().items())])
    return {DICTIONARY: DICTIONARY_START + found, SOURCES: SOURCES_START + _sources()}


def _table(name: str, resource: Resource) -> str:
    rows = [[f"`{field.name}`", _kind(field), field.unit or "", _text(field)] for field in resource.fields]
    return (
        f"(table-{name})=\n## {resource.title}: `data/{resource.path}`\n\n{resource.description}\n\n"
        f"Source: {'; '.join(resource.sources)}. Terms: {resource.licence}. Key: {', '.join(resource.primary_key)}.\n\n"
        f"{table(['column', 'type', 'unit', 'meaning'], rows)}"
    )


def _kind(field: Field) -> str:
    return field.type if field.required else f"{field.type}, may be empty"


def _text(field: Field) -> str:
    limits = [f"{name} {value}" for name, value in field.constraints.items() if name in {"minimum", "maximum"}]
    choices = field.constraints.get("enum")
    named = f" One of: {', '.join(choices)}." if choices and field.name != "status" else ""
    bounds = f" ({', '.join(limits)})" if limits else ""
    return f"{field.description}{bounds}.{named}"


def _sources() -> str:
    found = tables.read("sources")
    rows = [
        [
            f"`{row.source_id}`",
            row.publisher,
            _linked(row.title, row.address),
            f"{row.published} ({row.dated})",
            row.licence,
        ]
        for row in found.reset_index().fillna("").itertuples()
    ]
    return table(["source", "publisher", "title", "date", "terms"], rows)


def _linked(title: str, address: str) -> str:
    name = cell_text(title or address).replace("[", "\\[").replace("]", "\\]").replace("*", "\\*").replace("<", "\\<")
    return f"[{name}](<{address}>)" if address.startswith("https://") and " " not in address else name
