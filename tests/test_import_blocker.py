"""Modules that are hidden for a while."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from umkm_analysis.import_blocker import hidden
from umkm_analysis.jupyter.imports import UNUSED_OF_JUPYTER


def test_what_is_hidden_cannot_be_imported_and_can_be_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with hidden("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").rgb_to_hsv(0, 0, 0) == (0, 0, 0)


def test_what_is_imported_stays() -> None:
    with hidden("json"):
        assert importlib.import_module("json") is sys.modules["json"]
    assert sys.modules["json"].loads("1") == 1


def test_an_error_inside_uncovers_what_was_hidden() -> None:
    with pytest.raises(ZeroDivisionError), hidden("no_such_module"):
        _ = 1 / 0
    assert "no_such_module" not in sys.modules


@pytest.mark.slow
def test_jupyter_does_without() -> None:
    code = f"""
import sys
from umkm_analysis.import_blocker import hidden
with hidden(*{UNUSED_OF_JUPYTER!r}):
    import nbformat, papermill
print(nbformat.validate(nbformat.v4.new_notebook()), "lark" in sys.modules)
import rfc3987_syntax
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert (done.returncode, done.stdout.split()) == (0, ["None", "False"]), done.stderr
