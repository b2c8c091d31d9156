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
    from umkm_analysis.api.correlation import correlation
    from umkm_analysis.api.exchange import to_arrow, to_polars
    from umkm_analysis.api.joining import join
    from umkm_analysis.api.names import codes
    from umkm_analysis.api.regions import region, regions
    from umkm_analysis.api.tables.growth import grdp, growth, level_index, recovery
    from umkm_analysis.api.tables.panel import panel
    from umkm_analysis.api.tables.population import population
    from umkm_analysis.api.tables.sectors import sectors

    __version__: str

_PLACES = {
    "codes": "names",
    "correlation": "correlation",
    "grdp": "tables.growth",
    "growth": "tables.growth",
    "join": "joining",
    "level_index": "tables.growth",
    "panel": "tables.panel",
    "population": "tables.population",
    "recovery": "tables.growth",
    "region": "regions",
    "regions": "regions",
    "sectors": "tables.sectors",
    "to_arrow": "exchange",
    "to_polars": "exchange",
}
"""Public function → its module in umkm_analysis.api; the imports above are for type checkers and editors."""

__all__ = [  # noqa: RUF022 - functions first, as people look for them
    "codes",
    "correlation",
    "grdp",
    "growth",
    "join",
    "level_index",
    "panel",
    "population",
    "recovery",
    "region",
    "regions",
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
        raise AttributeError(_unknown(name))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})


def _unknown(name: str) -> str:
    from umkm_analysis.errors import close_matches, did_you_mean  # noqa: PLC0415 - as above

    hint = did_you_mean(close_matches(name, __all__, cutoff=0.75)) or f"It has {', '.join(__all__)}."
    return f'umkm_analysis has no "{name}". {hint}'
