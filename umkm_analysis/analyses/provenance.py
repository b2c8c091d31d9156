"""Where figures come from: sources, corrections and conflicts that concern some regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import tables

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd


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
    """Of every table read: first digits of its SHA-256."""


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


def provenance(
    codes: Sequence[str], *, read: Sequence[str], sources: Collection[str], conflicts_about: str
) -> Provenance:
    """Collect what a report on ``codes[0]`` rests on.

    Parameters
    ----------
    codes
        BPS codes whose figures the report prints, the report's own region first.
    read
        Names of the tables it reads.
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
        corrections=corrections[corrections["code"].isin(codes) & corrections["table"].isin(read)],
        conflicts=conflicts[
            (conflicts["code"] == codes[0]) & conflicts["indicator"].str.contains(conflicts_about, regex=True)
        ],
        fingerprints={name: tables.fingerprint(name) for name in [*read, "corrections", "conflicts", "sources"]},
    )
