from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.analysis.claims import every_claim
from umkm_analysis.builds.job import Failure, Result
from umkm_analysis.builds.output import index as index_page
from umkm_analysis.builds.output.index import list_pages, write_index
from umkm_analysis.builds.plan import LeftOut, Task
from umkm_analysis.datasets import regions, tables
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from pathlib import Path

RECOVERY, SHARE, OVERVIEW, *_ = REPORTS
HEADLINE: dict[str, Any] = {
    "year": 2021,
    "level_index": 99.8,
    "growth_pct": 3.65,
    "grdp_billion_idr_2010": 4976.49,
    "outcome": "recovered",
    "recovery_year": 2022,
}
SHARES = {
    "latest_share_pct": 47.62,
    "latest_numerator": "UMK-K",
    "latest_basis": "realised",
    "latest_denominator": "not stated",
    "latest_as_of": "2023-09-15",
}


SOURCES = {"source_id": "SIMREG"}, {"source_id": "QUARCS_514"}


def lay(output: Path, code: str, *, language: str = "id", report: Any = RECOVERY, **headline: Any) -> Task:
    task = Task(regions.find(code), report, language)
    page = output / task.page
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("<html>")
    known = SHARES if report is SHARE else HEADLINE
    record = {"headline": {**known, **headline}, "provenance": {"sources": SOURCES}}
    page.with_suffix(".json").write_text(json.dumps(record))
    return task


def told(path: Path) -> str:
    """The visible text of an index."""
    body = path.read_text(encoding="utf-8").split("<body>")[1].split("<script>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_pages_are_listed_in_code_order_with_their_headline(tmp_path: Path) -> None:
    for code in ("5171", "3576", "3500"):
        lay(tmp_path, code)
    lay(tmp_path, "3576", language="en")
    listed = list_pages(tmp_path, [])
    assert [one.region.code for one in listed] == ["3500", "3576", "5171"]
    city = listed[1]
    assert city.province == "Jawa Timur"
    place = "3576-kota-mojokerto/economic-recovery.html"
    assert city.pages == {"economic-recovery": {"id": f"id/{place}", "en": f"en/{place}"}}
    assert city.headlines == {"economic-recovery": HEADLINE}
    assert listed[0].province == ""


def test_regions_whose_figures_were_revised_can_be_chosen(tmp_path: Path) -> None:
    tasks = {code: lay(tmp_path, code) for code in ("3576", "3577", "5171")}
    index = write_index(tmp_path, left_out=[], failed=[])[0]
    assert "direvisi" not in told(index)
    for code, revised in (("3576", 0), ("3577", 7)):
        record = (tmp_path / tasks[code].page).with_suffix(".json")
        changes = {"since": "2026.11.25", "revised": revised, "flipped": [{"verdict": "latest rank"}]}
        record.write_text(json.dumps({**json.loads(record.read_text()), "changes": changes}))
    index = write_index(tmp_path, left_out=[], failed=[])[0]
    assert "Hanya yang direvisi sejak edisi 2026.11.25" in told(index)
    assert re.findall(r"data-revised id=\"(d\d+)\"", index.read_text(encoding="utf-8")) == ["d3577"]


def test_a_record_whose_changes_are_none_is_named(tmp_path: Path) -> None:
    record = (tmp_path / lay(tmp_path, "3576").page).with_suffix(".json")
    record.write_text(json.dumps({**json.loads(record.read_text()), "changes": {"since": 1}}))
    problems: list[str] = []
    assert list_pages(tmp_path, problems) == []
    assert "no record of a report on this region" in problems[0]


def test_a_row_says_the_headline_figures_and_links_every_report_and_language(tmp_path: Path) -> None:
    lay(tmp_path, "3576")
    lay(tmp_path, "3576", language="en")
    lay(tmp_path, "3576", report=SHARE)
    index = write_index(tmp_path, left_out=[], failed=[])[0]
    said = told(index)
    assert (
        "Kota Mojokerto 3576 Jawa Timur kota 99,8 +3,65 pulih 2022 47,62 UMK-K, realisasi, 15 September 2023; penyebut "
        "tidak disebutkan Pemulihan ekonomi EN Pangsa pengadaan" in said
    )
    html = index.read_text()
    for href in ("id/3576-kota-mojokerto/economic-recovery.html", "en/3576-kota-mojokerto/economic-recovery.html"):
        assert f'href="{href}"' in html
        assert (tmp_path / href).is_file()
    english = told(tmp_path / "index.en.html")
    assert "1 region · data edition" in english
    assert (
        "recovered 2022 47.62 UMK-K, realised, 15 September 2023; denominator not stated Economic recovery ID"
        in english
    )


def test_there_is_an_index_only_in_languages_that_have_pages(tmp_path: Path) -> None:
    lay(tmp_path, "3576")
    write_index(tmp_path, left_out=[], failed=[])
    assert not (tmp_path / "index.en.html").exists()


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ({"outcome": "not recovered", "recovery_year": None}, "belum pulih"),
        ({"outcome": "no fall", "recovery_year": None}, "tidak turun"),
        ({"level_index": None, "growth_pct": None, "outcome": None}, "kota – – – –"),
        ({"level_index": 101.0, "year": 2020}, "101,0"),
    ],
)
def test_what_is_not_known_or_not_reached_is_said_so(headline: dict[str, Any], said: str, tmp_path: Path) -> None:
    lay(tmp_path, "3576", **headline)
    assert said in told(write_index(tmp_path, left_out=[], failed=[])[0])


def test_figures_of_another_year_than_the_heading_say_theirs(tmp_path: Path) -> None:
    lay(tmp_path, "3576")
    lay(tmp_path, "3577")
    lay(tmp_path, "3578", year=2018, level_index=98.7)
    said = told(write_index(tmp_path, left_out=[], failed=[])[0])
    assert "Indeks PDRB 2021" in said
    assert "98,7 (2018)" in said


def test_the_map_has_a_circle_for_each_city_and_regency_coloured_by_its_index(tmp_path: Path) -> None:
    for code, index in {"3576": 99.8, "3578": 77.0, "3501": 101.0, "3502": 123.0, "3500": 101.1}.items():
        lay(tmp_path, code, level_index=index)
    lay(tmp_path, "3577", level_index=None, grdp_billion_idr_2010=None)
    html = write_index(tmp_path, left_out=[], failed=[])[0].read_text()
    circles = dict(re.findall(r'<a data-code="(\d+)" class="([\w-]+)"[^>]*><circle', html))
    expected = {"3576": "low-soft", "3578": "low", "3501": "high-soft", "3502": "high", "3577": "quiet"}
    assert circles == expected
    key = dict(re.findall(r'<li><i class="([\w-]+)"></i>([^<]+)</li>', html))
    assert key["high"] == "120 atau lebih"
    assert key["high-soft"] == "100 sampai di bawah 120"
    assert key["low"] == "di bawah 80"
    assert "2 dari 5 daerah sudah mencapai atau melampaui tingkat PDRB tahun dasar, 2 belum" in html


def test_without_a_page_there_is_an_index_that_says_so(tmp_path: Path) -> None:
    index = write_index(tmp_path, left_out=[], failed=[])[0]
    assert "0 wilayah" in told(index)
    assert "<svg" not in index.read_text()


def test_a_page_without_its_record_is_not_listed(tmp_path: Path) -> None:
    task = lay(tmp_path, "3576")
    (tmp_path / task.page).with_suffix(".json").unlink()
    assert list_pages(tmp_path, []) == []


@pytest.mark.parametrize(
    "text",
    [
        "{", "{}", "[]", "null", "[" * 100_000, '{"headline": []}', '{"headline": 3}', '{"headline": {}, "page": 3}',
        '{"headline": {}, "page": {"region": "3577"}}', '{"headline": {}, "page": {"language": "en"}}', "\udcff",
    ],
)  # fmt: skip
def test_a_damaged_or_foreign_record_is_named_and_costs_its_own_page_only(text: str, tmp_path: Path) -> None:
    lay(tmp_path, "3577")
    record = (tmp_path / lay(tmp_path, "3576").page).with_suffix(".json")
    record.write_bytes(text.encode(errors="surrogateescape"))
    problems: list[str] = []
    write_index(tmp_path, left_out=[], failed=[], problems=problems)
    (problem,) = problems
    assert problem.startswith("id/3576-kota-mojokerto/economic-recovery.json: no record of a report on this region")
    html = (tmp_path / "index.html").read_text()
    assert "id/3577-kota-madiun/economic-recovery.html" in html
    assert "id/3576-kota-mojokerto" not in html


def test_failures_say_whether_an_earlier_page_still_lies_there(tmp_path: Path) -> None:
    stale = Result(lay(tmp_path, "3577"), 1.0, Failure("kernel died"))
    fresh = Result(Task(regions.find("3576"), RECOVERY), 1.0, Failure("kernel died"))
    said = told(write_index(tmp_path, left_out=[], failed=[stale, fresh])[0])
    assert "Gagal dibuat: 2" in said
    assert "3576 Kota Mojokerto Pemulihan ekonomi Bahasa Indonesia kernel died 3577" in said
    assert "kernel died Halaman dari proses pembuatan sebelumnya masih tersimpan." in said
    assert said.count("masih tersimpan") == 1


def test_what_was_left_out_is_said_once_for_all_regions_with_the_same_reason(tmp_path: Path) -> None:
    (reason,) = SHARE.reasons
    left_out = [LeftOut(regions.find(code), SHARE, reason) for code in ("3577", "3501")]
    said = told(write_index(tmp_path, left_out=left_out, failed=[])[0])
    assert (
        "Pangsa pengadaan – belum ada angka pengadaan yang dipublikasikan untuk daerah ini (2 daerah): Kota Madiun, "
        "Kabupaten Pacitan." in said
    )


def sources(index: Path) -> list[str]:
    """Ids of the sources that an index lists, by their addresses."""
    table = tables.read("sources").set_index("address")["source_id"]
    return [table[unescape(href)] for href in re.findall(r'href="(http[^"]+)" rel="noreferrer"', index.read_text())]


def test_the_edition_is_named(tmp_path: Path) -> None:
    assert re.search(r"edisi data 20\d\d\.\d\d", told(write_index(tmp_path, left_out=[], failed=[])[0]))


def test_the_sources_are_those_of_its_figures_and_no_others(tmp_path: Path) -> None:
    assert "Sumber angka" not in told(write_index(tmp_path, left_out=[], failed=[])[0])
    lay(tmp_path, "3500", report=OVERVIEW)  # has no column
    assert sources(write_index(tmp_path, left_out=[], failed=[])[0]) == []
    lay(tmp_path, "3576", sources=["QUARCS_514"])
    assert sources(write_index(tmp_path, left_out=[], failed=[])[0]) == ["QUARCS_514"]
    lay(tmp_path, "3576", report=SHARE)
    listed = sources(write_index(tmp_path, left_out=[], failed=[])[0])
    assert sorted(listed) == ["QUARCS_514", "SIMREG"]


def test_a_year_that_is_not_final_is_marked_in_heads_map_and_cells(tmp_path: Path) -> None:
    lay(tmp_path, "3576", year=2025, year_state="provisional")
    lay(tmp_path, "3578", year=2025, year_state="very preliminary")
    lay(tmp_path, "3501", year=2023, year_state="preliminary")
    lay(tmp_path, "3502", year=2021)
    said = told(write_index(tmp_path, left_out=[], failed=[])[0])
    assert "Indeks PDRB 2025**" in said
    assert "Pertumbuhan 2025** (persen)" in said
    assert "Daerah yang PDRB 2025**-nya sudah kembali" in said
    assert "99,8 (2023*)" in said
    assert "99,8 (2021)" in said


def test_indices_of_the_list_have_the_same_decimals(tmp_path: Path) -> None:
    lay(tmp_path, "3576", level_index=99.97)
    lay(tmp_path, "3578", level_index=118.2)
    said = told(write_index(tmp_path, left_out=[], failed=[])[0])
    assert "99,97" in said
    assert "118,20" in said


def test_values_are_escaped(tmp_path: Path) -> None:
    failed = Result(lay(tmp_path, "3576"), 1.0, Failure("<script>alert('x')</script>"))
    html = write_index(tmp_path, left_out=[], failed=[failed])[0].read_text()
    assert html.count("<script>") == 1
    assert "&lt;script&gt;alert" in html


def test_two_indexes_of_one_folder_are_equal(tmp_path: Path) -> None:
    for code in ("3576", "3578", "3501"):
        lay(tmp_path, code)
    first, second = (write_index(tmp_path, left_out=[], failed=[])[0].read_bytes() for _ in range(2))
    assert first == second


def test_figures_of_an_own_notebook_may_have_any_form(tmp_path: Path) -> None:
    record = (tmp_path / lay(tmp_path, "3576").page).with_suffix(".json")
    record.write_text(json.dumps({**json.loads(record.read_text()), "figures": {"mine": [1]}}))
    problems: list[str] = []
    (one,) = list_pages(tmp_path, problems)
    assert (one.compared, problems) == (None, [])


def test_the_list_says_the_verdict_in_its_language_and_draws_the_series(tmp_path: Path) -> None:
    for language, verdict in (("id", "pulih 2022"), ("en", "recovered 2022")):
        task = lay(tmp_path, "3576", language=language, verdict=verdict)
        record = (tmp_path / task.page).with_suffix(".json")
        figures = {
            "level_index": {"3576": {"2019": 100.0, "2020": 96.3, "2021": 99.8}},
            "growth_pct": {"3576": {"2020": -3.7, "2021": 3.65}},
            "provisional_years": {},
            "breaks": [],
            "latest_ranking": None,
            "sectors": None,
        }
        found = json.loads(record.read_text())
        found["provenance"]["parameters"] = {"base_year": 2019}
        record.write_text(json.dumps({**found, "page": {"region": "3576"}, "figures": figures}))
    index, english, *others = write_index(tmp_path, left_out=[], failed=[])
    assert "<span>pulih 2022</span></th>" in index.read_text()
    assert "<span>recovered 2022</span></th>" in english.read_text()
    assert '<path d="M0 1L6 19 12 2"/>' in index.read_text()
    assert 'href="compare.html"' in index.read_text()
    assert [page.name for page in others] == ["claims.html", "claims.en.html", "compare.html", "compare.en.html"]


def test_the_headline_is_of_the_whole_country(tmp_path: Path) -> None:
    assert "kembali ke PDRB 2019" not in told(write_index(tmp_path, left_out=[], failed=[])[0])
    lay(tmp_path, "3576")
    said = told(write_index(tmp_path, left_out=[], failed=[])[0])
    assert "480 dari 512 kabupaten/kota sudah kembali ke PDRB 2019 pada 2022*" in said


def test_of_thousands_of_records_one_is_held_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in [region.code for region in regions.all_regions().values() if region.is_local][:40]:
        lay(tmp_path, code)

    class Figures(dict[str, Any]):
        alive = 0

        def __init__(self) -> None:
            Figures.alive += 1

        def __del__(self) -> None:
            Figures.alive -= 1

    most = []

    def loads(text: bytes) -> dict[str, Any]:
        most.append(Figures.alive)
        return {**json.loads(text), "figures": Figures()}

    monkeypatch.setattr(index_page, "json", SimpleNamespace(loads=loads))
    assert len(list_pages(tmp_path, [])) == len(most) == 40
    assert max(most) <= 1


@pytest.mark.slow
def test_with_every_region_and_report_in_both_languages_it_stays_under_a_megabyte(tmp_path: Path) -> None:
    for code, region in regions.all_regions().items():
        for language in ("id", "en"):
            lay(tmp_path, code, language=language)
            lay(tmp_path, code, language=language, report=SHARE)
            if region.kind == "province":
                lay(tmp_path, code, language=language, report=OVERVIEW)
    write_index(tmp_path, left_out=[], failed=[])
    for name in ("index.html", "index.en.html"):
        html = (tmp_path / name).read_bytes()
        assert html.count(b"<tr data-kind") == len(regions.all_regions())
        assert html.count(b"<circle") == sum(region.is_local for region in regions.all_regions().values())
        assert len(html) < 1_000_000


def test_the_claims_stand_beside_the_index_in_its_languages(tmp_path: Path) -> None:
    lay(tmp_path, "3576")
    index = write_index(tmp_path, left_out=[], failed=[])[0]
    assert 'href="claims.html"' in index.read_text()
    assert not (tmp_path / "claims.en.html").exists()
    lay(tmp_path, "3576", language="en")
    write_index(tmp_path, left_out=[], failed=[])
    said = told(tmp_path / "claims.en.html")
    verdicts = Counter(finding.verdict for finding in every_claim() if finding.claim.code == "3576")
    counted = f"{sum(verdicts.values())} public claims about Kota Mojokerto were checked"
    assert f"{counted}: {verdicts['confirmed']} confirmed" in said
    html = (tmp_path / "claims.en.html").read_text()
    assert "default-src 'none'" in html
    assert html.count("<script>") == 1  # remembers the theme
    assert 'href="claims.html" lang="id"' in html
    assert 'href="index.en.html"' in html
