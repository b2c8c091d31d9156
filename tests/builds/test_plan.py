from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from umkm_analysis.builds import plan
from umkm_analysis.datasets import regions
from umkm_analysis.errors import UsageError
from umkm_analysis.reports import registry
from umkm_analysis.reports.registry import REPORTS
from umkm_analysis.reports.report import Report


def codes(**scope: object) -> list[str]:
    return [region.code for region in plan.choose_regions(**scope)]  # type: ignore[arg-type]


class Reason(StrEnum):
    NO_FIGURE = "no figure"


def made_report(folder: str, title: str, **more: Any) -> Report:
    return Report(
        package=f"made.{folder}", title=title, summary="", examples=("3576",), analyse=dict, inputs=lambda _: {}, **more
    )


@pytest.fixture
def two_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        registry,
        "REPORTS",
        (
            made_report("made", "Dibuat"),
            made_report(
                "not",
                "Tidak",
                unavailable_reason=lambda _: Reason.NO_FIGURE,
                reasons={Reason.NO_FIGURE: "tidak ada angka"},
            ),
        ),
    )


def test_without_scope_jawa_timur_and_the_two_other_cities_of_the_forum() -> None:
    chosen = codes()
    assert len(chosen) == 1 + 38 + 2
    assert {"3500", "3501", "3576", "1374", "5171"} <= set(chosen)


def test_all_is_every_region_once() -> None:
    chosen = codes(everything=True)
    assert len(chosen) == len(set(chosen)) == len(regions.all_regions())


def test_a_province_stands_for_itself_and_its_regions() -> None:
    assert len(codes(provinces=["3500"])) == 39


def test_regions_come_once_and_in_the_order_of_the_table_however_they_are_given() -> None:
    assert codes(named=["3577", "kota mojokerto", "3576"], provinces=()) == ["3576", "3577"]


def test_regions_and_provinces_add_up() -> None:
    chosen = codes(named=["1374"], provinces=["3500"])
    assert len(chosen) == 40
    assert "1374" in chosen


def test_all_with_a_narrower_scope_is_refused() -> None:
    with pytest.raises(UsageError, match="leave out --region"):
        codes(everything=True, named=["3576"])


def test_a_city_is_no_province() -> None:
    with pytest.raises(UsageError, match="3576 Kota Mojokerto is no province, and lies in 3500 Jawa Timur"):
        codes(provinces=["3576"])


def test_an_unknown_region_is_answered_with_near_matches() -> None:
    with pytest.raises(UsageError, match="3576 Kota Mojokerto"):
        codes(named=["Kota Mojokrto"])


@pytest.mark.usefixtures("two_reports")
def test_what_cannot_be_made_is_left_out_with_its_reason() -> None:
    made = plan.make_plan(plan.choose_regions(named=["3576"]))
    assert [task.report.name for task in made.tasks] == ["made"]
    assert [(one.report.name, one.reason) for one in made.left_out] == [("not", Reason.NO_FIGURE)]
    assert made.left_out[0].words == "tidak ada angka"


def test_a_report_on_provinces_is_not_missed_elsewhere_unless_it_was_asked_for() -> None:
    chosen = plan.choose_regions(named=["3500", "3576"])
    everything = plan.make_plan(chosen)
    assert [task.region.code for task in everything.tasks if task.report.name == "province-overview"] == ["3500"]
    assert everything.left_out == ()
    asked = plan.make_plan(chosen, reports=["province-overview"])
    assert [(one.region.code, one.reason) for one in asked.left_out] == [("3576", "not a province")]


def test_each_language_is_a_task_of_its_own() -> None:
    made = plan.make_plan(plan.choose_regions(named=["3576"]), reports=["procurement-share"], languages=("id", "en"))
    assert [task.page[:3] for task in made.tasks] == ["id/", "en/"]


@pytest.mark.parametrize(
    ("given", "chosen"),
    [([], ("id", "en")), (["en"], ("en",)), (["id,en"], ("id", "en")), (["EN, id", "en"], ("en", "id"))],
)
def test_languages_are_read_from_lists(given: list[str], chosen: tuple[str, ...]) -> None:
    assert plan.choose_languages(given) == chosen


def test_an_unknown_language_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="there are id, en"):
        plan.choose_languages(["jv"])


@pytest.mark.usefixtures("two_reports")
def test_limit_counts_reports_that_can_be_made() -> None:
    made = plan.make_plan(plan.choose_regions(provinces=["3500"]), limit=3)
    assert [task.region.code for task in made.tasks] == ["3500", "3501", "3502"]


def test_reports_are_chosen_by_name() -> None:
    made = plan.make_plan(plan.choose_regions(named=["3576"]), reports=["economic_recovery", "economic-recovery"])
    assert [task.report for task in made.tasks] == [REPORTS[0]]
    assert made.left_out == ()


def test_an_unknown_report_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean economic-recovery"):
        plan.make_plan(plan.choose_regions(named=["3576"]), reports=["economic-recovry"])


def test_a_page_lies_under_language_region_and_report() -> None:
    (task,) = plan.make_plan(plan.choose_regions(named=["3576"]), reports=["economic-recovery"]).tasks
    assert task.page == "id/3576-kota-mojokerto/economic-recovery.html"
    assert task.title == "3576 Kota Mojokerto · economic-recovery · id"
