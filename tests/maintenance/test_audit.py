"""Audit of the lock: what no service answered on never looks clean."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from maintenance import audit, tools
from maintenance.audit import Answer, Exit, ask, read, report, requirement_files
from maintenance.lock import pins

if TYPE_CHECKING:
    from pathlib import Path

ASKED = {"alpha 1", "beta 2"}
CLEAN = {"name": "Alpha", "version": "1", "vulns": []}
FIXED = {"name": "beta", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]}]}
OPEN = {"name": "beta", "version": "2", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]}
SKIPPED = {"name": "beta", "skip_reason": "Dependency not found on PyPI and could not be audited: beta (2)"}


def printed(*packages: dict[str, Any]) -> Answer:
    return read(json.dumps({"dependencies": packages, "fixes": []}), "No known vulnerabilities found")


def reported(*answers: Answer) -> tuple[Exit, list[str]]:
    lines: list[str] = []
    code = report(ASKED, zip(audit.SERVICES, answers, strict=False), lines.append)
    return code, lines


def test_a_lock_without_advisories_is_clean() -> None:
    code, lines = reported(printed(CLEAN, {**CLEAN, "name": "beta", "version": "2"}))
    assert (code, lines) == (0, ["No known vulnerability in the 2 packages of requirements.lock."])


def test_advisories_are_named_with_what_mends_them() -> None:
    code, lines = reported(printed(CLEAN, FIXED))
    assert code == 1
    assert lines == ["beta 2  PYSEC-1  mended in 2.1, 3.0", "1 advisories on 2 checked packages."]
    assert reported(printed(CLEAN, OPEN))[1][0] == "beta 2  PYSEC-2  not mended yet"


def test_a_package_that_the_service_does_not_find_is_not_checked_though_pip_audit_ends_with_0() -> None:
    code, lines = reported(printed(CLEAN, SKIPPED), printed(CLEAN, SKIPPED))
    assert code == 3
    assert lines[-1] == "NOT CHECKED: no advisory service answered on 1 of 2 packages (beta 2)."
    assert f"pypi: {SKIPPED['skip_reason']}" in lines


def test_a_service_that_cannot_be_reached_is_not_clean() -> None:
    silent = read("", "Traceback\nrequests.exceptions.ConnectionError: no such host\n")
    code, lines = reported(silent, silent)
    assert code == 3
    assert lines[:2] == [f"{name}: requests.exceptions.ConnectionError: no such host" for name in audit.SERVICES]
    assert "NOT CHECKED: no advisory service answered on 2 of 2 packages" in lines[2]
    assert reported(read("", ""), silent)[1][0] == "pypi: it printed nothing"
    assert reported()[0] == 3


def test_what_is_known_to_be_vulnerable_is_said_where_the_rest_was_not_checked() -> None:
    code, lines = reported(printed(FIXED), printed())
    assert code == 1
    assert any(line.startswith("NOT CHECKED: ") and "(alpha 1)" in line for line in lines)


def test_the_second_service_is_asked_only_for_what_the_first_did_not_know() -> None:
    seen = []

    def answers() -> Any:
        for service in audit.SERVICES:
            seen.append(service)
            yield service, printed(CLEAN, FIXED)

    report(ASKED, answers(), lambda _: None)
    assert seen == ["pypi"]


def test_every_package_of_the_lock_is_asked_about_each_version_once(tmp_path: Path) -> None:
    found = pins()
    lines = []
    for path in requirement_files(found, tmp_path / "audit"):
        names = [line.partition("==")[0] for line in path.read_text(encoding="utf-8").splitlines()]
        assert len(set(names)) == len(names)
        lines += path.read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == sorted(f"{pin.name}=={pin.version}" for pin in found)


def test_without_the_tool_nothing_is_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: str) -> Path:
        raise subprocess.CalledProcessError(1, ["pip"])

    monkeypatch.setattr(tools, "install", fail)
    assert audit.main() == 3
    assert capsys.readouterr().out.startswith("NOT CHECKED: pip-audit cannot be installed")


@pytest.mark.slow
def test_the_tool_is_called_without_pip_and_its_answer_read(tmp_path: Path) -> None:
    tool = tmp_path / "pip-audit"
    answer = json.dumps({"dependencies": [FIXED]})
    tool.write_text(f"#!/bin/sh\necho \"$@\" > {tmp_path}/called\necho '{answer}'\nexit 1\n", encoding="utf-8")
    tool.chmod(0o755)
    assert ask(tool, "osv", tmp_path / "r.txt").advisories == ("beta 2  PYSEC-1  mended in 2.1, 3.0",)
    called = (tmp_path / "called").read_text(encoding="utf-8")
    assert "--vulnerability-service osv" in called
    assert "--no-deps --disable-pip" in called
    assert f"--requirement {tmp_path}/r.txt" in called
