"""Slides that a deck takes of a page's beginning: cover, verdict, key figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CoverSlide:
    """What a deck is about."""

    report: str
    name: str
    place: str
    edition: str


@dataclass(frozen=True)
class LeadSlide:
    """The message in a sentence."""

    text: str


@dataclass(frozen=True)
class Number:
    """A key figure."""

    label: str
    value: str
    unit: str
    status: str
    tone: str
    """As that of a card: good, bad or plain."""


@dataclass(frozen=True)
class NumbersSlide:
    """Key figures; they stand below the lead."""

    numbers: tuple[Number, ...]
