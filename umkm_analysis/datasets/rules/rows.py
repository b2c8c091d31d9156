"""Rules of single rows: what the cells of one row, or of a few that belong together, must not say of each other."""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any

from umkm_analysis.errors import Problem, close_matches
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

YEARLY = ("grdp_growth", "growth_swing", "level_index", "level_gap", "grdp_level", "population", "mandate")
"""Indicators of claims that no table spells out."""
FARTHEST = 6.0
"""Degrees that a region may lie from the middle of its province."""
PAPUA = "9"
"""First digit of the regions whose provinces were founded in 2022, under codes of another hundred."""


def problems_of(name: str, table: pd.DataFrame) -> list[Problem]:
    """Find the rows of a table that contradict themselves; its cells are valid one by one.

    Parameters
    ----------
    name
        Name of the table.
    table
        Typed, as read; the index is the line of the file.
    """
    rule = RULES.get(name)
    found = [] if rule is None else list(rule(table))
    return [*found, *_verified(table)] if {"status", "verified_by", "source_id"} <= set(table.columns) else found


def _mandates(table: pd.DataFrame) -> Iterator[Problem]:
    for row in table.itertuples():
        if isinstance(row.to_date, str) and row.to_date < row.from_date:
            yield _problem(row, "to_date", f"a day not before from_date, {row.from_date}")
        yield from _share(row, row.unit == "per cent")


def _limits(table: pd.DataFrame) -> Iterator[Problem]:
    """Refuse limits of a category that hold at the same time."""
    for _, rows in table.groupby("category"):
        ordered = list(rows.sort_values("from_date").itertuples())
        for row, later in zip_longest(ordered, ordered[1:]):
            if isinstance(row.to_date, str) and row.to_date < row.from_date:
                yield _problem(row, "to_date", f"a day not before from_date, {row.from_date}")
            elif later is not None and not (isinstance(row.to_date, str) and row.to_date < later.from_date):
                yield _problem(row, "to_date", f"a day before {later.from_date}, from which {later.limit_id} holds")


def _procurement(table: pd.DataFrame) -> Iterator[Problem]:
    for row in table.itertuples():
        share = "_share" in row.indicator
        if share != (row.unit == "per cent"):
            yield _problem(row, "unit", f"{'per cent for a share' if share else 'per cent for shares only'}")
        elif row.indicator.endswith("_value") and row.unit != "rupiah":
            yield _problem(row, "unit", "rupiah for a value")
        yield from _share(row, share)


def _published(table: pd.DataFrame) -> Iterator[Problem]:
    counts = {}
    for row in table.itertuples():
        share = "_share" in row.indicator
        if share != row.unit.startswith("per cent"):
            yield _problem(row, "unit", f"{'per cent for a share' if share else 'per cent for shares only'}")
        elif not share and row.value % 1:
            yield _problem(row, "value", "a whole number of units; is its point one of thousands?")
        yield from _share(row, share)
        if row.indicator == "umkm_count":
            counts[row.code, row.year] = row.value
    for row in table[table["indicator"] == "umkm_micro_count"].itertuples():
        if (all_sizes := counts.get((row.code, row.year))) is not None and row.value > all_sizes:
            yield _problem(row, "value", f"at most umkm_count of that year, {all_sizes:.0f}")


def _share(row: Any, applies: bool) -> Iterator[Problem]:  # noqa: FBT001 - a condition, not an option
    if applies and row.value > HUNDRED:
        yield _problem(row, "value", "at most 100 per cent")
    elif applies and 0 < row.value < 1:
        yield _problem(row, "value", "per cent, not a fraction of 1")


def _onboarding(table: pd.DataFrame) -> Iterator[Problem]:
    for _, rows in table[table["programme"] == "e-katalog"].groupby(["code", "as_of"]):
        total, parts = rows[rows["state"] == "total"], rows[rows["state"] != "total"]
        if len(total) and len(parts) > 2 and parts["umkm"].sum() != total["umkm"].iloc[0]:  # noqa: PLR2004 - all three
            added = " + ".join(map(str, parts["umkm"]))
            row = next(total.itertuples())
            yield _problem(row, "umkm", f"the sum of its parts, {added} = {parts['umkm'].sum()}")


def _claims(table: pd.DataFrame) -> Iterator[Problem]:
    for row in table.itertuples():
        if row.indicator not in YEARLY and (near := close_matches(row.indicator, YEARLY, most=1, cutoff=0.75)):
            yield _problem(row, "indicator", f"{near[0]}, or a name that is not as like it")


def _regions(table: pd.DataFrame) -> Iterator[Problem]:
    kinds = dict(zip(table["code"], table["kind"], strict=True))
    above = {"kabupaten": "province", "kota": "province", "province": "nation"}
    middles = table.groupby("parent_code")[["latitude", "longitude"]].transform("median")
    far = (table[[*middles]] - middles).abs() > FARTHEST
    for row in table[far.any(axis=1) & table["kind"].isin(["kabupaten", "kota"])].itertuples():
        for column in far.columns[far.loc[row.Index]]:
            yield _problem(row, column, f"at most {FARTHEST:g} degrees from the others of its province")
    for row in table.itertuples():
        if row.kind in {"kabupaten", "kota"} and not row.name.startswith(f"{row.kind.capitalize()} "):
            yield _problem(row, "kind", f"that of the name, {row.name}")
        if row.kind == "nation" or not isinstance(row.parent_code, str) or row.parent_code not in kinds:
            continue
        in_papua = row.code[0] == row.parent_code[0] == PAPUA
        if kinds[row.parent_code] != above[row.kind]:
            yield _problem(row, "parent_code", f"the code of a {above[row.kind]}")
        elif row.kind != "province" and not in_papua and row.code[:2] != row.parent_code[:2]:
            yield _problem(row, "parent_code", f"{row.code[:2]}00, the province of {row.code}")


def _versions(table: pd.DataFrame) -> Iterator[Problem]:
    for row in table.itertuples():
        if isinstance(row.valid_to, str) and isinstance(row.valid_from, str) and row.valid_to < row.valid_from:
            yield _problem(row, "valid_to", f"a day not before valid_from, {row.valid_from}")
    for _, rows in table.sort_values("version").groupby("code"):
        ordered = list(rows.itertuples())
        for earlier, row in pairwise(ordered):
            days = (row.valid_from, earlier.valid_to)
            if all(isinstance(day, str) for day in days) and row.valid_from <= earlier.valid_to:
                yield _problem(row, "valid_from", f"a day after {earlier.valid_to}, the last of the version before")


def _sources(table: pd.DataFrame) -> Iterator[Problem]:
    for row in table.itertuples():
        if isinstance(row.address, str) and not row.address.startswith(("https://", "http://")):
            yield _problem(row, "address", "an address that begins with https:// or http://")


def _weights(table: pd.DataFrame) -> Iterator[Problem]:
    for _, rows in table.groupby("year"):
        known = rows["weight"].sum()
        if known > HUNDRED or (rows["weight"].notna().all() and known != HUNDRED):
            row = next(rows[rows["weight"].notna()].itertuples())
            yield _problem(row, "weight", f"weights of a year that add up to 100, not to {known:g}")


def _verified(table: pd.DataFrame) -> Iterator[Problem]:
    """Refuse figures that are called verified without a second route to them."""
    verified = table[table["status"] == "verified"]
    for line, by, source in zip(verified.index, verified["verified_by"], verified["source_id"], strict=True):
        text = by if isinstance(by, str) else ""
        if not {part.strip() for part in text.split(";")} - {"", source}:
            expected = f"a second source, other than {source}, as the status is verified"
            yield Problem(expected, int(line), "verified_by", text)


def _population(table: pd.DataFrame) -> Iterator[Problem]:
    """Refuse bases that the other rows of a year do not share: persons of one year must be comparable."""
    base = table["basis"].str.split("_").str[-1]
    usual = base.groupby(table["year"]).transform(lambda found: found.mode().iloc[0])
    for row in table[base != usual].itertuples():
        yield _problem(row, "basis", f"a basis of {usual[row.Index]}, as the other rows of {row.year} have")


def _problem(row: Any, column: str, expected: str) -> Problem:
    value = getattr(row, column)
    return Problem(expected, int(row.Index), column, f"{value:g}" if isinstance(value, float) else str(value))


RULES: dict[str, Callable[[pd.DataFrame], Iterator[Problem]]] = {
    "mandates": _mandates,
    "direct_award_limits": _limits,
    "procurement": _procurement,
    "umkm_published": _published,
    "onboarding": _onboarding,
    "claims": _claims,
    "regions": _regions,
    "region_versions": _versions,
    "sources": _sources,
    "itkp_weights": _weights,
    "population": _population,
}
"""Table → its rule; :func:`_verified` is of every table that has its columns."""
