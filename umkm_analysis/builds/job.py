"""Jobs for worker processes, and their results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.builds.links import Links
from umkm_analysis.jupyter.limits import SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from umkm_analysis.builds.plan import Task


@dataclass(frozen=True)
class Job:
    """A task with everything that a worker on any machine needs for it."""

    task: Task
    parameters: Mapping[str, object]
    links: Links = field(default_factory=Links)
    seconds: float = SECONDS
    """Time limit of its cells together."""
    warm: bool = False
    """Whether its cells run in a fork of the worker instead of a kernel started for it."""
    data_version: str = ""
    """Fingerprint of the data it was planned with; empty to skip the comparison."""
    refused: str | None = None
    """Why it cannot be made, where a row that it reads cannot be used."""
    sets_aside: bool = False
    """Whether there are rows that cannot be used, which it does not read: its tables are read without them."""


@dataclass(frozen=True)
class Made:
    """A finished report, ready to be published."""

    page: bytes
    record: bytes
    """JSON: page, headline, figures."""


@dataclass(frozen=True)
class Failure:
    """Why a report was not published."""

    reason: str
    cell: int | None = None
    """Number of the code cell, counted from 1; None where no cell is to blame."""
    executed: bytes | None = None
    """The executed notebook; None where nothing was executed."""
    kept: Path | None = None
    """Path at which that was kept."""
    trace: str | None = None
    """Python's traceback of an unexpected error."""


@dataclass(frozen=True)
class Result:
    """Outcome of a task."""

    task: Task
    seconds: float
    failure: Failure | None = None
    """None if its page was published."""
    digests: tuple[str, str] = ("", "")
    """SHA-256 of the published page and of its record."""
