"""Summary of a region's own register: who stands where, since when, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.datasets.register import layout
from umkm_analysis.metrics import onboarding
from umkm_analysis.metrics.onboarding import certificates, durations, participation
from umkm_analysis.metrics.procurement import share_bounds
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.datasets.register.model import Register

ACTIVE_DAYS = 90
COHORT_MONTHS = (3, 6, 12)
STAGES = ("registered", "in entry", "listed")
"""What a firm reaches in this order: in the register, entry into a catalogue begun, listed in one."""
NOT_BEGUN, IN_ENTRY, LISTED = "not begun", "in entry", "listed"


@summarised
@dataclass(frozen=True)
class RegisterSummary:
    """Everything that is counted from one register; shares in per cent."""

    register: Register
    fingerprint: str
    states: pd.DataFrame
    """State (not begun, in entry, listed) × firms, share; who is listed anywhere counts as listed."""
    funnel: pd.DataFrame
    """Stage × firms, step, overall: see :func:`~umkm_analysis.metrics.onboarding.firm_funnel`."""
    listings: pd.DataFrame
    """Catalogue × in entry, listed (firms)."""
    listed_anywhere: int
    """Firms listed in at least one catalogue, counted by their ids."""
    waiting: pd.DataFrame
    """Entries still open, longest first: firm, catalogue, began (date or NaT), days (NaN where not known)."""
    curve: pd.DataFrame | None
    """See :func:`~umkm_analysis.metrics.onboarding.durations.time_to_listing`; None where no entry has a date."""
    median_days: float
    """NaN where fewer than half are listed so far."""
    undated: int
    """Entries left out of the curve: the day they began is not known."""
    channels: pd.DataFrame
    """Channel × firms, registered_pct, active_lower, active_upper."""
    on_any_channel: int
    channels_per_firm: float
    """Mean over all firms of the register."""
    cohorts: pd.DataFrame
    """Quarter × firms and months; see :func:`~umkm_analysis.metrics.onboarding.durations.cohort_activity`."""
    cohorts_without: int
    """Firms on a channel whose last sale is not known or never was: not in the cohorts."""
    trainings: pd.DataFrame
    """Training × trained, listed, conversion, reach: of the same firms."""
    coverage: pd.DataFrame
    """Certificate × applicable, unknown, lower, upper."""
    completeness: pd.Series
    """lower, upper, coverage: share of firms that hold every certificate that applies to them."""
    lacking: pd.Series
    """Number of certificates surely lacking → firms."""
    one_lacking: pd.DataFrame
    """Firms that lack one certificate only, everything else being held: firm, sub_district, sector, certificate."""
    overdue: pd.DataFrame
    """Rows of ``waiting`` that are older than the days asked for, with sub_district and sector."""
    entry_days: int


def summarise_register(register: Register, *, fingerprint: str, entry_days: int) -> RegisterSummary:
    """Count what a register says.

    Parameters
    ----------
    register
        As it was imported.
    fingerprint
        Of its file.
    entry_days
        Age in days from which an open entry calls for action.
    """
    firms = register.firms.index
    listed = _marked(firms, register.catalogues.loc[register.catalogues["listed"], "firm"])
    begun = _marked(firms, register.catalogues["firm"])
    reached = pd.DataFrame({"registered": 1.0, "in entry": begun, "listed": listed}, index=firms)
    held, applies = _certificates(register)
    complete = certificates.certificates_complete(held, applies)
    lacks = (applies.eq(1) & held.eq(0)).astype("int64")
    waiting = _waiting(register)
    curve, undated = _curve(register)
    channels, any_channel, per_firm = _channels(register)
    cohorts, without = _cohorts(register)
    known_trainings = _wide(firms, register.trainings, "training")
    return RegisterSummary(
        register=register,
        fingerprint=fingerprint,
        states=_states(begun, listed),
        funnel=onboarding.firm_funnel(reached),
        listings=_listings(register),
        listed_anywhere=int(listed.sum()),
        waiting=waiting,
        curve=curve,
        median_days=float("nan") if curve is None else _median(curve),
        undated=undated,
        channels=channels,
        on_any_channel=any_channel,
        channels_per_firm=per_firm,
        cohorts=cohorts,
        cohorts_without=without,
        trainings=_trainings(known_trainings, listed),
        coverage=certificates.certificate_coverage(held, applies),
        completeness=_bounds(complete),
        lacking=lacks.sum(axis=1).value_counts().sort_index(),
        one_lacking=_one_lacking(register, held, applies, lacks),
        overdue=_described(register, waiting[waiting["days"] > entry_days]),
        entry_days=entry_days,
    )


def _marked(firms: pd.Index, named: pd.Series) -> pd.Series:
    return pd.Series(firms.isin(set(named)), firms).astype("float64")


def _wide(firms: pd.Index, rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Turn rows into firm × what: 1 where there is a row, 0 where there is none."""
    names = sorted(rows[column].unique())
    return pd.DataFrame({name: _marked(firms, rows.loc[rows[column] == name, "firm"]) for name in names}, index=firms)


def _states(begun: pd.Series, listed: pd.Series) -> pd.DataFrame:
    counts = pd.Series(
        {NOT_BEGUN: (begun == 0).sum(), IN_ENTRY: ((begun == 1) & (listed == 0)).sum(), LISTED: listed.sum()}
    ).astype("int64")
    return pd.DataFrame({"firms": counts, "share": onboarding.status_share(counts, total=len(begun))})


def _listings(register: Register) -> pd.DataFrame:
    found = register.catalogues.groupby("catalogue")["listed"].agg(["size", "sum"])
    table = pd.DataFrame({IN_ENTRY: found["size"] - found["sum"], LISTED: found["sum"]}).astype("int64")
    order = [name for name in (layout.LOCAL, layout.PROVINCIAL, layout.NATIONAL) if name in table.index]
    return table.loc[order]


def _waiting(register: Register) -> pd.DataFrame:
    rows = register.catalogues
    still = rows.loc[~rows["listed"], ["firm", "catalogue", "began"]]
    days = (pd.Timestamp(register.as_of) - still["began"]) / pd.Timedelta(days=1)
    table = still.assign(days=days.astype("float64"))
    return table.sort_values(["days", "firm"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _curve(register: Register) -> tuple[pd.DataFrame | None, int]:
    rows = register.catalogues
    dated = rows[rows["began"].notna()]
    if dated.empty:
        return None, len(rows)
    end = dated["listed_on"].fillna(pd.Timestamp(register.as_of))
    days = ((end - dated["began"]) / pd.Timedelta(days=1)).astype("float64")
    return durations.time_to_listing(days, dated["listed"].astype("float64")), len(rows) - len(dated)


def _median(curve: pd.DataFrame) -> float:
    return float(durations.median_time_to_listing(curve[["waiting"]]).iloc[0])


def _channels(register: Register) -> tuple[pd.DataFrame, int, float]:
    rows, firms = register.channels, register.firms.index
    registered = _wide(firms, rows, "channel")
    last = rows.pivot(index="firm", columns="channel", values="last_sale")  # noqa: PD010 - dates, not means
    never = rows.pivot(index="firm", columns="channel", values="never_sold")  # noqa: PD010 - the same
    last, never = (one.reindex(index=firms, columns=registered.columns) for one in (last, never))
    active = durations.active_within(last, at=pd.Timestamp(register.as_of), days=ACTIVE_DAYS)
    active = active.mask(never.eq(True) | registered.eq(0), 0.0)  # noqa: FBT003 - whether the cell is True
    table = participation.channel_adoption(registered, active)
    table.insert(0, "firms", registered.sum())
    return table, int(registered.any(axis=1).sum()), float(registered.sum(axis=1).mean()) if len(registered) else 0.0


def _cohorts(register: Register) -> tuple[pd.DataFrame, int]:
    """Follow firms from the day they joined their first channel to their last sale anywhere."""
    by_firm = register.channels.groupby("firm")
    joined, last = by_firm["registered_on"].min(), by_firm["last_sale"].max()
    known = last.notna()
    table = durations.cohort_activity(joined[known], last[known], at=pd.Timestamp(register.as_of), months=COHORT_MONTHS)
    return table, int((~known).sum())


def _trainings(trained: pd.DataFrame, listed: pd.Series) -> pd.DataFrame:
    everyone = pd.Series(1.0, trained.index)
    table = participation.training_conversion(trained, listed)
    return table.assign(reach=participation.training_reach(trained, everyone)["reach"])


def _certificates(register: Register) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay out firm × certificate: valid on the register's day, and applying; what has no row is not known."""
    rows, firms = register.certificates, register.firms.index
    day = pd.Timestamp(register.as_of)
    valid = rows["held"].where(rows["held"].ne(1) | rows["endless"] | rows["valid_until"].notna())
    valid = valid.mask(rows["held"].eq(1) & (rows["valid_until"] < day), 0.0)
    names = [name for name in layout.KNOWN_CERTIFICATES if name == layout.NIB or (rows["certificate"] == name).any()]
    rows = rows.assign(held=valid)
    held, applies = (
        rows.pivot(index="firm", columns="certificate", values=part)  # noqa: PD010 - one row each, no mean
        .reindex(index=firms, columns=names)
        .astype("float64")
        for part in ("held", "applies")
    )
    applies[layout.NIB] = applies[layout.NIB].fillna(1.0)  # every firm needs one
    return held, applies


def _bounds(complete: pd.Series) -> pd.Series:
    known, unknown = pd.Series([complete.eq(1).sum()]), pd.Series([complete.isna().sum()])
    return share_bounds(known, unknown, pd.Series([len(complete)])).iloc[0]


def _one_lacking(register: Register, held: pd.DataFrame, applies: pd.DataFrame, lacks: pd.DataFrame) -> pd.DataFrame:
    settled = (applies.eq(0) | (applies.eq(1) & held.notna())).all(axis=1)
    chosen = lacks[(lacks.sum(axis=1) == 1) & settled]
    found = pd.DataFrame({"firm": chosen.index, "certificate": chosen.idxmax(axis=1).to_numpy() if len(chosen) else []})
    return _described(register, found.astype({"firm": "str", "certificate": "str"}))


def _described(
    register: Register, rows: pd.DataFrame, columns: Sequence[str] = ("sub_district", "sector")
) -> pd.DataFrame:
    return rows.join(register.firms[list(columns)], on="firm").reset_index(drop=True)
