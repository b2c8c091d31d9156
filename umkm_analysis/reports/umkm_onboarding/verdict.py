"""Verdict of the report on UMKM: its message in about six words, and the three figures that carry it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.front import headline
from umkm_analysis.reports.umkm_onboarding import cards, text
from umkm_analysis.reports.umkm_onboarding.analysis import IN_ENTRY

if TYPE_CHECKING:
    from umkm_analysis.pages.components import Card
    from umkm_analysis.reports.umkm_onboarding.analysis import PublishedStates, UmkmOnboarding
    from umkm_analysis.reports.umkm_onboarding.register_analysis import RegisterSummary

COUNT = 3
"""Of the figures on a first screen."""
DAY = 2
"""Dashes of a date that names its day."""


def verdict(result: UmkmOnboarding) -> str:
    """Say in about six words how many firms are listed and how many still wait.

    An office's own register before published counts; a made-up one only where nothing else is known, and named so.

    Parameters
    ----------
    result
        Of the region.
    """
    return headline(partial(_wordings, result))


def _wordings(result: UmkmOnboarding) -> list[str]:
    register, states = result.register, result.states
    if register is not None and not register.register.synthetic:
        return _of_register(register)
    if states is not None:
        return [_of_states(states)]
    if register is not None:
        return _of_register(register)
    if len(result.trained):
        count = n.number(int(result.trained.iloc[-1]["umkm"]))
        return [t("{count} UMKM dilatih – yang tayang belum diketahui", count=count)]
    return [t("Berapa UMKM tayang di e-katalog belum diketahui")]


def _of_states(states: PublishedStates) -> str:
    entry = int(states.counts.get(IN_ENTRY, 0))
    month = n.date(states.as_of.rsplit("-", 1)[0]) if states.as_of.count("-") == DAY else n.date(states.as_of)
    values = {
        "month": month,
        "listed": n.number(states.total - entry),
        "total": n.number(states.total),
        "entry": n.number(entry),
    }
    if states.listed["lower"] != states.listed["upper"]:  # a firm may be in more than one catalogue
        return t("{month}: {entry} dari {total} UMKM disebut masih entri, maksimal {listed} tayang", **values)
    if entry == 0:
        return t("{month}: semua {total} UMKM disebut sudah tayang di e-katalog", **values)
    return t("{month}: {listed} dari {total} UMKM disebut tayang di e-katalog, {entry} masih entri", **values)


def _of_register(summary: RegisterSummary) -> list[str]:
    counts = summary.states["firms"]
    values = {
        "listed": n.number(int(counts["listed"])),
        "total": n.number(int(counts.sum())),
        "entry": n.number(int(counts["in entry"])),
    }
    return [
        text.marked(summary, t("{listed} dari {total} UMKM tayang di e-katalog, {entry} masih entri", **values)),
        text.marked(summary, t("{listed} dari {total} UMKM tayang di e-katalog", **values)),
    ]


def numbers(result: UmkmOnboarding) -> list[Card]:
    """Choose three figures: of the published counts first, then of the register."""
    return cards.cards(result)[:COUNT]
