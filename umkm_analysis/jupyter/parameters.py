"""Parameters of notebooks, held to what the notebooks know: papermill only logs a misspelt one."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import papermill

from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

CHOSEN = {"region": "--region", "language": "--language"}
"""Parameters with an option of their own."""
Scalar = str | int | float
FORMS: dict[type, tuple[str, str]] = {
    str: (r".*", "text"),
    int: (r"[-+]?[0-9]+", "a whole number without separators"),
    float: (r"[-+]?[0-9]+(\.[0-9]+)?", "a number with a decimal point and no thousands separator"),
}
"""Type of a default: how a value of it is written, and how to say so."""


def read_parameters(given: Sequence[str], notebooks: Iterable[Path]) -> dict[str, Scalar]:
    """Read NAME=VALUE pairs.

    Parameters
    ----------
    given
        As on the command line.
    notebooks
        The notebooks that will get them: each must know every one.

    Returns
    -------
    Values with the type of the notebook's default.

    Raises
    ------
    UsageError
        For a pair without "=", a name given twice, an unknown name (with the near matches), one that has its own
        option, or a value that is not of the default's type.
    """
    known = {notebook.name: defaults(notebook) for notebook in notebooks} if given else {}
    values: dict[str, Scalar] = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(f'"{pair}" is no parameter; write NAME=VALUE, such as base_year=2019.')
        if name in values:
            raise UsageError(f'The parameter "{name}" is given twice.')
        values[name] = _value(name, text, known)
    return values


def defaults(notebook: Path) -> dict[str, Scalar]:
    """Read the defaults in a notebook's parameters cell.

    Raises
    ------
    UsageError
        If one is neither text nor a number: the command line could not tell how to read a value for it.
    """
    return {
        name: _literal(found["default"], f"{notebook.name}: {name}")
        for name, found in papermill.inspect_notebook(str(notebook)).items()
    }


def _literal(source: str, shown: str) -> Scalar:
    try:
        value: Scalar | None = ast.literal_eval(source)
    except (ValueError, SyntaxError):
        value = None
    if value is None or type(value) not in FORMS:
        raise UsageError(f"{shown} = {source}: the default of a parameter must be plain text or a number.")
    return value


def _value(name: str, text: str, known: Mapping[str, Mapping[str, Scalar]]) -> Scalar:
    if name in CHOSEN:
        raise UsageError(f"The {name} is chosen with {CHOSEN[name]}, not with --parameter.")
    lacking = [notebook for notebook, names in known.items() if name not in names]
    if lacking:
        raise UsageError(f'{lacking[0]} has no parameter "{name}". {_hint(name, known)}')
    kinds = {type(names[name]): names[name] for names in known.values()}
    for kind, default in kinds.items():
        form, words = FORMS[kind]
        if re.fullmatch(form, text) is None:
            raise UsageError(f'{name}="{text}" is not {words}; the default is {default!r}.')
    value: Scalar = next(iter(kinds))(text)
    return value


def _hint(name: str, known: Mapping[str, Mapping[str, Scalar]]) -> str:
    having = [notebook for notebook, names in known.items() if name in names]
    if having:
        return f"Choose with --report the reports that have it: {', '.join(having)}."
    choices = sorted({one for names in known.values() for one in names} - CHOSEN.keys())
    matches = close_matches(name, choices, most=2, cutoff=0.5) or choices
    return did_you_mean(matches) or "It has none but region and language."
