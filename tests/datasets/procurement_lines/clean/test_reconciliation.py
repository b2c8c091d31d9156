"""The account of an import, to the row and the rupiah."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.datasets.procurement_lines.conftest import (
    Bring,
    kept,
    reasons,
)
from umkm_analysis.datasets.procurement_lines.clean.reconciliation import Account, LeftOut
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
        "no region, so on no page of one: Kementerian Pertanian. If it is one, say which: --match NAME=CODE",
        "1 package code stands in 2 rows that differ (suppliers, agencies or values): each is a line of its own",
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


def test_accounts_compare_rows_too() -> None:
    Account(3, Decimal("6.5"), 2, 6, 2, (LeftOut("x", 1, Decimal(1)),), 1, Decimal("0.5")).check()
    with pytest.raises(DataError, match="1 rows and 0 rupiah"):
        Account(4, Decimal(6), 3, 6, 3).check()
