"""papermill's engine for forked kernels: the cells run in a fork of the process that asks, everything else stays stock.

Loaded by papermill alone, through its entry point: it must not be the first to import papermill.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbclient.exceptions import CellExecutionComplete, CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import from_dict
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine

from umkm_analysis.jupyter.forked_kernel import OUTPUT, ForkedKernel, KernelDied, KernelSilent

if TYPE_CHECKING:
    from nbformat import NotebookNode

SHOWN = {"display_data": ("metadata", "data"), "execute_result": ("metadata", "data", "execution_count")}
"""What plain outputs are made of."""


class ForkedEngine(Engine):  # type: ignore[misc]
    """Run a notebook's cells in a fork of this process; as fresh as a new process, but for its start."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        execution_timeout: float | None = None,
        rescue_path: str | None = None,
        **options: Any,
    ) -> None:
        """Run the cells; see papermill's own engine for the parameters.

        The notebook is written where papermill writes it at the end, not twice a cell; and if the fork dies or falls
        silent, at once, there or at ``rescue_path``.

        Raises
        ------
        DeadKernelError
            If the fork ends by itself.
        CellTimeoutError
            If a cell takes longer than ``execution_timeout``.
        """
        known = ("log_output", "stdout_file", "stderr_file", "timeout_func")
        traits = {name: options[name] for name in known if name in options}
        place, nb_man.output_path = nb_man.output_path, None
        try:
            _Client(nb_man, kernel_name=kernel_name, timeout=execution_timeout, **traits).execute()
        except BaseException:
            nb_man.output_path = place or rescue_path
            nb_man.save()
            raise


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """nbclient's reading of a kernel's messages, with a forked kernel to speak them."""

    kernel: ForkedKernel

    def execute(self, **options: Any) -> NotebookNode:
        del options
        self.reset_execution_trackers()
        self.kernel = ForkedKernel()
        try:
            self.papermill_execute_cells()
            self.nb.metadata["language_info"] = self.kernel.language_info
            self.set_widgets_metadata()
        finally:
            self.kernel.close()
        return self.nb

    def papermill_execute_cells(self) -> None:
        manager = self.nb_man
        for index, cell in enumerate(self.nb.cells):
            if cell.cell_type != "code":
                continue
            manager.cell_start(cell, index)
            began = manager.now()
            try:
                self.execute_cell(cell, index)
            except CellExecutionError as error:
                manager.cell_exception(cell, cell_index=index, exception=error)
                break
            finally:
                # as manager.cell_complete, which reads the time back that it has written itself: half a millisecond
                noted, ended = cell.metadata.papermill, manager.now()
                noted.end_time, noted.duration = ended.isoformat(), (ended - began).total_seconds()
                if noted.status != manager.FAILED:
                    noted.status = manager.COMPLETED
                if manager.pbar:
                    manager.pbar.update(1)

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        del options
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        cell.metadata["execution"] = {}
        self.code_cells_executed += 1
        seconds = self._get_timeout(cell)
        cell.outputs = []
        self.clear_before_next_output = False
        reply: dict[str, Any] = {}
        try:
            for kind, message in self.kernel.execute(cell.source, seconds=seconds):
                if kind == OUTPUT:
                    self._take(message, cell, cell_index)
                else:
                    reply = message["content"]
        except KernelDied as died:
            raise DeadKernelError("Kernel died") from died
        except KernelSilent as silent:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Cell execution timed out", int(seconds), cell
            ) from silent
        if reply.get("status") == "error" and "raises-exception" not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell

    def _take(self, message: dict[str, Any], cell: NotebookNode, cell_index: int) -> None:
        try:
            self.process_message(message, cell, cell_index)
        except CellExecutionComplete:  # how nbclient says "idle"; the reply is still to come
            return

    def output(
        self, outs: list[NotebookNode], msg: Any, display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        kind, content = msg["msg_type"], msg["content"]
        if kind not in SHOWN or display_id or self.clear_before_next_output or self.output_hook_stack:
            made: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
            return made
        # as nbformat would, which holds each output to the schema: the kernel is ours, and milliseconds are many
        shown = {"output_type": kind, **{part: content[part] for part in SHOWN[kind]}}
        outs.append(from_dict(shown))  # type: ignore[no-untyped-call]
        plain: NotebookNode = outs[-1]
        return plain
