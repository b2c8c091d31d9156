from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from multiprocessing import forkserver, resource_tracker

import pytest

from umkm_analysis.builds.workers import pool, preload_settings, preloader

UNUSED = {
    "chardet", "charset_normalizer", "click", "duckdb", "nbconvert", "openpyxl", "pandera", "requests", "scipy",
    "urllib3",
}  # fmt: skip
"""Modules that nothing on the way to a page needs before it is exported."""
SCRIPT = """
import json, sys
from umkm_analysis.builds.workers import preload
found = {"failure": preload.failure, "modules": sorted(sys.modules)}
import matplotlib.pyplot as plt
from matplotlib.lines import Line2D
class Own(Line2D): pass
(line,) = plt.plot([1, 2])
line.set(linewidth=3)
found["figure"] = [line.get_linewidth(), Line2D.set.__doc__, plt.plot.__doc__[:16], Own.set.__doc__[-400:]]
import builtins, pandas
found["as in a cell"] = [pandas.get_option("display.max_columns"), hasattr(builtins, "get_ipython")]
import papermill.iorw
found["deferred"] = [papermill.iorw.requests.get.__module__, "requests" in sys.modules]
print(json.dumps(found))
"""


@pytest.mark.parametrize(("pages", "import_only"), [(None, False), (1, True), (2, True), (3, False), (1208, False)])
def test_reports_are_rendered_before_workers_are_forked_only_where_many_pages_are_made(
    monkeypatch: pytest.MonkeyPatch, *, pages: int | None, import_only: bool
) -> None:
    found: list[tuple[str | None, ...]] = []
    names = (preload_settings.DATA_VERSION, preload_settings.REPORTS, preload_settings.IMPORT_ONLY)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(resource_tracker, "ensure_running", lambda: None)  # nothing is started here
    monkeypatch.setattr(forkserver, "ensure_running", lambda: found.append(tuple(map(os.environ.get, names))))
    preloader.start_preloading("abc", ["one", "two"], pages=pages)
    assert found == [("abc", "one,two", "1" if import_only else None)]
    assert [name for name in names if name in os.environ] == []


def test_only_a_process_that_has_rendered_is_said_to_have(monkeypatch: pytest.MonkeyPatch) -> None:
    server = forkserver._forkserver  # type: ignore[attr-defined]  # noqa: SLF001 - it knows its process
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(resource_tracker, "ensure_running", lambda: None)
    monkeypatch.setattr(preloader, "_rendering", set())
    monkeypatch.setattr(server, "_forkserver_pid", None)
    assert not preloader.has_rendered()
    for pid, pages, rendered in ((11, 3, True), (11, 1, True), (12, 1, False), (12, 3, False), (13, None, True)):
        monkeypatch.setattr(forkserver, "ensure_running", lambda pid=pid: setattr(server, "_forkserver_pid", pid))
        preloader.start_preloading("", (), pages=pages)  # the second and the fourth find it running
        assert preloader.has_rendered() is rendered, pid


def test_what_is_started_imports_nothing_from_the_folder_and_does_not_keep_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resource_tracker, "ensure_running", lambda: None)
    name, value = preload_settings.NO_FOLDER
    monkeypatch.delenv(name, raising=False)
    with preloader.starting_processes():
        assert os.environ[name] == value
    assert name not in os.environ
    monkeypatch.setenv(name, "1")  # the person's own setting stays, here and in what cells start
    with preloader.starting_processes():
        assert os.environ[name] == "1"
    preload_settings.forget_folder()
    assert os.environ[name] == "1"


def test_a_call_that_waits_is_no_worker_to_be_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    class Child:
        def __init__(self, pid: int) -> None:
            self.pid, self.joined = pid, 0

        def join(self, _: float) -> None:
            self.joined += 1

        def is_alive(self) -> bool:
            return False

    waiting, worker = Child(11), Child(12)
    monkeypatch.setattr(preloader, "_calls", {waiting})
    monkeypatch.setattr(multiprocessing, "active_children", lambda: [waiting, worker])
    pool.end_workers()
    assert (waiting.joined, worker.joined) == (0, 1)
    assert 11 in preloader.helper_processes()


@pytest.mark.slow
def test_a_page_or_two_wait_for_no_module_that_they_do_not_use() -> None:
    settings = {preload_settings.REPORTS: "economic-recovery", preload_settings.IMPORT_ONLY: "1"}
    run = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(run, check=True, capture_output=True, text=True, env={**os.environ, **settings})  # noqa: S603 - ours
    found = json.loads(done.stdout)
    assert found["failure"] is None
    assert UNUSED & {*found["modules"]} == set()
    assert {"IPython", "matplotlib.pyplot", "pandas", "papermill"} <= {*found["modules"]}
    width, listed, own_words, later = found["figure"]
    assert (width, listed) == (3, None)  # what can be set of a line is in no docstring, and is set all the same
    assert own_words.startswith("Plot y versus x")
    assert "xdata: 1D array" in later  # of what is defined afterwards it is
    assert found["deferred"] == ["requests.api", True]
    assert found["as in a cell"] == [20, False]  # pandas took it for a terminal, and showed all columns of a wide table
