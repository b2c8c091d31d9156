"""umkm metrics: the catalogue of metrics."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from typing import Annotated

import typer

from umkm_analysis.commands.console import print_aligned

DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "neutral": "depends on the case"}


def metrics(
    metric_id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Show this metric in full; default: list all.", show_default=False),
    ] = None,
) -> None:
    """Show the catalogue of metrics: titles, formula, unit, direction, source and example."""
    from umkm_analysis.metrics import catalogue  # noqa: PLC0415 - imports every metric, which only this command needs

    if metric_id is None:
        print_aligned(
            [
                ["id", "Indonesian", "English", "unit"],
                *([row.id, row.title_id, row.title_en, row.unit] for row in catalogue.METRICS),
            ]
        )
        return
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
        "example": row.example,
    }
    lines = [(name, line) for name, text in fields.items() for line in text.split("\n")]
    print_aligned(
        [["" if index and lines[index - 1][0] == name else name, line] for index, (name, line) in enumerate(lines)]
    )
