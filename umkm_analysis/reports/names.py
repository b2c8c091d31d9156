"""Names of the reports, known without importing any of them."""

from __future__ import annotations

import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from umkm_analysis import reports
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@cache
def names() -> tuple[str, ...]:
    """Names of all reports, as on the command line, in the order of their folders."""
    found = sorted(module.name for module in pkgutil.iter_modules(reports.__path__) if module.ispkg)
    return tuple(name.replace("_", "-") for name in found)


def known(name: str, among: Iterable[str] | None = None) -> str:
    """Return the name of a report as it is written; underscores do for hyphens.

    Parameters
    ----------
    name
        As it was typed.
    among
        Names that there are; None for those of this package.

    Raises
    ------
    UsageError
        If there is none, with the near matches.
    """
    there = names() if among is None else tuple(among)
    wanted = name.strip().lower().replace("_", "-")
    if wanted in there:
        return wanted
    matches = close_matches(wanted, there, cutoff=0.4) or there
    raise UsageError(f'There is no report "{name}". {did_you_mean(matches)}')


def notebook(name: str) -> Path:
    """Find the notebook of a report by the report's name."""
    return project.notebook(f"{name.replace('-', '_')}.ipynb")
