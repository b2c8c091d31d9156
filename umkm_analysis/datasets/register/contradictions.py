"""Readable cells of a register that contradict another cell of their row, or what is known elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.cells import NIB_NUMBER, Word, quotable
from umkm_analysis.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_analysis.datasets.register.rows import Row

MADE_UP = "DEMO-"
"""Beginning of the codes of the made-up firms of umkm init-register --demo."""


def check_contradictions(read: Mapping[str, Sequence[Row]], problems: list[Problem]) -> None:
    """Refuse readable cells that contradict another cell of their row."""

    def complain(sheet: str, row: Row, column: str, expected: str) -> None:
        value = quotable(row.raw.get(column, ""), layout.ENTRIES[sheet, column])
        problems.append(Problem(expected, row.line, column, value, sheet))

    for row in read.get(layout.EKATALOG, ()):
        status, began, listed = (
            row.values.get(column, ...) for column in ("status", "tanggal_mulai_entri", "tanggal_tayang")
        )
        if status == layout.LISTED and listed is None:
            complain(layout.EKATALOG, row, "tanggal_tayang", f"the day it was listed, or status {layout.IN_ENTRY}")
        if status == layout.IN_ENTRY and isinstance(listed, dt.date):
            complain(layout.EKATALOG, row, "tanggal_tayang", f"nothing while in entry, or status {layout.LISTED}")
        elif isinstance(began, dt.date) and isinstance(listed, dt.date) and listed < began:
            complain(layout.EKATALOG, row, "tanggal_tayang", f"a day from {began} on, when entry began")
    for row in read.get(layout.CHANNELS, ()):
        joined, last = row.values.get("tanggal_daftar"), row.values.get("transaksi_terakhir")
        if isinstance(joined, dt.date) and isinstance(last, dt.date) and last < joined:
            complain(layout.CHANNELS, row, "transaksi_terakhir", f"a day from {joined} on, when it registered")
    _check_beginnings(read, complain)
    _check_origin(read, complain)
    for row in read.get(layout.CERTIFICATES, ()):
        _check_certificate(row, complain)


def _check_certificate(row: Row, complain: Any) -> None:
    sheet = layout.CERTIFICATES
    held, number, until = (row.values.get(column, ...) for column in ("dimiliki", "nomor", "berlaku_sampai"))
    if row.values.get("diperlukan") == layout.NO and held == layout.YES:
        complain(sheet, row, "diperlukan", f"{layout.YES}, where the certificate is held; or dimiliki {layout.NO}")
    elif row.values.get("diperlukan") == layout.NO and row.values.get("sertifikat") == layout.NIB:
        complain(sheet, row, "diperlukan", f"{layout.YES}: every UMKM needs a {layout.NIB}")
    if held == layout.YES and number is None:
        complain(sheet, row, "nomor", f'its number, or "{layout.UNNUMBERED}", where dimiliki is {layout.YES}')
    if held in {layout.NO, layout.UNKNOWN}:
        if isinstance(number, str):
            complain(sheet, row, "nomor", f"nothing where dimiliki is {held}, or dimiliki {layout.YES}")
        if isinstance(until, (dt.date, Word)):
            complain(sheet, row, "berlaku_sampai", f"nothing where dimiliki is {held}, or dimiliki {layout.YES}")
    elif (
        row.values.get("sertifikat") == layout.NIB
        and isinstance(number, str)
        and number.lower() != layout.UNNUMBERED
        and not NIB_NUMBER.fullmatch(number)
    ):
        complain(sheet, row, "nomor", "the 13 digits of the NIB; format the cell as text if it loses a zero")


def _check_beginnings(read: Mapping[str, Sequence[Row]], complain: Any) -> None:
    """Refuse days before the channel was there, as far as data/channels.csv knows."""
    known = tables.read("channels").dropna(subset=["since"]).groupby("channel")["since"].min()
    for row in read.get(layout.CHANNELS, ()):
        channel, joined = row.values.get("kanal"), row.values.get("tanggal_daftar")
        if channel in known.index and isinstance(joined, dt.date) and joined.year < known[channel]:
            complain(layout.CHANNELS, row, "tanggal_daftar", f"a day from {known[channel]} on, when {channel} began")


def _check_origin(read: Mapping[str, Sequence[Row]], complain: Any) -> None:
    """Refuse made-up firms in a register that says it is real."""
    made_up = sum(str(row.values.get("id_umkm", "")).startswith(MADE_UP) for row in read.get(layout.FIRMS, ()))
    for row in read.get(layout.REGISTER, ())[:1]:
        if made_up and row.values.get("jenis") == layout.REAL:
            expected = f"{layout.SYNTHETIC}: {made_up} firms are those that umkm init-register --demo makes up"
            complain(layout.REGISTER, row, "jenis", expected)
