from __future__ import annotations

import sys
import threading

import pytest

from umkm_analysis.jupyter.kernels.meanwhile import BRIEF, call_meanwhile, meanwhile


def test_what_waits_is_called_once_and_its_thread_has_ended_with_the_block() -> None:
    began, go_on, calls = threading.Event(), threading.Event(), []

    def slowly() -> None:
        began.set()
        assert go_on.wait(10)
        calls.append(threading.current_thread())

    call_meanwhile(slowly)
    with meanwhile():
        assert began.wait(10)  # while the block runs
        assert calls == []
        go_on.set()
    assert [thread.is_alive() for thread in calls] == [False]
    with meanwhile():
        pass
    assert len(calls) == 1


def test_its_thread_gives_way_at_once_to_whoever_talks_to_the_fork() -> None:
    before = sys.getswitchinterval()
    with meanwhile():
        assert sys.getswitchinterval() == pytest.approx(BRIEF)
    assert sys.getswitchinterval() == before > 10 * BRIEF


def test_its_thread_has_ended_also_where_the_block_fails() -> None:
    threads: list[threading.Thread] = []
    call_meanwhile(lambda: threads.append(threading.current_thread()))
    with pytest.raises(ValueError, match="a cell"), meanwhile():
        raise ValueError("a cell failed")
    assert [thread.is_alive() for thread in threads] == [False]
