from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from umkm_analysis.builds.output.compare_page import compare_pages
from umkm_analysis.builds.output.index_rows import Listed
from umkm_analysis.datasets import regions, tables
from umkm_analysis.pages.index_parts import Compared

if TYPE_CHECKING:
    from pathlib import Path

SERIES = Compared(2019, 2019, [100.0, 96.3, 99.8], [5.65, -3.69, 3.65], {2021: "*"}, breaks=[2020], rank=(4, 9, 2021))


def listed(code: str, compared: Compared | None = SERIES, **more: Any) -> Listed:
    pages = {"economic-recovery": {language: f"{language}/{code}/economic-recovery.html" for language in ("id", "en")}}
    return Listed(regions.find(code), "Jawa Timur", pages, compared=compared, **more)


def data(page: str) -> Any:
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    return json.loads(found)


def test_it_carries_every_region_that_can_be_compared_in_the_language_of_the_page(tmp_path: Path) -> None:
    city = listed(
        "3576", verdicts={"id": "pulih </script>& 2022", "en": "recovered 2022"}, sources=frozenset({"SIMREG"})
    )
    pages = compare_pages(tmp_path, ["id", "en"], [city, listed("3577", None), listed("3578")])
    assert [path.name for path in pages] == ["compare.html", "compare.en.html"]
    indonesian, english = pages.values()
    assert [region["c"] for region in data(indonesian)["regions"]] == ["3576", "3578"]
    assert data(indonesian)["regions"][0] == {
        "c": "3576", "n": "Kota Mojokerto", "u": "Jawa Timur", "h": "id/3576", "v": "pulih </script>& 2022", "b": 2019,
        "y": 2019, "i": [100.0, 96.3, 99.8], "g": [5.65, -3.69, 3.65], "m": {"2021": "*"}, "k": [2020],
        "r": [4, 9, 2021],
    }  # fmt: skip
    assert data(english)["regions"][0]["v"] == "recovered 2022"
    assert data(english)["regions"][0]["h"] == "en/3576"
    assert data(english)["words"]["report"] == "Open its report"
    assert tables.read("sources").set_index("source_id").loc["SIMREG", "title"] in english
    assert re.search(r"data edition 20\d\d\.\d\d", english)


def test_there_is_one_as_soon_as_a_page_links_to_it(tmp_path: Path) -> None:
    assert compare_pages(tmp_path, ["id"], [Listed(regions.find("3576"), "Jawa Timur")]) == {}
    (page,) = compare_pages(tmp_path, ["id"], [listed("3576", None)]).values()
    assert "Belum ada laporan yang angkanya dapat dibandingkan." in page
    assert data(page)["regions"] == []
