"""Owners of the rows of an import: the institution of every code and name, by what was asked for and what stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.clean import institutions, staging
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.clean.institutions import Institution, Named

MAX_NAMES = 8
"""Institutions that a note lists."""


@dataclass(frozen=True)
class Answers:
    """What an import says of the institutions of its rows."""

    region: str | None
    """BPS code, where all rows are of one region."""
    matches: Mapping[str, str]
    """Name or kd_klpd of an institution → BPS code, or "none"."""
    among_others: bool
    """Whether a match may be for files of other kinds alone."""
    codes: Mapping[str, str]
    """kd_klpd → key of its institution in earlier imports."""


def unify(typed: Sequence[Path], places: dict[Named, int], answers: Answers) -> None:
    """Give every institution one number, however its rows spell it.

    Parameters
    ----------
    typed
        Files of typed batches, which are changed where needed.
    places
        Code and name of every institution of the rows → its number, which is changed too.
    answers
        What the import says.
    """
    if answers.region is not None:
        same = {number: min(places.values()) for number in places.values() if number != min(places.values())}
    else:
        found = institutions.identify(places, answers=answers.matches, earlier=answers.codes)
        same = institutions.unified(places, found.owners)
    staging.unify(typed, same)
    places.update({named: same[number] for named, number in places.items() if number in same})


def owners_of(printed: Sequence[Named], answers: Answers, notes: list[str]) -> Mapping[Named, Institution]:
    """Tell the institution of every code and name.

    Parameters
    ----------
    printed
        Codes and names.
    answers
        What the import says.
    notes
        Gets what is worth saying.

    Raises
    ------
    UsageError
        If one cannot be told, or the rows contradict an answer.
    """
    if answers.region is None:
        owners, unused = institutions.match(printed, answers=answers.matches, earlier=answers.codes)
        if unused:
            said = f"--match {', '.join(unused)}: no institution of these files has that name or code"
            if not answers.among_others:
                raise UsageError(f"{said}; nothing was imported")
            notes.append(said)
        outside = sorted({owner.name for owner in owners.values() if owner.region is None})
        if outside:
            more = f" and {len(outside) - MAX_NAMES:,} more" if len(outside) > MAX_NAMES else ""
            listed = ", ".join(outside[:MAX_NAMES]) + more
            notes.append(f"no region, so on no page of one: {listed}. If it is one, say which: --match NAME=CODE")
        return owners
    if answers.matches:
        raise UsageError("--match is for files of several institutions; leave out --region, or --match")
    own = regions.find(answers.region)
    named = {code for code, name in printed if name}
    names = sorted({name or code or "" for code, name in printed if name or (code and code not in named)})
    other = [name for name in names if name and _other_region(name, own.code)]
    if len(names) > 1 or other:
        raise UsageError(
            f"--region {own.code} is {own.name}, but the rows are of {', '.join((other or names)[:MAX_NAMES])}. Leave "
            "out --region where a file names its institutions"
        )
    return {pair: institutions.Institution(own.code, own.name, own.code) for pair in printed}


def _other_region(name: str, code: str) -> bool:
    region = institutions.find_region(name)
    return region is not None and region.code != code
