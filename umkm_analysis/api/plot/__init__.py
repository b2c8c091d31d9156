"""Charts of regions in house style, a call each: for JupyterLab, a script and a paper.

Every function returns a matplotlib Figure; ``savefig("name.svg")``, ``.png`` or ``.pdf`` keeps it with its typeface.
"""

from umkm_analysis.api.plot.levels import level
from umkm_analysis.api.plot.maps import map  # noqa: A004 - read as plot.map
from umkm_analysis.api.plot.rankings import ranking
from umkm_analysis.api.plot.scatters import scatter, swing

__all__ = ["level", "map", "ranking", "scatter", "swing"]
