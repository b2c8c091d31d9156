"""Imports without optional dependencies, and what happens where they are not optional."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.import_blocker import deferred, import_without
from umkm_analysis.jupyter.optional_dependencies import OPTIONAL_DEPENDENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OPTIONAL = "try:\n    import blocker_extra as extra\nexcept ImportError:\n    extra = None\n"
REQUIRED = "import blocker_helper\nimport blocker_extra as extra\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Write a library that imports "blocker_extra", beside that module."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "blocker_extra.py").write_text("value = 42\n")
    (tmp_path / "blocker_helper.py").write_text("")

    def write(source: str) -> str:
        (tmp_path / "blocker_library.py").write_text(source)
        importlib.invalidate_caches()
        return "blocker_library"

    yield write
    for name in ("blocker_library", "blocker_extra", "blocker_helper"):
        sys.modules.pop(name, None)


def test_a_blocked_module_is_not_loaded_and_can_be_imported_later(library: Callable[[str], str]) -> None:
    name = library(OPTIONAL)
    import_without(["blocker_extra"], name)
    assert sys.modules[name].extra is None
    assert "blocker_extra" not in sys.modules
    assert importlib.import_module("blocker_extra").value == 42


def test_a_deferred_module_is_imported_when_the_library_uses_it(library: Callable[[str], str]) -> None:
    name = library("import blocker_extra as extra\n")
    with deferred("blocker_extra"):
        found = importlib.import_module(name)
    assert "blocker_extra" not in sys.modules
    assert found.extra.value == 42
    assert sys.modules["blocker_extra"].value == 42
    with pytest.raises(AttributeError, match="nothing"):
        found.extra.nothing  # noqa: B018 - asked for


def test_a_library_that_uses_a_deferred_module_at_once_gets_it(library: Callable[[str], str]) -> None:
    name = library("from blocker_extra import value\nimport blocker_extra as extra\n")
    with deferred("blocker_extra"):
        found = importlib.import_module(name)
    assert found.value == 42
    assert found.extra is sys.modules["blocker_extra"]


def test_a_module_that_is_there_is_not_deferred(library: Callable[[str], str]) -> None:
    extra = importlib.import_module("blocker_extra")
    name = library("import blocker_extra as extra\n")
    with deferred("blocker_extra"):
        found = importlib.import_module(name)
    assert found.extra is extra is sys.modules["blocker_extra"]


def test_a_library_that_takes_all_names_of_a_package_imports_none_of_its_deferred_parts(
    library: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "blocker_package"
    package.mkdir()
    # as numpy does it: a part is imported when it is asked for
    lazily = "import blocker_package.part as part\n    return part"
    (package / "__init__.py").write_text(f"__all__ = ['part']\ndef __getattr__(name):\n    {lazily}\n")
    (package / "part.py").write_text("value = 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    whole = importlib.import_module("blocker_package")
    name = library("from blocker_package import *\n")
    with deferred("blocker_package.part"):
        found = importlib.import_module(name)
    assert "blocker_package.part" not in sys.modules
    assert "part" not in vars(whole)
    assert found.part.value == 42
    assert whole.part is sys.modules["blocker_package.part"]


def test_a_library_that_needs_the_blocked_module_gets_it(library: Callable[[str], str]) -> None:
    name = library(REQUIRED)
    import_without(["blocker_extra"], name)
    assert sys.modules[name].extra.value == 42


def test_a_module_that_is_already_imported_stays_available(library: Callable[[str], str]) -> None:
    extra = importlib.import_module("blocker_extra")
    name = library(OPTIONAL)
    import_without(["blocker_extra"], name)
    assert sys.modules[name].extra is extra is sys.modules["blocker_extra"]


@pytest.mark.parametrize(
    ("source", "error"), [("import no_such_module_at_all", ImportError), ("1 / 0", ZeroDivisionError)]
)
def test_another_error_is_raised_and_nothing_stays_blocked(
    source: str, error: type[Exception], library: Callable[[str], str]
) -> None:
    name = library(source)
    with pytest.raises(error):
        import_without(["blocker_extra"], name)
    assert "blocker_extra" not in sys.modules
    assert importlib.import_module("blocker_extra").value == 42


@pytest.mark.slow
def test_jupyter_does_without() -> None:
    code = f"""
import sys
from umkm_analysis.import_blocker import deferred, import_without
import_without({OPTIONAL_DEPENDENCIES!r}, "nbformat", "papermill")
import nbformat
print(nbformat.validate(nbformat.v4.new_notebook()), "lark" in sys.modules)
import rfc3987_syntax
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert (done.returncode, done.stdout.split()) == (0, ["None", "False"]), done.stderr


def test_a_module_that_the_library_provides_itself_is_not_taken_away(library: Callable[[str], str]) -> None:
    name = library('import sys, types\nsys.modules["blocker_extra"] = types.ModuleType("blocker_extra")\n')
    import_without(["blocker_extra"], name)
    assert sys.modules["blocker_extra"] is not None


@pytest.mark.slow
def test_arrow_does_without_pandas_and_finds_it_again() -> None:
    code = """
import sys
from umkm_analysis.import_blocker import arrow_without_pandas
with arrow_without_pandas():
    import pyarrow as pa
    table = pa.table({"a": ["x"]})
    print("pandas" in sys.modules)
    import pandas
print(table.to_pandas()["a"].tolist(), pa.array(pandas.Series([1])).to_pylist())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert (done.returncode, done.stdout.splitlines()) == (0, ["False", "['x'] [1]"]), done.stderr
