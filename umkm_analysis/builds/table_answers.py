"""What the tables answer to a plan: whether a report can be made of a region, and what its page would be made from.

To work that out takes pandas and most of a plan's time; of data that have not changed, the answers are known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import fingerprints
from umkm_analysis.datasets.editions import earlier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.reports.report import Report

DATA = "data/"
"""Prefix of the name of a table, whose fingerprint covers the rows that the report reads."""
EDITION = "edition"
"""The earlier edition that a page is held against."""


class TableAnswers:
    """Answers that are known, and those that are worked out because nobody knew them.

    Parameters
    ----------
    lines
        Those of :meth:`lines`, for the same data, imports, editions and code.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._known = dict(line.split("\t", maxsplit=1) for line in lines)
        self._worked_out: dict[str, Any] = {}

    @property
    def has_grown(self) -> bool:
        """Whether anything had to be worked out."""
        return bool(self._worked_out)

    def lines(self) -> list[str]:
        """Return every answer as a line of text, sorted."""
        worked_out = {question: json.dumps(answer) for question, answer in self._worked_out.items()}
        return sorted("\t".join(pair) for pair in {**self._known, **worked_out}.items())

    def unavailable_reason(self, report: Report, region: Region) -> StrEnum | None:
        """Code of the reason why there can be no report on a region; None where there can."""
        said = self._ask("reason", report, region, report.unavailable_reason)
        return next((code for code in report.reasons if code == said), None)

    def fingerprints(self, report: Report, region: Region) -> dict[str, str]:
        """Fingerprints, by name, of the rows that a page would be made from, and of what it would read besides."""
        found: dict[str, str] = self._ask("rows", report, region, lambda region: _fingerprints(report, region))
        return dict(found)

    def _ask(self, what: str, report: Report, region: Region, work_out: Callable[[Region], Any]) -> Any:
        question = f"{what} {report.asks_as} {region.code}"
        if question not in self._worked_out:
            if question in self._known:
                return json.loads(self._known[question])
            self._worked_out[question] = work_out(region)
        return self._worked_out[question]


def _fingerprints(report: Report, region: Region) -> dict[str, str]:
    rows = report.rows_read(region)
    prints = {DATA + name: digits for name, digits in fingerprints.fingerprints(rows).items()}
    edition = earlier.fingerprint(rows)
    return {**prints, **({EDITION: edition} if edition else {}), **report.extra_inputs(region)}
