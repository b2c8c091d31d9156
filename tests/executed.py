"""What an executed notebook shows."""

from __future__ import annotations

from typing import Any


def shown(notebook: Any) -> list[Any]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [(cell.source, cell.execution_count, joined(cell.outputs), cell.metadata.papermill.status) for cell in code]


def joined(outputs: list[Any]) -> list[Any]:
    """Outputs with streams in one part: they come in as many as the clock has flushed."""
    found: list[Any] = []
    for output in outputs:
        if found and output.output_type == "stream" and output.name == found[-1].get("name"):
            found[-1] = {**found[-1], "text": found[-1]["text"] + output.text}
        else:
            found.append(output)
    return found
