from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.installation.checks import doctor
from umkm_analysis.installation.checks.check import Check, State

if TYPE_CHECKING:
    from collections.abc import Callable

    Umkm = Callable[..., tuple[int, str, str]]

CHECKS = [Check("Python", State.OK, "3.12.1"), Check("Chromium", State.WARN, "none", "Install it.")]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    checks = list(CHECKS)
    monkeypatch.setattr(doctor, "examine", lambda: iter(checks))
    return checks


def test_warnings_come_with_what_to_do_and_end_well(found: list[Check], umkm: Umkm) -> None:
    assert found
    code, said, _ = umkm("doctor")
    assert code == 0
    assert said.splitlines() == [
        "ok    Python           3.12.1",
        "warn  Chromium         none",
        "                       → Install it.",
        "All that is needed is there.",
    ]


def test_what_is_needed_and_missing_ends_with_1(found: list[Check], umkm: Umkm) -> None:
    found.append(Check("disk", State.FAIL, "0 MB", "Make room."))
    code, said, _ = umkm("doctor")
    assert code == 1
    assert said.endswith("Reports cannot be built so: disk\n")


def test_machines_get_json(found: list[Check], umkm: Umkm) -> None:
    assert found
    code, said, _ = umkm("doctor", "--json")
    assert code == 0
    assert json.loads(said)[1] == {"name": "Chromium", "state": "warn", "found": "none", "advice": "Install it."}


@pytest.mark.slow
def test_the_machine_of_the_tests_has_what_is_needed(umkm: Umkm) -> None:
    code, said, _ = umkm("doctor", "--json")
    checks = json.loads(said)
    assert code == 0, checks
    assert {check["name"] for check in checks} >= {
        "Python", "libraries", "tables", "fonts", "workspace", "pages", "memory", "disk", "console", "locale",
        "Chromium", "Java", "warm kernel", "standard kernel",
    }  # fmt: skip
    assert all(check["advice"] for check in checks if check["state"] != "ok")
