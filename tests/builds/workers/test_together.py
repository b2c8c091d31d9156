"""A report in several languages is made by one process; each language fails, and is made again, by itself."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import replace
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.job import Failure, Job, Made
from umkm_analysis.builds.links import Links
from umkm_analysis.builds.output import html, publish
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.workers import warmup, worker
from umkm_analysis.builds.workers.pool import build_all
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.builds.workers.waiting import Waiting, together
from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.jupyter.kernels import kept_kernel, processes
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

REPORTS = ("economic-recovery", "procurement-share")


@pytest.fixture(scope="module", autouse=True)
def rendered() -> None:
    """Import and render what the process has that reports are forked from: libraries set something when imported."""
    warmup.render_once()


def jobs_of(*codes: str, reports: Sequence[str] = REPORTS, languages: Sequence[str] = ("id", "en")) -> list[Job]:
    plan = make_plan(choose_regions(named=codes), reports=reports, languages=languages)
    return [Job(task, {}, Links(index=f"{task.language}.html"), warm=True) for task in plan.tasks]


@pytest.fixture
def keeping() -> Iterator[None]:
    """Let this process make reports as a worker does, whose kernel may stay."""
    html.warm_exporter()
    resource_tracker.ensure_running()
    kept_kernel.allow()
    yield
    kept_kernel.close()
    kept_kernel.allow(allowed=False)
    processes.adopt_orphans(adopt=False)


def names(groups: Iterable[Sequence[Job]]) -> list[list[str]]:
    return [[f"{job.task.region.code} {job.task.report.name} {job.task.language}" for job in group] for group in groups]


def test_languages_of_a_report_are_one_group_and_nothing_else_is() -> None:
    plan = [("3576", REPORTS[0]), ("3576", REPORTS[1]), ("3577", REPORTS[0])]  # the third has no figures of the other
    assert names(together(jobs_of("3576", "3577"))) == [
        [f"{code} {report} {language}" for language in ("id", "en")] for code, report in plan
    ]
    indonesian, english = jobs_of("3576", reports=REPORTS[:1])
    for other in (
        replace(english, warm=False),
        replace(english, parameters={"base_year": 2018}),
        replace(english, data_version="x"),
        indonesian,
    ):
        assert [len(group) for group in together([indonesian, other])] == [1, 1], other
    assert [len(group) for group in together(jobs_of("3576", languages=["en"]))] == [1, 1]


def test_what_is_made_together_is_parted_where_processes_would_be_idle() -> None:
    waiting = Waiting(jobs_of("3576", reports=REPORTS[:1]))
    assert names([waiting.take(free=2), waiting.take(free=1)]) == [[f"3576 {REPORTS[0]} id"], [f"3576 {REPORTS[0]} en"]]
    assert not waiting
    waiting = Waiting(jobs_of("3576", "3577", reports=REPORTS[:1]))
    assert len(waiting.take(free=2)) == 2


def test_jobs_are_taken_from_the_plan_as_they_are_needed() -> None:
    taken = []
    waiting = Waiting(taken.append(job) or job for job in jobs_of("3576", "3577", "3578", "3579", reports=REPORTS[:1]))
    assert waiting
    first = waiting.take(free=2)
    # both languages of two regions, and the job that shows where the second ends
    assert names([first]) == [[f"3576 {REPORTS[0]} {language}" for language in ("id", "en")]]
    assert len(taken) == 5
    waiting.put_back(first)
    assert [len(waiting.take(free=1)) for _ in range(4)] == [2] * 4
    assert not waiting
    assert len(taken) == 8


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="no fork to rely on")
def test_pages_made_together_are_those_made_by_themselves(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy_data: Callable[[Path], Path],
    write_notebook: Callable[..., Path],
    record_cell: str,
) -> None:
    home = copy_data(tmp_path / "home")
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    notebook = home / "notebooks" / "economic_recovery.ipynb"
    write_notebook(
        notebook, "drawn = region * 2", "if language == 'en' and region == '3577': raise ValueError(drawn)", record_cell
    )
    alone = []
    run = worker.run_notebook
    monkeypatch.setattr(
        worker, "run_notebook", lambda *given, **named: alone.append(given[2]["language"]) or run(*given, **named)
    )

    counted: Counter[str] = Counter()

    def count(module: Any, name: str) -> None:
        function = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, **named: counted.update([name]) or function(*given, **named))

    html.warm_exporter()  # which the first report of a process does meanwhile
    tracker = resource_tracker._resource_tracker  # noqa: SLF001 - it knows its process
    tracker.ensure_running()
    for module, name in ((assets, "qr_code"), (publish, "digest_of"), (html, "_record"), (html, "content")):
        count(module, name)
    jobs = jobs_of("3576", reports=REPORTS[:1])
    both = worker.build_together(jobs, tmp_path / "both")
    assert alone == []
    # of each of two pages its record, content and code once, and a digest of page and record
    assert counted == {"qr_code": 2, "digest_of": 4, "_record": 2, "content": 2}
    monkeypatch.setattr(html, "warm_exporter", lambda: 1 / 0)  # an export that cannot be prepared is made all the same
    assert [result.failure for result in both] == [None, None]
    for job, result in zip(jobs, both, strict=True):
        single = worker.make_and_clear(job)
        assert isinstance(single, Made)
        assert (tmp_path / "both" / job.task.page).read_bytes() == single.page
        assert result.digests == tuple(hashlib.sha256(content).hexdigest() for content in (single.page, single.record))

    alone.clear()
    indonesian, english = worker.build_together(jobs_of("3577", reports=REPORTS[:1]), tmp_path / "both")
    assert (indonesian.failure, alone) == (None, ["en"])
    assert english.failure is not None
    assert (english.failure.reason, english.failure.cell) == ("ValueError: 35773577", 3)
    assert english.failure.kept is not None
    # whoever makes pages in a process of their own keeps what multiprocessing needs to start others
    assert tracker._pid in processes.children(os.getpid())  # noqa: SLF001 - likewise
    processes.adopt_orphans(adopt=False)


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="no fork to rely on")
@pytest.mark.usefixtures("keeping")
def test_a_worker_keeps_the_kernel_for_the_next_report_and_no_longer(tmp_path: Path) -> None:
    kernels = []
    for code, data_version in (("3577", ""), ("3576", ""), ("3576", fingerprints.data_version(project.root()))):
        jobs = [replace(job, data_version=data_version) for job in jobs_of(code, reports=REPORTS[:1])]
        assert [result.failure for result in worker.build_together(jobs, tmp_path)] == [None, None]
        kernels += kept_kernel.pids()
        assert set(kernels[-1:]) <= set(processes.children(os.getpid()))  # it lives
    assert kernels[0] == kernels[1]
    assert kernels[2] not in kernels[:2]
    assert isinstance(worker.make_and_clear(replace(jobs[0], refused="it cannot be made")), Failure)
    assert kept_kernel.pids() == set()
    assert not set(kernels) & set(processes.children(os.getpid()))


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="no fork to rely on")
@pytest.mark.usefixtures("keeping")
def test_a_page_that_cannot_be_exported_is_made_again_in_a_kernel_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse, refused = worker.refuse_other_page, []

    def refuse_first(record: str, job: Job) -> None:
        refused.append((job.task.language, bool(kept_kernel.pids())))
        if len(refused) == 1:
            raise ValueError("not this page")
        refuse(record, job)

    monkeypatch.setattr(worker, "refuse_other_page", refuse_first)
    results = worker.build_together(jobs_of("3576", reports=REPORTS[:1]), tmp_path)
    assert [result.failure for result in results] == [None, None]
    assert refused == [("id", True), ("en", True), ("id", False)]
    assert kept_kernel.pids() == set()


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="no fork to rely on")
def test_a_worker_of_a_build_keeps_its_kernel(tmp_path: Path) -> None:
    jobs = jobs_of("3576", "3577", "3578", reports=REPORTS[:1], languages=["id"])
    kernels = []
    for result in build_all(jobs, tmp_path, workers=1):
        assert result.failure is None
        forking = processes.children(os.getpid())
        workers = {process for one in forking for process in processes.children(one)}
        kernels.append({process for one in workers for process in processes.children(one)})
    assert kernels[0] & kernels[1] & kernels[2]
