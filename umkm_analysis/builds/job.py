"""What a worker process is given, and what it hands back."""

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
    """A task with everything a worker needs for it, wherever the worker is."""

    task: Task
    parameters: Mapping[str, object]
    links: Links = field(default_factory=Links)
    seconds: float = SECONDS
    """How long its cells may take together."""
    warm: bool = False
    """Whether its cells run in a fork of a warm process, or in a kernel started for it."""
    edition: str = ""
    """Fingerprint of the data it was planned with; empty where nobody asks."""


@dataclass(frozen=True)
class Made:
    """A report as it is to be published."""

    page: bytes
    record: bytes
    """JSON: page, headline, figures."""


@dataclass(frozen=True)
class Failure:
    """Why a report was not published."""

    reason: str
    cell: int | None = None
    """The n of its In [n] in the executed notebook; None where no cell is to blame."""
    executed: bytes | None = None
    """The executed notebook; None where nothing was executed."""
    kept: Path | None = None
    """Where that was kept."""
    trace: str | None = None
    """Python's own account, where this package did not expect the error."""


@dataclass(frozen=True)
class Result:
    """How a task ended."""

    task: Task
    seconds: float
    failure: Failure | None = None
    """None if its page was published."""
    digests: tuple[str, str] = ("", "")
    """SHA-256 of the page and of the record that were published."""
