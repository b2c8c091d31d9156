from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.building.index import list_pages, write_index
from umkm_analysis.building.job import Failure, Result
from umkm_analysis.building.plan import LeftOut, Task
from umkm_analysis.building.reports import REPORTS
from umkm_analysis.datasets import regions
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

RECOVERY, SHARE = REPORTS


def lay(output: Path, code: str, status: str = "pulih") -> Task:
    task = Task(regions.find(code), RECOVERY)
    page = output / task.page
    page.parent.mkdir(parents=True)
    page.write_text("<html>")
    page.with_suffix(".json").write_text(json.dumps({"headline": {"status": status}}))
    return task


@pytest.fixture
def template(tmp_path: Path) -> Path:
    (tmp_path / "index.html.j2").write_text(
        "{% for one in failed %}{{ one }}\n{% endfor %}{% for one in left_out %}{{ one }}\n{% endfor %}"
        "{% for one in regions %}{{ one.name }}|{{ one.reports[0].headline.status }}\n{% endfor %}"
        "{{ edition }} {{ version }}"
    )
    return tmp_path


def test_pages_are_listed_in_code_order_with_their_headline(tmp_path: Path) -> None:
    for code in ("5171", "3576", "3500"):
        lay(tmp_path, code)
    listed = list_pages(tmp_path)
    assert [region["code"] for region in listed] == ["3500", "3576", "5171"]
    assert listed[1] == {
        "code": "3576",
        "name": "Kota Mojokerto",
        "slug": "3576-kota-mojokerto",
        "kind": "kota",
        "province": "Jawa Timur",
        "reports": [
            {
                "name": "economic-recovery",
                "title": "Pemulihan ekonomi",
                "href": "id/3576-kota-mojokerto/economic-recovery.html",
                "headline": {"status": "pulih"},
            }
        ],
    }


def test_a_page_without_its_record_is_not_listed(tmp_path: Path) -> None:
    task = lay(tmp_path, "3576")
    (tmp_path / task.page).with_suffix(".json").unlink()
    assert list_pages(tmp_path) == []


@pytest.mark.parametrize("text", ["{", "{}", "[]"])
def test_a_damaged_record_is_named(text: str, tmp_path: Path) -> None:
    record = (tmp_path / lay(tmp_path, "3576").page).with_suffix(".json")
    record.write_text(text)
    with pytest.raises(DataError, match=r"3576-kota-mojokerto.*no record of a report"):
        list_pages(tmp_path)


def test_failures_say_whether_an_earlier_page_still_lies_there(tmp_path: Path, template: Path) -> None:
    stale = Result(lay(tmp_path, "3577"), 1.0, Failure("kernel died"))
    fresh = Result(Task(regions.find("3576"), RECOVERY), 1.0, Failure("kernel died"))
    left_out = LeftOut(regions.find("3577"), SHARE, "belum ada angka")
    index = write_index(tmp_path, left_out=[left_out], failed=[stale, fresh], templates=template)
    first, second, third, fourth, _ = index.read_text().splitlines()
    assert ("Kota Mojokerto" in first, "False" in first) == (True, True)
    assert ("Kota Madiun" in second, "True" in second) == (True, True)
    assert ("Pangsa pengadaan" in third, "belum ada angka" in third) == (True, True)
    assert fourth == "Kota Madiun|pulih"


def test_values_are_escaped(tmp_path: Path, template: Path) -> None:
    lay(tmp_path, "3576", status="<script>")
    assert "&lt;script&gt;" in write_index(tmp_path, left_out=[], failed=[], templates=template).read_text()


def test_the_package_s_own_template_takes_it_all(tmp_path: Path) -> None:
    failed = Result(lay(tmp_path, "3576"), 1.0, Failure("kernel died"))
    index = write_index(tmp_path, left_out=[LeftOut(regions.find("3577"), SHARE, "alasan")], failed=[failed])
    assert all(said in index.read_text() for said in ("Kota Mojokerto", "kernel died", "alasan"))


def test_two_indexes_of_one_folder_are_equal(tmp_path: Path) -> None:
    lay(tmp_path, "3576")
    first, second = (write_index(tmp_path, left_out=[], failed=[]).read_bytes() for _ in range(2))
    assert first == second
