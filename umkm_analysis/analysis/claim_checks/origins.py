"""Origin of claims and figures: whether evidence comes from the claim it is held against.

A figure that the claim's own outlet, speech or publisher printed says the claim again and confirms nothing. Several
hostings of one release are one origin, and so are the outlets of a figure with status "corroborated".
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import project, tables
from umkm_analysis.periods import first_day, last_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_analysis.analysis.evidence import Figure
    from umkm_analysis.datasets.claims import Claim

ONE_ORIGIN = "corroborated"
"""Status of a figure that several outlets print from one origin."""
PRODUCER = "BPS"
PRODUCED = "attribution to BPS"
"""Words in the terms of every release whose producer is BPS, whoever hosts it."""
OFFICIAL = ("official data", "official release")
"""Beginnings of the kinds of source that are the publisher's own figures, not a report of them."""
AGENCY = "ANTARA"
"""News agency whose articles other outlets print."""
HOSTS_OF_MANY = ("github.com", "scribd.com", "123dok.com", "kompasiana.com", "blogspot.com")
"""Sites that hold what many publishers wrote."""
SECOND_LEVEL = ("co", "go", "or", "ac", "web", "my", "com")
"""Labels before a country's ending under which names are given out, as in go.id."""
DAYS_OF_A_SPEECH = 7
"""Days from a speech on within which an article counts as a report of it."""
LONGEST_MONTH = 31
"""Days that a date of publication may leave open and still tell the days after a speech."""
LONGEST_GENERIC = 3
"""Letters up to which a word of an event's name is too short to tell it."""


@dataclass(frozen=True)
class Origin:
    """Outlet, site and producer of a source, and what tells the occasion it reports."""

    outlets: frozenset[str]
    site: str | None
    producer: str | None
    """Of official statistics."""
    title: frozenset[str]
    """Words of the title, in lower case."""
    published: tuple[str, str] | None
    """First and last day on which it may have appeared, in ISO form."""

    def is_that_of(self, other: Origin) -> bool:
        """Whether two sources have an outlet, a site or a producer in common."""
        return (
            bool(self.outlets & other.outlets)
            or (self.site is not None and self.site == other.site)
            or (self.producer is not None and self.producer == other.producer)
        )

    def reports(self, claim: Claim) -> bool:
        """Whether it reports the occasion on which the claim was made: by the event's name, or by the days after it."""
        if self.producer is not None or claim.said_on is None or self.published is None:
            return False
        first, last = (dt.date.fromisoformat(day) for day in self.published)
        said = dt.date.fromisoformat(claim.said_on)
        if last < said:
            return False
        event = {word for word in _words(claim.said_at) if len(word) > LONGEST_GENERIC and not word.isdigit()}
        is_dated = last - first <= dt.timedelta(days=LONGEST_MONTH)
        is_soon = first <= said + dt.timedelta(days=DAYS_OF_A_SPEECH)
        return (is_dated and is_soon) or (bool(event) and event <= self.title)


def is_independent(claim: Claim, figure: Figure) -> bool:
    """Whether a figure is evidence for or against a claim.

    Where an official release prints it, the release alone counts: outlets that print it too have it from there. Figures
    that follow by arithmetic have no origin of their own.
    """
    named = (*figure.source_ids, *figure.verified_by)
    known = _known()
    official = [source for source in named if source in known and known[source].producer is not None]
    from_claim = [comes_from(claim, source) for source in official or named]
    if figure.status == ONE_ORIGIN and not official:
        return not any(from_claim)
    return not from_claim or not all(from_claim)


def is_of_somebody(claim: Claim) -> bool:
    """Whether a claim says who made it or where it was read: without either its origin may be any."""
    return bool(claim.source_ids or (claim.said_by or {}).get("en"))


def comes_from(claim: Claim, source_id: str) -> bool:
    """Whether a source is the claim's own, of the same outlet or producer, or a report of the same speech.

    One whose row cannot be used vouches for nothing.
    """
    source = _known().get(source_id)
    if source is None or source_id in claim.source_ids:
        return True
    return source.reports(claim) or any(source.is_that_of(own) for own in _of_claim(claim))


def names_own_source(claim: Claim, text: str) -> bool:
    """Whether a text names sources, all of which the claim comes from."""
    named = [source for source in _known() if re.search(rf"\b{source}\b", text)]
    return bool(named) and all(comes_from(claim, source) for source in named)


def _of_claim(claim: Claim) -> Iterable[Origin]:
    """Origins of a claim: of its sources, of what is typed for one that the table does not have, of its speaker."""
    known = _known()
    for source in claim.source_ids:
        yield known.get(source) or Origin(_outlets(source, ""), _site(source), None, frozenset(), None)
    speaker = (claim.said_by or {}).get("en", "")
    yield Origin(_outlets(speaker.split(" (")[0], ""), None, None, frozenset(), None)


@project.cached_per_project
def _known() -> dict[str, Origin]:
    return {row.source_id: _origin(row) for row in tables.read("sources").itertuples()}


def _origin(row: Any) -> Origin:
    note, address = (cell if isinstance(cell, str) else "" for cell in (row.note, row.address))
    official = row.kind.startswith(OFFICIAL)
    is_bps = row.publisher.startswith(PRODUCER) or PRODUCED in str(row.licence)
    return Origin(
        outlets=_outlets(row.publisher, "" if official else note),
        site=_site(address) or _site(row.publisher),
        producer=(PRODUCER if is_bps else row.publisher) if official else None,
        title=frozenset(_words(row.title)),
        published=_days(str(row.published)),
    )


def _outlets(publisher: str, note: str) -> frozenset[str]:
    names = {part.strip().casefold() for part in re.split(r" / |, ", publisher.split(" (", maxsplit=1)[0])}
    if re.search(rf"\b{AGENCY}\b", f"{publisher} {note}"):
        names.add(AGENCY.casefold())
    return frozenset(names - {""})


def _site(address: str) -> str | None:
    """Return the name a site is registered under; None for text that is no address, and for hosts of many."""
    host = re.sub(r"^https?://", "", address.strip().casefold()).split("/")[0].split(":")[0]
    labels = host.split(".")
    if len(labels) < 2 or not all(re.fullmatch(r"[a-z0-9-]+", label) for label in labels):  # noqa: PLR2004 - name.ending
        return None
    site = ".".join(labels[-3:] if labels[-2] in SECOND_LEVEL and len(labels) > 2 else labels[-2:])  # noqa: PLR2004
    return None if site in HOSTS_OF_MANY else site


def _days(published: str) -> tuple[str, str] | None:
    stated = re.search(r"\d{4}(-\d{2}){0,2}", published)
    return (first_day(stated[0]), last_day(stated[0])) if stated else None


def _words(text: object) -> list[str]:
    return re.findall(r"\w+", text.casefold()) if isinstance(text, str) else []
