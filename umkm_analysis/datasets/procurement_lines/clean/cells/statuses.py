"""Words of statuses: what is cancelled, terminated or not yet an order, what counts, and which of two columns tells.

Exports spell one thing in many ways ("SELESAI", "PAKET SELESAI", "COMPLETED"). A status that none of these rules knows
is never counted silently: the account and the page list it with its rows and rupiah.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

STOPPED, TERMINATED, NOT_YET, COUNTS, UNKNOWN = "stopped", "terminated", "not_yet", "counts", "unknown"
RULES: Mapping[str, str] = {
    # Gagal/Batal of SPSE, Paket Dibatalkan of pencatatan, CANCELLED_ON_REVIEW of the catalogue
    STOPPED: "BATAL|CANCEL|GAGAL|FAILED|UNSUCCESSFUL|WITHDRAWN|TOLAK|REJECT|EXPIRED|K?[AE]?DALU[WV]?ARSA|VOID$|REFUND|"
    "HAPUS|DELETED|TIDAK ADA PEMENANG",
    TERMINATED: "(^|[^E])PUTUS|MUTUSAN|HENTI|TERMINAT|TERMINASI",
    # what has been signed, and what awaits money, goods or its end, is an order, whatever else it awaits
    UNKNOWN: "^(NON|TIDAK|IN) ?A[CK]TI|UNVERIF|TIDAK (TER)?(VERIF|SELESAI|TERIMA|DITERIMA|BERJALAN)|"
    "UNPAID|(BELUM|MENUNGGU|WAIT[A-Z]*( FOR)?) (DI|TER|PROSES )?"
    "(VERIF|SELESAI|BAYAR|PEMBAYARAN|PAYMENT|LUNAS|PELUNASAN|KIRIM|PENGIRIMAN|SHIP|DELIVER|TERIMA|PENERIMAAN|SERAH|BAST)",
    # WAITING_SELLER_CONFIRMATION, WAITING_PPK_REVIEW, ON_NEGOTIATION, ESIGN_IN_PROGRESS
    NOT_YET: "NEGO|WAIT|MENUNGGU|REVIEW|CONFIRMATION|(^| )KONFIRMASI|E ?SIGN|SIGNING|TANDA ?TANGAN|NANDATANGAN|"
    "PERSIAPAN|PREPARATION|DRAF|PERSETUJUAN|PENGAJUAN|BELUM|PENDING|PAKET BARU$",
    COUNTS: "SELESAI|COMPLETE|FINISH|DONE$|BERJALAN|BERLANGSUNG|ADDENDUM|ADENDUM|OUTSIDE SYSTEM|AKTIF|ACTIVE|PAID|"
    "DELIVER|SHIP|KIRIM|TERIMA|BAYAR|LUNAS|VERIF|SIGNED$|^((PAKET|DALAM|SEDANG|ON|IN) )*(PROSES|PROCESS|PROGRESS)$",
}
"""State → pattern of the statuses that mean it; the first that fits holds."""
DENIED = "(TIDAK|BUKAN|BELUM|NOT) (DI ?)?(BATAL|CANCEL|GAGAL|TOLAK|PUTUS|HENTI)[A-Z]*|(DI ?)?HENTIKAN SEMENTARA"
"""Words that say what a status does not mean: they tell nothing."""
SIGNED = "(DI|SUDAH|TELAH) ?(DI)? ?TANDA ?TANGAN(I|NI)?"
"""Words for what has been signed, and does not await it."""

NO_RANK = -1
"""Rank of no status."""
RANKS = {STOPPED: 4, TERMINATED: 3, NOT_YET: 2, COUNTS: 0}
"""Rank of a state; a status of which the rules say that it is doubtful has 1, one that they do not know 0."""


def _words(status: str) -> str:
    words = f"regexp_replace(upper({status}), '[_\\s]+', ' ', 'g')"
    meant = f"regexp_replace({words}, {quoted(DENIED)}, '', 'g')"
    return f"regexp_replace({meant}, {quoted(SIGNED)}, 'SIGNED', 'g')"


def state(status: str) -> str:
    """Read what a status means; a row without one counts.

    Parameters
    ----------
    status
        The column, or another SQL expression.
    """
    words = _words(status)
    cases = " ".join(f"WHEN regexp_matches({words}, {quoted(rule)}) THEN '{name}'" for name, rule in RULES.items())
    return f"CASE WHEN {status} IS NULL THEN '{COUNTS}' {cases} ELSE '{UNKNOWN}' END"


def rank(status: str) -> str:
    """Rank what a status tells, for rows with two: the higher holds, the first where they are equal.

    Whatever leaves a row out is above a doubt that is said ("unverified"), and that above what counts.
    """
    cases = " ".join(f"WHEN '{name}' THEN {at}" for name, at in RANKS.items())
    doubted = f"coalesce(regexp_matches({_words(status)}, {quoted(RULES[UNKNOWN])}), false)"
    ranked = f"CASE {state(status)} WHEN '{UNKNOWN}' THEN CAST({doubted} AS TINYINT) {cases} END"
    return f"CAST(CASE WHEN {status} IS NULL THEN {NO_RANK} ELSE {ranked} END AS TINYINT)"


def done(status: str) -> str:
    """Test whether a status is that of a package that has ended."""
    words = f"upper(coalesce({status}, ''))"
    return f"regexp_matches({words}, 'SELESAI|COMPLETE|FINISH') AND NOT regexp_matches({words}, 'BELUM|TIDAK|MENUNGGU')"


CELL = "cell"
OTHER = "other_"
STATUS = {
    "status": f"upper({CELL})",
    "state": state(CELL),
    "done": done(CELL),
    "rank": rank(CELL),
}
"""What is read from a cell of a status: column → SQL."""
EXPRESSIONS = {
    "status": STATUS,
    "other_status": {f"{OTHER}{name}": sql for name, sql in STATUS.items()},
}
"""Field → columns that are read from its cells, as those of clean/columns.py."""


def settle(read: dict[str, Any]) -> None:
    """Put what the second columns tell in the place of what the first ones do not.

    Of two statuses the one that leaves a row out holds: a package that was cancelled in one system is cancelled. Of
    two dates the first that can be read holds.

    Parameters
    ----------
    read
        Columns of a batch, which are changed.
    """
    other = read["other_date"]
    if other.null_count < len(other):
        read["date"] = pc.coalesce(read["date"], other)
        read["undated"] = pc.and_(read["undated"], pc.is_null(other))
    if read["other_status"].null_count == len(read["other_status"]):
        return
    higher = pc.greater(read["other_rank"], read["rank"])
    if pc.any(higher).as_py():
        for name in ("status", "state", "done"):
            first, second = (_whole(read[key]) for key in (name, f"{OTHER}{name}"))
            settled = pc.if_else(higher, second, first)
            read[name] = settled if settled.type == "bool" else settled.dictionary_encode()


def _whole(column: Any) -> Any:
    return column.dictionary_decode() if hasattr(column, "dictionary_decode") else column
