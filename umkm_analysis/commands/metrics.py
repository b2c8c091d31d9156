"""umkm metrics: the catalogue of metrics."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from itertools import zip_longest
from textwrap import wrap
from typing import Annotated

import typer

from umkm_analysis.commands.checked_data import keep_answer, remembered_answer
from umkm_analysis.commands.console import print_aligned
from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.metrics._unknown import refuse_unknown

CATALOGUE = "umkm_analysis.metrics.catalogue"
DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "neutral": "depends on the case"}
BETTER = {"higher": "higher", "lower": "lower", "neutral": "depends"}
TITLE_WIDTH, UNIT_WIDTH = 30, 25
"""Characters after which a cell of the list goes on in the next line: the list fits into 100."""


def metrics(
    metric_id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Show this metric in full; default: list all.", show_default=False),
    ] = None,
) -> None:
    """Show the catalogue of metrics.

    With an ID its titles, formula, unit, direction, source and an example to paste into Python.
    """
    listed = _listed()
    if metric_id is None:
        rows = [["id", "title", "better", "unit"]]
        for id_, _, title, direction, unit in listed:
            cells = zip_longest(
                [id_], wrap(title, TITLE_WIDTH), [BETTER[direction]], wrap(unit, UNIT_WIDTH), fillvalue=""
            )
            rows += [list(line) for line in cells]
        print_aligned(rows)
        return
    refuse_unknown(metric_id, ((id_, title_id, title_en) for id_, title_id, title_en, *_ in listed))
    from umkm_analysis.metrics import catalogue

    row = catalogue.by_id(metric_id)
    fields = {
        "id": row.id,
        "Indonesian": row.title_id,
        "English": row.title_en,
        "summary": row.summary,
        "formula": row.formula.replace("; ", "\n"),
        "unit": row.unit,
        "direction": DIRECTIONS[row.direction],
        "source": row.source,
        "function": f"{row.function.__module__}.{row.id}",
    }
    lines = [(name, line) for name, text in fields.items() for line in text.split("\n")]
    print_aligned(
        [["" if index and lines[index - 1][0] == name else name, line] for index, (name, line) in enumerate(lines)]
    )
    print_aligned([[""], *([line] for line in row.script.splitlines())])


def _listed() -> list[list[str]]:
    """Id, titles, direction and unit of every metric; they are remembered, for the catalogue takes pandas."""
    lines = remembered_answer(CATALOGUE)
    if not lines:
        from umkm_analysis.metrics.catalogue import METRICS

        lines = [f"{row.id}\t{row.title_id}\t{row.title_en}\t{row.direction}\t{row.unit}" for row in METRICS]
        keep_answer(lines, fingerprints.data_version(project.root()), CATALOGUE)
    return [line.split("\t") for line in lines]
