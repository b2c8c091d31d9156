"""Execution of one notebook by papermill, in a fork of this process or in a standard kernel."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import papermill
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from umkm_analysis import errors
from umkm_analysis.jupyter import bounded
from umkm_analysis.jupyter.kernels.kernel_environment import kernel_environment, kernel_settings
from umkm_analysis.jupyter.kernels.limits import SECONDS, OutputTooLong
from umkm_analysis.jupyter.parameters_cell import is_own_code, parameters_cell

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from nbformat import NotebookNode

    from umkm_analysis.jupyter.variants.shared_run import Deadline

PLAIN_ERRORS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.UmkmError)
}
"""Errors whose message is a sentence for the person and needs no Python name in front."""
KERNEL, LANGUAGE = "python3", "python"
MAX_SOCKET_PATH = 90
"""Characters that the system takes for the path of a socket, less those that a number needs."""
MIN_TIMEOUT = 0.001
"""Seconds; none at all would mean no limit."""


class LocalKernelManager(AsyncKernelManager):
    """Kernel manager for this Python, in an environment without settings of the person.

    Its sockets are in the file system: no port to race for, nothing to listen in on.
    """

    settings: Path
    """Folder that the kernel takes for IPython's."""

    def __init__(self, **options: Any) -> None:
        # beside the worker's other temporary files, so that they go when those go, however the worker ends
        connection = Path(tempfile.gettempdir()) / f"kernel-{uuid.uuid4().hex[:8]}.json"
        transport = "ipc" if os.name == "posix" and len(str(connection)) < MAX_SOCKET_PATH else "tcp"
        super().__init__(**{"connection_file": str(connection), "transport": transport, **options})

    @property
    def kernel_spec(self) -> KernelSpec:
        """Specification of a kernel in this Python; a person's own "python3" may be of another one."""
        return KernelSpec(**get_kernel_dict())

    def start_kernel(self, **options: Any) -> Any:
        """Start the kernel; see jupyter_client.

        What it and programs that its cells call write is collected for the notebook; our terminal is not theirs.
        """
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return super().start_kernel(**{**options, **quiet, "env": kernel_environment(self.settings)})


class NotebookFailed(Exception):  # noqa: N818 - an outcome of a report, not an error of the program
    """The notebook did not run to its end: a cell raised or took too long, or the kernel died.

    Parameters
    ----------
    reason
        A sentence or a few.
    cell
        Number of the code cell in the person's notebook, counted from 1; None where it is not known.
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
    """Run a notebook, with its own folder as the working directory.

    Parameters
    ----------
    notebook
        The notebook.
    executed
        Where the executed notebook is written, also when a cell fails.
    parameters
        Values for its parameters cell.
    seconds
        Time limit of all its cells together.
    warm
        Whether the cells run in a fork of this process instead of a new one.

    Raises
    ------
    NotebookFailed
        If a cell raised, took too long or put out too much, the kernel died, or parameters are given and the notebook
        has not exactly one cell of them; that is found before anything runs. Or if the record is not of them.
    """
    run = _run_in_fork if warm else _run_in_kernel
    with _failures(executed, seconds):
        if parameters:
            parameters_cell(_cells(notebook), notebook.name)
        return run(notebook, executed, parameters, time.monotonic() + seconds)


def run_variants(
    notebook: Path,
    executed: Path,
    parameters: Sequence[Mapping[str, object]],
    *,
    purpose: Hashable = None,
    seconds: float = SECONDS,
) -> list[NotebookNode | NotebookFailed | None]:
    """Run a notebook with several values of one parameter; what is the same for all of them is run once.

    Parameters
    ----------
    notebook
        The notebook.
    executed
        Where the executed notebook of the first run is written if it fails.
    parameters
        Values for its parameters cell, a mapping for each run; they differ in the value of one, which is text.
    purpose
        What else than the notebook a kernel that stays is for; see :mod:`~umkm_analysis.jupyter.kernels.kept_kernel`.
    seconds
        Time limit of all cells of a run together, those that it shares included.

    Returns
    -------
    For each run the executed notebook, or why the first one failed; None for what was not run, or not to its end, and
    is to be run by :func:`run_notebook`.
    """
    # the engine needs private parts of ipykernel, which a standard kernel does without
    from umkm_analysis.jupyter.variants.plain_calls import LANGUAGE_PARAMETER, cells_in_common  # noqa: PLC0415
    from umkm_analysis.jupyter.variants.shared_run import varied  # noqa: PLC0415

    is_single = len(parameters) == 1
    name = LANGUAGE_PARAMETER if is_single else varied(parameters)
    if name is not None:
        try:
            parameters_cell(_cells(notebook), notebook.name)
        except errors.UmkmError:  # it says so for each by itself
            return [None] * len(parameters)
        filled = _filled(notebook, parameters)
        common = cells_in_common(filled[0].cells, name)
        if common is not None:
            purpose = (str(notebook), purpose)
            return _run_repeatedly(notebook, executed, parameters, filled, common, purpose=purpose, seconds=seconds)
        if not is_single:
            return _run_sharing(notebook, executed, parameters, filled, seconds)
    return [None] * len(parameters)


def _run_repeatedly(  # noqa: PLR0913 - what, where, how, and how long
    notebook: Path,
    executed: Path,
    parameters: Sequence[Mapping[str, object]],
    filled: Sequence[NotebookNode],
    common: AbstractSet[int],
    *,
    purpose: Hashable,
    seconds: float,
) -> list[NotebookNode | NotebookFailed | None]:
    """Make all runs in one kernel, which may be that of an earlier report; see :func:`run_variants`."""
    from umkm_analysis.jupyter.variants.repeated_run import RepeatedRun, only_shows  # noqa: PLC0415 - as there
    from umkm_analysis.jupyter.variants.shared_run import Deadline  # noqa: PLC0415 - likewise

    while True:
        own, *further = filled
        repeated = RepeatedRun(further, common, purpose, seconds=seconds, least=MIN_TIMEOUT)
        first = _first_of(notebook, executed, own, Deadline(seconds), repeated=repeated)
        is_sound = not isinstance(first, NotebookFailed) and only_shows(first)
        if is_sound or not repeated.goes_on:
            return [first, *repeated.finished]
        # it may be due to an earlier report: a kernel of its own is to tell, and this one has ended with its failure
        executed.unlink(missing_ok=True)
        filled = _filled(notebook, parameters)


def _run_sharing(
    notebook: Path,
    executed: Path,
    parameters: Sequence[Mapping[str, object]],
    filled: Sequence[NotebookNode],
    seconds: float,
) -> list[NotebookNode | NotebookFailed | None]:
    """Run what is the same once, and fork where the runs part; see :func:`run_variants`."""
    from umkm_analysis.jupyter.variants.shared_run import Deadline, SharedRun, injected_cell  # noqa: PLC0415 - as there

    sources = [str(injected_cell(one).source) for one in filled]
    deadline = Deadline(seconds)
    shared = SharedRun(filled[0].cells, sources, parameters, deadline=deadline, least=MIN_TIMEOUT)
    if not shared.is_worth_it:
        return [None] * len(parameters)
    first: NotebookNode | NotebookFailed | None = _first_of(notebook, executed, filled[0], deadline, shared=shared)
    has_died = isinstance(first, NotebookFailed) and isinstance(first.__cause__, DeadKernelError)
    # its fork may have brought it down, or a cell wanted what was out of its sight
    if isinstance(first, NotebookFailed) and ((has_died and shared.has_forked) or shared.hid):
        first = None
        executed.unlink(missing_ok=True)  # of a run that nobody hears of
    return [first, *(shared.finished.get(value) for value in shared.variation.others)]


def _first_of(
    notebook: Path, executed: Path, filled: NotebookNode, deadline: Deadline, **with_it: Any
) -> NotebookNode | NotebookFailed:
    """Make the first of several runs, and with it those that it is handed."""
    from umkm_analysis.jupyter.engine import run_in_fork  # noqa: PLC0415 - as in run_variants

    timeout = lambda: max(deadline.left(), MIN_TIMEOUT)  # noqa: E731 - asked before each cell
    try:
        with _failures(executed, deadline.seconds):
            return run_in_fork(filled, notebook.parent, executed, kernel_name=KERNEL, timeout=timeout, **with_it)
    except NotebookFailed as failed:
        return failed


def _filled(notebook: Path, parameters: Sequence[Mapping[str, object]]) -> list[NotebookNode]:
    from umkm_analysis.jupyter.engine import with_parameters  # noqa: PLC0415 - as in run_variants

    return [with_parameters(notebook, one, kernel=(KERNEL, LANGUAGE)) for one in parameters]


@contextmanager
def _failures(executed: Path, seconds: float) -> Iterator[None]:
    """Raise whatever keeps a notebook from its end as :class:`NotebookFailed`."""
    try:
        yield
    except PapermillExecutionError as error:
        raise NotebookFailed(_reason(error), _failed_cell(executed)) from error
    except DeadKernelError as error:
        raise NotebookFailed(
            f"the kernel died{str(error).removeprefix('Kernel died')}", _failed_cell(executed)
        ) from error
    except errors.UmkmError as error:
        raise NotebookFailed(str(error), None) from error
    except OutputTooLong as error:
        raise NotebookFailed(str(error), _failed_cell(executed)) from error
    except CellTimeoutError as error:
        raise NotebookFailed(f"it did not end within {seconds:g} seconds", _failed_cell(executed)) from error


def _cells(notebook: Path) -> Any:
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


def save_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook to a file."""
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def _run_in_kernel(notebook: Path, executed: Path, parameters: Mapping[str, object], until: float) -> NotebookNode:
    with kernel_settings() as folder:
        return papermill.execute_notebook(
            str(notebook),
            str(executed),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            language=LANGUAGE,
            timeout_func=lambda _: _seconds_left(until),
            progress_bar=False,
            log_output=False,
            cwd=str(notebook.parent),
            engine_name=bounded.NAME,
            kernel_manager_class=type("Manager", (LocalKernelManager,), {"settings": folder}),
        )


def _run_in_fork(notebook: Path, executed: Path, parameters: Mapping[str, object], until: float) -> NotebookNode:
    # the engine needs private parts of ipykernel, which a standard kernel does without
    from umkm_analysis.jupyter.engine import run_in_fork  # noqa: PLC0415

    (filled,) = _filled(notebook, [parameters])
    timeout = lambda: _seconds_left(until)  # noqa: E731 - asked before each cell
    return run_in_fork(filled, notebook.parent, executed, kernel_name=KERNEL, timeout=timeout)


def _seconds_left(until: float) -> float:
    return max(until - time.monotonic(), MIN_TIMEOUT)


def _reason(error: PapermillExecutionError) -> str:
    if error.ename in PLAIN_ERRORS:
        return str(error.evalue)
    first, *_ = str(error.evalue).strip().splitlines() or [""]
    return f"{error.ename}: {first}".rstrip(": ")


def _failed_cell(executed: Path) -> int | None:
    """Number of the last code cell that papermill began, as in the person's notebook, or None."""
    if not executed.is_file():
        return None
    notebook: Any = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    code = [cell.metadata.get("papermill", {}) for cell in notebook.cells if is_own_code(cell)]
    started = [number for number, metadata in enumerate(code, start=1) if metadata.get("start_time")]
    return started[-1] if started else None
