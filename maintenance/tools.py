"""Tools that are no dependency of this project, each in an environment of its own in build/tools."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = "Scripts" if os.name == "nt" else "bin"


def install(tool: str) -> Path:
    """Install the newest release of a tool where there is none yet; return the path of its command.

    Raises
    ------
    subprocess.CalledProcessError
        If it cannot be installed, as without a network.
    """
    environment = ROOT / "build" / "tools" / tool
    command = environment / BIN / tool
    if not command.with_suffix(".exe" if os.name == "nt" else "").exists():
        python = str(environment / BIN / "python")
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)  # noqa: S603 - ours
        subprocess.run([python, "-m", "pip", "install", "--quiet", tool], check=True)  # noqa: S603 - ours
    return command


def say(line: str) -> None:
    """Print a line before what the next command prints."""
    print(line, flush=True)
