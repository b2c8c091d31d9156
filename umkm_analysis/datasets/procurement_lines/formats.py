"""Kinds of exports: what each column is called, which rows count, and what of them is kept.

Field names are those of LKPP's services (ISB, INAPROC v1), of the export of the INAPROC portal and of SiRUP's search. A
header is compared without case, spaces and punctuation, so that "Total Nilai (Rp)" is ``total_nilai_rp``. Whatever a
kind does not name is never read: nip_ppk, nama_ppk, telephone numbers, e-mail addresses and accounts stay outside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAN, BUDGET, CONTRACT, PAYMENT = "plan", "budget", "contract", "payment"
FUNDING, BID, DOCUMENT = "funding", "bid", "document"
NOT_ADDED = frozenset({FUNDING, BID, DOCUMENT})
"""Stages whose values are parts or copies of others: they are kept, and in no sum."""

REALISED = frozenset({CONTRACT, PAYMENT})
"""Stages whose value comes later than their row: 0 or an empty cell is none recorded yet."""

AS_OF = "as_of"
"""Field of the day that the rows are as of: of all of them, or the newest of each one's last change."""
MONEY = ("value", "umkk", "pdn", "hps", "negotiated")
"""Fields that hold rupiah."""
SHARED: Mapping[str, tuple[str, ...]] = {
    "year": ("tahun_anggaran", "fiscal_year", "tahun"),
    "institution_code": ("kd_klpd", "kode_klpd", "idkldi"),
    "institution_name": ("nama_klpd", "nama_instansi", "kldi"),
    "agency_name": ("nama_satker", "nama_satuan_kerja", "satuankerja"),
    "agency_code": ("kd_satker_str", "kd_satker", "satker_id", "kode_satker", "idsatker"),
    "package_name": ("nama_paket", "nama_paket_pengadaan", "nama_tender", "nama_nontender", "rup_name", "paket"),
    "rup": ("kd_rup", "kd_rup_paket", "kode_rup", "rup_code"),
    "method": ("metode_pengadaan", "mtd_pemilihan", "metode_pemilihan", "metode"),
    "category": ("jenis_pengadaan", "kategori_pengadaan", "jenispengadaan"),
    "fund": ("sumber_dana", "nama_sumber_dana", "funding_source", "sumberdana"),
    "supplier_npwp": ("npwp_penyedia",),
    "supplier_npwp16": ("npwp_16_penyedia", "npwp16_penyedia", "npwp_penyedia_16"),
    "supplier_name": ("nama_penyedia",),
    "supplier_code": ("kd_penyedia", "kode_penyedia", "kd_penyedia_v6"),
    "supplier_region": ("domisili_penyedia", "kabkota_penyedia", "kab_kota_penyedia"),
    "umkk_flag": ("penyedia_ukm", "penyedia_umk"),
    "bidders": ("jumlah_peserta", "jumlah_penawar", "jml_peserta"),
    "version": ("versi_addendum",),
    "contract": ("no_kontrak", "nomor_kontrak"),
    AS_OF: (
        "tanggal_kondisi",
        "tgl_kondisi",
        "kondisi_per",
        "tanggal_data",
        "tgl_data",
        "data_per",
        "tanggal_tarik",
        "tgl_tarik",
        "tanggal_unduh",
        "tgl_unduh",
        "tanggal_cetak",
        "tgl_cetak",
        "event_date",
        "last_update",
        "last_updated",
        "updated_at",
        "tanggal_update",
        "tgl_update",
        "tanggal_pembaruan",
        "tgl_pembaruan",
    ),
}
"""Fields that several exports have, with their names; the first name that a file has is read."""

FLAT = ("package", "rup", "contract", "product", *MONEY)
"""Fields that are judged and whose cells differ from row to row; the cells of all others repeat."""
NAME = "package_name"
"""Field whose cells differ too, and for which no row is bad: a name is kept as far as it can be."""
REPEATED, SUPERSEDED, OTHER_YEAR, BAD = "repeated row", "earlier addendum", "other budget year", "bad row"
TOTALS, NOTES = "row of totals", "note or numbers of columns"
CANCELLED, TERMINATED, NOT_YET = "cancelled", "terminated contract", "not yet an order"
BY_STATUS = (
    (CANCELLED, "state = 'stopped'"),
    (TERMINATED, "state = 'terminated'"),
    (NOT_YET, "state = 'not_yet'"),
)
"""Rows that do not count by their status; what was realised of a terminated contract stands in no export of these."""
BY_STATUS_OR_REASON = ((CANCELLED, "state = 'stopped' OR cancelling"), *BY_STATUS[1:])
INACTIVE = (
    ("deleted", "deleted IS TRUE"),
    ("inactive", "active IS FALSE"),
    ("not announced", "unannounced"),
)
HANDED_OVER = ("besar_pembayaran", "no_bast", "no_spmk_spp", "harga_final", "kd_peserta")
"""Columns of the papers of a contract and of its bidders, which repeat its value."""
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
    unlike: tuple[str, ...] = ()
    """Columns that no export of this kind has: with one of them a file is of another kind, though the rest fits."""
    valued: bool = True
    """Whether a row without a value is bad, in a stage whose values do not come later."""
    amended: bool = False
    """Whether contracts have addenda, with the contract's number or one of their own, from version 1 on."""
    by_agency: bool = False
    """Whether the code of a package is that of a unit, which agencies share: then each has a row of its own."""
    planned_end: str | None = None
    """Name of a date that is a planned one until the package has ended."""

    def names(self) -> dict[str, tuple[str, ...]]:
        """Every field with the names it may have."""
        shared = {field: headers for field, headers in SHARED.items() if field not in self.never}
        return {**shared, **self.columns}


COMMON_KINDS = (
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
        unlike=("kd_swakelola_pct",),
    ),
    Kind(
        "rup-budget",
        "RUP budget structure, the denominator (rup/struktur-anggaran-pd)",
        BUDGET,
        {
            "package": ("kd_satker", "kd_satker_str"),
            "value": ("belanja_pengadaan",),
            "spending": ("total_belanja",),
        },
        ("package", "value", "spending"),
        never=("rup",),
        by_agency=True,
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
            "negotiated": ("nilai_negosiasi",),
            "date": ("tgl_penetapan_pemenang", "tgl_kontrak"),
            "notice": ("tgl_pengumuman_tender",),
            "status": ("status_kontrak", "status_tender"),
        },
        ("package", "value"),
        BY_STATUS,
        unique=False,
        amended=True,
        method="Tender",
        covers=frozenset({"inaproc", "ocds"}),
        unlike=HANDED_OVER,
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
            "negotiated": ("nilai_negosiasi",),
            "date": ("tgl_penetapan_pemenang", "tgl_selesai_nontender", "tgl_kontrak"),
            "status": ("status_kontrak", "status_nontender"),
        },
        ("package", "value"),
        BY_STATUS,
        unique=False,
        amended=True,
        covers=frozenset({"inaproc", "ocds"}),
        unlike=HANDED_OVER,
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
            "status": ("status_nontender_pct_ket", "status_nontender_pct"),
            "cancelling": ("alasan_pembatalan",),
        },
        ("package", "value"),
        BY_STATUS_OR_REASON,
        covers=frozenset({"inaproc", "recorded-payments"}),
        planned_end="tgl_selesai_paket",
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
        BY_STATUS,
        unique=False,
        summed=True,
        method="E-Purchasing",
        covers=frozenset({"inaproc"}),
        unlike=("status_pkt", "tgl_order", "kd_penyedia_v6"),
    ),
    Kind(
        "ekatalog-v6",
        "e-katalog v6 orders (ekatalog/paket-e-purchasing)",
        CONTRACT,
        {
            "package": ("order_id", "kd_paket"),
            "value": ("total", "total_harga"),
            "status": ("status", "status_pkt"),
            "date": ("order_date", "tgl_order"),
        },
        ("package", "value", "status"),
        BY_STATUS,
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
        BY_STATUS,
        unique=False,
        covers=frozenset(
            {
                "tender",
                "nontender",
                "recorded",
                "recorded-payments",
                "recorded-selfmanaged",
                "recorded-selfmanaged-payments",
                "ekatalog-v5",
                "ekatalog-v6",
                "toko-daring",
                "ocds",
            }
        ),
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
"""Kinds of plans, results and catalogues; those of further_kinds.py come behind them."""
