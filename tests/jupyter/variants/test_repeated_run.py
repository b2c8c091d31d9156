"""Languages of a report's own notebook that one process makes: each shows what a kernel of its own shows."""

from __future__ import annotations

import ctypes
import mmap
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.executed import shown
from umkm_analysis.builds.workers import warmup
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.datasets import project
from umkm_analysis.i18n.translation import current_language
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook, run_variants
from umkm_analysis.reports.economic_recovery import analysis, page
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from umkm_analysis.reports.report import Report

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="no fork to rely on")]
LANGUAGES = ("id", "en")
PARAMETERS = [{"region": "3576", "language": language} for language in LANGUAGES]


@pytest.fixture
def counted() -> Callable[[Callable[..., Any]], tuple[Callable[..., Any], Callable[[], int]]]:
    """Count calls of a function in this process and those below it."""

    def count(function: Callable[..., Any]) -> tuple[Callable[..., Any], Callable[[], int]]:
        calls = ctypes.c_int64.from_buffer(mmap.mmap(-1, 8))

        def called(*given: Any, **named: Any) -> Any:
            calls.value += 1
            return function(*given, **named)

        return called, lambda: calls.value

    return count


def run(tmp_path: Path, *, seconds: float = 60) -> list[Any]:
    notebook = project.notebook("economic_recovery.ipynb")
    return run_variants(notebook, tmp_path / "failed.ipynb", PARAMETERS, seconds=seconds)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_each_language_of_a_report_shows_what_a_kernel_of_its_own_shows(report: Report, tmp_path: Path) -> None:
    notebook, executed = project.notebook(report.notebook), tmp_path / "a.ipynb"
    given = [{"region": report.examples[0], "language": language} for language in LANGUAGES]
    both = run_variants(notebook, executed, given)
    alone = [run_notebook(notebook, executed, one, warm=True) for one in given]
    assert [shown(one) for one in both] == [shown(one) for one in alone]
    assert [one.metadata.papermill.parameters for one in both] == given
    assert [one.metadata.language_info for one in both] == [one.metadata.language_info for one in alone]


def test_one_process_and_one_analysis_serve_both_languages(
    monkeypatch: pytest.MonkeyPatch,
    counted: Callable[[Callable[..., Any]], tuple[Callable[..., Any], Callable[[], int]]],
    tmp_path: Path,
) -> None:
    warmup.render_once(["economic-recovery"])  # as in the process that reports are forked from
    for module, name in ((analysis, "analyse"), (os, "fork")):
        function, calls = counted(getattr(module, name))
        monkeypatch.setattr(module, name, function)
        both = run(tmp_path)
        assert [type(one).__name__ for one in both] == ["NotebookNode", "NotebookNode"]
        assert calls() == 1


def in_language(language: str, does: Callable[[], object]) -> Callable[[Any], Any]:
    """Show what the page shows, and do something besides in one language."""
    shows = page.swing

    def swing(result: Any) -> Any:
        if current_language() == language:
            does()
        return shows(result)

    return swing


def never() -> None:
    while True:
        time.sleep(1)


@pytest.mark.parametrize("does", [lambda: 1 / 0, lambda: os._exit(3), never], ids=["raises", "ends", "lasts"])
def test_what_fails_in_the_second_language_is_left_to_a_run_of_its_own(
    does: Callable[[], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page, "swing", in_language("en", does))
    first, english = run(tmp_path, seconds=10)
    assert not isinstance(first, NotebookFailed)
    assert english is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("does", [lambda: 1 / 0, lambda: os._exit(3)], ids=["raises", "ends"])
def test_what_fails_in_the_first_language_leaves_the_second_to_a_run_of_its_own(
    does: Callable[[], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page, "swing", in_language("id", does))
    first, english = run(tmp_path)
    assert isinstance(first, NotebookFailed)
    assert english is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "does",
    [lambda: sys.stdout.write("said"), lambda: sys.stderr.write("said")],
    ids=["prints", "warns"],
)
def test_a_run_that_puts_out_more_than_it_shows_shares_nothing(
    language: str, does: Callable[[], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page, "swing", in_language(language, does))
    first, english = run(tmp_path)
    assert not isinstance(first, NotebookFailed)
    assert english is None
