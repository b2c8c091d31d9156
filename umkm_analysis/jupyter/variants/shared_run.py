"""Runs of a notebook that differ in one parameter: one process runs its cells until the first that may differ.

There it is forked once for each further value, and waits for the fork's end before it goes on itself. What does not
come to its end in a fork counts as not run: whoever asked runs it by itself, as if nothing had been shared.
"""

from __future__ import annotations

import copy
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from papermill.engines import NotebookExecutionManager
from papermill.execute import raise_for_execution_errors

from umkm_analysis.jupyter.kernels.connected import Variation
from umkm_analysis.jupyter.parameters_cell import INJECTED
from umkm_analysis.jupyter.records import refuse_other_record
from umkm_analysis.jupyter.variants.cells import Use, use_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbformat import NotebookNode

    from umkm_analysis.jupyter.kernels.connected import Connected

TRACKED = ("code_cells_executed", "clear_before_next_output", "_display_id_map", "widget_state", "widget_buffers")
"""What nbclient keeps of the cells so far."""
CELLS_OF_PARAMETERS = 2
"""The notebook's own and papermill's."""


class Deadline:
    """A time until which cells may run.

    Parameters
    ----------
    seconds
        From now.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left."""
        return self._until - time.monotonic()

    def put_off(self, seconds: float) -> None:
        """Let it come later."""
        self._until += seconds


class SharedRun:
    """Runs of a notebook with other values of one parameter, which begin with the run that this is handed to.

    Parameters
    ----------
    cells
        The notebook's cells, with papermill's cell of parameters.
    sources
        What that cell is in every run, that run's first.
    parameters
        Those of every run; they differ in the value of one, which is text.
    deadline
        That of the run; it is put off by what the forks take.
    least
        Seconds that a fork has at least.
    """

    def __init__(
        self,
        cells: Sequence[NotebookNode],
        sources: Sequence[str],
        parameters: Sequence[Mapping[str, object]],
        *,
        deadline: Deadline,
        least: float,
    ) -> None:
        name = varied(parameters)
        if name is None:
            raise ValueError("the runs do not differ in one parameter that is text")
        self._uses = [use_of(cell, name) if cell.cell_type == "code" else None for cell in cells]
        self._parameters = {str(one[name]): dict(one) for one in parameters[1:]}
        own, *others = ((str(one[name]), source) for one, source in zip(parameters, sources, strict=True))
        self.variation = Variation(name, own, dict(others))
        self.finished: dict[str, NotebookNode] = {}
        """Executed notebooks of the forks that came to their end, by value."""
        self.has_forked = False
        self.hid = False
        """Whether a cell failed while the parameter was out of its sight."""
        self._deadline, self._least = deadline, least
        self._is_open = True

    @property
    def is_worth_it(self) -> bool:
        """Whether the runs have any cell in common besides those of parameters."""
        shared = self._uses[: self._uses.index(Use.READS)] if Use.READS in self._uses else self._uses
        return sum(use is not None for use in shared) > CELLS_OF_PARAMETERS

    def ends_before(self, index: int) -> bool:
        """Whether the runs part before a cell, if they have not yet; asked once for a cell."""
        if not self._is_open or self._uses[index] is not Use.READS:
            return False
        self._is_open = False
        return not self.has_forked

    def sets(self, index: int) -> bool:
        """Whether a cell sets the parameter, and does nothing else with it, while the runs go together."""
        return self._is_open and not self.has_forked and self._uses[index] is Use.SETS

    def run_fork(self, client: Any, forked: Mapping[str, Any], index: int, *, within: bool) -> float:
        """Run a fork of a kernel to its end.

        Parameters
        ----------
        client
            The engine's client of the kernel, which waits meanwhile.
        forked
            What the kernel says of it: value, process id.
        index
            Position of the cell that runs, or comes next.
        within
            Whether it runs.

        Returns
        -------
        Seconds that it took.
        """
        self.has_forked = True
        began, value = time.monotonic(), forked["value"]
        kernel = client.kernel.branched(value, forked["pid"])
        try:
            with suppress(Exception):  # whatever it is, the notebook is run by itself, and fails by itself
                self.finished[value] = self._run(client, kernel, value, index, within=within)
        finally:
            kernel.close()
            seconds = time.monotonic() - began
            self._deadline.put_off(seconds)
        return seconds

    def _run(self, client: Any, kernel: Connected, value: str, index: int, *, within: bool) -> NotebookNode:
        if client.comm_objects or any(client.output_hook_stack.values()):
            raise ValueError("widgets are not copied")
        parameters = self._parameters[value]
        notebook: NotebookNode = copy.deepcopy(client.nb)
        injected_cell(notebook).source = self.variation.others[value]
        notebook.metadata.papermill["parameters"] = parameters
        manager = NotebookExecutionManager(notebook, progress_bar=False)
        manager.start_time = client.nb_man.start_time
        fork = further_client(client, manager, Deadline(max(self._deadline.left(), self._least)), self._least)
        for name in TRACKED:
            setattr(fork, name, copy.deepcopy(getattr(client, name)))
        fork.kernel = kernel
        fork.execute_from(index, within=within)
        fork.complete()
        refuse_other_record(notebook.cells, parameters)
        manager.notebook_complete()
        with tempfile.TemporaryDirectory() as folder:  # papermill writes what failed; it is run anew and kept then
            raise_for_execution_errors(notebook, f"{folder}/failed.ipynb")
        return notebook


def further_client(client: Any, manager: NotebookExecutionManager, deadline: Deadline, least: float) -> Any:
    """Make a client as another one, for a further run; each of its cells has at least some seconds."""
    further = type(client)(
        manager,
        kernel_name=client.kernel_name,
        timeout_func=lambda _: max(deadline.left(), least),
        log_output=False,
    )
    further.reset_execution_trackers()
    return further


def varied(parameters: Sequence[Mapping[str, object]]) -> str | None:
    """Return the name of the one parameter in which runs differ, if its values are texts and all different."""
    first = parameters[0]
    if any(one.keys() != first.keys() for one in parameters):
        return None
    names = [name for name in first if any(one[name] != first[name] for one in parameters)]
    if len(names) != 1:
        return None
    values = [one[names[0]] for one in parameters]
    return names[0] if all(isinstance(value, str) for value in values) and len({*values}) == len(values) else None


def injected_cell(notebook: NotebookNode) -> NotebookNode:
    """Return the cell that papermill has put the parameters in."""
    return next(cell for cell in notebook.cells if INJECTED in cell.metadata.get("tags", ()))
