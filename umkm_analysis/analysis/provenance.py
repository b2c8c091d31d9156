"""Provenance of a report's figures: sources, corrections and conflicts that concern its regions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import fingerprints as row_fingerprints
from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.corrections import sleeps
from umkm_analysis.datasets.own.layers import OWN
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.region_versions import changed_provinces
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from umkm_analysis.datasets.fingerprints import Inputs


NOT_BY_REGION = ("regions", "mandates")
"""Tables whose rows have no corrections or breaks of a region."""


@summarised
@dataclass(frozen=True)
class Provenance:
    """What a report rests on."""

    sources: pd.DataFrame
    """Rows of the sources table, index source_id, in order of first use."""
    corrections: pd.DataFrame
    """Rows of the corrections table that concern the report's regions."""
    conflicts: pd.DataFrame
    """Rows of the conflicts table that concern the report's region."""
    fingerprints: dict[str, str]
    """Of the rows read of every table: first digits of their SHA-256."""
    inputs: Inputs
    """Rows read of each table."""

    @cached_property
    def by_id(self) -> Mapping[str, Any]:
        """Rows of the sources by their id, in order of first use: charts cite them a dozen times."""
        return {str(row.Index): row for row in self.sources.itertuples()}


def with_remarks(inputs: Inputs, *, about: str) -> Inputs:
    """Return the rows that a report reads, and with them those of their corrections, breaks, versions and sources.

    Parameters
    ----------
    inputs
        Rows of the figures, by BPS code.
    about
        BPS code of the report's own region, whose conflicts it shows.
    """
    codes = {code for name, keys in inputs.items() if name not in NOT_BY_REGION for code in keys or ()}
    remarks = dict.fromkeys(("corrections", "breaks", "region_versions"), sorted(codes))
    remarked = {**inputs, **remarks, "conflicts": [about]}
    return {**remarked, "sources": sorted(row_fingerprints.referred(remarked, "sources"))}


def with_members(codes: Sequence[str]) -> list[str]:
    """Add the kabupaten and kota of the provinces among some regions that are followed through their members' sums.

    Parameters
    ----------
    codes
        BPS codes.
    """
    known = regions.all_regions()
    rebuilt = [known[code] for code in codes if code in changed_provinces()]
    members = [member.code for province in rebuilt for member in regions.members(province)]
    return list(dict.fromkeys([*codes, *members]))


def source_ids(codes: Mapping[str, Sequence[str]]) -> list[str]:
    """List the sources of some regions' figures, in order of first use.

    Parameters
    ----------
    codes
        Table → the BPS codes whose rows of it are used.
    """
    found: list[str] = []
    for name, wanted in codes.items():
        uses = _first_uses(name)
        found += dict.fromkeys(
            source for _, source in sorted(use for code in set(wanted) for use in uses.get(code, ()))
        )
    return found


@cached_per_project
def _first_uses(name: str) -> dict[str, list[tuple[int, str]]]:
    """Find, by BPS code, the first row of a table that each source has for it: its place, and the source."""
    table = tables.read(name)[["code", "source_id"]].reset_index(drop=True).drop_duplicates()
    uses: dict[str, list[tuple[int, str]]] = {}
    for place, code, source in table.itertuples():
        uses.setdefault(code, []).append((place, source))
    return uses


def provenance(codes: Sequence[str], *, inputs: Inputs, sources: Collection[str], conflicts_about: str) -> Provenance:
    """Collect what a report on ``codes[0]`` rests on.

    Parameters
    ----------
    codes
        BPS codes whose figures the report prints, the report's own region first.
    inputs
        The rows it reads, remarks included.
    sources
        Ids of the sources of its figures.
    conflicts_about
        Regular expression for the conflicts' indicators that belong here.
    """
    corrections = tables.read("corrections")
    corrections = _awake(corrections[corrections["code"].isin(codes) & corrections["table"].isin(inputs)])
    conflicts = tables.read("conflicts")
    table = tables.read("sources").set_index("source_id")
    return Provenance(
        sources=table.loc[list(dict.fromkeys(sources))],
        corrections=corrections,
        conflicts=conflicts[
            (conflicts["code"] == codes[0]) & conflicts["indicator"].str.contains(conflicts_about, regex=True)
        ],
        fingerprints=row_fingerprints.fingerprints(inputs),
        inputs=inputs,
    )


def _awake(corrections: pd.DataFrame) -> pd.DataFrame:
    """Leave out corrections that sleep: the figure is of another release, or a user's own took its place.

    A linked figure is the corrected one multiplied, so its correction counts.
    """
    awake = []
    for fix in corrections.itertuples():
        rows = tables.read(str(fix.table))
        rows = rows[(rows["code"] == fix.code) & (rows["year"] == fix.year) & (rows["status"] != OWN)]
        awake.append(any(not sleeps(fix, source_id) for source_id in rows["source_id"]))
    return corrections.loc[awake]
