from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.builds.links import Links, Other, links_of
from umkm_analysis.builds.plan import Task
from umkm_analysis.datasets import regions
from umkm_analysis.reports.registry import REPORTS, find_report

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "3576-kota-mojokerto/economic-recovery.html"


def links(output: Path, language: str = "id", *languages: str, address: str | None = None) -> Links:
    task = Task(regions.find("3576"), REPORTS[0], language)
    return links_of(task, output=output, languages=languages or (language,), address=address)


def test_a_page_points_to_the_other_languages_of_its_build(tmp_path: Path) -> None:
    found = links(tmp_path, "id", "id", "en")
    assert found == Links("../../index.html", "../../claims.html", (Other("en", f"../../en/{PLACE}"),))
    assert found.others[0].name == "English"
    assert links(tmp_path, "en", "id", "en") == Links(
        "../../index.en.html", "../../claims.en.html", (Other("id", f"../../id/{PLACE}"),)
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
    assert dict(made.regions) == {"3404": f"../../{planned.page}", "3471": f"../../{there.page}"}
    assert links_of(there, output=tmp_path, languages=["id"], planned={planned.page}).regions == ()
