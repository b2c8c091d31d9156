"""Result of one check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether what was found will do."""

    OK = "ok"
    WARN = "warn"
    """Something that not everybody needs is missing, or scarce."""
    FAIL = "fail"
    """Reports cannot be built so."""


@dataclass(frozen=True)
class Check:
    """What was found, and what to do about it."""

    name: str
    state: State
    found: str
    advice: str = ""
    """What to do; empty where there is nothing to be done."""
