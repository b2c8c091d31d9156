"""Where figures come from: sources, corrections and conflicts that concern some regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import fingerprints as row_fingerprints
from umkm_analysis.datasets import tables

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from umkm_analysis.datasets.fingerprints import Inputs


LINES, REGISTER = "data/lines", "data/register"
"""Names of what a report may read besides the tables: a region's imported procurement lines, its register of UMKM."""


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
    reads: Inputs
    """Which rows these are."""


def with_remarks(reads: Inputs, *, about: str) -> Inputs:
    """Add to the rows that a report reads what is said of them: corrections, conflicts, sources.

    Parameters
    ----------
    reads
        Rows of the figures, by BPS code.
    about
        BPS code of the report's own region, whose conflicts it shows.
    """
    codes = {code for name, keys in reads.items() if name != "regions" for code in keys or ()}
    told = {**reads, "corrections": sorted(codes), "conflicts": [about]}
    return {**told, "sources": sorted(row_fingerprints.referred(told, "sources"))}


def source_ids(codes: Mapping[str, Sequence[str]]) -> list[str]:
    """List the sources of some regions' figures, in order of first use.

    Parameters
    ----------
    codes
        Table → the BPS codes whose rows of it are used.
    """
    found: list[str] = []
    for name, wanted in codes.items():
        table = tables.read(name)
        found += table.loc[table["code"].isin(wanted), "source_id"].drop_duplicates().tolist()
    return found


def provenance(codes: Sequence[str], *, reads: Inputs, sources: Collection[str], conflicts_about: str) -> Provenance:
    """Collect what a report on ``codes[0]`` rests on.

    Parameters
    ----------
    codes
        BPS codes whose figures the report prints, the report's own region first.
    reads
        The rows it reads, remarks included.
    sources
        Ids of the sources of its figures.
    conflicts_about
        Regular expression for the conflicts' indicators that belong here.
    """
    corrections = tables.read("corrections")
    conflicts = tables.read("conflicts")
    table = tables.read("sources").set_index("source_id")
    return Provenance(
        sources=table.loc[list(dict.fromkeys(sources))],
        corrections=corrections[corrections["code"].isin(codes) & corrections["table"].isin(reads)],
        conflicts=conflicts[
            (conflicts["code"] == codes[0]) & conflicts["indicator"].str.contains(conflicts_about, regex=True)
        ],
        fingerprints=row_fingerprints.fingerprints(reads),
        reads=reads,
    )
