"""Validation of notebook parameters, because papermill only logs a misspelt one."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING

from umkm_analysis.errors import UsageError, close_matches, did_you_mean
from umkm_analysis.jupyter.parameters_cell import ParametersCellError, assigned, parameters_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

CHOSEN = {"region": "--region", "language": "--language"}
"""Parameter → the option by which it is chosen."""
Scalar = str | int | float
FORMS: dict[type, tuple[str, str]] = {
    str: (r".*", "text"),
    int: (r"[-+]?[0-9]+", "a whole number without separators"),
    float: (r"[-+]?[0-9]+(\.[0-9]+)?", "a number with a decimal point and no thousands separator"),
}
"""Type of a default → pattern of its values, and a description of that."""


def read_parameters(pairs: Sequence[str], notebooks: Iterable[Path]) -> dict[str, Scalar]:
    """Read NAME=VALUE pairs.

    Parameters
    ----------
    pairs
        Pairs from the command line.
    notebooks
        The notebooks that will get them; each must have all of them.

    Returns
    -------
    Values with the type of the notebook's default.

    Raises
    ------
    UsageError
        If a pair has no "=", a name is repeated, unknown (the message names similar ones) or chosen by an option of
        its own, or a value is not of the default's type.
    """
    available = {notebook.name: defaults(notebook) for notebook in notebooks} if pairs else {}
    values: dict[str, Scalar] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(f'"{pair}" is no parameter; write NAME=VALUE, such as base_year=2019.')
        if name in values:
            raise UsageError(f'The parameter "{name}" is given twice.')
        values[name] = _value(name, text, available)
    return values


def refuse_unknown(pairs: Sequence[str], notebooks: Sequence[Path]) -> None:
    """Refuse pairs that no choice among some notebooks could take; what depends on the choice is left to a plan.

    Raises
    ------
    UsageError
        As :func:`read_parameters`.
    """
    if not pairs:
        return
    try:
        available = {notebook: defaults(notebook) for notebook in notebooks}
    except UsageError:  # of a notebook that may not get them
        return
    for pair in pairs:
        name = pair.partition("=")[0]
        read_parameters([pair], [notebook for notebook, names in available.items() if name in names] or notebooks)


def defaults(notebook: Path) -> dict[str, Scalar]:
    """Read the defaults in a notebook's parameters cell.

    Raises
    ------
    UsageError
        If one is neither text nor a number, because the type of a value could not be known then.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        cell = parameters_cell(cells, notebook.name)
    except (OSError, ValueError, LookupError, ParametersCellError):  # its report fails, and says why
        return {}
    return {name: _literal(value, f"{notebook.name}: {name}") for name, value in assigned(cell).items()}


def _literal(expression: ast.expr, label: str) -> Scalar:
    try:
        value: Scalar | None = ast.literal_eval(expression)
    except (ValueError, SyntaxError):
        value = None
    if value is None or type(value) not in FORMS:
        raise UsageError(
            f"{label} = {ast.unparse(expression)}: the default of a parameter must be plain text or a number."
        )
    return value


def _value(name: str, text: str, available: Mapping[str, Mapping[str, Scalar]]) -> Scalar:
    if name in CHOSEN:
        raise UsageError(f"The {name} is chosen with {CHOSEN[name]}, not with --parameter.")
    without = [notebook for notebook, names in available.items() if name not in names]
    if without:
        raise UsageError(f'{without[0]} has no parameter "{name}". {_hint(name, available)}')
    kinds = {type(names[name]): names[name] for names in available.values()}
    for kind, default in kinds.items():
        form, words = FORMS[kind]
        if re.fullmatch(form, text) is None:
            raise UsageError(f'{name}="{text}" is not {words}; the default is {default!r}.')
    value: Scalar = next(iter(kinds))(text)
    return value


def _hint(name: str, available: Mapping[str, Mapping[str, Scalar]]) -> str:
    with_it = [notebook for notebook, names in available.items() if name in names]
    if with_it:
        return f"Choose with --report the reports that have it: {', '.join(with_it)}."
    choices = sorted({choice for names in available.values() for choice in names} - CHOSEN.keys())
    matches = close_matches(name, choices, most=2, cutoff=0.5) or choices
    return did_you_mean(matches) or "It has none but region and language."
