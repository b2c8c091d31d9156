"""A kernel that stays for the next report: as new, for one purpose, and not for ever."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.jupyter.kernels import kept_kernel
from umkm_analysis.jupyter.kernels.connected import OUTPUT
from umkm_analysis.jupyter.kernels.forked_kernel import ForkedKernel
from umkm_analysis.jupyter.kernels.kept_kernel import MOST_REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.jupyter.kernels.connected import Connected

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="no fork to rely on")]


@pytest.fixture
def allowed() -> Iterator[None]:
    kept_kernel.allow()
    yield
    kept_kernel.close()
    kept_kernel.allow(allowed=False)


def run(kernel: Connected, code: str) -> tuple[int, list[Any]]:
    """Number of a cell, and the texts that it shows."""
    *said, (_, reply) = kernel.execute(code, seconds=60)
    shown = [message["content"].get("data", {}).get("text/plain") for kind, message in said if kind == OUTPUT]
    return reply["content"]["execution_count"], [text for text in shown if text is not None]


def is_alive(kernel: Connected) -> bool:
    try:
        os.kill(kernel.pid, 0)
    except ProcessLookupError:
        return False
    return True


def taken(purpose: object) -> Connected:
    kernel = kept_kernel.take(purpose)
    assert kernel is not None
    return kernel


@pytest.mark.usefixtures("allowed")
def test_whoever_takes_it_finds_no_name_and_no_cell() -> None:
    names = "sorted(name for name in globals() if not name.startswith('_')), len(In), Out, set"
    new = ForkedKernel()
    first = run(new, names)
    run(new, "x = [1]\nx.append(x)\nset, _ = 1, 2\nx")
    run(new, "del x\nprint(1)\n3")
    kept_kernel.keep(new, "a")
    assert kept_kernel.pids() == {new.pid}
    again = taken("a")
    assert again is new
    assert kept_kernel.pids() == set()
    assert run(again, names) == first
    again.close()


@pytest.mark.usefixtures("allowed")
def test_one_for_another_purpose_is_ended() -> None:
    kernel = ForkedKernel()
    kept_kernel.keep(kernel, "a")
    assert kept_kernel.take("b") is None
    assert not is_alive(kernel)
    assert kept_kernel.take("a") is None


@pytest.mark.usefixtures("allowed")
def test_one_that_ended_by_itself_or_does_not_answer_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_kernel, "RENEW_SECONDS", 0.2)
    for number in (signal.SIGKILL, signal.SIGSTOP):
        kernel = ForkedKernel()
        kept_kernel.keep(kernel, "a")
        os.kill(kernel.pid, number)
        assert kept_kernel.take("a") is None
        assert not is_alive(kernel)


@pytest.mark.usefixtures("allowed")
def test_it_makes_so_many_reports_and_no_more() -> None:
    kernel = ForkedKernel()
    for _ in range(MOST_REPORTS - 1):
        kept_kernel.keep(kernel, "a")
        assert taken("a") is kernel
    kept_kernel.keep(kernel, "a")
    assert not is_alive(kernel)
    assert kept_kernel.take("a") is None


@pytest.mark.usefixtures("allowed")
def test_of_two_the_later_stays() -> None:
    first, second = ForkedKernel(), ForkedKernel()
    kept_kernel.keep(first, "a")
    kept_kernel.keep(second, "a")
    assert not is_alive(first)
    assert taken("a") is second
    second.close()


def test_none_stays_where_nobody_has_allowed_it() -> None:
    kernel = ForkedKernel()
    kept_kernel.keep(kernel, "a")
    assert not is_alive(kernel)
    assert kept_kernel.take("a") is None
