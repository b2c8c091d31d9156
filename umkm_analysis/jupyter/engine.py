"""papermill engine for forked kernels, and papermill's steps for one notebook without its file traffic.

The cells run in a fork of the calling process; how outputs are collected stays nbclient's and papermill's own.
"""

from __future__ import annotations

import copy
import tempfile
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbclient.exceptions import CellExecutionComplete, CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import from_dict, write
from nbformat.v4 import new_code_cell, new_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.execute import raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from papermill.utils import chdir

from umkm_analysis.jupyter.bounded import cut
from umkm_analysis.jupyter.kernels import kept_kernel
from umkm_analysis.jupyter.kernels.connected import BRANCHED, FOLLOW, OUTPUT, RUN, Connected, KernelDied, KernelTimeout
from umkm_analysis.jupyter.kernels.forked_kernel import ForkedKernel
from umkm_analysis.jupyter.kernels.limits import OutputTooLong
from umkm_analysis.jupyter.kernels.meanwhile import meanwhile
from umkm_analysis.jupyter.parameters_cell import parameters_cell
from umkm_analysis.jupyter.records import refuse_other_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from nbformat import NotebookNode

    from umkm_analysis.jupyter.variants.repeated_run import RepeatedRun
    from umkm_analysis.jupyter.variants.shared_run import SharedRun

OUTPUT_PARTS = {"display_data": ("metadata", "data"), "execute_result": ("metadata", "data", "execution_count")}
"""Message type → the parts of its content that make up the output."""
TRY_SECONDS = 30.0
ASK_SECONDS = 10.0


def run_in_fork(  # noqa: PLR0913 - what, where, how, how long, and with whom
    filled: NotebookNode,
    folder: Path,
    executed: Path,
    *,
    kernel_name: str,
    timeout: Callable[[], float],
    shared: SharedRun | None = None,
    repeated: RepeatedRun | None = None,
) -> NotebookNode:
    """Run a notebook in a fork.

    These are the steps of ``papermill.execute_notebook``, which reads and writes the notebook for every report.

    Parameters
    ----------
    filled
        The notebook, of :func:`with_parameters`; what its cells put out is written into it.
    folder
        Its own, the working directory of its cells.
    executed
        Where it is written if it does not run to its end.
    kernel_name
        Name of the kernel, for papermill.
    timeout
        Seconds that the next cell may take, asked before each.
    shared
        Runs with other values of a parameter that begin with this one.
    repeated
        Runs that its kernel makes after this one.

    Raises
    ------
    PapermillExecutionError
        If a cell raises.
    DeadKernelError
        If the fork ends by itself.
    CellTimeoutError
        If a cell takes too long.
    OutputTooLong
        If a cell puts out more than it may.
    """
    with chdir(folder):
        result: NotebookNode = ForkedEngine.execute_notebook(
            filled,
            kernel_name,
            output_path=None,
            rescue_path=str(executed),
            timeout_func=lambda _: timeout(),
            progress_bar=False,
            log_output=False,
            shared=shared,
            repeated=repeated,
        )
    raise_for_execution_errors(result, str(executed))
    return result


def with_parameters(notebook: Path, parameters: Mapping[str, object], *, kernel: tuple[str, str]) -> NotebookNode:
    """Read a notebook, once for all its runs, and return a copy with values for its parameters cell.

    Parameters
    ----------
    notebook
        The notebook.
    parameters
        The values.
    kernel
        Name and language of the kernel, for papermill.
    """
    copied: NotebookNode = copy.deepcopy(_load(notebook, notebook.stat().st_mtime_ns))
    name, language = kernel
    if parameters:
        return parameterize_notebook(copied, dict(parameters), kernel_name=name, language=language)
    return copied


def try_fork() -> None:
    """Run one cell in a fork of this process, to find out whether forks can run cells here.

    Raises
    ------
    Exception
        Whatever keeps them from it.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "try.ipynb"
        write(new_notebook(cells=[new_code_cell("6 * 7")]), source)  # type: ignore[no-untyped-call]
        filled = with_parameters(source, {}, kernel=("python3", "python"))
        result = run_in_fork(
            filled, source.parent, source.with_name("tried.ipynb"), kernel_name="python3", timeout=lambda: TRY_SECONDS
        )
    outputs = result.cells[0].outputs
    if len(outputs) != 1 or outputs[0].get("data", {}).get("text/plain") != "42":
        raise RuntimeError("a cell ran and did not show its result")


@cache
def _load(notebook: Path, modified: int) -> NotebookNode:
    del modified  # part of the cache key: another time, another notebook
    return remove_error_markers(load_notebook_node(str(notebook)))


class ForkedEngine(Engine):  # type: ignore[misc]
    """papermill engine that runs a notebook's cells in a fork of this process, which needs no start-up."""

    @classmethod
    def execute_managed_notebook(  # noqa: PLR0913 - papermill's, and with whom
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        execution_timeout: float | None = None,
        rescue_path: str | None = None,
        shared: SharedRun | None = None,
        repeated: RepeatedRun | None = None,
        **options: Any,
    ) -> None:
        """Run the cells; see papermill's own engine for the parameters, and :func:`run_in_fork` for the last two.

        The notebook is written once, at the end, not twice a cell; if the fork dies or a cell takes too long, it is
        written to ``output_path`` or ``rescue_path`` as it is then.

        Raises
        ------
        ParametersCellError
            If parameters are given, and the notebook has not exactly one cell of parameters; nothing is run then.
        RecordMismatchError
            If the notebook ran, and its record is not of the region, language or other parameters that were given.
        DeadKernelError
            If the fork ends by itself.
        CellTimeoutError
            If a cell takes longer than ``execution_timeout``.
        OutputTooLong
            If a cell puts out more than it may.
        """
        names = ("log_output", "stdout_file", "stderr_file", "timeout_func")
        traits = {name: options[name] for name in names if name in options}
        if _parameters_given(nb_man.nb):
            parameters_cell(nb_man.nb.cells, "The notebook")
        path, nb_man.output_path = nb_man.output_path, None
        try:
            _Client(nb_man, shared, repeated, kernel_name=kernel_name, timeout=execution_timeout, **traits).execute()
        except BaseException:
            nb_man.output_path = path or rescue_path
            nb_man.save()
            raise


def _parameters_given(notebook: NotebookNode) -> dict[str, object]:
    return dict(notebook.metadata.get("papermill", {}).get("parameters", {}))


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """nbclient's handling of kernel messages, with a forked kernel that sends them."""

    kernel: Connected
    left_out: AbstractSet[int] = frozenset()
    """Positions of cells that an earlier run in the same kernel has run."""

    def __init__(
        self, nb_man: Any, shared: SharedRun | None = None, repeated: RepeatedRun | None = None, **traits: Any
    ) -> None:
        super().__init__(nb_man, **traits)
        self.shared, self.repeated = shared, repeated
        self.waited = 0.0
        """Seconds for which the cell that runs has waited for forks of its kernel."""

    def execute(self, **options: Any) -> NotebookNode:
        del options
        self.reset_execution_trackers()
        if self.repeated is None:
            kept_kernel.close()  # its memory is this report's
        kept = self.repeated.kept_kernel() if self.repeated else None
        try:
            self.kernel = kept or ForkedKernel(self.shared.variation if self.shared else None)
        except KernelDied as error:
            raise _dead(error) from error
        with ExitStack() as ending:
            ending.callback(self.kernel.close)
            with meanwhile():
                self.papermill_execute_cells()
            self.complete()
            refuse_other_record(self.nb.cells, _parameters_given(self.nb))
            if self.repeated is not None and self.repeated.go_on(self):
                ending.pop_all()
                self.repeated.keep(self.kernel)
        return self.nb

    def complete(self) -> None:
        """Note in the notebook, after its last cell, what its kernel says of itself."""
        self.nb.metadata["language_info"] = self.kernel.language_info
        self.set_widgets_metadata()

    def papermill_execute_cells(self) -> None:
        self.execute_from(0)

    def execute_from(self, first: int, *, within: bool = False) -> None:
        """Run the cells from one on.

        Parameters
        ----------
        first
            Its position.
        within
            Whether it runs already.
        """
        manager = self.nb_man
        for index, cell in enumerate(self.nb.cells[first:], start=first):
            if cell.cell_type != "code":
                continue
            is_running = within and index == first
            if not is_running:
                if self.shared is not None and self.shared.ends_before(index):
                    self._fork_before(index)
                manager.cell_start(cell, index)
            started, self.waited = manager.now(), 0.0
            try:
                if is_running:
                    self._collect(cell, index, self._get_timeout(cell), None)
                else:
                    self.execute_cell(cell, index)
            except CellExecutionError as error:
                manager.cell_exception(cell, cell_index=index, exception=error)
                break
            finally:
                # as manager.cell_complete, which reads the time back that it has written itself: half a millisecond
                metadata, ended = cell.metadata.papermill, manager.now()
                metadata.end_time = ended.isoformat()
                metadata.duration = (ended - started).total_seconds() - self.waited
                if metadata.status != manager.FAILED:
                    metadata.status = manager.COMPLETED
                if manager.pbar:
                    manager.pbar.update(1)

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        del options
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        if cell_index in self.left_out:
            return cell
        cell.metadata["execution"] = {}
        self.code_cells_executed += 1
        cell.outputs = []
        self.clear_before_next_output = False
        sets = self.shared is not None and self.shared.sets(cell_index)
        self._collect(cell, cell_index, self._get_timeout(cell), FOLLOW if sets else RUN)
        return cell

    def _collect(self, cell: NotebookNode, index: int, seconds: float, order: str | None) -> None:
        """Collect what a cell puts out; it runs already where there is no order to be given."""
        reply: dict[str, Any] = {}
        kernel = self.kernel
        try:
            answers = (
                kernel.answers(seconds=seconds)
                if order is None
                else kernel.execute(cell.source, seconds=seconds, order=order)
            )
            for kind, message in answers:
                if kind == OUTPUT:
                    self._process(message, cell, index)
                elif kind == BRANCHED and self.shared is not None:
                    self.waited += self.shared.run_fork(self, message, index, within=True)
                else:
                    reply = message["content"]
        except KernelDied as error:
            raise _dead(error) from error
        except OutputTooLong:
            cut(cell)
            raise
        except KernelTimeout as error:
            raise _timed_out(seconds, cell) from error
        if reply.get("status") != "error":
            return
        if self.shared is not None and not self.shared.has_forked and not self.shared.hid:
            with suppress(KernelDied, KernelTimeout, OutputTooLong):
                self.shared.hid = kernel.hides(seconds=ASK_SECONDS)
        if "raises-exception" not in cell.metadata.get("tags", []):
            raise CellExecutionError.from_cell_and_msg(cell, reply)

    def _fork_before(self, index: int) -> None:
        """Let the kernel fork before a cell, and run the forks to their end."""
        cell = self.nb.cells[index]
        seconds = self._get_timeout(cell)
        try:
            for kind, message in self.kernel.branch(seconds=seconds):
                if kind == BRANCHED and self.shared is not None:
                    self.shared.run_fork(self, message, index, within=False)
        except KernelDied as error:
            raise _dead(error) from error
        except KernelTimeout as error:
            raise _timed_out(seconds, cell) from error

    def _process(self, message: dict[str, Any], cell: NotebookNode, cell_index: int) -> None:
        try:
            self.process_message(message, cell, cell_index)
        except CellExecutionComplete:  # how nbclient says "idle"; the reply is still to come
            return

    def output(
        self, outs: list[NotebookNode], msg: Any, display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        kind, content = msg["msg_type"], msg["content"]
        if kind not in OUTPUT_PARTS or display_id or self.clear_before_next_output or self.output_hook_stack:
            output: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
            return output
        # as nbformat would, without validating each output against the schema, which takes milliseconds
        parts = {"output_type": kind, **{part: content[part] for part in OUTPUT_PARTS[kind]}}
        outs.append(from_dict(parts))  # type: ignore[no-untyped-call]
        last: NotebookNode = outs[-1]
        return last


def _dead(error: KernelDied) -> DeadKernelError:
    return DeadKernelError(f"Kernel died: {error}".removesuffix(": "))


def _timed_out(seconds: float, cell: NotebookNode) -> CellTimeoutError:
    return CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", int(seconds), cell)
