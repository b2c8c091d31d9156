"""Correlation of two figures over regions, and whether it rests on one of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described, known_column, numbers
from umkm_analysis.api.selection import region_names
from umkm_analysis.errors import UsageError

LEAST = 4
"""Regions from which a correlation can be taken without one of them."""
MOVES = 0.1
"""Change of r from which a correlation rests on a region."""


@guided
def correlation(table: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    """Correlate two figures over regions, and say what becomes of it without each of them.

    r = cov(x, y) / (sd(x) * sd(y)), Pearson; r_without leaves the row's region out

    Parameters
    ----------
    table
        A row a region with a column "code", such as a result of :func:`~umkm_analysis.recovery` or two joined ones.
    x, y
        Columns; rows where one of them is missing are left out.

    Returns
    -------
    DataFrame, a row a region, the most influential first: code, name, the two columns, r_without, and change
    (r_without − r). ``attrs`` holds r, spearman (of ranks, which no single value can carry), n, and rests_on: BPS codes
    of the regions without any one of which r changes its sign or moves by 0.1 or more.

    Raises
    ------
    UsageError
        If a column is not there, a region stands there twice, or fewer than four regions have both figures.

    Notes
    -----
    A correlation over regions is none over persons or firms, and no cause. Where it rests on a region, print both
    figures, or the correlation of ranks.

    References
    ----------
    Cook and Weisberg (1982), Residuals and Influence in Regression: deletion of single cases.

    Examples
    --------
    Halmahera Tengah, where nickel smelters opened, makes a correlation of its own.

    >>> import umkm_analysis as ua
    >>> table = ua.join(ua.recovery()[["code", "swing_pp"]], ua.level_index(years=2025))
    >>> found = ua.correlation(table, "swing_pp", "level_index")
    >>> found.attrs["n"], round(found.attrs["r"], 2), found.attrs["rests_on"]
    (512, 0.84, ['8202'])
    >>> found.loc[0, "name"], round(float(found.loc[0, "r_without"]), 2)
    ('Kabupaten Halmahera Tengah', -0.08)
    """
    rows = _rows(table, x, y)
    a, b = (rows[column].to_numpy("float64") for column in (x, y))
    a, b = a - a.mean(), b - b.mean()
    r = float(_r(len(a), a.sum(), b.sum(), a @ a, b @ b, a @ b))
    # without each: sums of all less the row's own, so that 514 regions take no loop
    without = _r(len(a) - 1, a.sum() - a, b.sum() - b, a @ a - a**2, b @ b - b**2, a @ b - a * b)
    change = without - r
    rests = (np.sign(without) != np.sign(r)) | (np.abs(change) >= MOVES)
    frame = pd.DataFrame(
        {
            "code": rows["code"].to_numpy(),
            "name": region_names(rows["code"]).to_numpy(),
            x: rows[x].to_numpy(),
            y: rows[y].to_numpy(),
            "r_without": without,
            "change": change,
            "rests": rests,
        }
    )
    frame = frame.sort_values("change", key=np.abs, ascending=False, kind="stable", ignore_index=True)
    few = frame[frame["rests"]]
    about = table.attrs
    names = {column: about.get("sector_names", {}).get(column, column) for column in (x, y)}
    result = described(
        frame.drop(columns="rests"),
        title=f"Correlation of {names[x]} and {names[y]} over {len(rows)} regions: r = {r:.2f}",
        units={column: unit for column, unit in about.get("units", {}).items() if column in (x, y)},
        r=r,
        spearman=float(rows[x].rank().corr(rows[y].rank())),
        n=len(rows),
        rests_on=few["code"].tolist(),
        remarks=_remarks(few, r),
    )
    handed_on = ("base_year", "sources", "breaks", "provisional", "sum_of_members")
    result.attrs |= {name: about[name] for name in handed_on if name in about}
    return result


def _r(  # noqa: PLR0913, PLR0917 - the six sums that r is made of
    n: int, x: np.ndarray, y: np.ndarray, xx: np.ndarray, yy: np.ndarray, xy: np.ndarray
) -> np.ndarray:
    """Pearson's r from sums; NaN where one figure does not vary."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return (n * xy - x * y) / np.sqrt((n * xx - x * x) * (n * yy - y * y))


def _rows(table: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    if "code" not in table:
        raise UsageError('A table for a correlation needs a column "code" and a row a region.')
    for column in (x, y):
        known_column(table, column)
    if table["code"].duplicated().any():
        twice = table.loc[table["code"].duplicated(), "code"].iloc[0]
        raise UsageError(
            f"{twice} stands there several times. Select a year first: a correlation takes a row a region."
        )
    rows = pd.DataFrame({"code": table["code"], x: numbers(table[x], x), y: numbers(table[y], y)}).dropna()
    if len(rows) < LEAST:
        raise UsageError(f"{len(rows)} regions have both figures; a correlation needs {LEAST} at least.")
    return rows


def _remarks(few: pd.DataFrame, r: float) -> list[str]:
    return [
        f"Rests on {row.code} {row.name}: r = {r:.2f} with it, {row.r_without:.2f} without."
        for row in few.itertuples(index=False)
    ]
