"""A server for a test, and clients of it that do not wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.remote.service import FAST, KEY, Reply, Request, Service
from umkm_analysis.remote import limits
from umkm_analysis.remote.client import Client
from umkm_analysis.remote.keys import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Answering = "Callable[[Callable[[Request], Reply]], Service]"


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


@pytest.fixture
def client() -> Iterator[Callable[..., Client]]:
    """Make clients with a key, and without pauses."""
    made: list[Client] = []

    def make(service: Service, **options: Any) -> Client:
        options = {"key": Key(KEY), "limits": FAST, **options}
        made.append(Client(service.address, **options).__enter__())
        return made[-1]

    yield make
    for each in made:
        each.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", FAST)
