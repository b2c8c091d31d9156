"""What the tables answer to a plan is worked out once for the same data, and never for others."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.own.notebooks import read_own
from umkm_analysis.builds.request import read_asked
from umkm_analysis.builds.staleness.file_states import FileStates
from umkm_analysis.builds.staleness.manifest import Manifest
from umkm_analysis.builds.table_answers import TableAnswers
from umkm_analysis.commands.pages import planning
from umkm_analysis.datasets import project, regions
from umkm_analysis.datasets.boundaries import store as boundaries
from umkm_analysis.datasets.editions import archive
from umkm_analysis.datasets.register import places
from umkm_analysis.reports.registry import REPORTS, find_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECOVERY, ONBOARDING = find_report("economic-recovery"), find_report("umkm-onboarding")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the project with a memory of its own."""
    copy = tmp_path / "home"
    for folder in ("data", "notebooks"):
        shutil.copytree(project.root() / folder, copy / folder, ignore=shutil.ignore_patterns("own", "lines"))
    monkeypatch.setenv(project.HOME_VARIABLE, str(copy))
    monkeypatch.setenv("UMKM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("UMKM_LINES", str(tmp_path / "lines"))
    yield copy
    project.clear_caches()


@pytest.fixture
def asked_of_tables(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects what the tables are asked."""
    found: list[str] = []
    ask = TableAnswers._ask  # noqa: SLF001 - where a question is answered or worked out

    def noted(self: TableAnswers, what: str, report: Any, region: Any, work_out: Any) -> Any:
        def working_out(of: Any) -> Any:
            found.append(f"{what} {report.name} {region.code}")
            return work_out(of)

        return ask(self, what, report, region, working_out)

    monkeypatch.setattr(TableAnswers, "_ask", noted)
    return found


def plan(folder: Path, *codes: str, **asked: Any) -> planning.Planned:
    """Plan as a new process does."""
    project.clear_caches()
    options: dict[str, Any] = {
        "region": codes, "province": (), "everything": False, "report": (), "notebook": (), "language": (),
        "parameter": (), "limit": None, "cluster": None, **asked,
    }  # fmt: skip
    read = read_asked(**options)
    return planning.plan_build(
        read,
        folder / "out",
        Manifest(),
        FileStates(project.root(), read.notebooks),
        address=None,
        seconds=60,
        warm=True,
        force=False,
        prune=False,
        retry_failed=False,
    )


def prints(planned: planning.Planned) -> dict[str, dict[str, str]]:
    return {one.job.task.page: one.fingerprints for one in planned.split[0]}


def test_an_answer_is_worked_out_once_and_read_back_as_it_was() -> None:
    answers, region = TableAnswers(), regions.find("3576")
    worked_out = [
        (answers.unavailable_reason(report, region), answers.fingerprints(report, region)) for report in REPORTS
    ]
    assert answers.has_grown
    again = TableAnswers(answers.lines())
    assert worked_out == [
        (again.unavailable_reason(report, region), again.fingerprints(report, region)) for report in REPORTS
    ]
    assert [report.unavailable_reason(region) for report in REPORTS] == [reason for reason, _ in worked_out]
    assert not again.has_grown
    assert again.lines() == answers.lines()


def test_a_reason_comes_back_as_the_code_that_has_words() -> None:
    region = regions.find("3578")
    reason = ONBOARDING.unavailable_reason(region)
    assert reason is not None
    answers = TableAnswers()
    answers.unavailable_reason(ONBOARDING, region)
    assert TableAnswers(answers.lines()).unavailable_reason(ONBOARDING, region) is reason


def test_answers_do_not_share_what_somebody_may_change() -> None:
    answers, region = TableAnswers(), regions.find("3576")
    answers.fingerprints(RECOVERY, region)["links"] = "changed"
    assert "links" not in answers.fingerprints(RECOVERY, region)


def test_own_notebooks_share_answers_only_with_copies_of_the_same_reports(tmp_path: Path) -> None:
    owns = []
    for name, source in (("a", RECOVERY), ("b", RECOVERY), ("c", ONBOARDING)):
        shutil.copy(project.notebook(source.notebook), tmp_path / f"{name}.ipynb")
        owns.append(read_own(tmp_path / f"{name}.ipynb"))
    first, second, third = (own.asks_as for own in owns)
    assert first == second != third
    assert not {first, third} & {report.asks_as for report in REPORTS}


def test_the_same_plan_asks_the_tables_nothing(home: Path, asked_of_tables: list[str]) -> None:
    first = plan(home, "3576", "3500")
    assert asked_of_tables
    asked_of_tables.clear()
    second = plan(home, "3576", "3500")
    assert asked_of_tables == []
    assert prints(second) == prints(first)
    assert second.left_out == first.left_out


def test_another_region_is_asked_about_alone(home: Path, asked_of_tables: list[str]) -> None:
    plan(home, "3576")
    asked_of_tables.clear()
    plan(home, "3576", "3578")
    assert asked_of_tables
    assert {question.rpartition(" ")[2] for question in asked_of_tables} == {"3578"}
    asked_of_tables.clear()
    plan(home, "3576", "3578")
    assert asked_of_tables == []


def _row(home: Path) -> None:
    table = home / "data" / "grdp_growth.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("3576,2022,"))
    lines[at] = lines[at].replace("5.56", "5.57")
    table.write_text("".join(lines), encoding="utf-8")


def _pinned(home: Path) -> None:
    archive.pin("before", day="2026-11-01")
    _row(home)


def _boundaries(home: Path) -> None:
    del home
    outline = boundaries.Outline(3, 0.01, {"3576": [[0, 0, 1, 1]]}, {})
    boundaries.keep(boundaries.Boundaries("", "s", "l", "f", "", "", {"0000": outline, "3500": outline}))


def _register(home: Path) -> None:
    folder = home / places.FOLDER
    folder.mkdir(parents=True)
    (folder / "3578.parquet").write_bytes(b"a register")


@pytest.mark.parametrize("change", [_row, _pinned, _boundaries, _register])
def test_after_a_change_the_plan_is_as_without_a_memory(
    change: Any, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = ("3576", "3500", "3578")
    before = plan(home, *chosen)
    change(home)
    after = plan(home, *chosen)
    monkeypatch.setenv("UMKM_CACHE", str(tmp_path / "another"))
    anew = plan(home, *chosen)
    assert prints(after) == prints(anew)
    assert after.left_out == anew.left_out
    assert prints(after) != prints(before)


def test_of_rows_that_cannot_be_used_nothing_is_remembered(home: Path, asked_of_tables: list[str]) -> None:
    table = home / "data" / "grdp_growth.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("3576,2022,5.56", "3576,2022,many"), encoding="utf-8")
    assert plan(home, "3578").checked == ""
    asked_of_tables.clear()
    plan(home, "3578")
    assert asked_of_tables


def test_what_was_answered_while_a_register_came_is_not_remembered(
    home: Path, asked_of_tables: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    register = home / "data" / "register" / "3578.parquet"
    register.parent.mkdir()
    with monkeypatch.context() as meanwhile:
        make = planning.make_plan
        meanwhile.setattr(planning, "make_plan", lambda *of, **how: (register.write_bytes(b"x"), make(*of, **how))[1])
        assert any(ONBOARDING.name in page for page in prints(plan(home, "3578")))
    register.unlink()
    asked_of_tables.clear()
    assert not any(ONBOARDING.name in page for page in prints(plan(home, "3578")))
    assert asked_of_tables
