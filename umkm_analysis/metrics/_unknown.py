"""Refusal of a metric that there is not, with those that may be meant; nothing here imports a metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SUGGESTIONS = 5


def refuse_unknown(metric_id: str, known: Iterable[tuple[str, str, str]]) -> None:
    """Refuse an id that no metric has.

    Parameters
    ----------
    metric_id
        What was asked for.
    known
        Id, Indonesian and English title of every metric.

    Raises
    ------
    UsageError
        If there is no such metric; suggests those whose id or title is alike or holds the text.
    """
    rows = list(known)
    if any(metric_id == row[0] for row in rows):
        return
    text = metric_id.strip().lower().replace("-", "_")
    names = {name: row[0] for row in rows for name in row}
    holding = [name for name in names if text and (text in name.lower() or text.replace("_", " ") in name.lower())]
    similar = close_matches(text, names, most=MAX_SUGGESTIONS)
    suggestions = list(dict.fromkeys(names[name] for name in (*holding, *similar)))[:MAX_SUGGESTIONS]
    hint = did_you_mean(suggestions)
    raise UsageError(f'There is no metric "{metric_id}". {hint} umkm metrics lists all {len(rows)}.'.replace("  ", " "))
