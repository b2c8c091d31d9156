"""Parameters of notebooks, held to what the notebooks know: papermill only logs a misspelt one."""

from __future__ import annotations

import ast
import difflib
from functools import cache
from typing import TYPE_CHECKING

import papermill

from umkm_analysis.building.reports import near_matches
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

REGION = "region"
Scalar = str | int | float


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
        For a pair without "=", an unknown name (with the near matches), or a value of the wrong type.
    """
    values: dict[str, Scalar] = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(f'"{pair}" is no parameter; write NAME=VALUE, such as base_year=2019.')
        for notebook in notebooks:
            values[name] = _read(name, text, defaults(notebook), notebook.name)
    return values


def _read(name: str, text: str, known: Mapping[str, Scalar], notebook: str) -> Scalar:
    choices = [one for one in known if one != REGION]
    if name == REGION:
        raise UsageError("The region is chosen with --region, not with --parameter.")
    if name not in choices:
        near = difflib.get_close_matches(name, choices, n=2, cutoff=0.5) or choices
        raise UsageError(f'{notebook} has no parameter "{name}". {near_matches(near)}'.strip())
    kind = type(known[name])
    try:
        return kind(text)
    except ValueError:
        raise UsageError(f'{name}="{text}" is not {_words(kind)}; the default is {known[name]!r}.') from None


@cache
def defaults(notebook: Path) -> dict[str, Scalar]:
    """Read a notebook's parameters with their defaults.

    Raises
    ------
    UsageError
        If a default is no plain text or number.
    """
    found = papermill.inspect_notebook(str(notebook))
    try:
        return {name: ast.literal_eval(known["default"]) for name, known in found.items()}
    except (ValueError, SyntaxError) as error:
        raise UsageError(f"{notebook.name}: a parameter's default must be plain text or a number ({error}).") from error


def _words(kind: type) -> str:
    return {int: "a whole number", float: "a number with a decimal point"}.get(kind, "text")
