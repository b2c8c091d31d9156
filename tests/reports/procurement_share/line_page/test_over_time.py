"""Shares over time on the procurement page, held against the exports; no other figure knows of snapshots."""

from __future__ import annotations

import csv
import re
from dataclasses import fields, replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from tests.conftest import copy_project
from umkm_analysis.builds.staleness.file_states import FileStates
from umkm_analysis.builds.workers.cluster_package import _line_files
from umkm_analysis.datasets import project
from umkm_analysis.datasets.procurement_lines.importer import import_files
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.request import Existing, ImportRequest
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.procurement_share import analysis
from umkm_analysis.reports.procurement_share.line_page import over_time
from umkm_analysis.reports.procurement_share.line_page import page as line_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

pytestmark = pytest.mark.xdist_group("lines over time")  # whose lines are imported once
RUP = ["nama_klpd", "nama_satker", "kd_rup", "pagu", "metode_pengadaan", "status_ukm", "status_pdn"]
TENDER = ["nama_klpd", "nama_satker", "kd_tender", "nilai_kontrak", "nilai_umk_kontrak", "nilai_pdn_kontrak",
          "nama_penyedia"]  # fmt: skip
PLANS = {
    "2025-03-31": ["1,400,UKM,PDN", "2,600,Non UKM,PDN"],
    "2025-06-30": ["1,500,UKM,PDN", "2,600,Non UKM,PDN", "3,900,,Non PDN"],
    "2025-09-30": ["1,500,UKM,PDN", "3,1500,UKM,Non PDN"],
}
AWARDS = {"2025-06-30": ["T1,100,25,100"], "2025-09-30": ["T1,100,25,100", "T2,300,,300"]}


def write(path: Path, header: list[str], rows: Sequence[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def bring(folder: Path, kind: str, date: str, existing: Existing) -> None:
    if kind == "rup-provider":
        rows = [each.split(",") for each in PLANS[date]]
        table = [["Kota Mojokerto", "Dinas A", code, rupiah, "Tender", *marks] for code, rupiah, *marks in rows]
        path = write(folder / f"{date}.csv", RUP, table)
    else:
        table = [["Kota Mojokerto", "Dinas A", *each.split(","), "CV Satu"] for each in AWARDS[date]]
        path = write(folder / f"{date}.csv", TENDER, table)
    import_files([path], ImportRequest(find_kind(kind), 2025, as_of=date, existing=existing))


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """The report with snapshots, and that of the same exports without any."""
    folder = tmp_path_factory.mktemp("home")
    copy_project(folder)
    results = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UMKM_HOME", str(folder))
        for name, plans, awards in (("with", (1, 0, 2), (0, 1)), ("without", (2,), (1,))):
            patch.setenv(catalog.FOLDER_VARIABLE, str(folder / name))
            project.clear_caches()
            for at in plans:
                bring(folder, "rup-provider", list(PLANS)[at], Existing.SNAPSHOT)
            for at in awards:
                bring(folder, "tender", list(AWARDS)[at], Existing.SNAPSHOT)
            results.append(analysis.analyse("3576"))
        patch.setenv(catalog.FOLDER_VARIABLE, str(folder / "with"))
        yield results[0], results[1]
    project.clear_caches()


@pytest.fixture
def lines(stores: tuple[Any, Any]) -> LineAnalysis:
    found: LineAnalysis = stores[0].lines
    return found


def test_each_date_has_the_share_of_its_own_export(lines: LineAnalysis) -> None:
    columns = ["stage", "as_of", "baseline", "kinds", "missing", "rupiah", "umkk_lower", "umkk_upper", "pdn_lower"]
    rows = lines.series[columns].round(2).to_numpy().tolist()
    assert rows == [
        ["plan", "2025-03-31", True, "rup-provider", "", 1000, 40.0, 40.0, 100.0],
        ["plan", "2025-06-30", False, "rup-provider", "", 2000, 25.0, 70.0, 55.0],
        ["plan", "2025-09-30", False, "rup-provider", "", 2000, 100.0, 100.0, 25.0],
        ["realised", "2025-06-30", False, "tender", "", 100, 25.0, 25.0, 100.0],
        ["realised", "2025-09-30", False, "tender", "", 400, 6.25, 81.25, 100.0],
    ]
    changed = lines.changes.drop(columns=["region", "year"]).to_numpy().tolist()
    assert changed == [
        ["rup-provider", "2025-03-31", "2025-06-30", 1, 900, 0, 0, 1, 100, 1],
        ["rup-provider", "2025-06-30", "2025-09-30", 0, 0, 1, 600, 1, 600, 1],
        ["tender", "2025-06-30", "2025-09-30", 1, 300, 0, 0, 0, 0, 1],
    ]


def test_no_other_figure_knows_of_snapshots(stores: tuple[Any, Any]) -> None:
    with_them, without = (result.lines for result in stores)
    own = {"snapshots", "series", "changes", "imports"}
    for field in fields(with_them):
        one, other = getattr(with_them, field.name), getattr(without, field.name)
        if isinstance(one, pd.DataFrame) and field.name not in own:
            pd.testing.assert_frame_equal(one, other)
        elif field.name not in own:
            assert repr(one) == repr(other), field.name
    assert [(import_.kind, import_.as_of, import_.parts) for import_ in with_them.imports] == [
        (import_.kind, import_.as_of, import_.parts) for import_ in without.imports
    ]
    assert (len(with_them.snapshots), without.snapshots, len(without.series)) == (3, (), 0)
    shares, longer = (str(line_page.own_shares(result).html) for result in reversed(stores))
    assert "menurut tanggal" not in shares
    assert longer.split("<h3>Pangsa menurut tanggal data</h3>")[0].rstrip() == shares.rstrip()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ["Pangsa menurut tanggal data", "untuk rencana, rencana melalui penyedia bernilai Rp1.000",
                "Batas bawah UMK-K dalam realisasi 2025: 25,00 persen per 30 Juni 2025, 6,25 persen per 30 Sept",
                "acuan 31 Maret", "30 Juni 2025 25,00–70,00 persen", "Paket yang tidak ada lagi"]),
        ("en", ["Shares by date of the data", "baseline date for plans, plans through suppliers came to Rp1,000",
                "Lower bound of UMK-K, realised 2025: 25.00 per cent as of 30 June 2025, 6.25 per cent as of 30 Sept",
                "31 March baseline", "30 June 2025 25.00–70.00 per cent", "Packages no longer present"]),
    ],
)  # fmt: skip
def test_the_page_shows_them_in_both_languages(stores: tuple[Any, Any], language: str, said: list[str]) -> None:
    with use_language(language):
        html = unescape(str(line_page.own_shares(stores[0]).html))
        listed = str(line_page.breakdown(stores[0]).html)
    assert [words for words in said if words not in html] == []
    assert html.count("<svg") == 2
    for import_ in catalog.stored().all_imports:
        assert import_.sources[0][1][:12] in listed  # every snapshot's file is named, too
    record: Any = line_page.record(stores[0])
    assert (len(record["over_time"]), len(record["changes"])) == (5, 3)


def test_a_date_without_all_kinds_is_in_the_table_and_not_in_the_chart(lines: LineAnalysis) -> None:
    first = lines.series["as_of"].eq("2025-06-30") & lines.series["stage"].eq("realised")
    partly = replace(lines, series=lines.series.assign(missing=lines.series["missing"].mask(first, "recorded")))
    html = unescape(str(over_time.over_time(partly).html))
    assert "1 tanggal belum memuat semua jenis ekspor" in html
    assert "belum memuat pencatatan" in html
    assert "Batas bawah UMK-K dalam rencana 2025" in html  # what is left of the realised is no line
    (svg,) = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert "realisasi" not in svg
    none = replace(partly, series=partly.series.assign(missing="recorded"))
    html = str(over_time.over_time(none).html)
    assert "Grafik memerlukan dua tanggal" in html
    assert "<svg" not in html


def test_files_of_snapshots_are_watched_and_travel_with_the_lines(
    stores: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = catalog.snapshot_files(region="3576")
    assert len(snapshots) == 3
    assert set(snapshots) <= set(_line_files(["3576"]).values())
    states = FileStates(project.root())
    assert set(snapshots) <= set(states._at_first)  # noqa: SLF001 - what is compared after a build
    before, stored = analysis.extra_inputs(stores[0].region), catalog.stored()
    with monkeypatch.context() as fewer:
        fewer.setattr(catalog, "stored", lambda: catalog.Stored(stored.imports, stored.snapshots[1:]))
        assert analysis.extra_inputs(stores[0].region) != before  # the page is built again
    assert analysis.extra_inputs(stores[0].region) == before
