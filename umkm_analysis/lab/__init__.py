"""Widgets of the notebook that explores: figures of regions by choice, and what-ifs.

Only this package needs ipywidgets, of the extra ``lab``; it is loaded when one of these functions is called.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from umkm_analysis.datasets import project
from umkm_analysis.errors import MissingToolError

if TYPE_CHECKING:
    from umkm_analysis.lab.explorer import Explorer
    from umkm_analysis.lab.hypotheses import WhatIf

__all__ = ["explore", "what_if"]


def explore(region: str | int, *, base_year: int = 2019, metric: str = "level_index") -> Explorer:
    """Show figures of regions to choose among: region, comparison, base year and metric, with table and chart.

    Parameters
    ----------
    region
        BPS code or name of the first region.
    base_year
        The year that equals 100, at first.
    metric
        Id of the first metric; ``umkm metrics`` lists them.

    Raises
    ------
    UsageError
        If there is no such region, metric or base year.
    MissingToolError
        If ipywidgets is not installed.
    """
    _require_widgets()
    from umkm_analysis.lab.explorer import Explorer  # noqa: PLC0415 - may be missing

    return Explorer(region, base_year=base_year, metric=metric)


def what_if(region: str | int, *, base_year: int = 2019) -> WhatIf:
    """Show what a fall demands of the next year, and what a share leaves above a mandate, with sliders.

    Parameters
    ----------
    region
        BPS code or name of the region whose figures stand there at first.
    base_year
        The year before the fall.

    Raises
    ------
    UsageError
        If there is no such region.
    MissingToolError
        If ipywidgets is not installed.
    """
    _require_widgets()
    from umkm_analysis.lab.hypotheses import WhatIf  # noqa: PLC0415 - may be missing

    return WhatIf(region, base_year=base_year)


def _require_widgets() -> None:
    if find_spec("ipywidgets") is None:
        raise MissingToolError(
            f"ipywidgets is not installed in this kernel. Install it with: {project.install_command('lab')}, then "
            "restart the kernel."
        )
