"""Chart of a figure a region, from the highest to the lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.api.guesses import guided
from umkm_analysis.api.plot.chart import Chart, source_line, titled
from umkm_analysis.api.plot.values import Values, values_of
from umkm_analysis.api.plot.words import highest_and_lowest, measure_of
from umkm_analysis.api.selection import region_names, select
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.pages.charts import rankings

if TYPE_CHECKING:
    from umkm_analysis.api.selection import Regions

MOST = 40


@guided
def ranking(  # noqa: PLR0913 - one argument a choice of the person
    values: pd.DataFrame | pd.Series,
    column: str | None = None,
    *,
    year: int | None = None,
    highlight: Regions = None,
    most: int = MOST,
    title: str | None = None,
    language: str | None = None,
) -> Chart:
    """Draw a figure a region as dots, the highest at the top.

    Parameters
    ----------
    values
        A result of this package, any table with a column "code", or a Series by code or name.
    column
        Column to draw; None for the first that has a unit.
    year
        Of a yearly result; None for the newest in which more than half of the regions have a figure.
    highlight
        One region to mark.
    most
        Rows at most, two or more: of more regions the highest and the lowest are drawn, and the chart says so.
    title
        Else it names the highest and the lowest.
    language
        "id" or "en"; None for the language in use.

    Returns
    -------
    matplotlib Figure.

    Raises
    ------
    UsageError
        If there is no such column, year or region, nothing to draw, or room for less than two rows.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> cities = ua.level_index(kind="kota", province="Jawa Timur", years=2021)
    >>> ua.plot.ranking(cities, highlight="Kota Mojokerto", language="en").texts[0].get_text()
    'Kota Blitar highest, Kota Kediri lowest'
    """
    if not isinstance(most, int) or most < 2:  # noqa: PLR2004 - the highest and the lowest
        raise UsageError(f"most={most!r}: give a whole number from 2, for the highest and the lowest.")
    found = values_of(values, column, year)
    own = None if highlight is None else _one(highlight, found)
    ordered = found.by_code.sort_values(ascending=False, kind="stable")
    names = region_names(ordered.index)
    half = most // 2
    cut = len(ordered) > most
    shown = pd.concat([ordered.iloc[:half], ordered.iloc[-half:]]) if cut else ordered
    if own and own not in shown:
        shown = ordered.loc[[*shown.index[:half], own, *shown.index[half:]]]
    with use_language(language):
        drawn = rankings.draw(shown, names=names.to_dict(), base=found.base, own=own)
        of_all = t("{half} tertinggi dan {half} terendah dari {count} daerah", half=half, count=len(ordered))
        return titled(
            drawn,
            title=title or highest_and_lowest(names),
            measure=measure_of(found, extra=of_all if cut else ""),
            source=source_line(found.about),
        )


def _one(highlight: Regions, found: Values) -> str:
    codes = select(highlight)
    if len(codes) != 1 or codes[0] not in found.by_code:
        raise UsageError("highlight: give one region that is among those drawn.")
    return codes[0]
