"""A registration says all that a build needs, or is refused when it is made."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from umkm_analysis.datasets import regions
from umkm_analysis.reports.report import Report


class Reason(StrEnum):
    NO_FIGURE = "no figure"
    TOO_SMALL = "too small"


def registered(**more: Any) -> Report:
    fields = {"package": "x.a_report", "title": "Judul", "summary": "", "examples": ("3576",)}
    return Report(**{**fields, "analyse": dict, "inputs": lambda _: {}, **more})  # type: ignore[arg-type]


def never(_: object) -> Reason:
    return Reason.NO_FIGURE


def test_the_folder_names_report_and_notebook() -> None:
    report = registered()
    assert (report.name, report.notebook) == ("a-report", "a_report.ipynb")


def test_without_more_it_is_about_every_region_and_reads_the_tables_alone() -> None:
    report, region = registered(), regions.find("3576")
    assert report.concerns(region)
    assert report.unavailable_reason(region) is None
    assert report.extra_inputs(region) == {}


def test_it_concerns_the_kinds_it_is_about() -> None:
    report = registered(kinds=("province",))
    assert [report.concerns(regions.find(code)) for code in ("3500", "3576")] == [True, False]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"examples": ()}, "x.a_report: examples is empty; name a region"),
        ({"unavailable_reason": never}, "x.a_report: unavailable_reason has no words"),
        ({"unavailable_reason": never, "reasons": {Reason.NO_FIGURE: "tak ada"}}, "no words for 'too small'; add them"),
        (
            {"unavailable_reason": never, "reasons": {Reason.NO_FIGURE: "", Reason.TOO_SMALL: "terlalu kecil"}},
            "no words for 'no figure'",
        ),
    ],
)
def test_a_registration_that_lacks_words_or_examples_is_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        registered(**more)


def test_codes_that_no_enumeration_completes_are_refused() -> None:
    with pytest.raises(TypeError, match="must be members of a StrEnum"):
        registered(unavailable_reason=never, reasons={"no figure": "tak ada"})
