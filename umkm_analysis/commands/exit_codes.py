"""Exit codes of the command."""

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
    DATA = 3
    MISSING = 5
    """A program that is needed is not installed."""
    INTERRUPTED = 130


def end(message: str, code: ExitCode) -> NoReturn:
    """Print a sentence on standard error and exit."""
    err.print(f"umkm: {message}")
    sys.exit(code)
