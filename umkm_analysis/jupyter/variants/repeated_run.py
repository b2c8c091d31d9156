"""Runs of a notebook that only calls functions of reports: one process makes them all, one after another.

What such cells do leaves nothing behind that a later cell could show, so no fork need part the runs. Where a cell
fails, or puts out anything but what it shows (a warning is given once in a process), the other runs are left to whoever
asked. Where all went well, the process may stay for the next report.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from papermill.engines import NotebookExecutionManager

from umkm_analysis.jupyter.kernels import kept_kernel
from umkm_analysis.jupyter.kernels.connected import KernelDied, KernelTimeout
from umkm_analysis.jupyter.kernels.limits import OutputTooLong
from umkm_analysis.jupyter.records import refuse_other_record
from umkm_analysis.jupyter.variants.shared_run import Deadline, further_client

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from collections.abc import Set as AbstractSet

    from nbformat import NotebookNode

    from umkm_analysis.jupyter.kernels.connected import Connected

COMPARE_SECONDS = 10.0
"""Longest wait for a kernel to compare its settings, which takes a millisecond."""
SHOWN = {"display_data", "execute_result"}


class RepeatedRun:
    """Further runs of a notebook with other values of one parameter, in the kernel of a first one.

    Parameters
    ----------
    further
        The notebook for each further run, with its cell of parameters.
    common
        Positions of cells that are not run again.
    purpose
        What all runs of a kernel that stays must have in common.
    seconds
        Time limit of all cells of a run together, those in common included.
    least
        Seconds that a cell has at least.
    """

    def __init__(
        self,
        further: Sequence[NotebookNode],
        common: AbstractSet[int],
        purpose: Hashable,
        *,
        seconds: float,
        least: float,
    ) -> None:
        self.finished: list[NotebookNode | None] = [None] * len(further)
        """The executed notebook of each further run; None for what did not come to its end."""
        self.goes_on = False
        """Whether the kernel is one that has stayed of an earlier report."""
        self._purpose = purpose
        self._further, self._common, self._seconds, self._least = further, common, seconds, least

    def kept_kernel(self) -> Connected | None:
        """Take the kernel that has stayed of an earlier report; None without one."""
        kernel = kept_kernel.take(self._purpose)
        self.goes_on = kernel is not None
        return kernel

    def keep(self, kernel: Connected) -> None:
        """Let the kernel stay for a later report."""
        kept_kernel.keep(kernel, self._purpose)

    def go_on(self, client: Any) -> bool:
        """Make the further runs in the kernel of the engine's client, whose own run has ended.

        Returns
        -------
        Whether all runs have come to their end, and have left nothing behind.
        """
        common = [client.nb.cells[index] for index in self._common]
        if any(cell.outputs for cell in common):  # which the other runs would not show
            return False
        spent = sum(map(_seconds_of, common))
        for number, notebook in enumerate(self._further):
            if not self._leaves_nothing(client, client.nb):
                return False
            with suppress(Exception):  # whatever it is, the run is made by itself, and fails by itself
                self.finished[number] = self._run(client, notebook, Deadline(self._seconds - spent))
        return None not in self.finished and self._leaves_nothing(client, client.nb)

    def _leaves_nothing(self, client: Any, notebook: NotebookNode) -> bool:
        """Whether cells put out nothing but what they show, and have changed no setting."""
        with suppress(KernelDied, KernelTimeout, OutputTooLong):
            return only_shows(notebook) and client.kernel.is_as_begun(seconds=COMPARE_SECONDS)
        return False

    def _run(self, client: Any, notebook: NotebookNode, deadline: Deadline) -> NotebookNode:
        manager = NotebookExecutionManager(notebook, progress_bar=False)
        manager.notebook_start()
        again = further_client(client, manager, deadline, self._least)
        again.kernel, again.left_out = client.kernel, self._common
        again.execute_from(0)
        again.complete()
        refuse_other_record(notebook.cells, notebook.metadata.papermill["parameters"])
        manager.notebook_complete()
        if not only_shows(notebook):
            raise ValueError("a cell failed, or put out something else than what it shows")
        _number_as(client.nb, notebook)
        return notebook


def only_shows(notebook: NotebookNode) -> bool:
    """Whether the cells of an executed notebook put out nothing but what they show."""
    outputs = [output for cell in notebook.cells if cell["cell_type"] == "code" for output in cell["outputs"]]
    return all(output["output_type"] in SHOWN for output in outputs)


def _number_as(first: NotebookNode, notebook: NotebookNode) -> None:
    """Give cells the numbers of those of the first run, which a kernel of their own would have given them."""
    for cell, other in zip(notebook.cells, first.cells, strict=True):
        if cell.cell_type == "code":
            cell.execution_count = other.execution_count
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = other.execution_count


def _seconds_of(cell: NotebookNode) -> float:
    return float(cell.metadata.papermill.get("duration") or 0.0)
