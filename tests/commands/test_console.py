"""What is printed can neither move the cursor nor hide or turn around what stands beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.datasets import hostile
from umkm_analysis.builds.job import Failure, Result, Warned
from umkm_analysis.builds.plan import Task
from umkm_analysis.commands import console, progress
from umkm_analysis.datasets import regions
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

FORGED = "conflicts\x1b[2K\r    confirmed: all is well"


@pytest.mark.parametrize("text", [*hostile.UNSEEN, FORGED, "a\ud800b", "a\x00b"])
def test_whatever_is_printed_is_seen(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    console.out.print(text)
    console.err.print(text)
    console.print_aligned([[text, "x"]])
    said = capsys.readouterr()
    assert (said.out + said.err).replace("\n", "").isprintable()
    assert said.out.count("<U+") >= 2


def test_lines_and_tables_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    console.out.print("first\nsecond\tthird")
    assert capsys.readouterr().out.expandtabs() == "first\nsecond\tthird\n".expandtabs()


def test_reasons_of_failures_are_seen_on_the_terminal_and_in_the_journal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    result = Result(Task(regions.find("3576"), REPORTS[0], "id"), 1.0, Failure(FORGED))
    console.log_as_json(iter([result]), 1)
    progress.show_progress(iter([result]), 1)
    console.print_failures([result], tmp_path)
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "\r" not in said.out + said.err
    journal = json.loads(said.out.splitlines()[0])
    assert journal["reason"] == "conflicts<U+001B>[2K<U+000D>    confirmed: all is well"


def test_what_cells_wrote_to_standard_error_is_said_once_a_cell_with_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    task = Task(regions.find("3576"), REPORTS[0], "id")
    warned = (Warned("code cell 2", f"awas{FORGED}\nlagi"),)
    results = [Result(task, 1.0, warned=warned, kept=tmp_path / name) for name in ("a.txt", "b.txt")]
    console.print_warnings([*results, Result(task, 1.0)])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{task.report.name}, code cell 2: it wrote warnings")
    assert '(2 pages; the first begins "awasconflicts<U+001B>[2K' in line
    assert line.endswith(f"All of it: {tmp_path / 'a.txt'}, and so on")
    console.log_as_json(iter(results), 2)
    journal = json.loads(capsys.readouterr().out.splitlines()[0])
    assert journal["warnings"] == [{"cell": "code cell 2", "text": warned[0].text}]


def test_no_cell_of_a_speech_turns_a_verdict_around(tmp_path: Path, umkm: Callable[..., Ended]) -> None:
    path = tmp_path / "speech.csv"
    path.write_text(
        f'code,indicator,value,unit,stated_period,"{FORGED}"\n3576,grdp_growth,3.65,per cent,2020,x\n',
        encoding="utf-8",
        newline="",
    )
    code, out, err = umkm("claims", "check", str(path))
    assert code == 3
    assert (out + err).replace("\n", "").isprintable()


@pytest.mark.parametrize("text", [FORGED, "\u202e6753", "=cmd", "{name}", "<b>", "[red]x[/red]", "../..", "$x_{"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--dry-run", "--region"),
        ("build", "--dry-run", "--report"),
        ("build", "--dry-run", "-p"),
        ("build", "--dry-run", "--language"),
        ("list", "--province"),
        ("metrics",),
        ("import", "register"),
        ("import", "inaproc", "--year", "2025"),
        ("claims", "check"),
    ],
)
def test_hostile_arguments_end_with_a_sentence(
    umkm: Callable[..., Ended], *, arguments: tuple[str, ...], text: str
) -> None:
    code, out, err = umkm(*arguments, text)
    assert code in {2, 3}
    assert "Traceback" not in err
    assert (out + err).replace("\n", "").isprintable()
