"""Kinds of exports: what each column is called, which rows count, and what of them is kept.

Field names are those of LKPP's services (ISB, INAPROC v1), of the export of the INAPROC portal and of SiRUP's search. A
header is compared without case, spaces and punctuation, so that "Total Nilai (Rp)" is ``total_nilai_rp``. Whatever a
kind does not name is never read: nip_ppk, nama_ppk, telephone numbers, e-mail addresses and accounts stay outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.datasets.intake.quoting import heading
from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PLAN, BUDGET, CONTRACT, PAYMENT = "plan", "budget", "contract", "payment"

MONEY = ("value", "umkk", "pdn", "hps")
"""Fields that hold rupiah."""
SHARED: Mapping[str, tuple[str, ...]] = {
    "year": ("tahun_anggaran", "fiscal_year"),
    "institution_code": ("kd_klpd", "kode_klpd", "idkldi"),
    "institution_name": ("nama_klpd", "nama_instansi", "kldi"),
    "agency_name": ("nama_satker", "nama_satuan_kerja", "satuankerja"),
    "agency_code": ("kd_satker_str", "kd_satker", "satker_id", "kode_satker", "idsatker"),
    "rup": ("kd_rup", "kd_rup_paket", "kode_rup", "rup_code"),
    "method": ("metode_pengadaan", "mtd_pemilihan", "metode_pemilihan", "metode"),
    "category": ("jenis_pengadaan", "kategori_pengadaan", "jenispengadaan"),
    "fund": ("sumber_dana", "nama_sumber_dana", "funding_source", "sumberdana"),
    "supplier_npwp": ("npwp_16_penyedia", "npwp_penyedia"),
    "supplier_name": ("nama_penyedia",),
    "supplier_code": ("kd_penyedia", "kode_penyedia"),
    "supplier_region": ("domisili_penyedia", "kabkota_penyedia", "kab_kota_penyedia"),
    "umkk_flag": ("penyedia_ukm", "penyedia_umk"),
    "bidders": ("jumlah_peserta", "jumlah_penawar", "jml_peserta"),
    "version": ("versi_addendum",),
    "contract": ("no_kontrak", "nomor_kontrak"),
}
"""Fields that several exports have, with their names; the first name that a file has is read."""

FLAT = ("package", "rup", "contract", "product", *MONEY)
"""Fields whose cells differ from row to row; the cells of all others repeat."""
CANCELLED = "stopped"
REPEATED, SUPERSEDED, OTHER_YEAR, BAD = "repeated row", "earlier addendum", "other budget year", "bad row"
INACTIVE = (
    ("deleted", "deleted IS TRUE"),
    ("inactive", "active IS FALSE"),
    ("not announced", "unannounced"),
)
RUP_STATUS = {
    "active": ("status_aktif_rup",),
    "deleted": ("status_delete_rup",),
    "announced": ("status_umumkan_rup",),
}


@dataclass(frozen=True)
class Kind:
    """One kind of export."""

    name: str
    """As on the command line."""
    title: str
    stage: str
    columns: Mapping[str, tuple[str, ...]]
    """Field → the names it may have, besides :data:`SHARED`."""
    required: tuple[str, ...]
    """Fields without which a file is not of this kind."""
    left_out: tuple[tuple[str, str], ...] = ()
    """Reason and condition (SQL over the columns that clean/columns.py reads) of rows that do not count."""
    unique: bool = True
    """Whether a package has one row, so that two that differ contradict each other; else each is a line of its own."""
    summed: bool = False
    """Whether the rows of a package are products, which are added up."""
    method: str | None = None
    """Method of every row, where the file has no such column or leaves it empty."""
    covers: frozenset[str] = field(default_factory=frozenset)
    """Kinds that report the same contracts or plans: together they would count twice."""
    never: tuple[str, ...] = ()
    """Fields of :data:`SHARED` that mean something else in this kind."""

    def names(self) -> dict[str, tuple[str, ...]]:
        """Every field with the names it may have."""
        shared = {field: headers for field, headers in SHARED.items() if field not in self.never}
        return {**shared, **self.columns}


KINDS = (
    Kind(
        "rup-provider",
        "RUP provider packages (rup/paket-penyedia-terumumkan)",
        PLAN,
        {
            "package": ("kd_rup",),
            "value": ("pagu",),
            "umkk_flag": ("status_ukm",),
            "pdn_flag": ("status_pdn",),
            "date": ("tgl_awal_pemilihan",),
            **RUP_STATUS,
        },
        ("package", "value", "umkk_flag"),
        INACTIVE,
        covers=frozenset({"sirup-search"}),
        never=("contract",),
    ),
    Kind(
        "rup-selfmanaged",
        "RUP self-managed packages (rup/paket-swakelola-terumumkan)",
        PLAN,
        {
            "package": ("kd_rup",),
            "value": ("pagu",),
            "mark": ("tipe_swakelola",),
            "date": ("tgl_awal_pelaksanaan_kontrak",),
            **RUP_STATUS,
        },
        ("package", "value", "mark"),
        INACTIVE,
        method="Swakelola",
    ),
    Kind(
        "rup-budget",
        "RUP budget structure, the denominator (rup/struktur-anggaran-pd)",
        BUDGET,
        {
            "package": ("kd_satker_str", "kd_satker"),
            "value": ("belanja_pengadaan",),
            "mark": ("total_belanja",),
        },
        ("package", "value", "mark"),
        never=("rup",),
    ),
    Kind(
        "tender",
        "tender results with contract values (tender/tender-selesai-nilai)",
        CONTRACT,
        {
            "package": ("kd_tender",),
            "value": ("nilai_kontrak",),
            "umkk": ("nilai_umk_kontrak",),
            "pdn": ("nilai_pdn_kontrak",),
            "hps": ("hps",),
            "date": ("tgl_penetapan_pemenang",),
            "status": ("status_kontrak", "status_tender"),
        },
        ("package", "value"),
        (("cancelled", CANCELLED),),
        unique=False,
        method="Tender",
        covers=frozenset({"inaproc"}),
    ),
    Kind(
        "nontender",
        "non-tender results with contract values (tender/non-tender-selesai)",
        CONTRACT,
        {
            "package": ("kd_nontender",),
            "value": ("nilai_kontrak",),
            "umkk": ("nilai_umk_kontrak",),
            "pdn": ("nilai_pdn_kontrak",),
            "hps": ("hps",),
            "date": ("tgl_penetapan_pemenang", "tgl_selesai_nontender"),
            "status": ("status_kontrak", "status_nontender"),
        },
        ("package", "value"),
        (("cancelled", CANCELLED),),
        unique=False,
        covers=frozenset({"inaproc"}),
    ),
    Kind(
        "recorded",
        "recorded purchases, pencatatan (tender/pencatatan-non-tender)",
        PAYMENT,
        {
            "package": ("kd_nontender_pct",),
            "value": ("total_realisasi",),
            "umkk": ("nilai_umk_pct",),
            "pdn": ("nilai_pdn_pct",),
            "date": ("tgl_selesai_paket",),
            "status": ("status_nontender_pct_ket",),
            "cancelling": ("alasan_pembatalan",),
        },
        ("package", "value"),
        (("cancelled", f"{CANCELLED} OR cancelling"),),
        covers=frozenset({"inaproc"}),
    ),
    Kind(
        "ekatalog-v5",
        "e-katalog v5 purchases (ekatalog-archive/paket-e-purchasing)",
        CONTRACT,
        {
            "package": ("kd_paket",),
            "value": ("total_harga",),
            "status": ("paket_status_str", "status_paket"),
            "date": ("tanggal_buat_paket",),
            "product": ("kd_paket_produk", "kd_produk"),
        },
        ("package", "value"),
        (("cancelled", CANCELLED),),
        unique=False,
        summed=True,
        method="E-Purchasing",
        covers=frozenset({"inaproc"}),
    ),
    Kind(
        "ekatalog-v6",
        "e-katalog v6 orders (ekatalog/paket-e-purchasing)",
        CONTRACT,
        {
            "package": ("order_id",),
            "value": ("total",),
            "status": ("status",),
            "date": ("order_date",),
        },
        ("package", "value", "status"),
        (("cancelled", CANCELLED),),
        method="E-Purchasing",
        covers=frozenset({"inaproc"}),
    ),
    Kind(
        "inaproc",
        "realisation export of the INAPROC portal (data.inaproc.id/realisasi)",
        CONTRACT,
        {
            "package": ("kode_paket",),
            "value": ("total_nilai_rp", "total_nilai"),
            "pdn": ("nilai_pdn_rp", "nilai_pdn"),
            "umkk": ("nilai_umk_rp", "nilai_umkk_rp", "nilai_umk"),
            "status": ("status_paket",),
            "mark": ("sumber_transaksi",),
        },
        ("package", "value"),
        (("cancelled", CANCELLED),),
        unique=False,
        covers=frozenset({"tender", "nontender", "recorded", "ekatalog-v5", "ekatalog-v6"}),
    ),
    Kind(
        "sirup-search",
        "rows of SiRUP's public search (caripaketctr/search)",
        PLAN,
        {
            "package": ("id",),
            "value": ("pagu",),
            "umkk_flag": ("isumk",),
            "pdn_flag": ("ispdn",),
            "date": ("pemilihan",),
            "rup": ("id",),
        },
        ("package", "value", "umkk_flag"),
        covers=frozenset({"rup-provider"}),
    ),
)
BUDGET_ROWS = "id_paket_anggaran_penyedia"
"""Column of rup/paket-anggaran-penyedia: several rows a package, each with its pagu; no kind of its own."""
WORDS_OF_HEADERS = frozenset(
    word for kind in KINDS for headers in kind.names().values() for head in headers for word in head.split("_")
)
"""Words of the columns that some kind reads."""


def find_kind(name: str) -> Kind:
    """Find a kind by its name; underscores count as hyphens.

    Raises
    ------
    UsageError
        If there is none, with those there are.
    """
    by_name = {kind.name: kind for kind in KINDS}
    spelling = name.strip().lower().replace("_", "-")
    if spelling in by_name:
        return by_name[spelling]
    hint = did_you_mean(close_matches(spelling, by_name))
    head = f'There is no kind "{name}". {hint} There are:' if hint else f'There is no kind "{name}". There are:'
    raise UsageError("\n".join([head, *describe()]))


def describe() -> list[str]:
    """Describe every kind in one line."""
    return [f"  {kind.name:16} {kind.title}" for kind in KINDS]


def plain(header: str) -> str:
    """Normalize a header for comparison: lower case, words joined by underscores.

    >>> plain("Total Nilai (Rp)"), plain("kd_RUP ")
    ('total_nilai_rp', 'kd_rup')
    """
    return re.sub(r"[^a-z0-9]+", "_", header.casefold()).strip("_")


def choose_columns(kind: Kind, header: Sequence[str]) -> dict[str, int]:
    """Find the column of every field in a header.

    Returns
    -------
    Field → position in the header; a field that the file does not have is left out.
    """
    places: dict[str, int] = {}
    for position, head in enumerate(header):
        places.setdefault(plain(head), position)
    chosen = {}
    for name, headers in kind.names().items():
        place = next((places[head] for head in headers if head in places), None)
        if place is not None:
            chosen[name] = place
    return chosen


def explain_mismatch(kind: Kind, header: Sequence[str]) -> str | None:
    """Explain why a header is not that of a kind, and which kind it may be; None where it is."""
    heads = [plain(head) for head in header]
    if BUDGET_ROWS in heads:
        return (
            "these are budget rows of packages (rup/paket-anggaran-penyedia): a package has several, and adding their "
            "pagu to the packages' counts them twice. Import rup/paket-penyedia-terumumkan as rup-provider"
        )
    chosen = choose_columns(kind, header)
    lacking = [" or ".join(kind.names()[name]) for name in kind.required if name not in chosen]
    twice = sorted(
        {head for head in heads if heads.count(head) > 1 and any(heads[at] == head for at in chosen.values())}
    )
    if twice:
        return f"column {', '.join(twice)} stands more than once; keep one"
    if not lacking:
        return None
    others = [
        other.name
        for other in KINDS
        if other is not kind and all(name in choose_columns(other, header) for name in other.required)
    ]
    meant = f"; it looks like {' or '.join(others)}" if others else ""
    columns = ", ".join(heading(head, WORDS_OF_HEADERS) or "…" for head in header)[:300]
    return f"no column {', '.join(lacking)}, so this is no {kind.name} export{meant}. Its columns: {columns}"
