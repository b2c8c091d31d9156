"""A page for each metric, from the catalogue and the docstrings."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from numpydoc.docscrape import FunctionDoc

from umkm_analysis.commands.metrics import DIRECTIONS
from umkm_analysis.metrics import catalogue
from umkm_analysis.metrics.catalogue.comparison import COMPARISON
from umkm_analysis.metrics.catalogue.growth import GROWTH
from umkm_analysis.metrics.catalogue.onboarding import ONBOARDING
from umkm_analysis.metrics.catalogue.procurement import PROCUREMENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_analysis.metrics.catalogue import Metric

FOLDER = "reference/metrics"
GROUPS = {
    "Growth, level, recovery and resilience": GROWTH,
    "Comparison of regions": COMPARISON,
    "Procurement": PROCUREMENT,
    "UMKM on the way to catalogues and certificates": ONBOARDING,
}
START = """\
Metrics
=======

Every metric of the catalogue has a page: formula, worked example with published numbers, what is refused or left out,
what is assumed, and the source or law. All are pure functions of :mod:`!umkm_analysis.metrics`: pandas in, pandas out,
the unit in ``attrs["unit"]``. ``umkm metrics`` lists them on the terminal, ``umkm metrics ID`` shows one.

"""
MISSING = "A value that is missing stays missing (NaN); nothing is guessed, clipped or filled in."


def pages() -> dict[str, str]:
    """An index by group, and the page of each metric, in reStructuredText as docstrings are."""
    listed = "\n".join(_group(title, rows) for title, rows in GROUPS.items())
    found = {f"{FOLDER}/index.rst": START + listed}
    return found | {f"{FOLDER}/{row.id}.rst": _page(row) for row in catalogue.METRICS}


def _group(title: str, rows: Iterable[Metric]) -> str:
    entries = "\n".join(f"   {row.title_en} <{row.id}>" for row in rows)
    table = "\n".join(
        f"   * - :doc:`{row.id} <{row.id}>`\n     - {row.title_en}\n     - {row.title_id}\n     - {row.unit}"
        for row in rows
    )
    header = "".join(
        f"   {sign} - {name}\n" for sign, name in zip("*   ", ("id", "title", "Indonesian", "unit"), strict=True)
    )
    return (
        f"{title}\n{'-' * len(title)}\n\n.. list-table::\n   :header-rows: 1\n\n{header}"
        f"{table}\n\n.. toctree::\n   :hidden:\n\n{entries}\n"
    )


def _page(row: Metric) -> str:
    documentation = FunctionDoc(row.function)
    module = row.function.__module__
    facts = {
        "Indonesian": row.title_id,
        "Unit": row.unit,
        "Direction": DIRECTIONS[row.direction],
        "Function": f"``{module}.{row.id}``",
    }
    heading = f"{row.title_en}\n{'=' * len(row.title_en)}\n"
    parts = [
        f".. py:currentmodule:: {module}\n",
        heading,
        row.summary + "\n",
        "\n".join(f":{name}: {value}" for name, value in facts.items()) + "\n",
        _section("Formula", ".. code-block:: text\n\n" + _indented(row.formula.replace("; ", "\n"))),
        _section("Worked example", _joined(documentation["Examples"])),
        _section("As a script", ".. code-block:: python\n\n" + _indented(row.script)),
        _section(
            "Inputs",
            f".. py:function:: {row.id}{_signature(row)}\n\n{_indented(_entries(documentation, 'Parameters'))}",
        ),
        _section("Result", _returns(documentation)),
        _section("Refused and left out", f"{_entries(documentation, 'Raises')}\n{MISSING}"),
        _section("Assumptions and limits", _joined(documentation["Notes"])),
        _section("Source and law", f"{row.source}\n\n{_references(documentation, row)}"),
    ]
    return "\n".join(part for part in parts if part)


def _section(title: str, text: str) -> str:
    return f"{title}\n{'-' * len(title)}\n\n{text.rstrip()}\n" if text.strip() else ""


def _signature(row: Metric) -> str:
    return str(inspect.signature(row.function, eval_str=False)).replace("'", "")


def _entries(documentation: FunctionDoc, section: str) -> str:
    """Entries of a section as definitions; a description without a name as a paragraph."""
    found = []
    for entry in documentation[section]:
        text = _joined(entry.desc)
        name = " : ".join(part for part in (entry.name, entry.type) if part)
        found.append(f"{name}\n{_indented(text)}\n" if text.strip() else f"{name}\n")
    return "\n".join(found)


def _returns(documentation: FunctionDoc) -> str:
    """What is returned; our docstrings give no type, so each line of the text has been taken for an entry."""
    blocks: list[str] = []
    for entry in documentation["Returns"]:
        text = "\n".join([entry.type, *(f"  {line}" for line in entry.desc)])
        is_item = text.startswith("* ")
        apart = blocks and is_item != blocks[-1].startswith("* ")
        blocks += ["", text] if apart else [text]
    return "\n".join(blocks)


def _references(documentation: FunctionDoc, row: Metric) -> str:
    text = _joined(documentation["References"])
    return "" if " ".join(text.split()) == row.source else text


def _joined(lines: Iterable[str] | str) -> str:
    return lines if isinstance(lines, str) else "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"   {line}".rstrip() for line in text.splitlines())
