"""Questions that lines raise: by hand from real columns, and against the metrics by a second route."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from umkm_analysis.datasets.procurement_lines.export import export
from umkm_analysis.datasets.procurement_lines.packages import FIGURES, parse, reading, source_of
from umkm_analysis.datasets.procurement_lines.questions import QUESTIONS, counts, create_views
from umkm_analysis.datasets.procurement_lines.sample import write_sample
from umkm_analysis.datasets.procurement_lines.store.engines import line_files, paper_files
from umkm_analysis.datasets.regions import find
from umkm_analysis.metrics.contracting import indicators

if TYPE_CHECKING:
    from pathlib import Path

    from tests.datasets.procurement_lines.conftest import Bring

TENDERS = """kd_tender,nama_satker,nilai_kontrak,hps,mtd_pemilihan,tgl_pengumuman_tender,tgl_penetapan_pemenang
1,Dinas A,900,1000,Tender,2025-02-01 08:00:00,2025-02-12
2,Dinas A,900,1000,Tender,2025-02-01 08:00:00,2025-03-12
3,Dinas A,0,1000,Seleksi,2025-02-01,2025-03-12
4,Dinas A,900,1000,Tender Cepat,2025-02-01,2025-02-04
5,Dinas A,900,1000,Tender,2025-02-09,2025-02-01
6,Dinas A,900,1000,Tender,,2025-02-01"""
BIDDERS = """kd_tender,kd_peserta,nilai_penawaran,pemenang
1,a,900,1
1,b,0,0
1,c,,0
2,a,900,1
2,b,950,0
3,a,800,1
3,b,801,0
3,c,802,0
4,a,,1"""
SCHEDULE = """kd_tender,kd_akt,nama_tahapan,tgl_awal,tgl_akhir
2,1,Pengumuman Pascakualifikasi,2025-02-01 08:00:00,2025-02-08 23:59:00
2,2,Upload Dokumen Penawaran,2025-02-05 08:00:00,2025-02-10 10:00:00
2,3,Pengumuman Pemenang,2025-03-12 10:00:00,2025-03-12 16:00:00
3,1,Pengumuman Seleksi,2025-02-01 08:00:00,2025-02-08 23:59:00
3,2,Upload Dokumen Penawaran,2025-02-05 08:00:00,2025-02-20 10:00:00"""
M = 1_000_000
HEAD = (
    "kd_nontender,nama_paket,nama_satker,nama_penyedia,mtd_pemilihan,jenis_pengadaan,nilai_kontrak,"
    "tgl_selesai_nontender"
)
AWARDS = [
    # just under the limit of goods, twice of one pair; a third of another agency, and one of no limit
    ("1", "Meja", "Dinas A", "CV Satu", "Pengadaan Langsung", "Pengadaan Barang", 199 * M, "2025-03-01"),
    ("2", "Kursi", "Dinas A", "CV Satu", "Pengadaan Langsung", "Barang", 195 * M, "2025-09-01"),
    ("3", "Lemari", "Dinas B", "CV Satu", "Pengadaan Langsung", "Barang", 200 * M, "2025-09-01"),
    ("4", "Obat", "Dinas A", "CV Satu", "Penunjukan Langsung", "Barang", 199 * M, "2025-09-01"),
    # near the limit of consulting, far from that of goods; above its limit
    ("5", "Kajian", "Dinas C", "CV Dua", "Pengadaan Langsung", "Jasa Konsultansi Konstruksi", 98 * M, "2025-09-01"),
    ("6", "Kajian lain", "Dinas C", "CV Dua", "Pengadaan Langsung", "Jasa Konsultansi", 101 * M, "2025-09-01"),
    # the limit of construction is not certain in March 2025, and Rp 400 million in September
    ("7", "Jalan", "Dinas D", "CV Tiga", "Pengadaan Langsung", "Pekerjaan Konstruksi", 199 * M, "2025-03-01"),
    ("8", "Jalan lain", "Dinas D", "CV Tiga", "Pengadaan Langsung", "Pekerjaan Konstruksi", 390 * M, "2025-09-01"),
    # one supplier within thirty days, one later; one name of two suppliers, in capitals or not
    ("9", "Kertas", "Dinas E", "CV Empat", "Pengadaan Langsung", "Barang", 110 * M, "2025-04-01"),
    ("10", "Tinta", "Dinas E", "CV Empat", "Pengadaan Langsung", "Barang", 95 * M, "2025-04-30"),
    ("11", "Map", "Dinas E", "CV Empat", "Pengadaan Langsung", "Barang", 95 * M, "2025-05-30"),
    ("12", "Makan siang", "Dinas F", "CV Lima", "Pengadaan Langsung", "Jasa Lainnya", 120 * M, "2025-04-01"),
    ("13", "MAKAN SIANG", "Dinas F", "CV Enam", "Pengadaan Langsung", "Jasa Lainnya", 120 * M, "2025-04-02"),
    # not known: its supplier, its day, its category
    ("14", "Kopi", "Dinas G", "", "Pengadaan Langsung", "Barang", 10 * M, "2025-04-02"),
    ("15", "Teh", "Dinas G", "CV Tujuh", "Pengadaan Langsung", "Barang", 10 * M, ""),
    ("16", "Susu", "Dinas G", "CV Tujuh", "Pengadaan Langsung", "", 10 * M, "2025-04-02"),
]


def behind(tmp_path: Path, figure: str) -> list[dict[str, str]]:
    export(line_files(), parse([f"figure={figure}"]), tmp_path / "paket.csv", papers=paper_files())
    with (tmp_path / "paket.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_tenders_with_few_bidders_and_short_periods(read: Bring, tmp_path: Path) -> None:
    for kind, text in (("tender", TENDERS), ("bidders", BIDDERS), ("tender-schedule", SCHEDULE)):
        read(kind, text, as_of="2025-12-31")
    with reading(line_files(), paper_files()) as connection:
        create_views(connection)
        found = counts(connection)
    # bidders are known of three of six: who made no offer has not bid; a fast tender may be short
    assert found["ask_single_bidder"] == (6, 3, 1, 900)
    assert found["ask_few_bidders"] == (6, 3, 2, 1800)
    assert found["ask_short_period"] == (5, 3, 2, 1800)
    assert [(row["package"], row["offers"]) for row in behind(tmp_path, "ask_few_bidders")] == [("1", "1"), ("2", "2")]
    # of 1 the award is known, of 2 the last day for bids
    rows = [(row["package"], row["days_open"]) for row in behind(tmp_path, "ask_short_period")]
    assert rows == [("1", "11"), ("2", "9")]


def test_direct_awards_near_their_limit_and_packages_that_may_be_split(read: Bring, tmp_path: Path) -> None:
    read("nontender", "\n".join([HEAD, *(",".join(map(str, row)) for row in AWARDS)]), as_of="2025-12-31")
    with reading(line_files()) as connection:
        create_views(connection)
        found = counts(connection)
    packages = {name: [row["package"] for row in behind(tmp_path, name)] for name in found if found[name][2]}
    assert {name: sorted(map(int, listed)) for name, listed in packages.items()} == {
        "ask_near_limit": [1, 2, 3, 5, 8],
        "ask_near_limit_repeated": [1, 2],
        "ask_split_supplier": [9, 10],
        "ask_split_name": [12, 13],
    }
    # all but the direct appointment; without 6 above its limit, 7 and 16 without one
    assert found["ask_near_limit"][:2] == (15, 12)
    assert found["ask_near_limit_repeated"][:2] == (15, 11)
    assert found["ask_split_supplier"][:2] == (15, 10)
    assert found["ask_split_name"][:2] == (15, 11)
    (first, *_) = behind(tmp_path, "ask_split_supplier")
    assert (first["legal_limit"], first["together_of_supplier"], first["counted"]) == (
        "200000000",
        "205000000",
        "110000000",
    )
    assert len(behind(tmp_path, "ask_near_limit")[0]) == len(first) - 1


def test_a_window_of_agencies_is_not_cut_by_what_a_list_asks_for(read: Bring, tmp_path: Path) -> None:
    read("nontender", "\n".join([HEAD, *(",".join(map(str, row)) for row in AWARDS)]), as_of="2025-12-31")
    selection = parse(["figure=ask_split_supplier", "package=10"])
    assert export(line_files(), selection, tmp_path / "x.csv") == (1, 95 * M)


@pytest.fixture
def sampled() -> dict[str, Any]:
    """Synthetic lines as the metrics take them, and what the queries count of them."""
    write_sample([find("3576")], [2024], each=6000)
    with reading(line_files()) as connection:
        # few suppliers and agencies, else nothing is repeated
        few = "SELECT * REPLACE ('S' || hash(package) % 7 AS supplier, right(agency, 1) AS agency) FROM "
        connection.execute(f"CREATE OR REPLACE VIEW lines AS {few} {source_of(line_files())}")
        create_views(connection)
        return {
            "counts": counts(connection),
            "tenders": connection.sql("SELECT *, row_number() OVER () AS id FROM tenders").df().set_index("id"),
            "awards": connection.sql("SELECT *, row_number() OVER () AS id FROM direct_awards").df().set_index("id"),
        }


def test_the_metrics_count_the_same_of_synthetic_lines(sampled: dict[str, Any]) -> None:
    found, tenders, awards = sampled["counts"], sampled["tenders"], sampled["awards"]
    bidders = tenders["bidders"].astype("float64")
    announced, closed = pd.to_datetime(tenders["announced"]), pd.to_datetime(tenders["date"])
    value, limit = awards["value"].astype("float64"), awards["legal_limit"].astype("float64")
    rates = {
        "ask_single_bidder": indicators.single_bid_rate(bidders),
        "ask_few_bidders": indicators.few_bidders_rate(bidders),
        "ask_short_period": indicators.short_period_rate(announced, closed),
        "ask_near_limit": indicators.near_limit_rate(value, limit),
    }
    for name, rate in rates.items():
        _, known, raised, _ = found[name]
        assert raised > 0
        assert rate.item() == pytest.approx(raised / known * 100), name
    pair = awards["agency"] + "|" + awards["supplier"]
    assert (indicators.near_limit_awards(value, limit, pair) > 1).sum() == found["ask_near_limit_repeated"][2] > 0
    day, kind = pd.to_datetime(awards["date"]), awards["legal_category"]
    together = indicators.split_value(value, limit, day, pair + "|" + kind)
    assert (together > limit).sum() == found["ask_split_supplier"][2] > 0
    pd.testing.assert_series_equal(
        together, awards["together_of_supplier"].astype("float64"), check_names=False, check_index_type=False
    )


def test_every_question_is_a_figure_whose_list_can_be_asked_for() -> None:
    assert {question.name for question in QUESTIONS} <= set(FIGURES)
