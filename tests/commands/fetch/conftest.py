"""A server for the commands, a key in the environment, and no waits."""

from __future__ import annotations

import pytest

from tests.remote.conftest import fast, serve
from tests.remote.service import KEY

__all__ = ["fast", "serve"]


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMKM_BPS_KEY", KEY)
    monkeypatch.setenv("UMKM_INAPROC_TOKEN", KEY)
    monkeypatch.delenv("UMKM_HOSTS", raising=False)
