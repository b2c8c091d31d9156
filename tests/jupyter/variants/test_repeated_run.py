"""Languages of a report's own notebook that one process makes: each shows what a kernel of its own shows."""

from __future__ import annotations

import ctypes
import decimal
import locale
import mmap
import os
import sys
import threading
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from IPython.display import display

from tests.executed import shown
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.workers import warmup
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.datasets import project
from umkm_analysis.i18n.translation import current_language
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook, run_variants
from umkm_analysis.jupyter.kernels import kept_kernel
from umkm_analysis.reports.economic_recovery import analysis, page
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from umkm_analysis.reports.report import Report

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="no fork to rely on")]
LANGUAGES = ("id", "en")
PARAMETERS = [{"region": "3576", "language": language} for language in LANGUAGES]


@pytest.fixture(scope="module", autouse=True)
def rendered() -> None:
    """Import and render what the process has that reports are forked from: libraries set something when imported."""
    warmup.render_once()


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


def never() -> None:
    while True:
        time.sleep(1)


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
    for module, name in ((analysis, "analyse"), (os, "fork")):
        function, calls = counted(getattr(module, name))
        monkeypatch.setattr(module, name, function)
        both = run(tmp_path)
        assert [type(one).__name__ for one in both] == ["NotebookNode", "NotebookNode"]
        assert calls() == 1


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch, counted: Any) -> Iterator[Callable[[], int]]:
    """How many processes have been forked; a kernel may stay meanwhile."""
    fork, calls = counted(os.fork)
    monkeypatch.setattr(os, "fork", fork)
    kept_kernel.allow()
    yield calls
    kept_kernel.close()
    kept_kernel.allow(allowed=False)


@pytest.mark.parametrize("languages", [LANGUAGES, ("en",)], ids=["both", "one"])
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_kernel_that_has_made_other_reports_shows_what_one_of_its_own_shows(
    report: Report, languages: tuple[str, ...], forks: Callable[[], int], tmp_path: Path
) -> None:
    notebook, executed = project.notebook(report.notebook), tmp_path / "a.ipynb"
    plan = make_plan(choose_regions(everything=True), reports=[report.name], languages=["id"])
    codes = [task.region.code for task in plan.tasks]
    begun = forks()
    for code in (codes[0], codes[-1], report.examples[0]):
        given = [{"region": code, "language": language} for language in languages]
        made = run_variants(notebook, executed, given)
        assert [type(one).__name__ for one in made] == ["NotebookNode"] * len(languages)
    assert forks() == begun + 1
    alone = [run_notebook(notebook, executed, one, warm=True) for one in given]
    assert [shown(one) for one in made] == [shown(one) for one in alone]


def test_a_kernel_goes_on_for_the_same_purpose_only(forks: Callable[[], int], tmp_path: Path) -> None:
    notebook = project.notebook("economic_recovery.ipynb")
    for purpose, more in (("a", 1), ("a", 0), ("b", 1)):
        begun = forks()
        run_variants(notebook, tmp_path / "failed.ipynb", PARAMETERS[:1], purpose=purpose)
        assert forks() == begun + more
    begun = forks()
    run_variants(project.notebook("procurement_share.ipynb"), tmp_path / "failed.ipynb", PARAMETERS[:1], purpose="b")
    assert forks() == begun + 1


@pytest.mark.usefixtures("forks")
def test_a_kernel_that_stayed_ends_before_another_one_takes_memory(tmp_path: Path) -> None:
    run(tmp_path)
    assert kept_kernel.pids() != set()
    run_notebook(project.notebook("economic_recovery.ipynb"), tmp_path / "a.ipynb", PARAMETERS[0], warm=True)
    assert kept_kernel.pids() == set()


def second_time(does: Callable[[], object]) -> Callable[[Any], Any]:
    """Show what the page shows, and do something besides in a process that has shown it before."""
    shows, shown_in = page.swing, set()

    def swing(result: Any) -> Any:
        if os.getpid() in shown_in:
            does()
        shown_in.add(os.getpid())
        return shows(result)

    return swing


@pytest.mark.parametrize(
    "does",
    [lambda: 1 / 0, lambda: os._exit(3), lambda: sys.stderr.write("said"), never],
    ids=["raises", "ends", "warns", "lasts"],
)
def test_what_fails_in_a_kernel_that_stayed_is_made_in_one_of_its_own(
    does: Callable[[], object], monkeypatch: pytest.MonkeyPatch, forks: Callable[[], int], tmp_path: Path
) -> None:
    monkeypatch.setattr(page, "swing", second_time(does))
    notebook, executed = project.notebook("economic_recovery.ipynb"), tmp_path / "failed.ipynb"
    made: list[Any] = []
    for code in ("3577", "3576"):
        begun = forks()
        given = {"region": code, "language": "id"}
        made += run_variants(notebook, executed, [given], seconds=5)
        assert forks() == begun + 1
    alone = run_notebook(notebook, executed, given, warm=True)
    assert [type(one).__name__ for one in made] == ["NotebookNode", "NotebookNode"]
    assert (len(made[1].cells), shown(made[1])) == (len(alone.cells), shown(alone))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("forks")
def test_after_a_report_that_puts_out_more_than_it_shows_no_kernel_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for language, runs in (("id", PARAMETERS[:1]), ("id", PARAMETERS), ("en", PARAMETERS)):
        with monkeypatch.context() as patch:
            patch.setattr(page, "swing", in_language(language, lambda: sys.stderr.write("said")))
            run_variants(project.notebook("economic_recovery.ipynb"), tmp_path / "failed.ipynb", runs)
        assert kept_kernel.pids() == set()


def test_what_fails_in_each_kernel_fails_and_says_so(
    monkeypatch: pytest.MonkeyPatch, forks: Callable[[], int], tmp_path: Path
) -> None:
    shows, notebook = page.swing, project.notebook("economic_recovery.ipynb")

    def swing(result: Any) -> Any:
        return 1 / 0 if result.region.code == "3577" else shows(result)

    monkeypatch.setattr(page, "swing", swing)
    made, begun = [], forks()
    for code in ("3576", "3577", "3578"):
        given = [{"region": code, "language": language} for language in LANGUAGES]
        made += run_variants(notebook, tmp_path / "failed.ipynb", given)
        if code == "3577":  # once in the kernel that stayed, which ends, and once in one of its own
            assert forks() == begun + 2
    assert [type(one).__name__ for one in made] == [
        "NotebookNode", "NotebookNode", "NotebookFailed", "NoneType", "NotebookNode", "NotebookNode",
    ]  # fmt: skip
    assert made[2].reason == "ZeroDivisionError: division by zero"
    assert "ZeroDivisionError" in (tmp_path / "failed.ipynb").read_text()


def test_an_analysis_that_shows_something_is_shared_with_no_language(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    analyse = analysis.analyse
    monkeypatch.setattr(analysis, "analyse", lambda *given, **named: display("shown") or analyse(*given, **named))
    first, english = run(tmp_path)
    assert "'shown'" in str(shown(first))
    assert english is None


CHANGES: dict[str, Callable[[], object]] = {
    "environment": lambda: os.environ.update(LEFT="1"),
    "folder": lambda: os.chdir("/"),
    "locale": lambda: locale.setlocale(locale.LC_ALL, "C.UTF-8" if locale.setlocale(locale.LC_ALL) == "C" else "C"),
    "decimal": lambda: setattr(decimal.getcontext(), "prec", 60),
    "recursion": lambda: sys.setrecursionlimit(sys.getrecursionlimit() + 1),
    "thread": lambda: threading.Thread(target=never, daemon=True).start(),
    "numpy": lambda: np.seterr(all="ignore"),
    "numpy printing": lambda: np.set_printoptions(precision=2),
    "pandas": lambda: pd.set_option("display.precision", 1),
    "matplotlib": lambda: mpl.rcParams.update({"timezone": "Asia/Jakarta", "interactive": True}),
    # pyplot chooses a backend as it is imported, which is not for this process and what other tests fork from it
    "figure": lambda: import_module("matplotlib.pyplot").figure(77),
}


@pytest.mark.usefixtures("forks")
@pytest.mark.parametrize("change", CHANGES)
def test_a_run_that_leaves_a_setting_changed_shares_nothing_and_leaves_no_kernel(
    change: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def prepare(**given: Any) -> Any:
        CHANGES[change]()
        return analyse(**given)

    analyse = analysis.analyse
    monkeypatch.setattr(analysis, "analyse", lambda region, **given: prepare(region=region, **given))
    notebook, executed = project.notebook("economic_recovery.ipynb"), tmp_path / "failed.ipynb"
    first, english = run(tmp_path)
    assert not isinstance(first, NotebookFailed)
    assert english is None
    assert kept_kernel.pids() == set()
    (alone,) = run_variants(notebook, executed, PARAMETERS[:1])
    assert not isinstance(alone, NotebookFailed)
    assert kept_kernel.pids() == set()


@pytest.mark.parametrize("languages", [LANGUAGES, ("id",)], ids=["both", "one"])
def test_a_report_on_another_region_fails_in_a_kernel_of_its_own_and_leaves_none(
    languages: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    forks: Callable[[], int],
    counted: Callable[[Callable[..., Any]], tuple[Callable[..., Any], Callable[[], int]]],
    tmp_path: Path,
) -> None:
    analyse, notebook = analysis.analyse, project.notebook("economic_recovery.ipynb")
    function, runs = counted(lambda _, **given: analyse("3576", **given))
    monkeypatch.setattr(analysis, "analyse", function)
    for code, forked, ran in (("3576", 1, 1), ("3577", 1, 2), ("3577", 1, 1)):
        before = forks(), runs()
        given = [{"region": code, "language": language} for language in languages]
        first, *others = run_variants(notebook, tmp_path / "failed.ipynb", given)
        assert (forks(), runs()) == (before[0] + forked, before[1] + ran)
        if code == "3576":
            assert None not in (first, *others)
            assert not isinstance(first, NotebookFailed)
            continue
        assert isinstance(first, NotebookFailed)
        assert "region 3576 instead of 3577" in first.reason
        assert {*others} <= {None}
        assert kept_kernel.pids() == set()


def in_language(language: str, does: Callable[[], object]) -> Callable[[Any], Any]:
    """Show what the page shows, and do something besides in one language."""
    shows = page.swing

    def swing(result: Any) -> Any:
        if current_language() == language:
            does()
        return shows(result)

    return swing


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
