"""What was fetched: a table's raw answers, and what they say of themselves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets.statistics.read.snapshots import SavedAnswer, write_snapshot

if TYPE_CHECKING:
    from umkm_analysis.remote.client import Answer


@dataclass(frozen=True)
class Fetched:
    """Answers of a service that hold statistics."""

    name: str
    """Of the file that keeps them, without ending."""
    source: str
    """Publisher, and title after a comma."""
    title: str
    """Of a table that does not say it itself; else empty."""
    answers: tuple[tuple[Answer, int | None], ...]
    """Each with the number of the table it is a page of; None where it holds no figures."""
    notes: tuple[str, ...]

    def snapshot(self) -> bytes:
        """Make a snapshot of the answers."""
        saved = [
            (
                SavedAnswer(
                    f"answers/{number:04}.json", answer.address, answer.asked, answer.content_type,
                    hashlib.sha256(answer.content).hexdigest(), answer.masked, table,
                ),
                answer.content,
            )
            for number, (answer, table) in enumerate(self.answers, start=1)
        ]  # fmt: skip
        return write_snapshot(self.source, self.title, saved)
