"""Synthetic register for demonstration; only its totals are real, those published at ISPE 2022.

73 UMKM on the way to the e-catalogue = 60 in entry + 3 listed by the province + 10 by the city; 400 trained on Jubelio.
Sub-districts and channels have names that no place or channel has, and everything else follows from counting.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.register import layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REGION = "3576"
AS_OF = dt.date(2022, 6, 3)
FIRMS, TRAINED = 440, 400
IN_ENTRY, PROVINCIAL, LOCAL = 60, 3, 10
PLACES = ("Demo Barat", "Demo Tengah", "Demo Timur")
CHANNELS = ("Demo A", "Demo B")
NEEDED_BY = {
    "NIB": layout.SECTORS,
    "Halal": ("makanan", "minuman"),
    "BPOM": ("minuman",),
    "PIRT": ("makanan",),
    "HACCP": ("makanan", "minuman"),
    "Uji nutrisi": ("makanan", "minuman"),
}
"""BPOM and PIRT are alternatives: a firm needs one of them."""


def demonstration() -> Mapping[str, Sequence[Sequence[Any]]]:
    """Return the rows of every sheet, the same ones every time."""
    firms = [f"DEMO-{number:04d}" for number in range(1, FIRMS + 1)]
    sectors = {firm: layout.SECTORS[number * 7 % 5] for number, firm in enumerate(firms)}
    return {
        layout.REGISTER: [(REGION, AS_OF, layout.SYNTHETIC)],
        layout.FIRMS: [
            (firm, PLACES[number % 3], sectors[firm], layout.SIZES[0 if number % 9 else 1])
            for number, firm in enumerate(firms)
        ],
        layout.EKATALOG: [_listing(number, firm) for number, firm in enumerate(firms[: IN_ENTRY + PROVINCIAL + LOCAL])],
        layout.CHANNELS: [
            (firm, channel, _ago(700 - number % 500), _last(number + shift))
            for number, firm in enumerate(firms)
            for shift, channel in enumerate(CHANNELS)
            if number % (2 + shift) == 0
        ],
        layout.TRAININGS: [(firm, "Jubelio", _ago(30 + number % 3)) for number, firm in enumerate(firms[-TRAINED:])],
        layout.CERTIFICATES: [
            _certificate(number, firm, name, needed=sectors[firm] in NEEDED_BY[name])
            for number, firm in enumerate(firms)
            for name in layout.KNOWN_CERTIFICATES
            if (number + len(name)) % 11
        ],
    }


def _ago(days: int) -> dt.date:
    return AS_OF - dt.timedelta(days=days)


def _listing(number: int, firm: str) -> tuple[Any, ...]:
    began = _ago(20 + number * 13 % 280)
    if number < IN_ENTRY:
        return (firm, layout.LOCAL, layout.IN_ENTRY, began if number % 10 else None, None)
    place = layout.PROVINCIAL if number < IN_ENTRY + PROVINCIAL else layout.LOCAL
    return (firm, place, layout.LISTED, began, began + (AS_OF - began) // 2)


def _last(number: int) -> dt.date | str | None:
    if number % 7 == 0:
        return None
    return layout.NEVER if number % 5 == 0 else _ago(number * 3 % 190)


def _certificate(number: int, firm: str, name: str, *, needed: bool) -> tuple[Any, ...]:
    if not needed:
        return (firm, name, layout.NO, layout.NO, None, None)
    if (number + len(name)) % 4 == 0:
        return (firm, name, layout.YES, layout.NO if number % 13 else layout.UNKNOWN, None, None)
    until = layout.ENDLESS if name in {layout.NIB, "Halal"} else _ago(number * 5 % 900 - 700)
    numbered = f"{number:013d}" if name == layout.NIB else layout.UNNUMBERED
    return (firm, name, layout.YES, layout.YES, numbered, until)
