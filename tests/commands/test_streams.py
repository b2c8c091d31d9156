"""What is printed survives every console, and a reader who has gone."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from umkm_analysis.cli import COMMANDS as REGISTERED
from umkm_analysis.cli import main
from umkm_analysis.commands import streams
from umkm_analysis.commands.exit_codes import ExitCode

COMMANDS = sorted(REGISTERED)
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


CLOSED = """\
import os, sys
for number in map(int, sys.argv[1].split(",")):
    os.close(number)
os.execv(sys.executable, [sys.executable, "-m", "umkm_analysis", *sys.argv[2:]])"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="streams are no numbers there")
@pytest.mark.parametrize("closed", ["0", "1", "2", "0,1,2"])
def test_a_build_needs_no_stream(closed: str, tmp_path: Path) -> None:
    options = ["--region", "3576", "--report", "economic-recovery", "--language", "id", "--output", str(tmp_path)]
    command = [sys.executable, "-c", CLOSED, closed, "build", *options]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)  # noqa: S603 - ours
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "id" / "3576-kota-mojokerto" / "economic-recovery.html").is_file()


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--all", "--dry-run"),
        ("list",),
        ("build", "--region", "3576", "--region", "3577", "--report", "economic-recovery", "--log-format", "json"),
    ],
    ids=["plan", "list", "objects"],
)
def test_a_reader_who_has_gone_ends_the_command_quietly(arguments: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "umkm_analysis", *arguments]
    command += ["--output", str(tmp_path)] if arguments[0] == "build" else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        assert process.stderr is not None
        if "--log-format" not in arguments:
            assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == ExitCode.READER_GONE


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_output_that_cannot_be_written_is_said_and_a_closed_one_is_nothing() -> None:
    command = [sys.executable, "-m", "umkm_analysis", "list"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)  # noqa: S603 - ours
    assert (done.returncode, done.stderr) == (ExitCode.FAILED, b"umkm: [Errno 28] No space left on device\n")
    closed = ["sh", "-c", 'exec "$@" >&-', "sh", *command]
    done = subprocess.run(closed, stderr=subprocess.PIPE, check=False)  # noqa: S603 - ours
    assert (done.returncode, done.stderr) == (ExitCode.OK, b"")
