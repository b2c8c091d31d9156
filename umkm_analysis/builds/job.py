"""Jobs for worker processes, and their results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.builds.links import Links
from umkm_analysis.characters import visible
from umkm_analysis.jupyter.kernels.limits import SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from umkm_analysis.builds.plan import Task
    from umkm_analysis.datasets.project import FileState


@dataclass(frozen=True, slots=True)
class Job:
    """A task with everything that a worker on any machine needs for it."""

    task: Task
    parameters: Mapping[str, object]
    """Those that the person has chosen; see :attr:`given`."""
    links: Links = field(default_factory=Links)
    seconds: float = SECONDS
    """Time limit of its cells together."""
    memory: int | None = None
    """Bytes that it may take on a worker of a cluster; None for no limit."""
    warm: bool = False
    """Whether its cells run in a fork of the worker instead of a kernel started for it."""
    data_version: str = ""
    """Fingerprint of the data it was planned with; empty to skip the comparison."""
    files: Mapping[str, FileState] = field(default_factory=dict)
    """States, before the build read anything, of the files that it reads; empty to skip the comparison."""
    refused: str | None = None
    """Why it cannot be made, where a row that it reads cannot be used."""
    sets_aside: bool = False
    """Whether there are rows that cannot be used, which it does not read: its tables are read without them."""

    @property
    def given(self) -> dict[str, object]:
        """Every parameter that its notebook is given: nothing depends on the values that it was saved with."""
        task = self.task
        return {"region": task.region.code, "language": task.language, **task.report.parameters, **self.parameters}


@dataclass(frozen=True)
class Warned:
    """What a cell wrote to standard error, such as warnings: it stands on no page."""

    cell: str
    """The cell, as a refusal names it."""
    text: str


@dataclass(frozen=True)
class Made:
    """A finished report, ready to be published."""

    page: bytes
    record: bytes
    """JSON: page, headline, figures."""
    warned: tuple[Warned, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Why a report was not published."""

    reason: str
    cell: int | None = None
    """Number of the code cell in the person's notebook, counted from 1; None where no cell is to blame."""
    executed: bytes | None = None
    """The executed notebook; None where nothing was executed."""
    kept: Path | None = None
    """Path at which that was kept."""
    trace: str | None = None
    """Python's traceback of an unexpected error."""

    def __post_init__(self) -> None:
        """Show by their numbers what nobody sees in a reason: it goes to the terminal, the journal and the index."""
        object.__setattr__(self, "reason", visible(self.reason, allowed="\n"))


@dataclass(frozen=True, slots=True)
class Result:
    """Outcome of a task."""

    task: Task
    seconds: float
    failure: Failure | None = None
    """None if its page was published."""
    digests: tuple[str, str] = ("", "")
    """SHA-256 of the published page and of its record."""
    warned: tuple[Warned, ...] = ()
    """What its cells wrote to standard error."""
    kept: Path | None = None
    """Path at which that was kept."""


def no_place(error: OSError) -> str:
    """Word why reports fail that have no place for their temporary files."""
    return (
        f"its temporary files cannot be written ({error.strerror or error}); build again, and leave them room and "
        "their folder, which TMPDIR may name"
    )
