"""Chart of published procurement shares for a telephone: each named above its dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.pages.charts import narrow, palette, points, scales
from umkm_analysis.reports.procurement_share import shares_chart, text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from umkm_analysis.datasets.regions import Region


def draw(shares: pd.DataFrame, *, own: Region) -> Figure:
    """Draw one dot a share with its mandate as a tick.

    Parameters
    ----------
    shares
        One row a share, by date.
    own
        The report's region.
    """
    upwards = list(shares.itertuples())[::-1]
    marked = {position for position, share in enumerate(upwards) if share.code == own.code}
    names = [
        text.strip_label(share, of=own.name if position in marked else "") for position, share in enumerate(upwards)
    ]
    drawn, axes = narrow.rows(names, marked=marked)
    for position, share in enumerate(upwards):
        colour = palette.OWN if position in marked else palette.FIRST
        full = colour if share.basis == text.REALISED else palette.PAPER
        axes.plot([0, share.value], [position, position], color=palette.QUIET, linewidth=1.4)
        limit = text.limit(share)
        axes.plot([limit] * 2, [position - 0.14, position + 0.14], color=palette.INK, linewidth=1.8)
        axes.plot(share.value, position, "o", color=colour, markersize=8, markeredgewidth=1.9, markerfacecolor=full)
        shares_chart.write_value(axes, position, share.value, limit, own=position in marked)
        above = upwards[position + 1] if position + 1 < len(upwards) else None
        shares_chart.lead_from_plan(axes, position, above, share)
        name = names[position].replace("\n", " ")
        points.row(axes, (share.value, position), name, n.share(share.value), colour=colour)
    axes.set_xlim(0, shares_chart.WHOLE)
    scales.numbers(axes, "x")
    return drawn
