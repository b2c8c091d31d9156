"""Results joined by region and year, with what each of them says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import Result
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = ("code", "year")
LABELS = ("name", "kind", "province")
"""Columns that say which region a row is of, and are the same in every table."""


@guided
def join(left: pd.DataFrame, right: pd.DataFrame, *, suffix: str | None = None) -> pd.DataFrame:
    """Join two results by region, and by year where both are yearly; ``attrs`` of both are kept.

    Parameters
    ----------
    left, right
        Tables with a column "code", such as results of this package or columns chosen from them. Columns that both
        have to name a region (name, kind, province) come from the left one.
    suffix
        What the right table's columns are called by, after their name, where the left one has other columns of the
        same name; None refuses such tables.

    Returns
    -------
    DataFrame, the rows of both; a region, or region and year, that one of them lacks has NaN there. ``attrs`` holds the
    units, sources, breaks, provisional years and remarks of both.

    Raises
    ------
    UsageError
        If a table has no column "code" or codes that are no text; if only one of them is yearly and holds several
        years; if both have a column of the same name, and no suffix is given.

    Notes
    -----
    pandas' own ``merge`` drops ``attrs`` where the two differ, and with them the sources.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> table = ua.join(ua.recovery()[["code", "name", "swing_pp"]], ua.level_index(years=2025))
    >>> table.columns.tolist(), len(table), table.attrs["units"]["swing_pp"]
    (['code', 'name', 'swing_pp', 'year', 'level_index'], 514, 'percentage points')
    """
    for table in (left, right):
        _check(table)
    keys = [key for key in KEYS if key in left and key in right]
    for table in (left, right):
        if table.duplicated(keys).any():
            raise UsageError(f"A table has several rows for the same {' and '.join(keys)}. Select a year first.")
    labels = [column for column in LABELS if column in left and column in right]
    right, about = _renamed(left, right, {*keys, *labels}, suffix)
    result = Result(left.merge(right.drop(columns=labels), on=keys, how="outer", sort=False))
    for label in labels:
        coded = right.drop_duplicates("code").set_index("code")[label]
        result[label] = result[label].fillna(result["code"].map(coded))
    result.attrs = _both(left.attrs, about)
    result.attrs["units"] = {name: unit for name, unit in result.attrs.get("units", {}).items() if name in result}
    return result


def _check(table: pd.DataFrame) -> None:
    """Refuse a table that cannot be joined."""
    if not isinstance(table, pd.DataFrame):
        raise UsageError(f"Give two tables; this is none: {table!r}.")
    if "code" not in table:
        raise UsageError('Tables are joined by their column "code"; one of these has none.')
    odd = [code for code in table["code"] if not isinstance(code, str)]
    if odd:
        raise UsageError(
            f'The column "code" of a table holds {odd[0]!r}; codes are text of four digits, such as "3576". '
            'umkm_analysis.codes(table["code"])["code"] makes them so.'
        )
    if "year" in table and not pd.api.types.is_numeric_dtype(table["year"]):
        raise UsageError('The column "year" of a table holds no numbers. Turn it into numbers first: astype("int64").')


def _renamed(
    left: pd.DataFrame, right: pd.DataFrame, shared: set[str], suffix: str | None
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Right table without columns called as others of the left one, and its ``attrs`` with their units."""
    again = [str(column) for column in right if column in left and column not in shared]
    about = dict(right.attrs)
    if not again:
        return right, about
    named = {column: f"{column}{suffix}" for column in again}
    if not suffix or set(named.values()) & {*left, *right}:
        raise UsageError(
            f"Both tables have {', '.join(again)}. Give suffix= for those of the right one, such as "
            'suffix="_right", or drop or rename them in one of the tables.'
        )
    if "units" in about:
        about["units"] = {named.get(column, column): unit for column, unit in about["units"].items()}
    return right.rename(columns=named), about


def _both(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    """Entries of both: dictionaries and lists are united, of anything else the left one stands."""
    found = dict(left)
    for name, value in right.items():
        mine = found.get(name)
        if isinstance(mine, dict) and isinstance(value, dict):
            found[name] = _both(mine, value)
        elif isinstance(mine, list) and isinstance(value, list):
            found[name] = [*mine, *(one for one in value if one not in mine)]
        elif name == "title" and mine and mine != value:
            found[name] = f"{mine}; {value}"
        elif name not in found:
            found[name] = value
    found.pop("missing", None)
    return found
