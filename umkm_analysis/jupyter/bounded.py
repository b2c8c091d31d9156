"""Standard kernels whose cells may put out only so much, as a papermill engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from umkm_analysis.jupyter.kernels import processes
from umkm_analysis.jupyter.kernels.limits import OUTPUT_BYTES, OutputTooLong

if TYPE_CHECKING:
    from nbformat import NotebookNode

NAME = "umkm-bounded"


def cut(cell: NotebookNode) -> None:
    """Say at the end of a cell's outputs that the rest was cut off."""
    note = new_output("stream", name="stderr", text=f"\n{OutputTooLong()}\n")  # type: ignore[no-untyped-call]
    cell.outputs.append(note)


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, which ends the kernel of a cell that puts out too much."""

    sent = 0
    too_long = False

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        """Run a cell, which begins with nothing put out."""
        self.sent = 0
        return super().execute_cell(cell, cell_index, **options)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Collect an output as nbclient does, unless the cell has put out too much."""
        self.sent += _size(msg["content"])
        if self.sent <= OUTPUT_BYTES:
            return super().process_message(msg, cell, cell_index)
        if not self.too_long:
            self.too_long = True
            cut(cell)
            processes.kill_tree(self.km.provisioner.pid)
        return None


class BoundedEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine with that client."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Run the cells; see papermill's own engine for the parameters.

        Raises
        ------
        OutputTooLong
            If a cell puts out more than it may.
        """
        names = ("log_output", "stdout_file", "stderr_file", "timeout_func", "kernel_manager_class")
        traits = {name: options[name] for name in names if name in options}
        client = _Client(nb_man, kernel_name=kernel_name, startup_timeout=options.get("start_timeout", 60), **traits)
        try:
            client.execute()
        except DeadKernelError as error:
            if client.too_long:
                raise OutputTooLong from error
            raise


def _size(content: dict[str, Any]) -> int:
    """Length of what a message brings: text, data by type, a traceback."""
    parts = [content.get("text"), *(content.get("data") or {}).values(), *(content.get("traceback") or ())]
    return sum(len(part) if isinstance(part, str) else len(repr(part)) for part in parts if part is not None)


papermill_engines.register(NAME, BoundedEngine)
