"""Limits of asking a service: attempts, waits, times and sizes; every wait has an end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What a client may spend. Times in seconds, sizes in bytes."""

    attempts: int = 5
    """Of one request, where the fault may pass: 429, 5xx, a lost connection, a torn answer."""
    first_wait: float = 1.0
    """Before the second attempt; doubled with each."""
    longest_wait: float = 120.0
    """That a server may ask for; beyond it the person comes back later."""
    pause: float = 0.5
    """Between two requests: public services are asked gently."""
    connect: float = 15.0
    silence: float = 60.0
    """Without a byte."""
    answer: float = 300.0
    """From the request to the last byte of its answer."""
    total: float = 3 * 3600.0
    answer_bytes: int = 16 << 20
    """What the import takes of JSON."""
    total_bytes: int = 2 << 30
    requests: int = 20_000
    redirects: int = 3
    """Within the same host and port."""


LIMITS = Limits()
