"""Preview of one notebook: its page, made by the warm process that stays, and what it is watched for."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.job import Failure, Job
from umkm_analysis.builds.output.state_dir import parts_folder, prepare
from umkm_analysis.builds.own.notebooks import read_own
from umkm_analysis.builds.own.reading import modules_of
from umkm_analysis.builds.plan import Task
from umkm_analysis.builds.preview import page as live_page
from umkm_analysis.builds.staleness.file_states import FileStates
from umkm_analysis.builds.workers import pool, preloader
from umkm_analysis.datasets import project, regions
from umkm_analysis.errors import UmkmError
from umkm_analysis.i18n.translation import SOURCE
from umkm_analysis.jupyter.linked_files import linked_files
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from pathlib import Path

    from umkm_analysis.datasets.project import FileState
    from umkm_analysis.reports.report import Report

MADE_OF = (".py", ".po", ".j2", ".css", ".js")
"""Endings of files of this package that the warm process has read."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TICK, QUIET, SLOW = 0.05, 0.03, 20
"""Seconds between two looks; how long a file must stay as it is; looks at the package for each at the notebook."""

PATIENCE = 1.0
"""Seconds for a program to write the rest of a notebook."""


@dataclass(frozen=True)
class Shown:
    """One version of a preview."""

    seconds: float
    why: str = ""
    """Why the notebook failed; empty where it did not."""
    cell: int | None = None


@dataclass
class Previewer:
    """Maker of the page of a notebook, and of the copy that shows itself anew."""

    notebook: Path
    region: str
    output: Path
    language: str = SOURCE
    parameters: Mapping[str, object] = field(default_factory=dict)
    made: int = 0
    """Number of versions so far."""

    def __post_init__(self) -> None:
        """Find the region, and hold the notebook against what a page needs."""
        self._task = Task(regions.find(self.region), self._report(), self.language)
        self._began = f"{time.time_ns():x}"

    @property
    def page(self) -> Path:
        """The page, as a build exports it."""
        return self.output / self._task.page

    @property
    def live(self) -> Path:
        """Its copy that shows itself anew."""
        return self.page.with_name(f"{self.page.stem}.preview.html")

    def start(self) -> None:
        """Start the warm process, if there can be one: it reads what the notebook needs, which takes seconds."""
        self.output.mkdir(parents=True, exist_ok=True)
        prepare(self.output)
        if preloader.can_fork():
            preloader.start_preloading("", self._task.report.warmed)

    def restart(self) -> None:
        """Start the warm process anew, for it has read what has changed."""
        preloader.stop_preloading()
        project.clear_caches()
        self.start()

    def make(self) -> Shown:
        """Make the page, or the page that says why there is none."""
        start = time.monotonic()
        failure = self._make()
        trace = _trace(failure)
        why = failure.reason if failure else ""
        self.made += 1
        stamp = f"{self._began}-{self.made}"
        cell = failure.cell if failure else None
        at = f", code cell {cell}" if cell else ""
        page = (
            live_page.failed(f"{self.notebook.name}{at}", why, trace)
            if failure
            else self.page.read_text(encoding="utf-8")
        )
        script = self.live.with_suffix(".js")
        shown = live_page.live(page, stamp=stamp, file=script.name)
        parts = parts_folder(self.output)
        write_atomically({self.live: shown}, parts=parts)
        write_atomically({script: live_page.stamp_script(stamp)}, parts=parts)  # last: the page is there by then
        return Shown(time.monotonic() - start, why, cell)

    def _make(self) -> Failure | None:
        while True:
            try:
                self._task = Task(self._task.region, self._report(), self.language)
            except (UmkmError, OSError, ValueError) as error:
                return Failure(str(error))
            job = Job(self._task, self.parameters, warm=preloader.can_fork())
            with self._ended_by_a_save() as saved:
                (result,) = pool.build_all([job], self.output, workers=1)
            if result.failure is None or not saved.is_set():
                return result.failure

    @contextmanager
    def _ended_by_a_save(self) -> Iterator[threading.Event]:
        """End a run that is in the middle of what has been saved anew meanwhile; say whether there was a save."""
        saved, over = threading.Event(), threading.Event()
        before = self.watched()

        def watch() -> None:
            known = before
            while not over.wait(TICK):
                if self.watched() != known:
                    known = _settled(self.watched)
                    saved.set()
                    pool.end_workers()

        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        try:
            yield saved
        finally:
            over.set()
            watching.join()

    def _report(self) -> Report:
        return _registered(self.notebook) or read_own(self.notebook)

    def watched(self) -> dict[Path, FileState]:
        """States of the files that the notebook is made of."""
        paths = [self.notebook]
        with suppress(OSError, ValueError, KeyError, TypeError):  # half of it is written, or it is none
            paths += [*modules_of(self.notebook), *linked_files(self.notebook)]
        return {path: project.file_state(path) for path in paths}

    def package(self) -> dict[Path, FileState]:
        """States of the files that the warm process has read: of this package and of the data, imports included."""
        files = (path for path in project.PACKAGE.rglob("*") if path.suffix in MADE_OF)
        states = {path: project.file_state(path) for path in files}
        with suppress(UmkmError, OSError):  # their list cannot be read; the page says why
            states |= FileStates(project.root()).of_data()
        return states

    def versions(self, show: Callable[[str], None]) -> Generator[Shown, None, None]:
        """Make the page now and with every save, without end.

        Parameters
        ----------
        show
            Takes a sentence about what takes longer than a save.
        """
        self.start()
        package, looks = self.package(), 0
        while True:
            before = self.watched()
            yield self.make()
            while self.watched() == before:
                time.sleep(TICK)
                looks += 1
                if looks % SLOW == 0 and self.package() != package:
                    show("The package or its data changed: the warm process starts anew.")
                    package = _settled(self.package)
                    self.restart()
                    break
            _settled(self.watched)
            self._whole()

    def _whole(self) -> None:
        """Wait a moment for a notebook that is half written."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError, ValueError):
                json.loads(self.notebook.read_bytes())
                return
            time.sleep(TICK)


def _registered(notebook: Path) -> Report | None:
    return next((report for report in REPORTS if project.notebook(report.notebook).resolve() == notebook), None)


def _settled(states: Callable[[], dict[Path, FileState]]) -> dict[Path, FileState]:
    """Wait until files stay as they are: programs write some in steps."""
    before = states()
    while True:
        time.sleep(QUIET)
        now = states()
        if now == before:
            return now
        before = now


def _trace(failure: Failure | None) -> str:
    """Python's traceback of a cell that failed, from the executed notebook."""
    if failure is None or failure.kept is None:
        return failure.trace or "" if failure else ""
    cells = json.loads(failure.kept.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ()) if output["output_type"] == "error"]
    return COLOUR.sub("", "\n".join(outputs[-1].get("traceback", ()))) if outputs else ""
