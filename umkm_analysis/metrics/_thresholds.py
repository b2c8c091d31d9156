"""Thresholds of the indicators of competition, which lists of packages share; they need no library."""

from __future__ import annotations

FEW = 2
"""Bidders that still are few."""
SHORTEST = 15
"""Days from which a tender is not open for a short time, as in Cardinal's R003."""
MARGIN = 5.0
"""Per cent of a limit below it that are just under it."""
WINDOW = 30
"""Days within which awards may have been one package, first and last included."""
