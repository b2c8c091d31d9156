"""What a worker process is given, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.building.publish import KEPT
from umkm_analysis.presentation.language import SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from umkm_analysis.building.plan import Task


@dataclass(frozen=True)
class Job:
    """A task with everything a worker needs for it."""

    task: Task
    notebooks: Path
    output: Path
    parameters: Mapping[str, object]
    languages: tuple[str, ...] = (SOURCE,)
    """Of the whole build: the page points to the same report in each of them."""
    address: str | None = None
    """Where on the web the output folder will stand."""
    warm: bool = False
    """Whether its cells run in a fork of a warm process, or in a kernel started for it."""

    @property
    def page(self) -> Path:
        """Where its page is published."""
        return self.output / self.task.page

    @property
    def kept(self) -> Path:
        """Where its executed notebook is kept if it fails."""
        return self.output / KEPT / self.task.language / self.task.region.slug / f"{self.task.report.name}.ipynb"


@dataclass(frozen=True)
class Failure:
    """Why a report was not published."""

    reason: str
    cell: int | None = None
    """The n of its In [n] in the executed notebook; None where no cell is to blame."""
    kept: Path | None = None
    """The executed notebook; None where nothing was executed or it could not be written."""
    trace: str | None = None
    """Python's own account, where this package did not expect the error."""


@dataclass(frozen=True)
class Result:
    """How a task ended."""

    task: Task
    seconds: float
    failure: Failure | None = None
    """None if its page was published."""
