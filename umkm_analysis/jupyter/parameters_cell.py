"""The cell of a notebook that holds its parameters: the one that is tagged so.

papermill puts the values it is given after that cell. In a notebook that has lost the tag it puts them on top, where
the cell's own defaults take their place, and the report is about another region than its name says.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from umkm_analysis.errors import UmkmError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TAG = "parameters"
INJECTED = "injected-parameters"
"""Tag of the cell that papermill adds: the person's notebook has no such cell, nor do its numbers."""


class ParametersCellError(UmkmError):
    """A notebook without exactly one cell of parameters."""


def parameters_cell(cells: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    """Return the cell of a notebook that is tagged "parameters".

    Parameters
    ----------
    cells
        The notebook's cells, as in its JSON.
    name
        The notebook's name, for the message.

    Raises
    ------
    ParametersCellError
        If there is none, or more than one; the message says how to mend it.
    """
    found = [cell for cell in cells if cell["cell_type"] == "code" and TAG in cell["metadata"].get("tags", ())]
    if len(found) != 1:
        count = "no code cell" if not found else f"{len(found)} code cells"
        raise ParametersCellError(
            f'{name} has {count} tagged "{TAG}", so the region could not be set: in JupyterLab tag its first code '
            f'cell, and only that, "{TAG}" (Property Inspector, Cell Tags)'
        )
    return found[0]


def is_own_code(cell: Mapping[str, Any]) -> bool:
    """Whether a cell of an executed notebook is a code cell that its person has, and so one that counts."""
    return cell["cell_type"] == "code" and INJECTED not in cell["metadata"].get("tags", ())


def assigned(cell: Mapping[str, Any]) -> dict[str, ast.expr]:
    """Read the expressions that a cell of parameters assigns to names; none where it is no plain Python."""
    try:
        lines = ast.parse("".join(cell["source"])).body
    except SyntaxError:  # the report itself will fail with it
        return {}
    values: dict[str, ast.expr] = {}
    for line in lines:
        targets = [line.target] if isinstance(line, ast.AnnAssign) else getattr(line, "targets", [])
        value = getattr(line, "value", None)
        if len(targets) == 1 and isinstance(targets[0], ast.Name) and isinstance(value, ast.expr):
            values[targets[0].id] = value
    return values


def saved_defaults(cell: Mapping[str, Any]) -> dict[str, object]:
    """Read the values that a cell of parameters assigns; what is not written out is left out."""
    return {name: value.value for name, value in assigned(cell).items() if isinstance(value, ast.Constant)}
