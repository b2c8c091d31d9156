"""One notebook for one region, by papermill, in a kernel of its own."""

from __future__ import annotations

import copy
import os
import tempfile
import time
import uuid
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from papermill.utils import chdir

from umkm_analysis import errors
from umkm_analysis.jupyter.limits import SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

SPOKEN = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.UmkmError)}
"""Errors whose message is a sentence for the person and needs no Python name in front."""
FORKED = "umkm"
"""papermill's name for our engine."""
KERNEL, LANGUAGE = "python3", "python"


LEAST = 0.001


class LocalKernelManager(AsyncKernelManager):
    """Talks to its kernel through sockets in the file system: no port to race for, nothing to listen in on."""

    def __init__(self, **options: Any) -> None:
        # beside the worker's other temporary files, so that they go when those go, however the worker ends
        connection = Path(tempfile.gettempdir()) / f"kernel-{uuid.uuid4().hex[:8]}.json"
        transport = "ipc" if os.name == "posix" else "tcp"
        super().__init__(**{"connection_file": str(connection), "transport": transport, **options})


class NotebookFailed(Exception):  # noqa: N818 - what happened, not an error of the program
    """A cell raised or did not end, or the kernel died.

    Parameters
    ----------
    reason
        A sentence or a few.
    cell
        The n of its In [n] in the executed notebook; None where it is not known.
    """

    def __init__(self, reason: str, cell: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cell = cell


def run_notebook(
    notebook: Path,
    executed: Path,
    parameters: Mapping[str, object],
    *,
    seconds: float = SECONDS,
    warm: bool = False,
) -> NotebookNode:
    """Run a notebook in its own folder.

    Parameters
    ----------
    notebook
        The notebook.
    executed
        Where the executed notebook is written, also when a cell fails.
    parameters
        Values for its parameters cell.
    seconds
        How long its cells may take together.
    warm
        Run the cells in a fork of this process instead of a new one.

    Raises
    ------
    NotebookFailed
        If a cell raised or took too long, or the kernel died.
    """
    run = _run_in_fork if warm else _run_in_kernel
    try:
        return run(notebook, executed, parameters, time.monotonic() + seconds)
    except PapermillExecutionError as error:
        raise NotebookFailed(_reason(error), _where(executed)) from error
    except DeadKernelError as error:
        raise NotebookFailed("the kernel died", _where(executed)) from error
    except CellTimeoutError as error:
        raise NotebookFailed(f"it did not end within {seconds:g} seconds", _where(executed)) from error


def _run_in_kernel(notebook: Path, executed: Path, parameters: Mapping[str, object], until: float) -> NotebookNode:
    return papermill.execute_notebook(
        str(notebook),
        str(executed),
        parameters=dict(parameters),
        kernel_name=KERNEL,
        language=LANGUAGE,
        timeout_func=lambda _: _left(until),
        progress_bar=False,
        log_output=False,
        cwd=str(notebook.parent),
        kernel_manager_class=LocalKernelManager,
    )


def _run_in_fork(notebook: Path, executed: Path, parameters: Mapping[str, object], until: float) -> NotebookNode:
    """Take papermill's own steps one by one: all together they read and write the notebook for every report."""
    source = _loaded(notebook, notebook.stat().st_mtime_ns)
    if parameters:
        filled = parameterize_notebook(source, dict(parameters), kernel_name=KERNEL, language=LANGUAGE)  # a copy
    else:
        filled = copy.deepcopy(source)
    with chdir(notebook.parent):
        made = papermill_engines.execute_notebook_with_engine(
            FORKED,
            filled,
            KERNEL,
            output_path=None,
            rescue_path=str(executed),
            timeout_func=lambda _: _left(until),
            progress_bar=False,
            log_output=False,
        )
    raise_for_execution_errors(made, str(executed))
    return made


def _left(until: float) -> float:
    """Seconds left; never none, which would mean for ever."""
    return max(until - time.monotonic(), LEAST)


@cache
def _loaded(notebook: Path, changed: int) -> NotebookNode:
    del changed  # the key of the cache: another time, another notebook
    return remove_error_markers(load_notebook_node(str(notebook)))


def _reason(error: PapermillExecutionError) -> str:
    if error.ename in SPOKEN:
        return str(error.evalue)
    first, *_ = str(error.evalue).strip().splitlines() or [""]
    return f"{error.ename}: {first}".rstrip(": ")


def _where(executed: Path) -> int | None:
    """Find the cell at which the run ended: the last code cell that papermill had begun."""
    if not executed.is_file():
        return None
    notebook: Any = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    code = [cell.metadata.get("papermill", {}) for cell in notebook.cells if cell.cell_type == "code"]
    begun = [number for number, noted in enumerate(code, start=1) if noted.get("start_time")]
    return begun[-1] if begun else None
