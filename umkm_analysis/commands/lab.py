"""Command ``umkm lab``: the notebooks in JupyterLab."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Annotated

import typer

from umkm_analysis.commands.console import err
from umkm_analysis.commands.exit_codes import SIGNALLED
from umkm_analysis.datasets import project
from umkm_analysis.errors import MissingToolError, UsageError

ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Signals that end the command, and JupyterLab with it; Windows has no SIGHUP."""
PATIENCE = 25.0
"""Seconds for JupyterLab to end its kernels, which takes it a few, or to give that up."""


def lab(
    context: typer.Context,
    *,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="en: opens copies of the notebooks in English, in notebooks/en/.")
    ] = "id",
    write_only: Annotated[
        bool, typer.Option("--write-only", help="Write these copies, for VS Code and others; open nothing.")
    ] = False,
) -> None:
    """Open the notebooks in JupyterLab.

    A copy that you have edited stays as it is; the others follow their notebooks. Further arguments go to JupyterLab,
    such as --no-browser.
    """
    from umkm_analysis.i18n.translation import known

    opened = _copies(known(language), say_all=write_only)
    if write_only:
        return
    if importlib.util.find_spec("jupyterlab") is None:
        raise MissingToolError(f"JupyterLab is not installed. Install it with: {project.install_command('lab')}")
    folder = project.writable_root() / "notebooks"
    arguments = [f"--ServerApp.root_dir={folder}", *opened, *context.args]
    if sys.platform == "win32":  # where pipes are inherited otherwise
        raise typer.Exit(_run([sys.executable, "-m", "jupyterlab", *arguments]))
    alive, held = os.pipe()
    try:
        command = [sys.executable, "-m", "umkm_analysis.jupyter.lab_server", str(alive), *arguments]
        raise typer.Exit(_run(command, alive))
    finally:
        os.close(alive)
        os.close(held)


def _copies(language: str, *, say_all: bool) -> list[str]:
    """Write the notebooks in a language; return the arguments that open them."""
    from umkm_analysis.i18n.translation import SOURCE
    from umkm_analysis.installation.translated_notebooks import State, write_copies

    if language == SOURCE:
        if say_all:
            raise UsageError("the notebooks are Indonesian as they are: --write-only needs --language en.")
        return []
    for copy in write_copies(language):
        if say_all or copy.state in {State.WRITTEN, State.BEHIND}:
            err.print(f"notebooks/{language}/{copy.path.name}: {copy.state}")
    return [f"--LabApp.default_url=/lab/tree/{language}"]


class _Ended(BaseException):  # no error: no "except Exception" on its way may keep it
    """A signal asked the command to end.

    Parameters
    ----------
    number
        Of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _run(command: Sequence[str], *passed: int) -> int:
    """Run a server, with some open files, until it ends; end it, and so its kernels, if this process is to end."""
    with _raised(ENDING), subprocess.Popen(command, pass_fds=passed) as running:  # noqa: S603 - our own interpreter, the person's own arguments
        try:
            code = _wait(running)
        except _Ended as ended:
            _end(running)
            return SIGNALLED + ended.number
        return code if code >= 0 else SIGNALLED - code


def _wait(running: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            return running.wait()
        except KeyboardInterrupt:
            # in a terminal it reaches JupyterLab too, which asks whether to stop; where nobody can answer, it ends
            if not sys.stdin.isatty():
                raise _Ended(signal.SIGINT) from None


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ask a server to end, which ends its kernels; kill one that does not."""
    running.terminate()
    try:
        running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()


@contextmanager
def _raised(signals: Sequence[signal.Signals]) -> Iterator[None]:
    """Raise signals as exceptions in the main thread."""

    def end(number: int, _: FrameType | None) -> None:
        for one in signals:  # a second signal does not break off the orderly end
            signal.signal(one, signal.SIG_IGN)
        raise _Ended(number)

    before = {one: signal.signal(one, end) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
