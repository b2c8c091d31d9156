"""Parts of refused files that a message may repeat: figures and dates, and names of columns and sheets.

Nobody can tell a person's name in the wrong column from any other word, so no other content is repeated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_analysis.datasets.intake.personal import kind_of_contact, kind_of_personal

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_SHOWN = 60
"""Characters of a cell that a message repeats."""
FIGURE = re.compile(
    r"(?:rp\.?\s*)?[0-9 .,:;/()%+=*\N{MINUS SIGN}-]*[0-9][0-9 .,:;/()%+=*\N{MINUS SIGN}-]*"
    r"|-?[0-9]{1,3}(?:[.,][0-9]{1,8})?e[+-]?[0-9]{1,3}|0x[0-9a-f]{1,8}",
    re.IGNORECASE | re.ASCII,
)
"""Digits, and the signs of dates, sums and percentages."""
RUPIAH = re.compile(
    r"-?(?:rp\.?\s*)?[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}(?:,[0-9]{1,2})?|-[1-9][0-9]{0,14}", re.IGNORECASE | re.ASCII
)
"""Figures of more than eight digits that no telephone or account has: thousands in threes by points, or below zero."""
CODE = re.compile(r"(?=[^0-9]*[0-9])[A-Z0-9][A-Z0-9._/-]*", re.ASCII)
NO_CODE = re.compile(r"(?<![0-9])(?:0|62|8)[0-9]{8,}|[0-9]{16,}", re.ASCII)
"""Digits that may be a telephone, a NIK or a card."""
HEADING = re.compile(r"[a-z _./()-]+\d{0,4}[ _./()-]*", re.IGNORECASE | re.ASCII)
"""Words, and at most a number or year behind them."""
HEADINGS = frozenset(
    re.findall(
        r"\w+",
        "aktif aktivitas akun alamat asal aset atau badan bank bentuk berdiri berlaku bidang binaan bpom brand "
        "catatan contact contoh daftar dagang dan dari daring data desa di dimiliki dinas disabilitas domisili dusun "
        "ekspor email entri facebook foto gender haccp halal hp hukum id identitas informasi instagram instruksi izin "
        "jabatan jalan jenis jumlah kab kabupaten kanal kapasitas karyawan katalog kategori kbli ke kec kecamatan kel "
        "kelamin kelas kelompok kelurahan kepala kerja ket keterangan kk kode kontak koordinat kota kredit ktp kur "
        "lahir lain lainnya laki lama lampiran latitude legalitas lembar link lokasi longitude luring marketplace "
        "media merek merk modal mulai nama narahubung narasumber nib nik nilai no nomer nomor npwp offline omset "
        "omzet online orang pekerja pelaku pelatihan pemasaran pembayaran pemilik pendidikan pengusaha penjualan per "
        "perempuan perizinan petugas petunjuk phone pic pirt platform pos produk produksi prov provinsi ref referensi "
        "register registrasi rekap rekening responden rt rw satuan sektor sertifikat sheet shopee skala sni sosial "
        "status sumber surel tahun tanda tangan tanggal tautan tayang telepon telp tempat template tenaga terakhir "
        "tgl tidak tiktok tlp toko tokopedia total transaksi ttd ttl ukm umkm umur unit url usaha usia verifikasi wa "
        "web website whatsapp wilayah yang",
    )
)
"""Words of the names of columns and sheets in offices' files; no name of a person is among them."""


def figure(text: str | None) -> str | None:
    """Return a cell as a message may repeat it: digits and the signs of dates and sums, and no number of a person.

    >>> figure("31/02/2024"), figure("0812-3456-7890"), figure("Budi"), figure("Rp 5.515.570.000")
    ('31/02/2024', None, None, 'Rp 5.515.570.000')
    """
    if not text or len(text) > MOST_SHOWN or not FIGURE.fullmatch(text):
        return None
    return text if RUPIAH.fullmatch(text) or kind_of_personal(text) is None else None


def code(text: str | None) -> str | None:
    """Return a code of a package as a message may repeat it: capital letters and digits, and no number of a person.

    >>> code("EP-01HXK3"), code("10012345000"), code("Budi 1"), code("081234567890")
    ('EP-01HXK3', '10012345000', None, None)
    """
    if not text or len(text) > MOST_SHOWN or not CODE.fullmatch(text) or NO_CODE.search(re.sub("[._/-]", "", text)):
        return None
    return text if text.isdecimal() or kind_of_contact(text) is None else None


def heading(name: str, known: Collection[str] = ()) -> str | None:
    """Return the name of a column or sheet as a message may repeat it: words that such names have, and short numbers.

    Parameters
    ----------
    name
        As the file has it: a row may stand where the names should.
    known
        Further words, in small letters.

    >>> heading("nama_pemilik"), heading("Sheet1"), heading("Budi Santoso"), heading("No. HP")
    ('nama_pemilik', 'Sheet1', None, 'No. HP')
    """
    words = re.findall(r"[^\W\d_]+", name.lower())
    if not words or len(name) > MOST_SHOWN or not HEADING.fullmatch(name):
        return None
    return name if all(word in HEADINGS or word in known for word in words) else None
