"""Words of statuses: what is cancelled, terminated or not yet an order, and what is known to count.

Exports spell one thing in many ways ("SELESAI", "PAKET SELESAI", "COMPLETED"). A status that none of these rules knows
is never counted silently: the account and the page list it with its rows and rupiah.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.clean.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

STOPPED, TERMINATED, NOT_YET, COUNTS, UNKNOWN = "stopped", "terminated", "not_yet", "counts", "unknown"
RULES: Mapping[str, str] = {
    # Gagal/Batal of SPSE, Paket Dibatalkan of pencatatan, CANCELLED_ON_REVIEW of the catalogue
    STOPPED: "BATAL|CANCEL|GAGAL|UNSUCCESSFUL|WITHDRAWN|TOLAK|REJECT|EXPIRED|KADALUWARSA|KEDALUWARSA",
    TERMINATED: "PUTUS|HENTI|TERMINAT|TERMINASI",
    # WAITING_SELLER_CONFIRMATION, WAITING_PPK_REVIEW, ON_NEGOTIATION, ESIGN_IN_PROGRESS
    NOT_YET: "NEGO|WAIT|MENUNGGU|REVIEW|CONFIRMATION|(^| )KONFIRMASI|E ?SIGN|SIGNING|TANDA ?TANGAN|DRAF|PERSETUJUAN|"
    "PENGAJUAN|BELUM|PENDING|UNPAID|PAKET BARU$",
    UNKNOWN: "^(NON|TIDAK|IN) ?A[CK]TI|UNVERIF|TIDAK TERVERIF",
    COUNTS: "SELESAI|COMPLETE|FINISH|DONE$|BERJALAN|BERLANGSUNG|ADDENDUM|ADENDUM|OUTSIDE SYSTEM|AKTIF|ACTIVE|PAID|"
    "DELIVER|SHIP|KIRIM|TERIMA|BAYAR|VERIF|^((PAKET|DALAM|SEDANG|ON|IN) )*(PROSES|PROCESS|PROGRESS)$",
}
"""State → pattern of the statuses that mean it; the first that fits holds."""


def state(status: str) -> str:
    """Read what a status means; a row without one counts.

    Parameters
    ----------
    status
        The column, or another SQL expression.
    """
    words = f"regexp_replace(upper({status}), '[_\\s]+', ' ', 'g')"
    cases = " ".join(f"WHEN regexp_matches({words}, {quoted(rule)}) THEN '{name}'" for name, rule in RULES.items())
    return f"CASE WHEN {status} IS NULL THEN '{COUNTS}' {cases} ELSE '{UNKNOWN}' END"


def done(status: str) -> str:
    """Test whether a status is that of a package that has ended."""
    return f"regexp_matches(upper(coalesce({status}, '')), 'SELESAI|COMPLETE|FINISH')"
