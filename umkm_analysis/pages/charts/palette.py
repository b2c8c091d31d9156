"""Colours of charts, by role and by theme."""

OWN = "#00647d"
"""The region: the one accent."""
FIRST = "#4b5560"
SECOND = "#69747e"
QUIET = "#c9d0d6"
GRID = "#e6eaed"
INK = "#1b2127"
PAPER = "#fefefe"
LOW, HIGH = "#b35806", "#01665e"
"""Ends of the diverging scale: below and above the base level."""
LOW_SOFT, HIGH_SOFT = "#e9a15b", "#6fbfb4"
THEMED = {
    OWN: "own",
    FIRST: "first",
    SECOND: "second",
    QUIET: "quiet",
    GRID: "grid",
    INK: "ink",
    PAPER: "paper",
    LOW: "low",
    LOW_SOFT: "low-soft",
    HIGH: "high",
    HIGH_SOFT: "high-soft",
}
"""Colours that a page's theme sets: each becomes a CSS variable."""
