"""What is printed survives every console, and a reader who has gone."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from umkm_analysis.cli import application, main
from umkm_analysis.commands import streams

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = sorted(get_command(application()).commands)  # type: ignore[attr-defined]
SAID = {
    "every region": ("list", "--province", "3500"),
    "a metric": ("metrics", "growth_rate"),
    "the catalogue": ("metrics",),
    "a plan": ("build", "--region", "3576", "--dry-run"),
    "kinds of lines": ("lines", "--kinds"),
    "the check of the data": ("check",),
    "claims": ("claims", "check", "data/claims.csv"),
    "a wrong name": ("build", "--region", "Kota Mojokertö −"),
}


def _run(monkeypatch: pytest.MonkeyPatch, encoding: str, *arguments: str) -> tuple[int, str, str]:
    """Run the command on a console that refuses what its code page does not have."""
    written = [io.BytesIO(), io.BytesIO()]
    for name, file in zip(("stdout", "stderr"), written, strict=True):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(file, encoding=encoding, errors="strict", write_through=True))
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = [file.getvalue().decode(encoding) for file in written]
    return int(ended.value.code or 0), said[0], said[1]


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_is_written_on_every_console(monkeypatch: pytest.MonkeyPatch, encoding: str, command: str) -> None:
    code, said, errors = _run(monkeypatch, encoding, command, "--help")
    assert (code, errors) == (0, "")
    assert "Usage:" in said


@pytest.mark.slow
@pytest.mark.parametrize("arguments", SAID.values(), ids=SAID)
def test_a_console_of_another_code_page_gets_the_same_answer(
    monkeypatch: pytest.MonkeyPatch, root: Path, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(root)
    expected = _run(monkeypatch, "utf-8", *arguments)
    code, said, errors = _run(monkeypatch, "ascii", *arguments)
    assert code == expected[0]
    assert len(said.splitlines()) == len(expected[1].splitlines())
    assert len(errors.splitlines()) == len(expected[2].splitlines())


def test_a_character_that_a_console_does_not_know_becomes_the_nearest_that_it_knows() -> None:
    streams.make_lasting()
    assert "−3,69 – “é” … ≥ مدينة".encode("ascii", errors=streams.HANDLER) == b'-3,69 - "e" ... >= ?????'


@pytest.mark.slow
def test_a_reader_who_has_gone_ends_the_command_quietly() -> None:
    command = [sys.executable, "-m", "umkm_analysis", "build", "--all", "--dry-run"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == streams.BROKEN_PIPE
