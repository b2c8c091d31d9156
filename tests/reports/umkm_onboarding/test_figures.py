from __future__ import annotations

from typing import Any

from umkm_analysis.reports.umkm_onboarding.figures import Bar, drawn_bars


def marks(**further: Any) -> tuple[int, int, int]:
    """How many bars, open circles and other lines a bar with a further mark has more than one without."""
    counts = []
    for kind in (further, {}):
        (axes,) = drawn_bars([Bar("NIB", 40.0, "40", "40 persen", **kind)]).axes
        circles = [line for line in axes.lines if line.get_marker() == "o"]
        counts.append((len(axes.patches), len(circles), len(axes.lines) - len(circles)))
    return tuple(more - less for more, less in zip(*counts, strict=True))  # type: ignore[return-value]


def test_interval_unknown_and_registered_have_marks_of_their_own() -> None:
    assert marks(interval=(30.0, 52.0)) == (0, 0, 3)
    assert marks(possible=60.0) == (1, 0, 0)
    assert marks(registered=70.0) == (0, 1, 0)
    assert marks(possible=60.0, registered=70.0) == (1, 1, 0)


def test_a_label_stands_behind_the_farthest_mark() -> None:
    assert Bar("NIB", 40.0, "40", "40 persen", interval=(30.0, 52.0)).reach == 52.0
    assert Bar("NIB", 40.0, "40", "40 persen", possible=60.0, registered=70.0).reach == 70.0
