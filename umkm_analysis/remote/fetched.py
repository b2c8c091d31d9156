"""What was fetched: a table's raw answers, and what they say of themselves."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.characters import unseen
from umkm_analysis.datasets.statistics.read.snapshots import MAX_SOURCE, SavedAnswer, write_snapshot

if TYPE_CHECKING:
    from umkm_analysis.remote.client import Answer

MAX_NAME = 60


@dataclass(frozen=True)
class Fetched:
    """Answers of a service that hold statistics."""

    name: str
    """Of the file that keeps them, without ending."""
    source: str
    """Publisher, and title after a comma."""
    title: str
    """Of a table that does not say it itself; else empty."""
    answers: tuple[tuple[Answer, int | None], ...] = field(repr=False)
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
        return write_snapshot(plain(self.source), plain(self.title), saved)


def plain(text: str) -> str:
    r"""Return what a service says of a table in a line, without characters that nobody sees.

    >>> plain("PDRB\u00a0 ADHK\u200b")
    'PDRB ADHK'
    """
    return " ".join("".join(sign for sign in text if sign.isspace() or not unseen(sign)).split())[:MAX_SOURCE]


def file_name(*parts: str) -> str:
    """Return the name of a file, without ending, whatever a service calls its tables.

    >>> file_name("ckan", "../a b?")
    'ckan-a-b'
    """
    return "-".join(re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-")[:MAX_NAME] for part in parts)
