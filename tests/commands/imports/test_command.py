"""The import command with nothing but files: kinds from headers, a folder at once, and what to choose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets.procurement_lines.read.detection import files_in
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

TENDER = "kd_tender,nama_klpd,nilai_kontrak,tahun_anggaran\nT1,Kota Mojokerto,700,2025\nT2,Kota Mojokerto,50,2024\n"
RECORDED = "kd_nontender_pct,nama_klpd,total_realisasi,tahun_anggaran\nR1,Kota Mojokerto,30,2025\n"
INAPROC = "Nama Instansi,Kode Paket,Total Nilai (Rp)\nKota Mojokerto,P1,99\n"
PLAN = '[{"kd_rup": 1, "pagu": 500, "status_ukm": "UKM", "nama_klpd": "Kota Mojokerto", "tahun_anggaran": 2025}]'


@pytest.fixture
def given(copied: Path) -> Path:
    at = copied / "unduhan"
    (at / "lama").mkdir(parents=True)
    (at / "tender 1.csv").write_text(TENDER)
    (at / "lama" / "tender2.csv").write_text(TENDER.replace("T", "U"))
    (at / "catat.csv").write_text("Pencatatan 2025\n" + RECORDED)
    (at / "rup.json").write_text(PLAN)
    (at / "README.md").write_text("# Unduhan\n")
    (at / "satker.csv").write_text("kd_satker,nama_satker\n1,Dinas A\n")
    return at


def test_a_folder_is_imported_kind_by_kind_with_an_account_a_file(given: Path, umkm: Callable[..., Ended]) -> None:
    done = umkm("import", "auto", str(given), "--year", "2025")
    assert done.returncode == 0, done.stderr
    for line in (
        "catat.csv: recorded, by its columns kd_nontender_pct, total_realisasi",
        "tender2.csv: tender, by its columns kd_tender, nilai_kontrak",
        "rup.json: rup-provider, by its columns kd_rup, pagu, status_ukm",
    ):
        assert line in done.stdout
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["tender2.csv", "2", "1", "1", "700"] in rows
    assert ["tender", "1.csv", "2", "1", "1", "700"] in rows
    assert ["read", "4", "1,500"] in rows
    assert "note: README.md is no table; not read" in done.stderr
    assert "note: satker.csv: no kind of export has these columns: kd_satker, nama_satker; not imported" in done.stderr
    listed = umkm("lines").stdout
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["recorded", "tender", "rup-provider"]
    assert umkm("import", "auto", str(given), "--year", "2025").stdout.count("nothing changed") == 3


def test_an_empty_page_goes_with_the_pages_before_it(given: Path, umkm: Callable[..., Ended]) -> None:
    row = json.loads(PLAN)[0]
    (given / "rup.json").unlink()
    for at, rows in enumerate(([row], [row | {"kd_rup": 2}], [])):
        (given / f"rup-{at}.json").write_text(json.dumps({"data": rows, "has_more": at < 2}))
    done = umkm("import", "auto", str(given), "--year", "2025")
    assert done.returncode == 0, done.stderr
    assert "rup-2.json: rup-provider, as rup-0.json beside it; it holds no row" in done.stdout
    assert "note: rup-2.json: it holds no row" in done.stderr
    assert ["read", "2", "1,000"] in [line.split() for line in done.stdout.splitlines()]
    assert (
        "none of the files is an export" in umkm("import", "auto", str(given / "rup-2.json"), "--year", "2025").stderr
    )


def test_no_export_is_as_of_a_day_to_come(given: Path, umkm: Callable[..., Ended]) -> None:
    done = umkm("import", "auto", str(given), "--year", "2025", "--as-of", "2125-03-31")
    assert done.returncode == 2
    assert '--as-of "2125-03-31" is a day to come' in done.stderr
    assert "no lines" in umkm("lines").stdout


def test_a_match_may_be_for_one_of_the_kinds(given: Path, umkm: Callable[..., Ended]) -> None:
    (given / "rup.json").write_text(PLAN.replace("Mojokerto", "Mojokrto"))
    command = ("import", "auto", str(given), "--year", "2025")
    done = umkm(*command, "--match", "Kota Mojokrto=3576", "--match", "Kab. Salah=3516")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("note: --match Kota Mojokrto, Kab. Salah: no institution") == 2  # recorded, tender
    assert done.stderr.count("note: --match Kab. Salah: no institution") == 1  # rup-provider
    alone = umkm("import", "rup-provider", str(given / "rup.json"), "--year", "2025", "--existing", "replace",
                 "--as-of", "2025-01-01", "--match", "Kab. Salah=3516")  # fmt: skip
    assert alone.returncode == 2


def test_where_a_kind_is_refused_it_is_said_what_became_of_the_others(given: Path, umkm: Callable[..., Ended]) -> None:
    (given / "lama" / "tender2.csv").write_text(TENDER.replace("700", "abc"))
    done = umkm("import", "auto", str(given), "--year", "2025")
    assert done.returncode == 3
    assert (
        "tender (tender2.csv, tender 1.csv) was refused; imported before it, and kept: recorded (catat.csv); "
        "not tried: rup-provider (rup.json). Mend" in done.stderr
    )
    assert [line.split()[0] for line in umkm("lines").stdout.splitlines()[1:]] == ["recorded"]


def test_kinds_of_the_same_packages_are_to_be_chosen_from(given: Path, umkm: Callable[..., Ended]) -> None:
    (given / "realisasi.csv").write_text(INAPROC)
    done = umkm("import", "auto", str(given), "--year", "2025")
    assert done.returncode == 2
    assert "tell of the same packages" in done.stderr
    assert f"umkm import inaproc {given}/realisasi.csv --year 2025" in done.stderr
    assert f"umkm import tender {given}/lama/tender2.csv '{given}/tender 1.csv' --year 2025" in done.stderr
    assert "no lines" in umkm("lines").stdout


def test_a_header_of_two_kinds_is_to_be_chosen_from(copied: Path, umkm: Callable[..., Ended]) -> None:
    path = copied / "x.csv"
    path.write_text("kd_tender,kd_nontender,nama_klpd,nilai_kontrak\nT,N,Kota Mojokerto,5\n")
    done = umkm("import", "auto", str(path), "--year", "2025")
    assert done.returncode == 2
    assert f"umkm import tender {path} --year 2025\n" in done.stderr
    assert f"umkm import nontender {path} --year 2025\n" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "code", "answer"),
    [
        ("x.csv", "nama,umur\n1,2\n", 2, "has these columns: nama, umur. Leave it out"),
        ("x.json", '{"data": [', 3, "broken JSON"),
        ("x.xlsx", "PK\x03\x04", 3, "the archive cannot be read"),
        ("", "", 3, "the folder holds no file to import"),
    ],
)
def test_what_is_no_export_is_answered(  # noqa: PLR0913
    copied: Path, umkm: Callable[..., Ended], *, name: str, content: str, code: int, answer: str
) -> None:
    folder = copied / "f"
    folder.mkdir()
    if name:
        (folder / name).write_text(content)
    done = umkm("import", "auto", str(folder / name), "--year", "2025")
    assert done.returncode == code, done.stderr
    assert answer in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_more_files_than_anybody_s_exports_is_refused(given: Path, umkm: Callable[..., Ended]) -> None:
    for number in range(1001):
        (given / f"{number}.csv").touch()
    done = umkm("import", "auto", str(given), "--year", "2025")
    assert done.returncode == 3
    assert "more than 1,000 files; name the folder of the exports" in done.stderr


def test_a_folder_with_what_may_not_be_read_is_refused_with_a_sentence(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("pathlib.Path.is_file", refuse)
    with pytest.raises(DataError, match=r"Permission denied: .*; name the folder of the exports"):
        files_in([given])
