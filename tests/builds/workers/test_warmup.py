"""Rendering of reports in the process that others are forked from: what it leaves in memory."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.workers import warmup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT = """
import sys
from umkm_analysis.builds.workers import warmup
warmup.render_once(["province-overview"])
import numpy
print("scipy.special" in sys.modules, [name for name in warmup.PARTS_OF_NUMPY if name in sys.modules])
print(numpy.testing.assert_equal(1, 1), numpy.f2py.__name__)
"""


OWN = """
import sys
from umkm_analysis.builds.workers import warmup
warmup.render_once(["own-mine"])
before = set(sys.modules)
import matplotlib.pyplot as plt
import pandas as pd
import umkm_analysis as ua
table = ua.growth("3576").merge(ua.level_index("3576", base_year=2019))
table.set_index("year")._repr_html_(), repr(table)
ua.plot.level(["3576", "3578"]), ua.plot.ranking(ua.recovery(province="3500"), "swing_pp")
plt.plot([1, 2])
plt.gcf().canvas.print_figure(open(sys.argv[1], "wb"), format="png")
libraries = ("PIL", "matplotlib", "numpy", "pandas", "umkm_analysis")
print([name for name in set(sys.modules) - before if name.startswith(libraries)])
"""


class Figure:
    """Something that refers to itself, as figures do."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_no_collector")
def test_what_one_rendering_leaves_behind_is_gone_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[weakref.ref[Figure]] = []
    alive: list[int] = []

    def analyse(_: str) -> object:
        alive.append(sum(figure() is not None for figure in left))
        return object()

    def cell(_: object) -> None:
        left.append(weakref.ref(Figure()))

    def broken(_: object) -> None:
        left.append(weakref.ref(Figure()))
        raise ValueError

    pages = [SimpleNamespace(CELLS=["a", "b"], a=cell, b=last) for last in (cell, broken, cell)]
    reports = [
        SimpleNamespace(name=str(number), examples=["3576"], analyse=analyse, page=lambda page=page: page)
        for number, page in enumerate(pages)
    ]
    monkeypatch.setattr(warmup, "REPORTS", reports)
    monkeypatch.setattr(warmup, "_starts_threads", lambda *_: False)
    warmup.render_once()
    assert alive == [0, 0, 0]
    assert [figure() for figure in left] == [None] * 6


@pytest.mark.slow
def test_a_rendering_imports_no_part_of_numpy_that_only_scipy_lists() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True)  # noqa: S603 - ours
    assert done.stdout.splitlines() == ["True []", "None numpy.f2py"]


@pytest.mark.slow
def test_a_notebook_of_one_s_own_finds_what_most_of_them_import(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", OWN, str(tmp_path / "figure.png")], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"
