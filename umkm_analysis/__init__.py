"""Honest, traceable, offline reports on Indonesia's regions, and their figures as a library.

``import umkm_analysis as ua`` gives what ``__all__`` names; a part is loaded when it is first asked for.
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
