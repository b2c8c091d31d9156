"""From exports to lines: the row rules, the account to the rupiah, and what stays when something goes wrong."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.datasets.procurement_lines import importer
from umkm_analysis.datasets.procurement_lines.clean import sql, staging
from umkm_analysis.datasets.procurement_lines.clean.reconciliation import Account, LeftOut
from umkm_analysis.datasets.procurement_lines.formats import KINDS, find_kind
from umkm_analysis.datasets.procurement_lines.read import text as read_text
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.datasets.procurement_lines.sample import write_sample
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.regions import find
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.reports.procurement_share import line_text

from .conftest import INAPROC, ROW, kept, save, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Bring = Any
RUP = [
    "kd_klpd",
    "nama_klpd",
    "kd_satker",
    "nama_satker",
    "tahun_anggaran",
    "kd_rup",
    "pagu",
    "metode_pengadaan",
    "jenis_pengadaan",
    "status_ukm",
    "status_pdn",
    "status_aktif_rup",
    "status_delete_rup",
    "status_umumkan_rup",
    "nip_ppk",
]
PLAN = [
    "D1",
    "Kota Mojokerto",
    "7",
    "Dinas A",
    "2025",
    "1",
    "100",
    "Tender",
    "Barang",
    "UKM",
    "PDN",
    "true",
    "false",
    "Terumumkan",
    "19800101",
]


def plans(path: Path, *changes: dict[str, str], **options: Any) -> Path:
    rows = [[change.get(head, cell) for head, cell in zip(RUP, PLAN, strict=True)] for change in changes]
    return save(path, RUP, rows, **options)


def reasons(account: Account) -> dict[str, tuple[int, Decimal]]:
    return {one.reason: (one.rows, one.rupiah) for one in account.left_out}


def test_plans_inactive_deleted_or_not_announced_are_left_out_and_counted(bring: Bring, tmp_path: Path) -> None:
    path = plans(
        tmp_path / "rup.csv",
        {},
        {"kd_rup": "2", "status_ukm": "Non UKM", "status_pdn": ""},
        {"kd_rup": "3", "status_ukm": "nan"},
        {"kd_rup": "4", "status_aktif_rup": "False"},
        {"kd_rup": "5", "status_delete_rup": "1"},
        {"kd_rup": "6", "status_umumkan_rup": "Draf"},
        {"kd_rup": "7", "tahun_anggaran": "2024"},
        {},
        {"metode_pengadaan": "Seleksi"},
        bom=True,
        delimiter=";",
    )
    account = bring("rup-provider", path).account
    assert reasons(account) == {
        "inactive": (1, 100),
        "deleted": (1, 100),
        "not announced": (1, 100),
        "other budget year": (1, 100),
        "repeated row": (2, 200),
    }
    assert (account.rows, account.rupiah, account.kept_rows, account.kept_rupiah) == (9, 900, 3, 300)
    assert kept("package, value, umkk, pdn, stage, region, agency") == [
        ("1", 100, 100, 100, "plan", "3576", "DINAS A"),
        ("2", 100, 0, None, "plan", "3576", "DINAS A"),
        ("3", 100, None, 100, "plan", "3576", "DINAS A"),
    ]


def test_a_package_repeated_by_a_join_counts_once_and_one_that_contradicts_itself_is_bad(
    bring: Bring, tmp_path: Path
) -> None:
    path = plans(
        tmp_path / "rup.csv",
        {},
        {"kd_rup": "1.0", "metode_pengadaan": "Seleksi"},
        {"kd_rup": "2"},
        {"kd_rup": "2", "pagu": "101"},
    )
    with pytest.raises(DataError, match=r"2 rows cannot be used") as caught:
        bring("rup-provider", path)
    assert 'row 4, column kd_rup: "2" – expected one row a package' in str(caught.value)
    assert "row 5" in str(caught.value)
    account = bring("rup-provider", path, allow_bad=2).account
    assert (account.kept_rows, account.kept_rupiah, account.rupiah) == (1, 100, 401)


def test_the_portal_s_export_is_reconciled(bring: Bring, inaproc: Callable[..., Path]) -> None:
    path = inaproc(
        {"Kode RUP": "12; 11;12"},
        {},
        {"Status Paket": "PAKET SELESAI", "Kode RUP": "12; 11;12"},
        {"Kode Paket": "P2", "Status Paket": "PAKET DIBATALKAN", "Total Nilai (Rp)": "77"},
        {"Kode Paket": "P3", "Status Paket": "", "Nilai PDN (Rp)": "", "Total Nilai (Rp)": "Rp 5.515.570.835,95"},
        {"Kode Paket": "P4", "Nama Instansi": "Kementerian Pertanian", "Total Nilai (Rp)": "2000.5"},
        {"Kode Paket": "P1", "Nama Penyedia": "CV Dua", "Total Nilai (Rp)": "3000"},
    )
    outcome = bring("inaproc", path)
    account = outcome.account
    assert reasons(account) == {"cancelled": (1, 77), "repeated row": (2, 2000)}
    assert account.rupiah == Decimal("5515578913.45")
    assert (account.rounded, account.rounding) == (2, Decimal("0.55"))
    assert account.kept_rupiah == 1000 + 5515570836 + 2001 + 3000
    assert account.notes == (
        "1 package codes stand in 2 rows that differ (suppliers, agencies or values): each is a line of its own",
    )
    assert [(part.institution, part.region) for part in outcome.parts] == [
        ("3576", "3576"),
        ("kementerian-pertanian", None),
    ]
    assert kept("package, rup, umkk, pdn, method_group, supplier") == [
        ("P1", "11;12", None, 600, "e_purchasing", "CV SATU"),
        ("P1", "11", None, 600, "e_purchasing", "CV DUA"),
        ("P3", "11", None, None, "e_purchasing", "CV SATU"),
        ("P4", "11", None, 600, "e_purchasing", "CV SATU"),
    ]


@pytest.mark.parametrize(
    ("others", "cell", "expected"),
    [
        (["1.234.567"], "950.000", 950_000),
        (["Rp 1.234.567,50"], "Rp 950.000", 950_000),
        (["1,234,567.00"], "950,000", 950_000),
        (["1,234,567.00"], "950,000.00", 950_000),
        (["1.234.567", "12.5"], "950.000", None),
        (["1234567"], "950.000", None),
        (["1.234.567"], "950,000", None),
        (["1234567"], "950000.4", 950_000),
    ],
)
def test_what_groups_thousands_is_told_by_the_rest_of_the_file(
    bring: Bring, inaproc: Callable[..., Path], others: list[str], cell: str, expected: int | None
) -> None:
    rows = [{"Total Nilai (Rp)": text, "Kode Paket": f"O{at}", "Nilai PDN (Rp)": ""} for at, text in enumerate(others)]
    path = inaproc(*rows, {"Total Nilai (Rp)": cell, "Nilai PDN (Rp)": ""})
    if expected is None:
        with pytest.raises(DataError, match=r"no 1\.234 alone"):
            bring("inaproc", path)
        return
    bring("inaproc", path)
    assert kept("value")[-1] == (expected,)


def test_only_the_last_addendum_of_a_contract_counts(bring: Bring, tmp_path: Path) -> None:
    header = [
        "kd_tender",
        "nama_klpd",
        "no_kontrak",
        "versi_addendum",
        "nilai_kontrak",
        "nilai_umk_kontrak",
        "hps",
        "jumlah_peserta",
        "tgl_penetapan_pemenang",
        "kabkota_penyedia",
    ]
    rows = [
        ["T1", "Kota Mojokerto", "K1", "0", "100", "100", "110", "1", "2025-03-09T10:00:00", "Mojokerto (Kota)"],
        ["T1", "Kota Mojokerto", "K1", "2", "120", "20", "110", "1", "2025-03-09", "Pangkajene Kepulauan (Kab.)"],
        ["T1", "Kota Mojokerto", "K1", "1", "110", "0", "110", "1", "09/03/2025", "luar negeri"],
        ["T1", "Kota Mojokerto", "K2", "0", "50", "", "", "", "bukan tanggal", ""],
    ]
    account = bring("tender", save(tmp_path / "t.csv", header, rows)).account
    assert reasons(account) == {"earlier addendum": (2, 210)}
    assert account.notes[0] == "1 dates could not be read; the lines have no month"
    assert kept("value, umkk, hps, bidders, date, supplier_region, method") == [
        (50, None, None, None, None, None, "Tender"),
        (120, 20, 110, 1, dt.date(2025, 3, 9), "7309", "Tender"),
    ]


def test_recorded_purchases_hold_rupiah_in_columns_named_pct(bring: Bring, tmp_path: Path) -> None:
    rows = [
        {
            "kd_nontender_pct": 1,
            "nama_klpd": "Kab. Kotawaringin Barat",
            "total_realisasi": 5000000,
            "nilai_pdn_pct": 4000000,
            "nilai_umk_pct": None,
            "status_nontender_pct_ket": "Paket Selesai",
            "alasan_pembatalan": None,
        },
        {
            "kd_nontender_pct": 2,
            "nama_klpd": "Kab. Kotawaringin Barat",
            "total_realisasi": 1,
            "alasan_pembatalan": "salah",
        },
    ]
    path = tmp_path / "pencatatan.csv"  # whatever its name says
    path.write_text(json.dumps({"data": rows}), encoding="utf-8-sig")
    account = bring("recorded", path).account
    assert reasons(account) == {"cancelled": (1, 1)}
    assert kept("package, value, umkk, pdn, stage, region") == [("1", 5000000, None, 4000000, "payment", "6201")]


def test_products_of_the_old_catalogue_are_added_up(bring: Bring, tmp_path: Path) -> None:
    lines = [
        {
            "kd_klpd": "D9",
            "kd_paket": 1,
            "kd_paket_produk": 10,
            "total_harga": 100.25,
            "penyedia_ukm": "UMK",
            "kd_penyedia": 5,
        },
        {
            "kd_klpd": "D9",
            "kd_paket": 1,
            "kd_paket_produk": 11,
            "total_harga": 200.25,
            "penyedia_ukm": None,
            "kd_penyedia": 5,
        },
        {
            "kd_klpd": "D9",
            "kd_paket": 1,
            "kd_paket_produk": 11,
            "total_harga": 200.25,
            "penyedia_ukm": None,
            "kd_penyedia": 5,
        },
        {
            "kd_klpd": "D9",
            "kd_paket": 2,
            "kd_paket_produk": 12,
            "total_harga": 7,
            "penyedia_ukm": "UMK",
            "kd_penyedia": 6,
        },
        {"kd_klpd": "D9", "kd_paket": 3, "kd_paket_produk": 13, "total_harga": 9, "paket_status_str": "Paket Batal"},
    ]
    path = tmp_path / "v5.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    with pytest.raises(UsageError, match=r"D9: the file has no name for it: give --region CODE, or --match D9=CODE"):
        bring("ekatalog-v5", path)
    account = bring("ekatalog-v5", path, matches={"d9": "3576"}).account
    assert reasons(account) == {"cancelled": (1, 9), "repeated row": (1, Decimal("200.25"))}
    assert (account.kept_rows, account.lines, account.rounding) == (3, 2, Decimal("-0.5"))
    assert kept("package, value, umkk, supplier, method_group") == [
        ("1", 300, None, "code:5", "e_purchasing"),
        ("2", 7, 7, "code:6", "e_purchasing"),
    ]
    order = tmp_path / "v6.json"
    order.write_text(
        json.dumps(
            [
                {"kode_klpd": "D9", "order_id": "A", "total": 10, "status": "COMPLETED", "rup_code": "12"},
                {"kode_klpd": "D9", "order_id": "B", "total": 11, "status": "CANCELLED", "rup_code": "13"},
            ]
        )
    )
    outcome = bring("ekatalog-v6", order)  # the code is known from the import before
    assert reasons(outcome.account) == {"cancelled": (1, 11)}
    assert [part.region for part in outcome.parts] == ["3576"]


def test_budgets_and_self_managed_packages_and_search_rows(bring: Bring, tmp_path: Path) -> None:
    budget = [
        {
            "belanja_pengadaan": 10654182000,
            "kd_klpd": "D228",
            "kd_satker": 83087,
            "nama_klpd": "Kab. Kotawaringin Barat",
            "nama_satker": "Dinas Perhubungan",
            "tahun_anggaran": 2025,
            "total_belanja": 11089866000,
            "belanja_non_pengadaan": None,
        }
    ]
    (tmp_path / "b.json").write_text(json.dumps(budget), encoding="utf-8-sig")
    bring("rup-budget", tmp_path / "b.json")
    save(
        tmp_path / "s.csv",
        ["kd_rup", "pagu", "tipe_swakelola", "nama_klpd"],
        [["8", "40", "1", "Kab. Kotawaringin Barat"]],
    )
    bring("rup-selfmanaged", tmp_path / "s.csv")
    found = [
        {
            "pagu": 45553000,
            "satuanKerja": "Bappeda",
            "isPDN": True,
            "kldi": "Provinsi Gorontalo",
            "idKldi": "D76",
            "metode": "Pengadaan Langsung",
            "isUMK": False,
            "pemilihan": "January 2025",
            "id": 62466015,
        }
    ]
    (tmp_path / "f.json").write_text(json.dumps({"draw": 1, "data": found}))
    bring("sirup-search", tmp_path / "f.json")
    assert kept("package, stage, value, umkk, pdn, region, method_group, date, rup") == [
        ("62466015", "plan", 45553000, 0, 45553000, "7500", "direct", dt.date(2025, 1, 1), "62466015"),
        ("8", "plan", 40, None, None, "6201", "self_managed", None, "8"),
        ("83087", "budget", 10654182000, None, None, "6201", "unknown", None, None),
    ]


@pytest.mark.parametrize(
    "wrap", ["plain", "zip", "gzip", "xlsx", "titled xlsx", "xlsx in zip", "json lines", "semicolons"]
)
def test_every_format_gives_the_same_lines(bring: Bring, tmp_path: Path, wrap: str) -> None:
    second = ["P2" if cell == "P1" else cell for cell in ROW]
    plain = save(tmp_path / "x.csv", INAPROC, [ROW, second], bom=True, delimiter=";" if wrap == "semicolons" else ",")
    path = tmp_path / "export.csv"
    typed = [
        [float(cell) if head.endswith("(Rp)") else cell for head, cell in zip(INAPROC, row, strict=True)]
        for row in (ROW, second)
    ]
    if "xlsx" in wrap:
        workbook(tmp_path / "x.xlsx", [INAPROC, *typed], titles=3 if "titled" in wrap else 0)
        path = tmp_path / "x.xlsx"
    if wrap in {"zip", "xlsx in zip"}:
        with zipfile.ZipFile(tmp_path / "x.bin", "w", zipfile.ZIP_DEFLATED) as made:
            made.write(plain if wrap == "zip" else path, "a.dat")
            made.writestr("__MACOSX/._a.dat", "x")
        path = tmp_path / "x.bin"
    elif wrap == "gzip":
        path.write_bytes(gzip.compress(plain.read_bytes()))
    elif wrap == "json lines":
        path.write_text("\n".join(json.dumps(dict(zip(INAPROC, row, strict=True))) for row in typed))
    elif "xlsx" not in wrap:
        path = plain
    assert bring("inaproc", path).account.kept_rupiah == 2000
    assert kept("package, value, pdn, supplier, agency, year") == [
        ("P1", 1000, 600, "CV SATU", "DINAS A", 2025),
        ("P2", 1000, 600, "CV SATU", "DINAS A", 2025),
    ]


def test_the_same_file_twice_changes_nothing(bring: Bring, inaproc: Callable[..., Path], folder: Path) -> None:
    path = inaproc({})
    bring("inaproc", path)
    before = {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in folder.rglob("*.parquet")}
    catalogue = (folder / "lines.json").read_bytes()
    renamed = path.rename(path.with_name("lain.csv"))
    for existing in Existing:
        outcome = bring("inaproc", renamed, existing=existing)
        assert (outcome.account, outcome.skipped) == (None, ("lain.csv",))
    assert {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in folder.rglob("*.parquet")} == before
    assert (folder / "lines.json").read_bytes() == catalogue
    with pytest.raises(UsageError, match="the same file is given twice"):
        bring("inaproc", renamed, renamed)


@pytest.mark.parametrize("step", ["write", "publish files", "publish catalogue", "sweep"])
def test_a_crash_half_way_leaves_the_old_table(
    bring: Bring, inaproc: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    bring("inaproc", inaproc({}, name="old.csv"))
    before = kept()
    new = inaproc({"Total Nilai (Rp)": "999"}, {"Kode Paket": "P9", "Nama Instansi": "Kota Surabaya"}, name="new.csv")
    target: tuple[Any, str] = {
        "write": (importer, "_parts"),
        "publish files": (catalog, "move_into_place"),
        "publish catalogue": (catalog.json, "dumps"),
        "sweep": (catalog, "sweep"),
    }[step]

    def crash(*_: object, **__: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(*target, crash)
        with pytest.raises(OSError, match="power cut"):
            bring("inaproc", new, existing=Existing.REPLACE)
    after_crash = kept()
    assert after_crash == before if step != "sweep" else len(after_crash) == 2
    if step != "sweep":
        bring("inaproc", new, existing=Existing.REPLACE)
    else:
        bring("rup-provider", plans(folder.parent / "rup.csv", {}))
    counted = {str(path) for path in catalog.files()}
    assert {str(path) for path in folder.rglob("*.parquet")} == counted
    assert not (folder / catalog.STAGING).exists()


def test_an_account_that_does_not_come_out_is_refused_and_nothing_written(
    bring: Bring, inaproc: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importer._parts  # noqa: SLF001 - what is broken on purpose
    monkeypatch.setattr(
        importer,
        "_parts",
        lambda *args: tuple(catalog.Part(**{**vars(part), "rupiah": part.rupiah - 1}) for part in real(*args)),
    )
    with pytest.raises(DataError, match="0 rows and 1 rupiah are unexplained"):
        bring("inaproc", inaproc({}))
    assert catalog.imports() == ()


def test_accounts_compare_rows_too() -> None:
    Account(3, Decimal("6.5"), 2, 6, 2, (LeftOut("x", 1, Decimal(1)),), 1, Decimal("0.5")).check()
    with pytest.raises(DataError, match="1 rows and 0 rupiah"):
        Account(4, Decimal(6), 3, 6, 3).check()


def test_lines_of_the_same_kind_are_refused_replaced_or_added(bring: Bring, inaproc: Callable[..., Path]) -> None:
    both = inaproc({}, {"Kode Paket": "S1", "Nama Instansi": "Kota Surabaya"}, name="a.csv")
    bring("inaproc", both)
    later = inaproc({"Total Nilai (Rp)": "1500"}, name="b.csv")
    with pytest.raises(UsageError, match=r"lines of inaproc 2025 for Kota Mojokerto stand already \(from a.csv\)"):
        bring("inaproc", later)
    with pytest.raises(UsageError, match=r"1 packages of Kota Mojokerto stand already \(P1\)"):
        bring("inaproc", later, existing=Existing.ADD)
    bring("inaproc", inaproc({"Kode Paket": "P2"}, name="c.csv"), existing=Existing.ADD)
    assert kept("package, value") == [("P1", 1000), ("P2", 1000), ("S1", 1000)]
    bring("inaproc", later, existing=Existing.REPLACE)
    assert kept("package, value") == [("P1", 1500), ("S1", 1000)]


def test_kinds_that_tell_of_the_same_contracts_never_stand_together(
    bring: Bring, inaproc: Callable[..., Path], tmp_path: Path
) -> None:
    bring("inaproc", inaproc({}))
    tender = save(tmp_path / "t.csv", ["kd_tender", "nilai_kontrak", "nama_klpd"], [["T1", "5", "Kota Mojokerto"]])
    for existing in (Existing.REFUSE, Existing.ADD):
        with pytest.raises(UsageError, match="tender tells of the same packages, which would count twice"):
            bring("tender", tender, existing=existing)
    bring("tender", tender, existing=Existing.REPLACE)
    assert kept("kind, package") == [("tender", "T1")]
    known = {kind.name: kind for kind in KINDS}
    assert all(one.name in known[other].covers for one in KINDS for other in one.covers)


def test_real_and_synthetic_lines_never_mix(bring: Bring, inaproc: Callable[..., Path]) -> None:
    write_sample([find("3576")], [2025], each=60)
    path = inaproc({})
    with pytest.raises(UsageError, match="synthetic and real lines are never added together"):
        bring("inaproc", path, existing=Existing.ADD)
    bring("inaproc", path, existing=Existing.REPLACE)
    assert kept("synthetic") == [(False,)]
    with pytest.raises(UsageError, match="real lines of Kota Mojokerto stand already"):
        write_sample([find("3576")], [2025], each=60)


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Kab. Kotawaringin Barat", "6201"),
        ("Pemerintah Daerah Kabupaten Mojokerto", "3516"),
        ("PEMERINTAH KOTA MOJOKERTO", "3576"),
        ("Provinsi D.I. Yogyakarta", "3400"),
        ("Provinsi Daerah Istimewa Yogyakarta", "3400"),
        ("Provinsi DKI Jakarta", "3100"),
        ("Kab. Pangkajene Kepulauan", "7309"),
        ("Kota Jakarta Selatan", "3171"),
        ("Provinsi Papua Selatan", None),
        ("Kementerian Koordinator Bidang Kota", None),
    ],
)
def test_institutions_are_told_by_their_names(
    bring: Bring, inaproc: Callable[..., Path], name: str, region: str | None
) -> None:
    (part,) = bring("inaproc", inaproc({"Nama Instansi": name})).parts
    assert part.region == region


def test_a_local_government_that_is_no_region_is_refused_with_near_matches(
    bring: Bring, inaproc: Callable[..., Path]
) -> None:
    path = inaproc({"Nama Instansi": "Kab. Mojokreto"}, {"Nama Instansi": "Kota Antah Berantah"})
    with pytest.raises(
        UsageError, match=r"Kab. Mojokreto: no such region. Did you mean 3516 Kabupaten Mojokerto"
    ) as caught:
        bring("inaproc", path)
    assert '--match "Kota Antah Berantah=CODE" (or =none)' in str(caught.value)
    outcome = bring("inaproc", path, matches={"kab. mojokreto": "3516", "Kota Antah Berantah": "none"})
    assert {part.region for part in outcome.parts} == {"3516", None}
    with pytest.raises(UsageError, match="no institution of these files"):
        bring("inaproc", inaproc({}, name="b.csv"), matches={"Kota X": "3516"})


def test_a_region_given_must_be_that_of_the_rows(bring: Bring, inaproc: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="--region 3578 is Kota Surabaya, but the rows are of Kota Mojokerto"):
        bring("inaproc", inaproc({}), region="3578")
    with pytest.raises(UsageError, match="leave out --region, or --match"):
        bring("inaproc", inaproc({}), region="3578", matches={"x": "y"})
    bring("inaproc", inaproc({"Nama Instansi": ""}), region="3578")
    assert kept("region, institution_name") == [("3578", "Kota Surabaya")]


def test_rows_of_other_years_only_are_refused(bring: Bring, inaproc: Callable[..., Path]) -> None:
    with pytest.raises(DataError, match=r"no row counts of 2023; the file holds 2025"):
        bring("inaproc", inaproc({}), year=2023)
    with pytest.raises(DataError, match="every row is left out"):
        bring("inaproc", inaproc({"Status Paket": "PAKET DIBATALKAN"}))


def test_two_imports_do_not_run_at_once(bring: Bring, inaproc: Callable[..., Path]) -> None:
    path = inaproc({})
    with catalog.changing(), pytest.raises(UsageError, match="by another process"):
        bring("inaproc", path)


def test_a_broken_catalogue_is_named(bring: Bring, inaproc: Callable[..., Path], folder: Path) -> None:
    folder.mkdir()
    (folder / "lines.json").write_text("{")
    with pytest.raises(DataError, match=r"lines.json: not readable"):
        bring("inaproc", inaproc({}))
    (folder / "lines.json").write_text('{"format": 9, "imports": []}')
    with pytest.raises(DataError, match="format 9, this version knows 1"):
        catalog.imports()


def test_the_date_is_the_file_s_unless_it_is_given(bring: Bring, inaproc: Callable[..., Path]) -> None:
    path = inaproc({})
    os.utime(path, (1735689600, 1735689600))
    bring("inaproc", path)
    assert kept("as_of, source_file") == [(dt.date(2025, 1, 1), "realisasi.csv")]
    bring("inaproc", inaproc({}, {"Kode Paket": "P2"}), as_of="2025-06-30", existing=Existing.REPLACE)
    assert kept("DISTINCT as_of, package, value")[0][0] == dt.date(2025, 6, 30)


def test_suppliers_are_the_same_by_any_writing_of_their_number(bring: Bring, tmp_path: Path) -> None:
    header = ["kd_tender", "nilai_kontrak", "nama_klpd", "npwp_penyedia", "nama_penyedia"]
    rows = [
        ["A", "1", "Kota Mojokerto", "01.234.567.8-901.000", "CV  Satu"],
        ["B", "1", "Kota Mojokerto", "012345678901000", "Satu CV"],
        ["C", "1", "Kota Mojokerto", "XX.XXX", " cv   satu "],
        ["D", "1", "Kota Mojokerto", "000000000000000", "cv satu"],
        ["E", "1", "Kota Mojokerto", "", ""],
    ]
    bring("tender", save(tmp_path / "t.csv", header, rows))
    a, b, c, d, e = (supplier for (supplier,) in kept("supplier"))
    assert a == b
    assert (c, d, e) == ("CV SATU", "CV SATU", None)


def test_every_reason_and_kind_has_its_word() -> None:
    told = {reason for kind in KINDS for reason, _ in kind.left_out}
    assert told <= set(line_text.REASON)
    assert {kind.name for kind in KINDS} | {"sample"} == set(line_text.KIND)
    assert {group for group, _ in sql.METHODS} | {"other", "unknown"} == set(line_text.GROUP)


def test_an_unknown_kind_is_answered_with_those_there_are() -> None:
    assert find_kind("RUP_provider").name == "rup-provider"
    with pytest.raises(UsageError, match="Did you mean tender") as caught:
        find_kind("tenders")
    assert "ekatalog-v6" in str(caught.value)


@pytest.mark.parametrize("other", ["Kab. Mojokerto", "Kota Mojokerto"], ids=["two institutions", "one"])
def test_a_package_meets_its_repetition_across_batches(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    """Batches have words, institutions and thousands of their own; the account and the lines must not show it."""
    rows = [
        dict(zip(INAPROC, ROW, strict=True))
        | {
            "Kode Paket": f"P{n % 5}",
            "Nama Satuan Kerja": f"Dinas {n * n % 7}",
            "Total Nilai (Rp)": f"{n % 5 + 1}.000.000",
        }
        | {"Nama Instansi": "Kota Mojokerto" if n % 2 else other, "Nilai PDN (Rp)": None if n % 4 else "700"}
        for n in range(40)
    ]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(rows))
    columns = "* EXCLUDE (source_sha256)"
    whole, lines = bring("inaproc", path).account, kept(columns)
    path.write_text(json.dumps(rows) + " ")  # the same file twice would change nothing
    monkeypatch.setattr(read_text, "BATCH_ROWS", 3)
    monkeypatch.setattr(staging, "TYPED_ROWS", 6)
    assert bring("inaproc", path, existing=Existing.REPLACE).account == whole
    assert sorted(kept(columns), key=repr) == sorted(lines, key=repr)
    assert len(lines) < len(rows)


def test_lines_of_one_institution_are_those_it_has_among_several(bring: Bring, inaproc: Any) -> None:
    own = [
        {"Kode Paket": "P1", "Total Nilai (Rp)": "1000,50", "Nama Penyedia": ""},
        {"Kode Paket": "P2", "Kode RUP": "12;11", "Metode Pengadaan": "", "Status Paket": "Selesai"},
        {"Kode Paket": "P2", "Kode RUP": "12;11", "Metode Pengadaan": ""},
        {"Kode Paket": "P3", "Status Paket": "PAKET DIBATALKAN"},
    ]
    everything = "* EXCLUDE (source_file, source_sha256), typeof(COLUMNS(*))"
    bring("inaproc", inaproc(*own))
    alone = kept(everything)
    bring("inaproc", inaproc(*own, {"Nama Instansi": "Kota Surabaya", "Kode Paket": "Q"}), existing=Existing.REPLACE)
    assert [line for line in kept(everything) if line[3] == "3576"] == alone
    assert len(alone) == 2


def test_a_hexadecimal_figure_among_whole_ones_is_refused(bring: Bring, inaproc: Any) -> None:
    with pytest.raises(DataError, match=r'row 3, column Total Nilai \(Rp\): "0x10"'):
        bring("inaproc", inaproc({}, {"Kode Paket": "P2", "Total Nilai (Rp)": "0x10"}))


def test_a_broken_word_is_named_in_every_row_that_has_it(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [
        ",".join(ROW).replace("P1", f"P{n}").replace("CV Satu", name) for n, name in enumerate(["A", "é", "B", "é"])
    ]
    path.write_bytes("\n".join([",".join(INAPROC), *rows]).encode("latin-1"))
    with pytest.raises(DataError, match=r"2 rows cannot be used") as caught:
        bring("inaproc", path)
    assert "row 3, column Nama Penyedia" in str(caught.value)
    assert "row 5, column Nama Penyedia" in str(caught.value)
