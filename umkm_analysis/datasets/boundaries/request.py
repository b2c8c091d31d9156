"""Request of an import of boundaries, and what an import gives: light, for the command line and for pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Codes(StrEnum):
    """Whose codes a file names regions by; 164 of 514 look alike and mean other places."""

    BPS = "bps"
    KEMENDAGRI = "kemendagri"


@dataclass(frozen=True)
class BoundariesRequest:
    """What a person says of a file of boundaries."""

    source: str = ""
    """Publisher, and title; "" where the file says it."""
    licence: str = ""
    """"" where the file says it."""
    codes: Codes | None = None
    """None to tell from the file."""
    name: str | None = None
    """Property that holds the codes; None to tell from the file."""
    allow_bad: int = 0
    """Regions that may be left out because their geometry cannot be used."""
    replace: bool = False
    """Whether boundaries that were imported before are replaced."""
