"""Layout of the spreadsheet in which an office keeps its register of UMKM: sheets, columns and allowed values.

Headers and words are Indonesian, because an Indonesian office keeps it. Nothing personal has a column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "code", "date", "date or word", "choice", "name", "place", "number"]

REGISTER, FIRMS, EKATALOG = "register", "umkm", "katalog"
CHANNELS, TRAININGS, CERTIFICATES = "kanal", "pelatihan", "sertifikat"
INSTRUCTIONS = "petunjuk"

REAL, SYNTHETIC = "nyata", "sintetis"
YES, NO, UNKNOWN = "ya", "tidak", "tidak tahu"
IN_ENTRY, LISTED = "proses entri", "tayang"
LOCAL, PROVINCIAL, NATIONAL = "lokal", "provinsi", "nasional"
NEVER, ENDLESS, UNNUMBERED = "belum pernah", "tanpa batas", "tanpa nomor"
NIB = "NIB"
SECTORS = (
    "makanan",
    "minuman",
    "fesyen",
    "alas kaki",
    "kerajinan",
    "jasa",
    "perdagangan",
    "pertanian",
    "industri lain",
    "lainnya",
)
SIZES = ("mikro", "kecil", "menengah")
KNOWN_CERTIFICATES = (NIB, "Halal", "BPOM", "PIRT", "HACCP", "Uji nutrisi")


@dataclass(frozen=True)
class Entry:
    """One column of a sheet."""

    name: str
    kind: Kind
    meaning: str
    """Explanation in the instructions, Indonesian."""
    required: bool = True
    choices: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: what a row is, its columns, and its key."""

    name: str
    row: str
    """What one row is, Indonesian."""
    columns: tuple[Entry, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Names of the columns, in order."""
        return [entry.name for entry in self.columns]


_FIRM = Entry(
    "id_umkm", "id", "kode buatan dinas: huruf lalu angka; bukan nama, NIK, atau nomor telepon", example="U-0001"
)

SHEETS = (
    Sheet(
        REGISTER,
        "satu baris untuk seluruh register",
        (
            Entry("kode_daerah", "code", "kode BPS kabupaten atau kota", example="3576"),
            Entry("per_tanggal", "date", "keadaan register pada tanggal ini", example="2024-06-30"),
            Entry("jenis", "choice", "nyata, atau sintetis untuk peragaan", choices=(REAL, SYNTHETIC), example=REAL),
        ),
        ("kode_daerah",),
    ),
    Sheet(
        FIRMS,
        "satu baris per UMKM",
        (
            _FIRM,
            Entry("kecamatan", "place", "nama kecamatan saja, tanpa alamat", example="Magersari"),
            Entry("sektor", "choice", "bidang usaha utama", choices=SECTORS, example="makanan"),
            Entry("skala", "choice", "skala usaha menurut PP 7/2021", choices=SIZES, example="mikro"),
        ),
        ("id_umkm",),
    ),
    Sheet(
        EKATALOG,
        "satu baris per UMKM dan katalog yang sedang atau sudah dimasuki",
        (
            _FIRM,
            Entry("katalog", "choice", "e-katalog mana", choices=(LOCAL, PROVINCIAL, NATIONAL), example=LOCAL),
            Entry("status", "choice", "status sekarang", choices=(IN_ENTRY, LISTED), example=LISTED),
            Entry(
                "tanggal_mulai_entri",
                "date",
                "hari entri dimulai; kosong bila tidak diketahui",
                required=False,
                example="2024-01-15",
            ),
            Entry(
                "tanggal_tayang",
                "date",
                "hari mulai tayang; hanya bila status tayang",
                required=False,
                example="2024-03-01",
            ),
        ),
        ("id_umkm", "katalog"),
    ),
    Sheet(
        CHANNELS,
        "satu baris per UMKM dan kanal penjualan",
        (
            _FIRM,
            Entry("kanal", "name", "nama kanal, selalu dengan ejaan yang sama", example="Mojo Market"),
            Entry("tanggal_daftar", "date", "hari terdaftar di kanal", example="2023-08-01"),
            Entry(
                "transaksi_terakhir",
                "date or word",
                f'hari transaksi terakhir; "{NEVER}"; kosong bila tidak diketahui',
                required=False,
                choices=(NEVER,),
                example="2024-06-12",
            ),
        ),
        ("id_umkm", "kanal"),
    ),
    Sheet(
        TRAININGS,
        "satu baris per UMKM dan pelatihan yang diikuti",
        (
            _FIRM,
            Entry("pelatihan", "name", "nama pelatihan, selalu dengan ejaan yang sama", example="Jubelio"),
            Entry("tanggal", "date", "hari pelatihan", example="2022-05-20"),
        ),
        ("id_umkm", "pelatihan", "tanggal"),
    ),
    Sheet(
        CERTIFICATES,
        "satu baris per UMKM dan sertifikat",
        (
            _FIRM,
            Entry("sertifikat", "choice", "sertifikat apa", choices=KNOWN_CERTIFICATES, example="Halal"),
            Entry(
                "diperlukan",
                "choice",
                "apakah sertifikat ini berlaku bagi usahanya",
                choices=(YES, NO, UNKNOWN),
                example=YES,
            ),
            Entry("dimiliki", "choice", "apakah pernah terbit bagi usahanya", choices=(YES, NO, UNKNOWN), example=YES),
            Entry(
                "nomor",
                "number",
                f'nomornya bila dimiliki, atau "{UNNUMBERED}"; diperiksa, tidak disimpan',
                required=False,
                example="ID35110000012340722",
            ),
            Entry(
                "berlaku_sampai",
                "date or word",
                f'hari terakhir berlaku, atau "{ENDLESS}"; kosong bila tidak diketahui',
                required=False,
                choices=(ENDLESS,),
                example="2026-07-31",
            ),
        ),
        ("id_umkm", "sertifikat"),
    ),
)
"""Sheets that are read, in order; the instructions are not."""
ENTRIES = {(sheet.name, entry.name): entry for sheet in SHEETS for entry in sheet.columns}
"""Names of a sheet and a column → the column."""
