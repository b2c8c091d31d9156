"""The commands on lines as a person runs them."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

EXPORT = """Nama Instansi,Nama Satuan Kerja,Kode Paket,Tahun Anggaran,Sumber Transaksi,Metode Pengadaan,Status Paket,Total Nilai (Rp),Nilai PDN (Rp)
Kota Mojokerto,Dinas A,P1,2024,Katalog,E-Purchasing,SELESAI,1000,600
Kota Mojokerto,Dinas A,P2,2024,Katalog,E-Purchasing,PAKET DIBATALKAN,70,0
"""  # noqa: E501 - as the portal writes it


def test_from_an_export_to_shares_and_a_report(
    copied: Path, umkm: Callable[..., Ended], umkm_process: Callable[..., Ended]
) -> None:
    path = copied / "realisasi.csv"
    path.write_text(EXPORT, encoding="utf-8")
    brought = umkm("import", "inaproc", str(path), "--year", "2024")
    assert brought.returncode == 0, brought.stderr
    assert [line.split() for line in brought.stdout.splitlines()[1:4]] == [
        ["read", "2", "1,070"],
        ["left", "out:", "cancelled", "1", "70"],
        ["kept", "1", "1,000"],
    ]
    assert "nothing changed" in umkm("import", "inaproc", str(path), "--year", "2024").stdout
    assert "inaproc  2024" in umkm("lines").stdout
    table = copied / "shares.csv"
    assert umkm("shares", "--by", "region,year", "--output", str(table)).returncode == 0
    row = pd.read_csv(table, dtype={"region": "str"}).iloc[0]
    assert (row["region"], row["realised"], row["pdn_realised_lower"], row["umkk_realised_upper"]) == (
        "3576",
        1000,
        60,
        100,
    )
    assert row["umkk_realised_status"] == "undetermined"
    built = umkm_process(
        "build",
        "--region",
        "3576",
        "--report",
        "procurement-share",
        "--language",
        "id",
        "--output",
        str(copied / "out"),
    )
    assert built.returncode == 0, built.stderr
    html = (copied / "out/id/3576-kota-mojokerto/procurement-share.html").read_text(encoding="utf-8")
    assert "antara 0,00" in html
    assert "SINTETIS" not in html
    record = (copied / "out/id/3576-kota-mojokerto/procurement-share.json").read_text(encoding="utf-8")
    assert re.search(r'"planned_followed": 0\b', record)  # nobody has named a plan: nothing, not unknown
    sample = umkm("sample-lines", "--year", "2024")
    assert sample.returncode == 2
    assert "real lines of Kota Mojokerto stand already" in sample.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "answer"),
    [
        (("import", "realisasi", "x.csv", "--year", "2024"), 2, 'There is no kind "realisasi"'),
        (("import", "inaproc", "tidak-ada.csv", "--year", "2024"), 2, "there is no such file"),
        (("import", "inaproc", "x.csv", "--year", "24"), 2, "--year 24 is no budget year"),
        (("import", "inaproc", "x.csv", "--year", "2024", "--as-of", "kemarin"), 2, "write a date such as 2025-12-31"),
        (("import", "inaproc", "x.csv", "--year", "2024", "--match", "x"), 2, "write NAME=CODE"),
        (("import", "inaproc", "x.csv", "--year", "2024", "--region", "9999"), 2, 'There is no region "9999"'),
        (("shares",), 3, "Import exports (umkm import --help)"),
    ],
)  # fmt: skip
def test_wrong_use_is_answered(
    copied: Path, umkm: Callable[..., Ended], *, arguments: tuple[str, ...], code: int, answer: str
) -> None:
    done = umkm(*arguments)
    assert done.returncode == code, done.stderr
    assert answer in done.stderr
    assert not (copied / "data" / "lines" / "lines.json").exists()


@pytest.mark.usefixtures("copied")
def test_sample_lines_are_listed_measured_and_taken_away(umkm: Callable[..., Ended]) -> None:
    assert "SYNTHETIC" in umkm("sample-lines", "--lines", "60", "--year", "2024").stdout
    assert "synthetic" in umkm("lines").stdout
    assert "realised" in umkm("shares", "--engine", "polars", "--by", "year").stdout
    assert "were taken away" in umkm("lines", "--remove-synthetic").stdout
    assert "no lines in" in umkm("lines").stdout
    assert "rup-provider" in umkm("lines", "--kinds").stdout


PLANS = "kd_rup,nama_klpd,pagu,status_ukm,metode_pengadaan\n"


def test_snapshots_from_a_folder_are_listed_measured_written_and_taken_away(
    copied: Path, umkm: Callable[..., Ended]
) -> None:
    folder = copied / "unduhan"
    folder.mkdir()
    (folder / "rup-2025-03-31.csv").write_text(PLANS + "1,Kota Mojokerto,60,UKM,Tender\n2,Kota Surabaya,5,UKM,Tender\n")
    later = PLANS + "1,Kota Mojokerto,80,UKM,Tender\n3,Kota Mojokerto,20,Non UKM,Tender\n2,Kota Surabaya,5,UKM,Tender\n"
    (folder / "rup-2025-06-30.csv").write_text(later)
    done = umkm("import", "auto", str(folder), "--year", "2025", "--existing", "snapshot")
    assert done.returncode == 0, done.stderr
    for line in (
        "as of 2025-03-31, by the name rup-2025-03-31.csv",
        "counts, as the newest, for 2 institutions; earlier lines are snapshots, in no sum",
        "since 2025-03-31: 1 new package (20 rupiah), 0 gone (0), 1 of another value (+20), 1 the same",
    ):
        assert line in done.stdout
    older = folder / "januari 31-01-2025.csv"
    older.write_text(PLANS + "1,Kota Mojokerto,7,UKM,Tender\n")
    again = umkm("import", "rup-provider", str(older), "--year", "2025", "--existing", "snapshot")
    assert "a snapshot, in no sum, for 1 institution: newer lines count" in again.stdout
    rows = [line.split()[:6] for line in umkm("lines").stdout.splitlines()[1:4]]
    assert rows == [
        ["rup-provider", "2025", "2025-06-30", "counts", "3", "105"],
        ["rup-provider", "2025", "2025-03-31", "snapshot", "2", "65"],
        ["rup-provider", "2025", "2025-01-31", "snapshot", "1", "7"],
    ]
    for command in (("shares", "--output"), ("lines", "export")):
        over = umkm(*command, str(older))
        assert (over.returncode, "is an export that was imported" in over.stderr) == (2, True), over.stderr
        assert older.read_text() == PLANS + "1,Kota Mojokerto,7,UKM,Tender\n"
    table = copied / "series.csv"
    assert umkm("shares", "--over-time", "--output", str(table), "--engine", "polars").returncode == 0
    series = pd.read_csv(table, dtype={"region": "str"})
    assert series[["region", "as_of", "baseline", "rupiah", "umkk_lower"]].to_numpy().tolist() == [
        ["3576", "2025-01-31", False, 7, 100.0],
        ["3576", "2025-03-31", True, 60, 100.0],
        ["3576", "2025-06-30", False, 100, 80.0],
        ["3578", "2025-03-31", True, 5, 100.0],
        ["3578", "2025-06-30", False, 5, 100.0],
    ]
    assert umkm("shares", "--over-time", "--by", "agency").returncode == 2
    export = copied / "paket.csv"
    assert "2 lines, 65 in all" in umkm("lines", "export", str(export), "--as-of", "2025-03-31", "--where",
                                         "figure=planned").stdout  # fmt: skip
    assert "3 lines, 105 in all" in umkm("lines", "export", str(export), "--where", "figure=planned").stdout
    code, _, err = umkm("lines", "export", str(export), "--as-of", "2025-04-01")
    assert (code, "there are 2025-01-31, 2025-03-31, 2025-06-30" in err) == (3, True)
    wrong = umkm("lines", "remove", "rup-provider", "--year", "2025", "--as-of", "2025-04-01")
    assert (wrong.returncode, "there are 2025-01-31, 2025-03-31, 2025-06-30" in wrong.stderr) == (2, True)
    of_january = max((copied / "data" / "lines").rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
    sound = of_january.read_bytes()
    of_january.write_bytes(b"PAR1")
    february = folder / "rup-2025-02-28.csv"
    february.write_text(PLANS + "1,Kota Mojokerto,8,UKM,Tender\n")
    done = umkm("import", "rup-provider", str(february), "--year", "2025", "--existing", "snapshot")
    assert done.returncode == 0, done.stderr
    assert "since 2025-01-31: what changed cannot be compared" in done.stdout
    of_january.write_bytes(sound)
    assert umkm("lines", "remove", "rup-provider", "--year", "2025", "--as-of", "2025-02-28").stdout.count("\n") == 1
    gone = umkm("lines", "remove", "rup-provider", "--year", "2025", "--region", "3576")
    assert gone.stdout.splitlines() == [
        "taken away: 2 lines of rup-provider 2025 for Kota Mojokerto, as of 2025-06-30",
        "counts now: 1 line of rup-provider 2025 for Kota Mojokerto, as of 2025-03-31, until now a snapshot",
    ]
    assert umkm("shares", "--over-time", "--region", "3576").stdout.count("2025-03-31") == 1
    assert umkm("lines", "remove", "rup-provider", "--year", "2025", "--with-snapshots").returncode == 0
    assert "no lines in" in umkm("lines").stdout
    code, _, err = umkm("shares", "--over-time")
    assert (code, "--existing snapshot" in err) == (3, True)


def test_no_formula_and_no_number_of_a_person_reaches_the_table(copied: Path, umkm: Callable[..., Ended]) -> None:
    path = copied / "realisasi.csv"
    formula = EXPORT.replace("Dinas A,P1", "=cmd|' /C calc'!A0,P1").replace("PAKET DIBATALKAN", "SELESAI")
    path.write_text(formula.replace("Dinas A,P2", "Dinas B 0812-3456-7890,P2"), encoding="utf-8")
    code, _, err = umkm("import", "inaproc", str(path), "--year", "2024")
    assert code == 0
    assert "note: realisasi.csv: 1 cell of Nama Satuan Kerja held a number or an account of a person" in err
    table = copied / "shares.csv"
    assert umkm("shares", "--by", "agency", "--output", str(table)).returncode == 0
    text = table.read_text(encoding="utf-8")
    assert "\n'=CMD|' /C CALC'!A0," in text
    assert "3456-7890" not in text + err + umkm("lines").stdout
    assert pd.read_csv(table)["realised"].sum() == 1070


@pytest.mark.slow
def test_shares_import_no_validation_where_the_tables_were_valid_before(
    copied: Path, umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pandera takes a quarter of a second to import, a third of the command."""
    monkeypatch.setenv("UMKM_CACHE", str(copied / "cache"))
    assert umkm("sample-lines", "--lines", "50").returncode == 0
    assert umkm("shares").returncode == 0
    script = """
import sys, umkm_analysis.cli as cli
try:
    cli.main(["shares"])
except SystemExit as end:
    print(end.code, *sys.modules, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=copied, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    code, *loaded = done.stderr.split()
    assert code == "0"
    assert {"duckdb", "narwhals", "pandas"} < set(loaded)
    heavy = {"pandera", "hypothesis", "pyspark", "scipy", "matplotlib", "polars", "openpyxl", "bs4", "httpx", "IPython"}
    assert not {name.partition(".")[0] for name in loaded} & heavy
    assert "umkm_analysis.datasets.procurement_lines.importer" not in loaded
