"""Charts of regions in house style, a call each: for JupyterLab, a script and a paper.

Every function returns a matplotlib Figure; ``savefig("name.svg")``, ``.png`` or ``.pdf`` keeps it with its typeface.
"""

from umkm_analysis.api.plot.levels import level
from umkm_analysis.api.plot.maps import map  # noqa: A004 - read as plot.map
from umkm_analysis.api.plot.rankings import ranking
from umkm_analysis.api.plot.scatters import scatter, swing

__all__ = ["level", "map", "ranking", "scatter", "swing"]


def __getattr__(name: str) -> object:
    from umkm_analysis.api.guesses import answer  # noqa: PLC0415 - for wrong names alone

    raise AttributeError(answer(name, __all__, charts=True))


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
