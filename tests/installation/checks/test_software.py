from __future__ import annotations

import subprocess
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from umkm_analysis.datasets import project
from umkm_analysis.installation.checks import software
from umkm_analysis.installation.checks.check import State

if TYPE_CHECKING:
    from pathlib import Path

REQUIRES = [
    "papermill>=2.7,<3",
    "nbconvert>=7.17,<8",
    'jupyterlab>=4.5; extra == "lab"',
    'polars>=1; extra == "polars"',
]


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Installed versions, and requirements of a small package."""
    installed = {"papermill": "2.7.0", "nbconvert": "7.20", "jupyterlab": "4.6", "polars": "1.35"}

    def version(name: str) -> str:
        if name not in installed:
            raise software.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr(software, "version", version)
    monkeypatch.setattr(software, "requires", lambda _: REQUIRES)
    monkeypatch.setattr(software, "PURPOSES", {"lab": "umkm lab", "polars": "umkm shares"})
    return installed


def test_an_older_python_is_named_with_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert software.python().state is State.OK
    monkeypatch.setattr(software, "python_version", lambda: "3.10.14")
    check = software.python()
    assert (check.state, check.found) == (State.FAIL, "3.10.14, and >=3.11 is needed")
    monkeypatch.setattr(software, "python_version", lambda: "3.15.0b1")
    assert software.python().state is State.OK


def test_libraries_within_their_bounds_are_fine(versions: dict[str, str]) -> None:
    assert versions
    assert software.packages().found == "all 2 within their bounds"
    assert software.extras().found == "lab, polars"


def test_a_library_that_is_missing_old_or_too_new_is_named_with_the_command(versions: dict[str, str]) -> None:
    del versions["papermill"]
    versions["nbconvert"] = "8.0"
    check = software.packages()
    assert check.state is State.FAIL
    assert check.found == "papermill <3,>=2.7 is needed, none is there; nbconvert <8,>=7.17 is needed, 8.0 is there"
    assert check.advice == 'python -m pip install "papermill<3,>=2.7" "nbconvert<8,>=7.17"'


def test_extras_that_are_missing_do_no_harm_and_old_ones_are_warned_of(versions: dict[str, str]) -> None:
    del versions["polars"]
    check = software.extras()
    assert (check.state, check.found) == (State.OK, "lab; not installed: polars (for umkm shares)")
    assert check.advice == 'Those that you want: python -m pip install -e ".[polars]"'
    versions["jupyterlab"] = "3.0"
    check = software.extras()
    assert check.state is State.WARN
    assert "lab: jupyterlab >=4.5 is needed, 3.0 is there" in check.found


def test_a_release_ahead_of_the_final_one_is_measured_by_its_number(versions: dict[str, str]) -> None:
    versions["papermill"] = "2.8.0rc1"
    assert software.unmet([Requirement("papermill>=2.7,<3")]) == []


def test_files_of_the_package_that_are_lost_are_named(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [check.state for check in software.own_files()] == [State.OK] * 3
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_bytes((root / project.MARKER).read_bytes())
    monkeypatch.setattr(project, "IN_PACKAGE", tmp_path)
    tables = software.own_files()[0]
    assert tables.state is State.FAIL
    assert "grdp_level.csv" in tables.found
    assert "--force-reinstall" in tables.advice
    (tmp_path / "data" / "datapackage.json").write_text("{")
    assert "not readable" in software.own_files()[0].found
    monkeypatch.setattr(software.assets, "HERE", tmp_path)
    assert software.own_files()[-1].name == "tables"


def test_without_a_browser_only_pdf_is_affected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("umkm_analysis.builds.output.pdf.PROGRAMS", ())
    check = software.browser()
    assert check.state is State.WARN
    assert "apt install chromium" in check.advice


@pytest.mark.parametrize(
    ("said", "spark", "state", "words"),
    [
        ('openjdk version "21.0.2" 2024-01-16', True, State.OK, "21"),
        ('java version "1.8.0_401"', True, State.WARN, "8 (java); Spark needs 17"),
        ('java version "1.8.0_401"', False, State.OK, "8 (java); Spark needs 17"),
        ("Unable to locate a Java Runtime", True, State.WARN, "does not say its version"),
        (None, True, State.WARN, "none found"),
        (None, False, State.OK, "none found"),
    ],
)
def test_java_matters_only_to_spark(
    monkeypatch: pytest.MonkeyPatch, said: str | None, state: State, words: str, *, spark: bool
) -> None:
    monkeypatch.setattr(software.shutil, "which", lambda _: said and "java")
    monkeypatch.setattr(software, "find_spec", lambda _: spark or None)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stderr=said, stdout=""))
    check = software.java()
    assert check.state is state
    assert words in check.found
    assert bool(check.advice) == ("21" not in words)
