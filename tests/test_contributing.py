"""The examples of CONTRIBUTING.md work: each is made in a copy of the checkout, from the text of the guide."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
COPIED = ("umkm_analysis", "notebooks", "data", "tests", "pyproject.toml", "Makefile", "README.md")
BLOCK = re.compile(
    r"^`(?P<path>[^`]+)`, (?P<how>a new file|at its end|before its last line|below `(?P<line>[^`]+)`):\n\n"
    r"```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A block of code of the guide: where it goes and how."""

    path: str
    how: str
    line: str | None
    text: str

    def write(self, home: Path) -> None:
        """Do what the guide says."""
        path = home / self.path
        if self.how == "a new file":
            assert not path.exists(), f"{self.path} is there already: the guide needs another example"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        position = len(lines)
        if self.how == "before its last line":
            position -= 1
        elif self.line is not None:
            position = 1 + next(number for number, line in enumerate(lines) if line.startswith(self.line))
        path.write_text("".join([*lines[:position], self.text, *lines[position:]]), encoding="utf-8")


def blocks(root: Path, heading: str) -> list[Block]:
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = [Block(match["path"], match["how"], match["line"], match["text"]) for match in BLOCK.finditer(section)]
    assert len(found) == section.count("\n```\n"), "every block of code names its file"
    return found


@pytest.fixture
def home(root: Path, tmp_path: Path) -> Path:
    """A copy of the checkout."""
    for name in COPIED:
        if (root / name).is_dir():
            left_out = ("lines", "register") if name == "data" else ("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns(*left_out))
        else:
            shutil.copy(root / name, tmp_path / name)
    return tmp_path


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in the copy, whose package comes before the installed one."""
    environment = {**os.environ, "PYTHONPATH": str(home), "UMKM_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", *arguments], cwd=home, env=environment, capture_output=True, text=True, check=False
    )


def run_tests(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(
        home,
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "--override-ini",
        "addopts=--import-mode=importlib",
        *arguments,
    )


def run_program(home: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment in the copy."""
    environment = {**os.environ, "PYTHONPATH": str(home)}
    path = Path(sys.executable).with_name(program)
    return subprocess.run([path], cwd=home, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def assert_passes(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def made(root: Path, home: Path) -> str:
    """Make the guide's report as it says; return its name."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^    umkm (new-report .*)$", text, flags=re.MULTILINE)
    arguments = shlex.split(command)
    done = run(home, "umkm_analysis", *arguments)
    assert_passes(done)
    assert run(home, "umkm_analysis", *arguments).returncode == 2  # and touches nothing
    return arguments[1]


def test_a_report_from_the_template_passes_what_every_report_passes(root: Path, home: Path, made: str) -> None:
    folder = made.replace("-", "_")
    for block in blocks(root, "A new report"):
        block.write(home)
    written = ("umkm_analysis/reports", "umkm_analysis/installation", "tests/reports")
    assert_passes(run(home, "ruff", "check", *written))
    assert_passes(run(home, "ruff", "format", "--check", *written))
    if (root / ".mypy_cache").is_dir():  # what it knows of unchanged files; it compares what they hold
        shutil.copytree(root / ".mypy_cache", home / ".mypy_cache")
    assert_passes(run(home, "mypy", "-p", f"umkm_analysis.reports.{folder}"))
    assert_passes(run_program(home, "lint-imports"))
    own_tests = (
        f"tests/reports/{folder}",
        "tests/test_docs.py",
        "tests/reports/test_inputs.py",
        "tests/test_notebooks.py",
        "tests/i18n/test_translation.py",
    )
    chosen = f"{made} or {folder} or table_of_reports or stands_in_the_catalogue or untranslated or agree"
    assert_passes(run(home, "umkm_analysis.reports.readme"))
    assert_passes(run_tests(home, *own_tests, "-k", f"({chosen}) and not number-id"))
    listed = run(home, "umkm_analysis", "list", "--province", "3500", "--kind", "kota", "--report", made)
    assert re.search(rf"3576  Kota Mojokerto .*\b{made}\b", listed.stdout), listed.stdout + listed.stderr
    _assert_built(home, folder)


def _assert_built(home: Path, folder: str) -> None:
    name, output = folder.replace("_", "-"), home / "out"
    codes = ("3576", "5171", "3501", "3502", "3503", "3504", "3505", "3506", "3507", "3508", "3509")
    chosen = (*(argument for code in codes for argument in ("--region", code)), "--report", name)
    built = run(home, "umkm_analysis", "build", *chosen, "--output", str(output))
    assert_passes(built)
    assert re.search(r"20 built, 0 up to date, 1 left out .* 0 failed", built.stdout)
    for language, sentence, index in (
        ("id", "Pada 2023, 135.414 jiwa tinggal di Kota Mojokerto.", "index.html"),
        ("en", "In 2023, 135,414 people lived in Kota Mojokerto.", "index.en.html"),
    ):
        href = f"{language}/3576-kota-mojokerto/{name}.html"
        assert sentence in (output / href).read_text(encoding="utf-8")
        html = (output / index).read_text(encoding="utf-8")
        assert f'href="{href}"' in html
        assert 'data-v="135414"' in html
    assert "belum ada angka penduduk untuk daerah ini" in (output / "index.html").read_text(encoding="utf-8")
    assert "there is no population figure of this region yet" in html


def test_a_metric_needs_one_function_one_row_and_one_test(root: Path, home: Path) -> None:
    for block in blocks(root, "A new metric"):
        block.write(home)
    assert_passes(run(home, "ruff", "check", "--fix", "umkm_analysis/metrics", "tests/metrics"))
    tests = ("tests/metrics/test_density.py", "tests/metrics/catalogue", "umkm_analysis/metrics/density.py")
    done = run_tests(home, "--doctest-modules", *tests, "-k", "density or every_public or stands_in_all or no_two")
    assert_passes(done)
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) > 15
    shown = run(home, "umkm_analysis", "metrics", "enterprise_density")
    assert "Enterprise density" in shown.stdout, shown.stdout + shown.stderr
