"""Command ``umkm lab``: the notebooks in JupyterLab."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import importlib.util
import subprocess
import sys
from collections.abc import Sequence

import typer

from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError


def lab(context: typer.Context) -> None:
    """Open the notebooks in JupyterLab.

    Further arguments go to JupyterLab, such as --no-browser.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise UsageError(f"JupyterLab is not installed. Install it with: {project.install_command('lab')}")
    folder = project.writable_root() / "notebooks"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *context.args]
    raise typer.Exit(_run(command))


def _run(command: Sequence[str]) -> int:
    with subprocess.Popen(command) as running:  # noqa: S603 - our own interpreter, the person's own arguments
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:  # reaches JupyterLab too, which asks whether to stop
                continue
