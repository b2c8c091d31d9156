"""One notebook for one region, by papermill, in a kernel of its own."""

from __future__ import annotations

import os
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from umkm_analysis import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

SPOKEN = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.UmkmError)}
"""Errors whose message is a sentence for the person and needs no Python name in front."""


class LocalKernelManager(AsyncKernelManager):
    """Talks to its kernel through sockets in the file system: no port to race for, nothing to listen in on."""

    def __init__(self, **options: Any) -> None:
        if os.name == "posix":
            # without a path of its own every kernel would use the same "kernel-ipc" in the current folder
            sockets = Path(tempfile.gettempdir()) / f"umkm-{uuid.uuid4().hex[:12]}"
            options = {"transport": "ipc", "ip": str(sockets), **options}
        super().__init__(**options)


class NotebookFailed(Exception):  # noqa: N818 - what happened, not an error of the program
    """A cell raised, or the kernel died.

    Parameters
    ----------
    reason
        For the table of failures: one or more lines.
    cell
        Position of the cell in the notebook, from 1; None where it is not known.
    """

    def __init__(self, reason: str, cell: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cell = cell


def run_notebook(notebook: Path, executed: Path, parameters: Mapping[str, object]) -> NotebookNode:
    """Run a notebook.

    Parameters
    ----------
    notebook
        The notebook.
    executed
        Where the executed notebook is written, also when a cell fails.
    parameters
        Values for its parameters cell.

    Raises
    ------
    NotebookFailed
        If a cell raised or the kernel died.
    """
    try:
        return papermill.execute_notebook(
            str(notebook),
            str(executed),
            parameters=dict(parameters),
            kernel_name="python3",
            kernel_manager_class=LocalKernelManager,
            progress_bar=False,
            log_output=False,
            cwd=str(notebook.parent),
        )
    except PapermillExecutionError as error:
        spoken = error.ename in SPOKEN
        reason = error.evalue if spoken else f"{error.ename}: {error.evalue}"
        raise NotebookFailed(reason, _position(executed)) from error
    except DeadKernelError as error:
        raise NotebookFailed("the kernel died", _position(executed)) from error


def _position(executed: Path) -> int | None:
    """Find the cell that papermill marked as failed, or the first that it did not complete."""
    cells = nbformat.read(executed, as_version=4).cells if executed.is_file() else []  # type: ignore[no-untyped-call]
    states = [
        cell.metadata.get("papermill", {}).get("status")
        for cell in cells
        if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])
    ]
    for state in ("failed", "running", "pending"):
        if state in states:
            return states.index(state) + 1
    return None
