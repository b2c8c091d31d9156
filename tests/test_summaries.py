"""Results show themselves in a few lines: what, which region and years, main figures; never all their tables."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import umkm_analysis.analysis
import umkm_analysis.reports
from umkm_analysis.reports.registry import REPORTS
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 12
"""Lines of a result."""


def _dataclasses() -> list[Any]:
    found = []
    for package in (umkm_analysis.analysis, umkm_analysis.reports):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            names = vars(importlib.import_module(module.name)).values()
            found += [one for one in names if inspect.isclass(one) and one.__module__ == module.name]
    return [one for one in found if dataclasses.is_dataclass(one)]


def _holds_tables(kind: Any) -> bool:
    return any(re.search(r"DataFrame|Series\b", str(one.type)) for one in dataclasses.fields(kind))


def _results(value: Any) -> Iterator[Any]:
    """A result and those inside of it."""
    yield value
    for one in dataclasses.fields(value):
        inside = getattr(value, one.name)
        for part in inside if isinstance(inside, tuple) else (inside,):
            if dataclasses.is_dataclass(part):
                yield from _results(part)


def test_every_dataclass_that_holds_tables_has_a_short_text() -> None:
    shown = summarised(type("Shown", (), {}))
    holding = [one for one in _dataclasses() if _holds_tables(one)]
    assert len(holding) >= 20
    assert [one.__name__ for one in holding if one.__repr__ is not shown.__repr__] == []


@pytest.mark.parametrize("report", REPORTS, ids=[report.name for report in REPORTS])
def test_a_report_and_all_in_it_show_at_most_twelve_short_lines(report: Any) -> None:
    whole = report.analyse(report.examples[0])
    for result in _results(whole):
        lines = repr(result).splitlines()
        assert len(lines) <= MOST, type(result)
        if _holds_tables(type(result)):
            assert max(map(len, lines)) <= 100
            assert lines[0].startswith(type(result).__name__)
    assert f"{whole.region.name} ({whole.region.code})" in repr(whole).splitlines()[0]
    assert whole.region.name in whole._repr_html_()


def test_a_recovery_says_region_years_and_main_figures() -> None:
    text = repr(next(one for one in REPORTS if one.name == "economic-recovery").analyse("3576"))
    lines = text.splitlines()
    assert lines[0] == "Recovery: Kota Mojokerto (3576)"
    for said in ("level index 2025 120.15", "status recovered", "base_year 2019", "swing 7.34", "gap (2010–2025 × 3)"):
        assert said in text


def test_a_procurement_result_begins_with_its_newest_share() -> None:
    text = repr(next(one for one in REPORTS if one.name == "procurement-share").analyse("3576"))
    assert "UMK-K realised 2023-09-15 47.62 % (meets)" in text.splitlines()[1]


def test_what_has_more_than_finds_room_is_cut_and_markup_is_escaped() -> None:
    names = [(f"table_{number}", pd.DataFrame, None) for number in range(40)]
    wide = summarised(dataclasses.make_dataclass("Wide", [("word", str), *((name, kind) for name, kind, _ in names)]))
    result = wide("<b>", *[pd.DataFrame({"a": [1]})] * 40)
    lines = repr(result).splitlines()
    assert len(lines) <= MOST
    assert lines[-1].endswith("…")
    assert "&lt;b&gt;" in result._repr_html_()
