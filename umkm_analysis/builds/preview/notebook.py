"""Notebooks to preview, by path or by the name of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.errors import UsageError, close_matches, did_you_mean
from umkm_analysis.reports import names

if TYPE_CHECKING:
    from pathlib import Path


def find_notebook(named: str, at: Path) -> Path:
    """Find a notebook by its path, or by the name of its report.

    Raises
    ------
    UsageError
        If there is none.
    """
    path = at / named
    if path.is_file():
        return path.resolve()
    by_name = {name: names.notebook(name) for name in names.names()}
    wanted = named.removesuffix(".ipynb").replace("_", "-")
    if wanted in by_name:
        return by_name[wanted].resolve()
    hint = did_you_mean(close_matches(wanted, by_name)) or "Name a file, or a report (see umkm list)."
    raise UsageError(f"There is no notebook {named}. {hint}")
