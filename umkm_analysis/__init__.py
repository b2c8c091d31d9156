"""Honest, traceable, offline reports on Indonesia's regions, and their figures as a library.

``import umkm_analysis as ua`` gives what ``__all__`` names; a part is loaded when it is first asked for. Regions go by
name or code; what a result holds, in which unit and from where, stands in its ``attrs``. ``ua.search("pertumbuhan")``
finds functions, metrics, tables and reports; ``chart.savefig("name.pdf")`` keeps a chart (SVG and PNG too).

Five cities compared:

>>> import umkm_analysis as ua
>>> cities = ["Kota Mojokerto", "Kota Kediri", "Kota Blitar", "Kota Malang", "Kota Madiun"]
>>> index = ua.level_index(cities, base_year=2019, wide="name")
>>> chart = ua.plot.level(cities, base_year=2019, language="en")
>>> index.loc[2025].idxmin()
'Kota Kediri'

The swing of all 514:

>>> swings = ua.recovery(base_year=2019).sort_values("swing_pp", ascending=False)
>>> chart = ua.plot.ranking(swings, "swing_pp", most=20, language="en")
>>> len(swings), swings["name"].iloc[0]
(514, 'Kabupaten Halmahera Tengah')

Growth against sector mix:

>>> shares = ua.sectors(years=2019, wide="share_pct").drop(columns="year")
>>> table = ua.join(ua.growth(province="Jawa Timur", years=2020), shares)
>>> chart = ua.plot.scatter(table, "A", "growth_pct", highlight="Kota Mojokerto", language="en")
>>> ua.correlation(table, "A", "growth_pct").attrs["title"]
'Correlation of Agriculture, forestry and fishing and growth_pct over 38 regions: r = 0.46'

A balanced panel for econometrics, with breaks as dummies:

>>> panel = ua.panel(years=range(2016, 2024))
>>> demeaned = panel["growth_pct"] - panel.groupby("code")["growth_pct"].transform("mean")
>>> panel[["ln_grdp", "after_break", "not_final"]].isna().to_numpy().sum().item()
0

Published shares of procurement against the mandate of their day:

>>> shares = ua.procurement(numerator="UMK-K")
>>> realised = shares[shares["basis"] == "realised"].drop_duplicates("code", keep="last")
>>> chart = ua.plot.ranking(realised, "distance_pp", language="en")
>>> realised.loc[realised["verdict"] == "misses", "name"].tolist()
['Indonesia']
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

# pandas loads pyarrow, whose allocator starts a thread at once; whoever forks must be alone in its process
os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")

if TYPE_CHECKING:
    from umkm_analysis.api import plot
    from umkm_analysis.api.catalogue import catalogue
    from umkm_analysis.api.correlation import correlation
    from umkm_analysis.api.exchange import to_arrow, to_polars
    from umkm_analysis.api.joining import join
    from umkm_analysis.api.names import codes
    from umkm_analysis.api.regions import region, regions
    from umkm_analysis.api.searching import search
    from umkm_analysis.api.tables.claims import claims
    from umkm_analysis.api.tables.growth import grdp, growth, level_index, recovery
    from umkm_analysis.api.tables.lines import lines
    from umkm_analysis.api.tables.panel import panel
    from umkm_analysis.api.tables.population import population
    from umkm_analysis.api.tables.procurement import procurement
    from umkm_analysis.api.tables.sectors import sectors

    __version__: str

_PLACES = {
    "catalogue": "catalogue",
    "claims": "tables.claims",
    "codes": "names",
    "correlation": "correlation",
    "grdp": "tables.growth",
    "growth": "tables.growth",
    "join": "joining",
    "level_index": "tables.growth",
    "lines": "tables.lines",
    "panel": "tables.panel",
    "population": "tables.population",
    "procurement": "tables.procurement",
    "recovery": "tables.growth",
    "region": "regions",
    "regions": "regions",
    "search": "searching",
    "sectors": "tables.sectors",
    "to_arrow": "exchange",
    "to_polars": "exchange",
}
"""Public function → its module in umkm_analysis.api; the imports above are for type checkers and editors."""

__all__ = [  # noqa: RUF022 - functions first, as people look for them
    "catalogue",
    "claims",
    "codes",
    "correlation",
    "grdp",
    "growth",
    "join",
    "level_index",
    "lines",
    "panel",
    "population",
    "procurement",
    "recovery",
    "region",
    "regions",
    "search",
    "sectors",
    "to_arrow",
    "to_polars",
    "plot",
    "__version__",
]


def __getattr__(name: str) -> object:
    if name in _PLACES:
        found: object = getattr(import_module(f"umkm_analysis.api.{_PLACES[name]}"), name)
    elif name == "plot":
        found = import_module("umkm_analysis.api.plot")
    elif name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - costs more than all the rest

        found = version("umkm-analysis")
    else:
        from umkm_analysis.api.guesses import answer  # noqa: PLC0415 - as above

        raise AttributeError(answer(name, __all__))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
