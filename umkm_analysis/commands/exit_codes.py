"""Exit codes of the command: one meaning each, in every command.

``umkm lab`` alone ends with the code of JupyterLab, or with 128 and the number of the signal that ended it.
``umkm data diff`` ends with 1 where editions differ, as ``diff`` does, and never where something failed.
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
    """Some reports failed, files cannot be written, or a service does not answer as it should."""
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
    READER_GONE = 141
    """Nobody reads the output any more, as in ``umkm list | head -1``; what shells report of SIGPIPE."""


SIGNALLED = 128
"""What shells add to the number of a signal that has ended a program."""


def end(message: str, code: ExitCode) -> NoReturn:
    """Print a sentence on standard error and exit."""
    err.print(f"umkm: {message}")
    sys.exit(code)
