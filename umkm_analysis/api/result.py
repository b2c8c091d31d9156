"""Results of the public library: pandas DataFrames that say what they hold, in which unit and from where."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from umkm_analysis.api.selection import region_names
from umkm_analysis.datasets import tables
from umkm_analysis.datasets.editions import edition
from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl
    import pyarrow as pa

    from umkm_analysis.datasets.breaks import Break

WIDE = (False, True, "code", "name")
MOST_NAMED = 5
"""Sources, breaks and regions that a summary names; ``attrs`` has all of them."""


class Result(pd.DataFrame):  # type: ignore[misc]  # pandas is untyped here
    """A DataFrame that JupyterLab shows with its title, units and sources.

    Sorted it is still a result. What else pandas makes of it (a selection, a sum, a merge) is a plain DataFrame, which
    promises nothing about its figures; pandas hands ``attrs`` on to most of them.
    """

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def sort_values(self, *args: Any, **kwargs: Any) -> Any:
        """Sort the rows; arguments as for :meth:`pandas.DataFrame.sort_values`."""
        ordered = super().sort_values(*args, **kwargs)
        if ordered is None:  # in place
            return None
        result = Result(ordered)
        result.attrs = ordered.attrs
        return result

    def to_arrow(self) -> pa.Table:
        """Turn it into an Arrow table: :func:`umkm_analysis.to_arrow`."""
        from umkm_analysis.api.exchange import to_arrow  # noqa: PLC0415 - only who asks for it pays for it

        return to_arrow(self)

    def to_polars(self) -> pl.DataFrame:
        """Turn it into a Polars table: :func:`umkm_analysis.to_polars`."""
        from umkm_analysis.api.exchange import to_polars  # noqa: PLC0415 - only who asks for it pays for it

        return to_polars(self)

    def _repr_html_(self) -> str:
        about = self.attrs
        head = f"<p><strong>{escape(about.get('title', ''))}</strong><br>{escape(summary(self))}</p>"
        foot = "".join(f"<br>{escape(line)}" for line in remarks(about)).removeprefix("<br>")
        return f'<div class="umkm-result">{head}{super()._repr_html_()}<p><small>{foot}</small></p></div>'


def summary(result: pd.DataFrame) -> str:
    """Say in a line how large a result is, in which units, and how much of it is missing."""
    about = result.attrs
    units = about.get("units", {})
    shape = f"{len(result):,} rows × {len(result.columns):,} columns"
    named = "; ".join(f"{column}: {unit}" for column, unit in units.items())
    missing = f"{about['missing']:,} figures missing" if about.get("missing") else ""
    return " · ".join(part for part in (shape, named, missing) if part)


def remarks(about: Mapping[str, Any]) -> list[str]:
    """Sentences on provisional figures, breaks, regions without figures, and sources, from a result's ``attrs``."""
    lines = []
    if states := about.get("provisional"):
        years = (
            f"{year} ({', '.join(f'{state}: {len(codes)}' for state, codes in found.items())})"
            for year, found in states.items()
        )
        lines.append(f"Not final, by year and number of regions: {_some(years)}.")
    if breaks := about.get("breaks"):
        named = (f"{one['code']} from {one['year']}, {one['reason']}" for one in breaks)
        lines.append(f"Breaks in series: {_some(named)}.")
    if rebuilt := about.get("sum_of_members"):
        lines.append(f"Sums of the kabupaten and kota that a province holds today: {_some(rebuilt)}.")
    if without := about.get("without_figures"):
        lines.append(f"Without any figure: {_some(without)}.")
    lines += about.get("remarks", [])
    if sources := about.get("sources"):
        lines.append(f"Source: {_some(sources.values())}. Edition {about['edition']}.")
    return lines


def one_a_region_and_year(  # noqa: PLR0913 - one argument a part of the result
    frames: Mapping[str, pd.DataFrame],
    *,
    title: str,
    units: Mapping[str, str],
    extra: Mapping[str, pd.DataFrame],
    wide: bool | str,
    notes: bool,
    **about: Any,
) -> pd.DataFrame:
    """Lay out yearly figures of regions.

    Parameters
    ----------
    frames
        Column → year × BPS code; the first is the one that a wide result holds.
    title, units
        What the result holds; column → unit.
    extra
        Further columns, shown with ``notes``: the same shape.
    wide
        False for a row a region and year; True or "code" for year × BPS code, "name" for year × name.
    notes
        Whether ``extra`` is shown.
    about
        Further entries of ``attrs``; see :func:`described`.
    """
    if wide not in WIDE:
        raise UsageError(f'wide={wide!r} is unknown. Give False, True, "code" or "name".')
    if wide and notes:
        raise UsageError("Notes are columns of the tidy shape. Give either notes=True or wide, not both.")
    main = next(iter(frames.values()))
    codes, years = list(main.columns), list(main.index)
    about = {**about, "missing": int(main.isna().to_numpy().sum()), "without_figures": _without(main)}
    if wide:
        result = main.set_axis(region_names(codes).tolist(), axis="columns") if wide == "name" else main.copy()
        column = next(iter(frames))
        return described(
            result.rename_axis(index="year", columns="name" if wide == "name" else "code"),
            title=title, units={column: units[column]}, **about,
        )  # fmt: skip
    columns: dict[str, Any] = {
        "code": np.repeat(codes, len(years)),
        "name": np.repeat(region_names(codes).to_numpy(), len(years)),
        "year": np.tile(years, len(codes)),
    }
    shown = {**frames, **extra} if notes else frames
    for name, frame in shown.items():
        cells = frame.to_numpy().ravel(order="F")
        columns[name] = pd.array(cells, dtype="str") if cells.dtype == object else cells
    units = {name: unit for name, unit in units.items() if name in shown}
    return described(pd.DataFrame(columns), title=title, units=units, **about)


def described(  # noqa: PLR0913 - one argument a part of the description
    frame: pd.DataFrame,
    *,
    title: str,
    units: Mapping[str, str],
    sources: Iterable[str] = (),
    breaks: Sequence[Break] = (),
    provisional: pd.DataFrame | None = None,
    **about: Any,
) -> pd.DataFrame:
    """Make a result of a frame: what it holds goes into its ``attrs``, as text, numbers, lists and dictionaries only.

    So it can be compared, copied, and written to Parquet with the figures.

    Parameters
    ----------
    frame
        The figures.
    title
        What they are.
    units
        Column → unit.
    sources
        Ids of their sources.
    breaks
        Breaks that their series stop at.
    provisional
        What the publisher says of each figure: year × BPS code, text.
    about
        Further entries.
    """
    result = Result(frame)
    result.attrs = {
        "title": title,
        "units": dict(units),
        "sources": citations(sources),
        "edition": edition.current().name,
    }
    listed = [
        {"code": one.code, "table": one.table, "year": one.year, "kind": one.kind, "reason": one.reason_en}
        for one in breaks
    ]
    states = _not_final(provisional) if provisional is not None else {}
    entries = {"breaks": listed, "provisional": states, **about}
    result.attrs |= entries
    return result


def citations(ids: Iterable[str]) -> dict[str, str]:
    """Publisher and title of sources by id, in the order of first use.

    >>> citations(["SIMREG"])["SIMREG"][:31]
    'Kementerian PPN/Bappenas, Simre'
    """
    wanted = list(dict.fromkeys(ids))
    rows = tables.read("sources").set_index("source_id").reindex(wanted)
    return {str(key): f"{row.publisher}: {row.title}" for key, row in zip(wanted, rows.itertuples(), strict=True)}


def used(sources: pd.DataFrame, figures: pd.DataFrame) -> list[str]:
    """Ids of the sources of figures that are there, the most frequent first; both are year × BPS code."""
    found = pd.Series(sources.where(figures.notna()).to_numpy().ravel()).dropna()
    return found.value_counts().index.tolist()


def known_column(frame: pd.DataFrame, column: str) -> str:
    """Return a column that a result has.

    Raises
    ------
    UsageError
        If there is no such column, with close matches.
    """
    if column in frame:
        return column
    names = [str(name) for name in frame]
    hint = did_you_mean(close_matches(column, names, most=3)) or f"There are {', '.join(names)}."
    raise UsageError(f'There is no column "{column}". {hint}')


def numbers(values: pd.Series, column: str) -> pd.Series:
    """Return a column of figures as numbers.

    Raises
    ------
    UsageError
        If it holds words.
    """
    try:
        return pd.to_numeric(values)
    except (TypeError, ValueError) as error:
        words = [value for value in values.dropna() if isinstance(value, str)]
        held = f'words, such as "{words[0]}"' if words else "no numbers"
        raise UsageError(f'"{column}" holds {held}. Give a column of numbers.') from error


def _without(main: pd.DataFrame) -> list[str]:
    return [str(code) for code in main.columns[main.isna().all()]]


def _not_final(states: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """Year → state → BPS codes, of figures that are not final; years are text, as JSON's keys are."""
    long = pd.Series(states.to_numpy().ravel(order="C"), dtype=object).to_numpy()
    years = np.repeat(states.index.to_numpy(), states.shape[1])
    codes = np.tile(states.columns.to_numpy(), states.shape[0])
    table = pd.DataFrame({"year": years, "code": codes, "state": long}).dropna()
    table = table[table["state"] != "final"]
    found: dict[str, dict[str, list[str]]] = {}
    for (year, state), group in table.groupby(["year", "state"])["code"]:
        found.setdefault(str(year), {})[str(state)] = group.tolist()
    return found


def _some(parts: Iterable[str]) -> str:
    listed = list(parts)
    more = len(listed) - MOST_NAMED
    return "; ".join(listed[:MOST_NAMED]) + (f"; and {more} more (see .attrs)" if more > 0 else "")
