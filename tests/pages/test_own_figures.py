"""Own figures are marked on pages by words, and their files named in sources and JSON."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.job import Job
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.workers.cluster_package import pack
from umkm_analysis.datasets import tables
from umkm_analysis.datasets.statistics.importer import import_statistics
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.economic_recovery import analysis, page

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.datasets.statistics.importer import Outcome

TEXT = """\
PDRB Kota Padang Panjang Atas Dasar Harga Konstan 2010 (Miliar Rupiah)
Kabupaten/Kota;2024*;2025*;2026**
Kota Padang Panjang;3.050,00;3.200,00;3.361,00
"""


@pytest.fixture
def outcome(copied: Path) -> Outcome:
    path = copied / "pdrb <b>.csv"
    path.write_text(TEXT, encoding="utf-8")
    said = {"source": "BPS Kota Padang Panjang, PDRB 2026", "said_by": "Bappeda", "vintage": "2026-05"}
    return import_statistics([path], StatisticsRequest(Kind.GRDP, **said))


def test_tables_and_notes_say_what_is_own_and_what_is_linked(outcome: Outcome) -> None:
    result = analysis.analyse("1374")
    assert result.newest_year == 2026  # ahead of its peers
    shown = page.growth(result)
    assert (
        "Angka sendiri, di luar data yang disertakan – Kota Padang Panjang: 2024–2026; 2010–2023 disambung"
        in shown.text
    )
    assert len(re.findall(r"<td[^>]*>angka sendiri</td>", shown.html)) == 3
    assert len(re.findall(r"<td[^>]*>disambung ke angka sendiri</td>", shown.html)) == 13
    with use_language("en"):
        assert "2010–2023 linked using growth from the other release" in page.level(result).text
    del outcome


def test_peers_and_the_province_say_so_too(outcome: Outcome) -> None:
    assert "Kota Padang Panjang: 2024–2026" in page.ranking(analysis.analyse("1371")).text
    assert "Angka sendiri" not in page.growth(analysis.analyse("1371")).text
    del outcome


def test_sources_name_file_hash_day_release_and_who_said_so(outcome: Outcome) -> None:
    shown = page.provenance(analysis.analyse("1374"))
    ((name, digest),) = outcome.about.files
    for part in ("pdrb &lt;b&gt;.csv", digest[:12], "2026-05", "Bappeda", "BPS Kota Padang Panjang", "PDRB 2026"):
        assert part in shown.html
    assert shown.record is not None
    assert shown.record["provenance"]["own_figures"] == [
        {
            "source_id": outcome.about.source_id,
            "import": outcome.about.id,
            "kind": "grdp",
            "vintage": "2026-05",
            "imported": outcome.about.imported,
            "said_by": "Bappeda",
            "linked": True,
            "files": [{"name": name, "sha256": digest}],
        }
    ]
    assert set(shown.record["figures"]["growth_status"].values()) == {None, "own", "linked"}


def test_pages_without_own_figures_name_none() -> None:
    shown = page.provenance(analysis.analyse("1374"))
    assert "Angka sendiri" not in shown.text
    assert shown.record is not None
    assert "own_figures" not in shown.record["provenance"]


def test_workers_of_a_cluster_get_the_figures_and_no_original_file(outcome: Outcome) -> None:
    tasks = make_plan(choose_regions(named=["1374"]), reports=["procurement-share"]).tasks
    package = pack([Job(task, {}, warm=True) for task in tasks])
    assert package.private  # an office's, and perhaps not published yet: said where the way is open
    with zipfile.ZipFile(io.BytesIO(package.content)) as packed:
        names = packed.namelist()
        assert not any(b"pytest-of" in packed.read(name) for name in names), "a file is named, not where it lay"
    kept = [name for name in names if name.startswith("data/own/")]
    assert kept == [f"data/own/{outcome.about.id}/{name}" for name in ("grdp_level.csv", "import.json")]
    assert {f"data/{name}.csv" for name in tables.READ_TOGETHER} <= set(names)
