"""Shared by all tests: the checkout, copies of it to break, and notebooks made for a test."""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests import reading
from umkm_analysis.cli import main
from umkm_analysis.datasets import project, tables
from umkm_analysis.import_blocker import import_without
from umkm_analysis.jupyter.optional_dependencies import OPTIONAL_DEPENDENCIES

import_without(OPTIONAL_DEPENDENCIES, "nbformat", "papermill")  # or each of pytest's processes would wait seconds
import nbformat  # noqa: E402 - as above
import papermill  # noqa: E402 - as above

from umkm_analysis.jupyter.parameters import defaults  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from umkm_analysis.errors import Problem

PARAMETERS = 'region = "3576"\nbase_year = 2019\nlanguage = "id"'
RECORD = """\
from IPython.display import display
record = {
    "page": {
        "title": f"Laporan {region}", "description": "Uji", "language": language,
        "slug": region, "name": region, "report": "Uji",
    },
    "headline": {"status": "kode", "outcome": "recovered", "recovery_year": int(region), "year": 2021},
    "figures": {"base_year": base_year, "growth": -3.69},
}
bundle = {"text/html": f"<p>daerah {region}</p>", "application/vnd.umkm.report+json": record}
display(bundle, raw=True)"""
ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "umkm_analysis"
MEMORY = pytest.StashKey[str]()
"""Folder of the memory of checked data of this run."""
PREFIX = "umkm-memory-"
YOUNG_OBJECTS = 20_000
"""As many are made before the collector looks for garbage, which costs a sixth of the time of tests at Python's 700."""


FIRST = (
    "tests/browser/test_sites.py::test_every_site",  # what the other tests of pages look at
    "tests/aggregates/test_shares.py::test_spark",
    "tests/test_contributing.py",
    "tests/builds/test_kills.py",
    "tests/builds/workers",
    "tests/test_book.py",
    "tests/test_cli.py",
    "tests/commands",
    "tests/test_installed.py",
    "tests/jupyter",
    "tests/test_notebooks.py",
    "tests/browser/test_sites.py",
    "tests/browser",
)
"""The slow tests, the longest first, so that no process is left with a long one at the end."""


class OnlyWithExamples:
    """Leave modules of the package without an example in a docstring to the tests that import them.

    Each test process would import them all, and render pages by the way, as the worker of a cluster does when imported.
    Hooks of this file are asked of tests/ alone, so it is registered.
    """

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        if collection_path.suffix != ".py" or PACKAGE not in collection_path.parents:
            return None
        return True if ">>>" not in collection_path.read_text(encoding="utf-8") else None


def pytest_configure(config: pytest.Config) -> None:
    """Give all processes of a run a memory of checked data of its own: not the person's, nor of an earlier run."""
    config.pluginmanager.register(OnlyWithExamples())
    if not hasattr(config, "workerinput"):  # the others inherit the environment
        config.stash[MEMORY] = memory = tempfile.mkdtemp(prefix=PREFIX)
        os.environ["UMKM_CACHE"] = memory


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the memory of this run."""
    if memory := config.stash.get(MEMORY, None):
        shutil.rmtree(memory, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests that need a build or a browser as slow; put the slow ones first, as :data:`FIRST` has them."""
    grouped = getattr(config.option, "loadgroup", False)
    for item in items:
        if grouped:
            _keep_in_group(item)
        if {"umkm_process", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")
    items.sort(key=_place)


def pytest_collection_finish() -> None:
    """Leave what collection made, thousands of tests and every module, out of each later search for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 10)


def _keep_in_group(item: Any) -> None:
    """Take over the name by which pytest-xdist keeps a group in one process.

    pytest-xdist 3.8 writes it where pytest from 9.2 on does not look: each process would make anew what is made for a
    group. There is no public way to do it.
    """
    named = getattr(item, "_nodeid", item.nodeid)
    if item.nodeid != named:
        item._id = type(item.id).parse(named)  # noqa: SLF001 - as above
    group = item.get_closest_marker("xdist_group")
    if group and not item.nodeid.endswith(f"@{group.args[0]}"):
        raise RuntimeError(f"{item.nodeid}: pytest-xdist would not keep the group {group.args[0]!r} together")


def _place(item: pytest.Item) -> int:
    if item.get_closest_marker("slow") is None:
        return len(FIRST) + 1
    return next((place for place, start in enumerate(FIRST) if item.nodeid.startswith(start)), len(FIRST))


class Ended(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def umkm(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run the command in this process: a second cheaper than a new one, for tests of what it answers."""
    monkeypatch.delenv("UMKM_LINES", raising=False)
    if PREFIX in os.environ["UMKM_CACHE"]:  # a test may have a memory of its own
        monkeypatch.setenv("UMKM_CACHE", os.devnull)  # tests replace what checks; the memory does not see that

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture(scope="session")
def umkm_process() -> Callable[..., Ended]:
    """Run the command as a person does, in a process of its own: for builds, and for how the process ends."""

    def run(*arguments: str, **environment: str) -> Ended:
        command = [sys.executable, "-m", "umkm_analysis", *arguments]
        variables = {**os.environ, "COLUMNS": "200", **environment}
        variables.pop("UMKM_LINES", None)
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)  # noqa: S603 - ours
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def root() -> Path:
    """The checkout."""
    return ROOT


def copy_project(home: Path) -> Path:
    """Copy data/ and notebooks/ of the checkout, without what a person has imported into it."""
    kept = shutil.ignore_patterns(".ipynb_checkpoints", "lines", "register", "own", "pinned")
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, home / folder, ignore=kept)
    return home


@pytest.fixture
def copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_once: Callable[..., tuple[pd.DataFrame, list[Problem]]]
) -> Path:
    """A copy of data/ and notebooks/ that a test may break; the package reads it instead of the checkout."""
    monkeypatch.setenv("UMKM_HOME", str(copy_project(tmp_path)))
    monkeypatch.setattr(tables, "read_csv", read_once)
    return tmp_path


@pytest.fixture(scope="session")
def read_once() -> Callable[..., tuple[pd.DataFrame, list[Problem]]]:
    """Read a table as the package does; what the test has left as the checkout has it, a single time."""
    return reading.once(ROOT / "data")


def notebook(*cells: str, parameters: str = PARAMETERS) -> Any:
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    rest = [nbformat.v4.new_code_cell(cell) for cell in cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=[first, *rest], metadata={"kernelspec": kernel})


@pytest.fixture(scope="session")
def write_notebook() -> Callable[..., Path]:
    def write(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook(*cells, parameters=parameters), path)
        return path

    return write


@pytest.fixture(scope="session")
def stock_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Any]:
    """Run a notebook of the project once by plain papermill, for its own region as a number, in English.

    Tests of the same notebook are of one group, so that one test process runs them all.
    """

    @cache
    def run(path: Path) -> Any:
        return papermill.execute_notebook(
            str(path),
            str(tmp_path_factory.mktemp("stock") / path.name),
            parameters={"region": int(defaults(path)["region"]), "language": "en"},
            progress_bar=False,
            kernel_name="python3",
        )

    return run


@pytest.fixture(scope="session")
def copy_data() -> Callable[[Path], Path]:
    def copy(home: Path) -> Path:
        shutil.copytree(project.root() / "data", home / "data")
        return home

    return copy


@pytest.fixture(scope="session")
def record_cell() -> str:
    return RECORD


@pytest.fixture(scope="session")
def assert_sound() -> Callable[[str], None]:
    return _assert_sound


def _assert_sound(html: str) -> None:
    """A page that loads nothing, without NaN or double ids, whose drawings say what they show.

    Addresses stand in links that a reader follows, and in the CSV of the sources, nowhere else.
    """
    loose = re.sub(
        r'<a href="https?://[^"]+" rel="noreferrer"(?: title="[^"]*")?>|href="data:text/csv[^"]*"',
        "",
        html,
    )
    assert "http" not in loose
    assert "nan" not in re.findall(r">\s*(nan)\s*<", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "ids must be unique on a page"
    for svg in re.findall(r'<svg(?! class="sign" [^>]*aria-hidden="true").*?</svg>', html, flags=re.DOTALL):
        assert re.search(
            r'<svg role="img" aria-labelledby="([^"]+)"[^>]*><title id="\1">(Grafik|Peta) \w+( \w+)?\. \S', svg
        )
        assert "<text" in svg
