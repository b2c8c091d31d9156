"""UMKM on the way to catalogues, channels and certificates: from published counts, and from a register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.analysis.provenance import Provenance, provenance, with_remarks
from umkm_analysis.analysis.usable_rows import find_usable
from umkm_analysis.datasets import fingerprints, regions, tables
from umkm_analysis.datasets.fingerprints import REGISTER
from umkm_analysis.datasets.register import store
from umkm_analysis.errors import DataError
from umkm_analysis.metrics import onboarding
from umkm_analysis.periods import last_day
from umkm_analysis.reports.umkm_onboarding import Unavailable
from umkm_analysis.reports.umkm_onboarding.register_analysis import summarise_register
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.reports.umkm_onboarding.register_analysis import RegisterSummary

CATALOGUE, TOTAL, TRAINED, IN_ENTRY = "e-katalog", "total", "trained", "in_entry"
JUBELIO = "jubelio"
ENTRY_DAYS = 90
PUBLISHED = ("onboarding", "channels", "certifications", "umkm_published")
"""Tables of published figures, by region."""


@summarised
@dataclass(frozen=True)
class PublishedStates:
    """What was published of the way to the e-catalogue, on one day."""

    as_of: str
    total: int
    counts: pd.Series
    """State → firms; the states exclude each other."""
    share: pd.Series
    """State → per cent of the total."""
    sources: tuple[str, ...]
    """Ids of the sources of the counts."""
    interval: pd.DataFrame
    """State × lower, upper, meaning: see :func:`~umkm_analysis.metrics.onboarding.wilson_interval`."""
    listed: pd.Series
    """lower, upper: firms listed in at least one catalogue, if the catalogues may overlap."""
    listed_rate: float
    """Per cent of the total that are listed, if the states exclude each other: one step, no more."""
    listed_interval: pd.DataFrame


@summarised
@dataclass(frozen=True)
class UmkmOnboarding:
    """Everything the report on a region's UMKM says."""

    region: Region
    references: tuple[Region, ...]
    published: pd.DataFrame
    """Rows of the onboarding table."""
    states: PublishedStates | None
    trained: pd.DataFrame
    """Rows of published trainings: other firms than those of the states."""
    channels: pd.DataFrame
    """Channels that are named in public, mostly without a count."""
    certifications: pd.DataFrame
    """Certificates that are named in public, mostly without a count."""
    counts: pd.DataFrame
    """Published counts of UMKM by register; not comparable with each other."""
    register: RegisterSummary | None
    provenance: Provenance

    @property
    def newest(self) -> str | None:
        """Date or year of the newest figure, as stated; None where there is none that is real."""
        stated = [*self.published["as_of"], *(str(year) for year in self.counts["year"])]
        if self.register is not None and not self.register.register.synthetic:
            stated.append(self.register.register.as_of.isoformat())
        return max(stated, key=last_day, default=None)


def unavailable_reason(region: Region) -> Unavailable | None:
    """Reason why there can be no report on a region's UMKM; None where there can."""
    if region.code in fingerprints.keys_of("onboarding") or store.is_kept(region.code):
        return None
    return Unavailable.NEITHER_FIGURE_NOR_REGISTER


def inputs(region: Region) -> Inputs:
    """Rows of the tables that a report on a region's UMKM reads."""
    own = [region.code]
    return with_remarks(
        {"regions": [*own, *(one.code for one in _above(region))], **dict.fromkeys(PUBLISHED, own)}, about=region.code
    )


def extra_inputs(region: Region) -> dict[str, str]:
    """Fingerprint of what it reads besides the tables: the region's register."""
    return {REGISTER: store.fingerprint(region.code)} if store.is_kept(region.code) else {}


def analyse(region: str | int, *, entry_days: int = ENTRY_DAYS) -> UmkmOnboarding:
    """Collect what is known of a region's UMKM.

    Parameters
    ----------
    region
        BPS code (text or number) or name.
    entry_days
        Age in days from which an open entry calls for action.

    Raises
    ------
    UsageError
        If there is no such region.
    DataError
        If ``entry_days`` is below 1, published states do not add up to their total, or the register cannot be read.
    """
    own = find_usable(region, inputs)
    if entry_days < 1:
        raise DataError(f"entry_days {entry_days}: an entry is at least one day old; give 1 or more")
    found = {name: _of(name, own.code) for name in PUBLISHED}
    published = found["onboarding"]
    register = store.register_of(own.code)
    counts = found["umkm_published"]
    checked = pd.concat([published["verified_by"], counts["verified_by"]]).dropna().str.split("; ").explode()
    return UmkmOnboarding(
        region=own,
        references=_above(own),
        published=published,
        states=published_states(published[published["programme"] == CATALOGUE]),
        trained=published[(published["state"] == TRAINED) & (published["programme"] == JUBELIO)],
        channels=found["channels"],
        certifications=found["certifications"],
        counts=counts[counts["indicator"].str.endswith("_count")],
        register=None
        if register is None
        else summarise_register(register, fingerprint=store.fingerprint(own.code), entry_days=entry_days),
        provenance=provenance(
            [own.code],
            inputs=inputs(own),
            sources=[*pd.concat([table["source_id"] for table in found.values()]), *checked],
            conflicts_about=r"^umkm_count",
        ),
    )


def _above(own: Region) -> tuple[Region, ...]:
    nation = regions.all_regions()[regions.NATION]
    return tuple(one for one in (regions.province_of(own), nation) if one is not None and one != own)


def _of(name: str, code: str) -> pd.DataFrame:
    table = tables.read(name)
    return table[table["code"] == code]


def published_states(rows: pd.DataFrame) -> PublishedStates | None:
    """Read the latest day's states; None where nothing, or no total, was published."""
    if rows.empty:
        return None
    newest = rows[rows["as_of"] == max(rows["as_of"], key=last_day)]
    latest = newest.set_index("state")["umkm"].astype("int64")
    if TOTAL not in latest:
        return None
    total, counts = int(latest[TOTAL]), latest.drop(TOTAL)
    listed = counts.drop(IN_ENTRY, errors="ignore")
    reached = pd.Series({"on the way": total, "listed": int(listed.sum())})
    whole = pd.Series(total, counts.index)
    bounds = onboarding.union_bounds(listed.to_frame("region"), total=pd.Series({"region": total}))
    return PublishedStates(
        as_of=str(newest["as_of"].iloc[0]),
        total=total,
        counts=counts,
        sources=tuple(newest["source_id"].unique()),
        share=onboarding.status_share(counts, total=total),
        interval=onboarding.wilson_interval(counts, whole, group="census"),
        listed=bounds.iloc[0],
        listed_rate=float(onboarding.funnel_rates(reached, total=total)["overall"].iloc[-1]),
        listed_interval=onboarding.wilson_interval(
            reached[["listed"]], whole.iloc[:1].set_axis(["listed"]), group="census"
        ),
    )
