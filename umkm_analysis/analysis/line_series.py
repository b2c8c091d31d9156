"""Shares of procurement lines over time: within a budget year, by the dates that imports and their snapshots are as of.

Snapshots are in no other figure. A date is that of a round of exports: those of a few days together, each kind once. At
it every kind stands as it was last exported; a kind that was exported later only is missing, and is named.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.aggregates.shares import STAGES, procurement_shares
from umkm_analysis.analysis.lines import mandates
from umkm_analysis.datasets.procurement_lines.changes import changes
from umkm_analysis.datasets.procurement_lines.formats import PLAN, REALISED
from umkm_analysis.datasets.procurement_lines.kinds import KINDS
from umkm_analysis.datasets.procurement_lines.store import catalog, snapshots
from umkm_analysis.datasets.procurement_lines.store.damage import naming_damage, refuse_changed
from umkm_analysis.datasets.procurement_lines.store.engines import LOCAL, Engine, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.aggregates.shares import Mandate
    from umkm_analysis.datasets.procurement_lines.store.snapshots import State

STAGES_OF_LINES: Mapping[str, frozenset[str]] = {"plan": frozenset({PLAN}), "realised": REALISED}
SELF_MANAGED_KINDS = frozenset(kind.name for kind in KINDS if kind.method == "Swakelola")
"""Kinds that are in no share."""
ROUND = dt.timedelta(days=7)
"""Exports of so many days belong together."""
BASELINE = "-03-31"
"""Day on which LKPP takes the announced plans of a year as its baseline."""
BOUNDS = ("lower", "upper", "coverage", "mandate", "mandate_kind")
SERIES = [
    "region", "year", "stage", "as_of", "baseline", "kinds", "missing", "rupiah",
    *(f"{part}_{name}" for part in ("umkk", "pdn") for name in BOUNDS),
]  # fmt: skip
CHANGES = [
    "region", "year", "kind", "since", "as_of", "new", "new_rupiah", "gone", "gone_rupiah", "changed", "changed_rupiah",
    "same",
]  # fmt: skip

Stream = tuple[str, str]
"""Kind and institution."""


@dataclass(frozen=True)
class Round:
    """State of a region's lines of a year and stage at a date."""

    region: str
    year: int
    stage: str
    date: str
    states: tuple[State, ...]
    """Of each kind and institution the last one up to the date."""
    missing: tuple[str, ...]
    """Kinds of which an institution was exported later only."""

    def files(self, kind: str | None = None) -> list[Path]:
        """List its Parquet files, of a kind or of all."""
        own = [state for state in self.states if kind in {None, state.key[0]}]
        return [catalog.folder() / name for state in own for name in state.files]


def rounds(*, region: str | None = None, years: Sequence[int] | None = None) -> list[list[Round]]:
    """List the rounds of exports of each region, year and stage that has at least two, the oldest first.

    Of what no longer counts at all, since lines of another kind took its place, no snapshot is in them.
    """
    stored = catalog.stored()
    if not stored.snapshots:
        return []
    standing = snapshots.states(stored)
    counting = {state.key for state in standing if state.counts}
    grouped: dict[tuple[str, int, str], list[State]] = {}
    for state in standing:
        kind, year, _, _ = state.key
        own = state.part.region
        stage = next((name for name, of in STAGES_OF_LINES.items() if state.lines[0].stage in of), None)
        if own is None or stage is None or kind in SELF_MANAGED_KINDS or state.key not in counting:
            continue
        if (region is None or own == region) and (years is None or year in years):
            grouped.setdefault((own, year, stage), []).append(state)
    of_groups = [[*_rounds(key, grouped[key])] for key in sorted(grouped)]
    return [some for some in of_groups if len(some) > 1]


def _rounds(key: tuple[str, int, str], states: Sequence[State]) -> Iterator[Round]:
    streams: dict[Stream, list[State]] = {}
    for state in sorted(states, key=lambda state: state.date):
        streams.setdefault(_stream(state), []).append(state)
    for date in _dates(states):
        last = {stream: [state for state in of if state.date <= date] for stream, of in streams.items()}
        missing = {kind for (kind, _), of in last.items() if not of}
        yield Round(*key, date, tuple(of[-1] for of in last.values() if of), tuple(sorted(missing)))


def _dates(states: Sequence[State]) -> list[str]:
    """Return the last date of each round."""
    dates: list[str] = []
    begun, inside = "", set[Stream]()
    for state in sorted(states, key=lambda state: state.date):
        too_late = not begun or dt.date.fromisoformat(state.date) - dt.date.fromisoformat(begun) > ROUND
        if too_late or _stream(state) in inside:
            dates.append(state.date)
            begun, inside = state.date, set()
        dates[-1] = state.date
        inside.add(_stream(state))
    return dates


def _stream(state: State) -> Stream:
    kind, _, institution, _ = state.key
    return kind, institution


def shares_over_time(
    *,
    region: str | None = None,
    years: Sequence[int] | None = None,
    engine: Engine = Engine.DUCKDB,
    master: str = LOCAL,
) -> pd.DataFrame:
    """Measure the shares of UMK-K and PDN at each date of which there are lines, where there are at least two.

    Parameters
    ----------
    region, years
        Which lines; all where they are not given.
    engine, master
        As for :func:`~umkm_analysis.analysis.lines.measure`.

    Returns
    -------
    A row a region, year, stage (plan, realised) and date: ``baseline`` (whether it is of 31 March, and planned),
    ``kinds`` (each with its date where that is another), ``missing`` (kinds without an export up to then, so that the
    row cannot be compared), ``rupiah`` bought from providers, and for ``umkk`` and ``pdn`` the bounds of the share,
    what of the value is classified (per cent) and the mandate. Empty without snapshots.
    """
    rules = mandates()
    rows = [_measured(at, rules, engine, master) for some in rounds(region=region, years=years) for at in some]
    return pd.DataFrame(rows, columns=SERIES)


def _measured(at: Round, rules: Sequence[Mandate], engine: Engine, master: str) -> dict[str, object]:
    files = at.files()
    with naming_damage(files):
        refuse_changed(files)
        lines = read(engine, files, master=master)
        table = procurement_shares(lines, by=["year"], mandates=rules)
    row = table.iloc[0]
    bounds = {f"{part}_{name}": row[f"{part}_{at.stage}_{name}"] for part in ("umkk", "pdn") for name in BOUNDS}
    kinds = sorted({(state.key[0], state.date) for state in at.states})
    return {
        "region": at.region,
        "year": at.year,
        "stage": at.stage,
        "as_of": at.date,
        "baseline": at.stage == "plan" and at.date == f"{at.year}{BASELINE}",
        "kinds": "; ".join(kind if date == at.date else f"{kind} {date}" for kind, date in kinds),
        "missing": "; ".join(at.missing),
        "rupiah": int(row[STAGES[at.stage]]) + (int(row["realised_pending"]) if at.stage == "realised" else 0),
        **bounds,
    }


def changes_over_time(*, region: str | None = None, years: Sequence[int] | None = None) -> pd.DataFrame:
    """Compare each kind's packages at a date with those at the date before.

    Returns
    -------
    A row a region, year, kind and date, with the count and rupiah of
    :class:`~umkm_analysis.datasets.procurement_lines.changes.Changes`; none where a kind was not exported again, or an
    institution only later.
    """
    rows = []
    for some in rounds(region=region, years=years):
        for before, at in pairwise(some):
            for kind in sorted({state.key[0] for state in at.states} - set(before.missing)):
                older, newer = before.files(kind), at.files(kind)
                if older == newer:
                    continue
                with naming_damage([*older, *newer]):
                    found = asdict(changes(older, newer))
                own = {"region": at.region, "year": at.year, "kind": kind, "since": before.date, "as_of": at.date}
                rows.append({**own, **found})
    return pd.DataFrame(rows, columns=CHANGES)
