"""Exit codes of the command: one meaning each, in every command.

``umkm lab`` alone ends with the code of JupyterLab. ``umkm data diff`` ends with 1 where editions differ, as ``diff``
does, and never where something failed.
"""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import NoReturn

from umkm_analysis.commands.console import err


class ExitCode(IntEnum):
    """Exit codes of every command."""

    OK = 0
    FAILED = 1
    """Some reports failed, or files cannot be written."""
    USAGE = 2
    """Wrong use, or nothing to do."""
    DATA = 3
    """The data, or the files given, cannot be used."""
    CONTRADICTED = 4
    """Something in a list of claims is contradicted."""
    MISSING = 5
    """A program that is needed is not installed."""
    CRASHED = 70
    """An error of this program itself, whose traceback is printed."""
    INTERRUPTED = 130
    """Ctrl-C, or SIGTERM; what was finished is kept."""


def end(message: str, code: ExitCode) -> NoReturn:
    """Print a sentence on standard error and exit."""
    err.print(f"umkm: {message}")
    sys.exit(code)
