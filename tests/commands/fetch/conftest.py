"""A server for the commands, a key in the environment, and no waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.remote.service import FAST, KEY, Reply, Request, Service
from umkm_analysis.remote import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", FAST)
    monkeypatch.setenv("UMKM_BPS_KEY", KEY)
    monkeypatch.setenv("UMKM_INAPROC_TOKEN", KEY)
    monkeypatch.delenv("UMKM_HOSTS", raising=False)


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[Request], Reply]], Service]]:
    """Start servers that end with the test."""
    started: list[Service] = []

    def start(answer: Callable[[Request], Reply]) -> Service:
        started.append(Service(answer))
        return started[-1]

    yield start
    for service in started:
        service.close()
