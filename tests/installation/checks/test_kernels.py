from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.installation.checks import kernels
from umkm_analysis.installation.checks.check import State

if TYPE_CHECKING:
    from collections.abc import Callable

OWN = str(Path(sys.executable).parent / "python")


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[State, str]]]:
    """States and words for given outcomes of the trials."""

    def run(
        warm: tuple[str, str | None], standard: tuple[str, str | None], *, fork: bool = True
    ) -> list[tuple[State, str]]:
        monkeypatch.setattr(kernels, "can_fork", lambda: fork)
        monkeypatch.setattr(kernels, "trial", lambda kind: {"warm": warm, "standard": standard}[kind])
        return [(check.state, check.found) for check in kernels.kernels()]

    return run


def test_either_kernel_alone_is_enough(trials: Callable[..., list[tuple[State, str]]]) -> None:
    good, bad = (OWN, None), ("", "no such library")
    assert [state for state, _ in trials(good, good)] == [State.OK, State.OK]
    assert [state for state, _ in trials(bad, good)] == [State.WARN, State.OK]
    assert [state for state, _ in trials(good, bad)] == [State.OK, State.WARN]
    assert trials(bad, bad) == [
        (State.WARN, "does not start: no such library"),
        (State.FAIL, "does not run cells: no such library"),
    ]
    assert [state for state, _ in trials(good, bad, fork=False)] == [State.OK, State.FAIL]


def test_a_kernel_of_another_python_is_named(trials: Callable[..., list[tuple[State, str]]]) -> None:
    other = "/somewhere/else/bin/python"
    assert trials((OWN, None), (other, None))[1] == (State.WARN, f"is of another Python: {other}")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["warm", "standard"])
def test_a_cell_runs_in_this_python(kind: str) -> None:
    if kind == "warm" and not kernels.can_fork():
        pytest.skip("forks are not relied on here")
    found, reason = kernels.trial(kind)
    assert reason is None
    assert Path(found).parent == Path(sys.executable).parent


@pytest.mark.slow
def test_why_a_kernel_does_not_run_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "papermill.py").write_text("raise ImportError('papermill is broken')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert kernels.trial("standard") == ("", "ImportError: papermill is broken")
