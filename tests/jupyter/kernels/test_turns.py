"""Kernels take turns at being in memory twice; one that hangs, or is killed, keeps no other."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.jupyter.kernels import turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Path]:
    turns.share(tmp_path, 2)
    yield tmp_path
    turns.share(tmp_path, 0)


def is_free(place: Path) -> bool:
    try:
        os.close(turns._locked(place))  # noqa: SLF001 - as another process would
    except OSError:
        return False
    return True


def test_half_of_the_kernels_hold_a_turn_at_once_and_one_alone_needs_none(tmp_path: Path) -> None:
    for kernels, places in ((1, 0), (2, 1), (3, 1), (8, 4)):
        turns.share(tmp_path, kernels)
        assert len(turns._places) == places  # noqa: SLF001 - no other way to see it
    turns.share(tmp_path, 1)
    with turns.taken():
        assert not any(tmp_path.iterdir())


def test_a_turn_is_held_until_the_block_ends_and_a_fork_does_not_give_it_back(shared: Path) -> None:
    with turns.taken():
        pid = os.fork()
        if pid == 0:
            try:
                with turns.taken():
                    pass
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        assert not is_free(shared / "turn-0")
    assert is_free(shared / "turn-0")


def test_whoever_finds_none_goes_on_without(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.01)
    with turns.taken(), turns.taken():
        assert not is_free(shared / "turn-0")
    monkeypatch.setattr(turns, "_places", [shared / "gone" / "turn-0"])
    with turns.taken():
        pass


def test_a_turn_of_a_kernel_that_is_killed_is_free(shared: Path) -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        with turns.taken():
            os.write(writing, b"x")
            signal.pause()
    os.read(reading, 1)
    assert not is_free(shared / "turn-0")
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reading)
    os.close(writing)
    assert is_free(shared / "turn-0")
