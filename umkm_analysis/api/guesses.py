"""What people look for under another name, and the sentence that answers them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from umkm_analysis.errors import close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

P = ParamSpec("P")
R = TypeVar("R")

MEANT = {
    "pdrb": "grdp", "pdb": "grdp", "gdp": "grdp", "gdrp": "grdp", "gva": "sectors", "output": "grdp",
    "level": "level_index or plot.level", "levels": "grdp or level_index", "index": "level_index",
    "indeks": "level_index", "growth_rate": "growth", "pertumbuhan": "growth", "swing": "recovery or plot.swing",
    "pemulihan": "recovery", "break_even": "recovery", "penduduk": "population", "people": "population",
    "sektor": "sectors", "sector": "sectors", "city": "region", "cities": 'regions(kind="kota")',
    "kota": 'regions(kind="kota")', "kabupaten": 'regions(kind="kabupaten")', "provinces": 'regions(kind="province")',
    "province": 'regions(kind="province")', "provinsi": 'regions(kind="province")', "wilayah": "regions",
    "daerah": "regions", "code": "codes", "kode": "codes", "match": "codes", "pengadaan": "procurement",
    "shares": "procurement or lines", "share": "procurement or sectors", "mandate": "procurement",
    "mandates": "procurement", "klaim": "claims", "check": "claims", "corr": "correlation", "merge": "join",
    "metrics": "catalogue", "metrik": "catalogue", "metric": "catalogue", "catalog": "catalogue", "find": "search",
    "cari": "search", "data": "search or catalogue", "tables": "search", "map": "plot.map", "peta": "plot.map",
    "ranking": "plot.ranking", "peringkat": "plot.ranking", "scatter": "plot.scatter", "chart": "plot",
    "grafik": "plot", "polars": "to_polars", "arrow": "to_arrow",
}  # fmt: skip
"""Name that somebody tries → public name, or how to call it."""

CHARTS = {
    "line": "level", "lines": "level", "plot": "level", "index": "level", "level_index": "level", "indeks": "level",
    "bar": "ranking", "bars": "ranking", "barh": "ranking", "rank": "ranking", "peringkat": "ranking",
    "dots": "ranking",
    "choropleth": "map", "peta": "map", "cartogram": "map", "sebaran": "scatter", "correlation": "scatter",
    "recovery": "swing", "growth": "swing",
}  # fmt: skip
"""The same for charts."""


def answer(name: str, known: Sequence[str], *, charts: bool = False) -> str:
    """Word the error of a name that is not there, with the right one where it is known.

    Parameters
    ----------
    name
        What was asked for.
    known
        Names that there are.
    charts
        Whether it was asked of ``umkm_analysis.plot``.

    Examples
    --------
    >>> answer("pdrb", ["grdp"])
    'umkm_analysis has no "pdrb": it is umkm_analysis.grdp.'
    """
    package, meant = ("umkm_analysis.plot", CHARTS) if charts else ("umkm_analysis", MEANT)
    start = f'{package} has no "{name}"'
    if right := meant.get(name.lower()):
        return f"{start}: it is {' or '.join(f'{package}.{one}' for one in right.split(' or '))}."
    if near := close_matches(name, [*known, *meant], cutoff=0.75):
        return f"{start}. Did you mean {meant.get(near[0], near[0])}?"
    return f'{start}. It has {", ".join(known)}; umkm_analysis.search("{name}") looks further.'


def guided(function: Callable[P, R]) -> Callable[P, R]:
    """Answer a call with a wrong argument by the right one's name; the function stays as it is.

    >>> @guided
    ... def grdp(regions, *, years=None): ...
    >>> grdp("3576", year=2020)
    Traceback (most recent call last):
    TypeError: grdp() has no argument "year". Did you mean years?
    """
    code = function.__code__
    by_place = code.co_varnames[: code.co_argcount]
    by_name = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        for name in kwargs:
            if name not in {*by_place, *by_name}:
                near = did_you_mean(close_matches(name, [*by_place, *by_name]))
                hint = near or f"It has {', '.join([*by_place, *by_name])}."
                raise TypeError(f'{function.__name__}() has no argument "{name}". {hint}')
        if len(args) > len(by_place):
            named = ", ".join(f"{name}=" for name in by_name)
            raise TypeError(
                f"{function.__name__}() takes {', '.join(by_place) or 'nothing'} by place; name the rest: {named}"
            )
        return function(*args, **kwargs)

    return call
