"""Results joined by region and year, with what each of them says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import Result
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

KEYS = ("code", "year")


@guided
def join(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Join two results by region, and by year where both are yearly; ``attrs`` of both are kept.

    Parameters
    ----------
    left, right
        Tables with a column "code", such as results of this package or columns chosen from them. Columns that both
        have (name, say) come from the left one.

    Returns
    -------
    DataFrame, the rows of both; a region, or region and year, that one of them lacks has NaN there. ``attrs`` holds the
    units, sources, breaks, provisional years and remarks of both.

    Raises
    ------
    UsageError
        If a table has no column "code", or only one of them is yearly and holds several years.

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
        if "code" not in table:
            raise UsageError('Tables are joined by their column "code"; one of these has none.')
    keys = [key for key in KEYS if key in left and key in right]
    for table in (left, right):
        if table.duplicated(keys).any():
            raise UsageError(f"A table has several rows for the same {' and '.join(keys)}. Select a year first.")
    again = [column for column in right if column in left and column not in keys]
    result = Result(left.merge(right.drop(columns=again), on=keys, how="outer", sort=False))
    if "name" in left and "name" in right:
        result["name"] = result["name"].fillna(
            result["code"].map(right.drop_duplicates("code").set_index("code")["name"])
        )
    result.attrs = _both(left.attrs, right.attrs)
    result.attrs["units"] = {name: unit for name, unit in result.attrs.get("units", {}).items() if name in result}
    return result


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
