"""Chart of published procurement shares: UMK-K apart from domestic products, plans above what was realised of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import mark, t
from umkm_analysis.pages.charts import figure, palette, points, scales, style
from umkm_analysis.reports.procurement_share import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GAP, AIR = 8.0, 3.0
"""Points between a dot and its value, and at least between a value and a mandate's tick."""
WHOLE = 102.0
"""Per cent that the axis reaches to: a dot at 100 lies in it."""
ROW_HEIGHTS = {2: 0.44, 3: 0.58, 4: 0.73}
"""Inches a share takes, by the lines beside its dot: two, and others where its scope or a long denominator is named."""
OTHER = mark("Lainnya")
GROUPS = {
    mark("Usaha mikro, kecil, dan koperasi"): ("UMK-K", "UMK", "UMKM"),
    mark("Produk dalam negeri (PDN)"): ("PDN",),
    OTHER: (),
}
"""What shares are of: shares of different things are not read against each other."""


def ordered(shares: pd.DataFrame) -> pd.DataFrame:
    """Sort shares by what they are of, by date, and each plan before what was realised of it.

    Parameters
    ----------
    shares
        One row a share.
    """
    places = list(GROUPS)
    keys = {
        "group": shares["numerator"].map(lambda numerator: places.index(_group_of(numerator))),
        "realised": shares["basis"] == text.REALISED,
    }
    return shares.assign(**keys).sort_values(["group", "as_of", "scope", "realised"], kind="stable")[shares.columns]


def draw(shares: pd.DataFrame, row_labels: Sequence[str], *, own: str) -> Figure:
    """Draw one dot a share with its mandate as a tick: a list of figures, not a line through time.

    Parameters
    ----------
    shares
        One row a share, :func:`ordered`.
    row_labels
        What stands beside each.
    own
        BPS code of the report's region.
    """
    rows: list[tuple[Any, str]] = []
    grouped = len({_group_of(numerator) for numerator in shares["numerator"]}) > 1
    title = ""
    for share, label in zip(shares.itertuples(), row_labels, strict=True):
        if grouped and title != _group_of(share.numerator):
            rows.append((None, t(_group_of(share.numerator))))
        rows.append((share, label))
        title = _group_of(share.numerator)
    upwards = rows[::-1]
    height = ROW_HEIGHTS[max(1 + label.count("\n") for label in row_labels)]
    drawn, (axes,) = figure.canvas(height=height * len(rows) + 0.6, left=0.42, right=0.95)
    marked = [at for at, (share, _) in enumerate(upwards) if share is not None and share.code == own]
    figure.rows(axes, ["" if share is None else label for share, label in upwards], marked=marked, size=8.5)
    before = None
    for position, (share, label) in reversed(list(enumerate(upwards))):
        if share is None:
            _group(axes, position, label)
        else:
            _dot(axes, position, share, own=position in marked)
            lead_from_plan(axes, position, before, share)
            name = label.replace("\n", " ")
            colour = palette.OWN if position in marked else palette.FIRST
            points.row(axes, (share.value, position), name, n.share(share.value), colour=colour)
        before = share
    axes.set_xlim(0, WHOLE)
    scales.numbers(axes, "x")
    return drawn


def group_names(shares: pd.DataFrame) -> tuple[str, ...]:
    """Name what each share is of, in the page's language; nothing where all are of one kind."""
    found = tuple(map(_group_of, shares["numerator"]))
    return tuple(map(t, found)) if len({*found}) > 1 else ()


def _group_of(numerator: object) -> str:
    return next((title for title, members in GROUPS.items() if numerator in members), OTHER)


def _group(axes: Axes, position: int, title: str) -> None:
    left = -axes.get_position().x0 * figure.WIDTH * style.POINTS
    place = style.moved(axes, left, -4, across=axes.get_yaxis_transform())
    axes.text(0, position, title, transform=place, fontweight="bold", color=palette.INK, fontsize=9.5, va="center")


def lead_from_plan(axes: Axes, position: int, plan: Any, share: Any) -> None:
    """Lead from a plan to what was realised of it, where both are of the same thing and day.

    Parameters
    ----------
    axes
        The chart.
    position
        Of the realised share; its plan stands one row above.
    plan, share
        Rows of the shares; None for a plan where there is none.
    """
    if plan is None or plan.basis == text.REALISED or share.basis != text.REALISED:
        return
    if all(getattr(plan, column) == getattr(share, column) for column in text.SAME_SHARE):
        axes.annotate(
            "", (share.value, position + 0.14), (plan.value, position + 0.86),
            arrowprops={"arrowstyle": "->", "color": palette.SECOND, "linestyle": "--", "linewidth": 1},
        )  # fmt: skip


def _dot(axes: Axes, position: int, share: Any, *, own: bool) -> None:
    colour = palette.OWN if own else palette.FIRST
    axes.plot([0, share.value], [position, position], color=palette.QUIET, linewidth=1.4)
    limit = text.limit(share)
    figure.target_tick(axes, limit, position)
    full = share.basis == text.REALISED
    axes.plot(
        share.value, position, "o", color=colour, markersize=8, markeredgewidth=1.9,
        markerfacecolor=colour if full else palette.PAPER,
    )  # fmt: skip
    write_value(axes, position, share.value, limit, own=own)


def write_value(axes: Axes, position: int, value: float, limit: float, *, own: bool) -> None:
    """Write a share beside its dot, or behind its mandate's tick where that would strike it through.

    Parameters
    ----------
    axes
        The chart, whose plotting area has its width.
    position
        Of the row.
    value, limit
        Share and mandate, per cent; NaN for the limit where there is none.
    own
        Whether it is the region's.
    """
    label = n.bare_share(value)
    points = axes.get_position().width * style.points_across(axes)
    taken = (GAP + len(label) * (10 if own else 9) * style.LETTER + AIR) / points * WHOLE
    crossed = 0 <= limit - value < taken
    figure.value_label(axes, (limit if crossed else value, position), label, offset=(GAP, 0.0), own=own)
