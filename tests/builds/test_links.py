from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Job
from umkm_analysis.builds.links import Links, Other, Place, links_of
from umkm_analysis.builds.plan import Task
from umkm_analysis.builds.staleness.inputs import fingerprint_inputs
from umkm_analysis.datasets import regions
from umkm_analysis.reports.registry import REPORTS, find_report

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.reports.report import Report

PLACE = "3576-kota-mojokerto/economic-recovery.html"


def links(output: Path, language: str = "id", *languages: str, address: str | None = None) -> Links:
    task = Task(regions.find("3576"), REPORTS[0], language)
    return links_of(task, output=output, languages=languages or (language,), address=address)


def test_a_page_points_to_the_other_languages_of_its_build(tmp_path: Path) -> None:
    found = links(tmp_path, "id", "id", "en")
    assert found == Links(
        "../../index.html",
        "../../claims.html",
        (Other("en", f"../../en/{PLACE}"),),
        compare="../../compare.html#a=3576",
    )
    assert found.others[0].name == "English"
    assert links(tmp_path, "en", "id", "en") == Links(
        "../../index.en.html",
        "../../claims.en.html",
        (Other("id", f"../../id/{PLACE}"),),
        compare="../../compare.en.html#a=3576",
    )


def test_and_to_those_that_lie_there_from_an_earlier_build(tmp_path: Path) -> None:
    assert links(tmp_path).others == ()
    page = tmp_path / "en" / PLACE
    page.parent.mkdir(parents=True)
    page.write_text("")
    assert [other.language for other in links(tmp_path).others] == ["en"]


def test_its_address_is_below_the_one_of_the_output_folder(tmp_path: Path) -> None:
    for address in ("https://contoh.example/a", "https://contoh.example/a/"):
        assert links(tmp_path, address=address).address == f"https://contoh.example/a/id/{PLACE}"


def test_the_map_of_a_province_leads_to_pages_that_are_there_or_planned(tmp_path: Path) -> None:
    province = Task(regions.find("3400"), find_report("province-overview"))
    there = Task(regions.find("3471"), find_report("procurement-share"))
    (tmp_path / there.page).parent.mkdir(parents=True)
    (tmp_path / there.page).touch()
    planned = Task(regions.find("3404"), find_report("economic-recovery"))
    other = Task(regions.find("3404"), find_report("economic-recovery"), "en")
    made = links_of(province, output=tmp_path, languages=["id"], planned={planned.page, other.page})
    assert {place.code: place.href for place in made.regions} == {
        "3404": f"../../{planned.page}",
        "3471": f"../../{there.page}",
    }
    assert links_of(there, output=tmp_path, languages=["id"], planned={planned.page}).regions == ()


def page(code: str, report: Report, language: str = "id") -> str:
    return Task(regions.find(code), report, language).page


def test_a_page_leads_up_down_and_sideways_to_what_is_planned_or_lies_there(tmp_path: Path) -> None:
    recovery, shares = REPORTS[0], REPORTS[1]
    overview = next(report for report in REPORTS if report.name == "province-overview")
    lying = [page("3500", overview), page("3573", recovery), page("3579", recovery), page("3516", recovery)]
    for path in lying:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    planned = {page("0000", recovery), page("3576", shares), page("3577", recovery), page("3575", recovery, "en")}

    def around(code: str, report: Report) -> Links:
        return links_of(Task(regions.find(code), report), output=tmp_path, languages=("id",), planned=planned)

    city = around("3576", recovery)
    assert city.up == (
        Place("0000", "Indonesia", f"../../{page('0000', recovery)}"),
        Place("3500", "Jawa Timur", f"../../{page('3500', overview)}"),
    )
    assert city.reports == ((shares.title, f"../../{page('3576', shares)}"),)
    assert city.before == Place("3573", "Kota Malang", f"../../{page('3573', recovery)}")  # 3575: only in English
    assert city.after == Place("3577", "Kota Madiun", f"../../{page('3577', recovery)}")
    assert city.regions == ()
    alone = Task(regions.find("3576"), recovery)
    pruned = links_of(alone, output=tmp_path, languages=("id",), planned=planned, prune=True)
    assert (pruned.before, [place.code for place in pruned.up]) == (None, ["0000"])
    province = around("3500", recovery)
    assert [place.code for place in province.regions] == ["3516", "3573", "3576", "3577", "3579"]
    assert [place.href for place in province.regions if place.code == "3576"] == [f"../../{page('3576', shares)}"]
    assert [place.code for place in around("0000", recovery).regions] == ["3500"]
    assert around("3500", overview).compare is None


def test_a_page_is_stale_when_a_neighbour_joins_and_only_then(tmp_path: Path) -> None:
    tasks = {code: Task(regions.find(code), REPORTS[0]) for code in ("3571", "3576", "3577")}

    def links_fingerprint(code: str, *planned: str) -> str:
        pages = {tasks[each].page for each in (code, *planned)}
        links = links_of(tasks[code], output=tmp_path, languages=("id",), planned=pages)
        return fingerprint_inputs(Job(tasks[code], {}, links))["links"]

    assert links_fingerprint("3576") != links_fingerprint("3576", "3577")
    assert links_fingerprint("3571", "3576") == links_fingerprint("3571", "3576", "3577")
    for code in ("3576", "3577"):  # built: whether the build has them again makes no difference
        (tmp_path / tasks[code].page).parent.mkdir(parents=True)
        (tmp_path / tasks[code].page).write_text("")
    assert links_fingerprint("3576") == links_fingerprint("3576", "3577")
