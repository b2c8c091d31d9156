"""One firm under one key, and no person's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.datasets.procurement_lines.conftest import Bring, kept
from umkm_analysis.aggregates.shares import line_concentration
from umkm_analysis.datasets.procurement_lines.store.engines import open_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.request import ImportResult


def test_fifteen_and_sixteen_digits_are_one_firm(read: Callable[..., ImportResult]) -> None:
    text = """kd_nontender,nilai_kontrak,npwp_penyedia,npwp16_penyedia
1,100,01.234.567.8-901.000,
2,100,0012345678901000,
3,100,,0012345678901000
4,100,12345678901000,
5,100,01.234.567.8-901.000,0012345678901000
6,100,02.234.567.8-901.000;01.234.567.8-901.000,
7,100,01.234.567.8-901.000;02.234.567.8-901.000,
8,100,1.2345678901E+14,"""
    read("nontender", text)
    one, *others = [supplier for (supplier,) in kept("supplier")]
    assert one.startswith("npwp:")
    assert others[:4] == [one] * 4
    assert others[4] == others[5] != one
    assert one in others[4].split(" + ")
    assert others[6] is None


def test_a_name_that_may_be_a_persons_is_neither_kept_nor_printed(
    bring: Bring, inaproc: Callable[..., Path], folder: Path
) -> None:
    names = ["Siti Aminah", "SITI  AMINAH", "Budi, S. Pt", "P.T. Maju", "Maju, PT", "CV B;PT. Maju", "PT.Maju;CV. B"]
    rows = [{"Kode Paket": f"P{n}", "Nama Penyedia": name} for n, name in enumerate(names)]
    bring("inaproc", inaproc(*rows))
    siti, again, budi, maju, behind, both, turned = [supplier for (supplier,) in kept("supplier")]
    assert siti == again
    assert all(key.startswith("nama:") for key in (siti, budi))
    assert (maju, behind) == ("PT MAJU", "PT MAJU")
    assert (both, turned) == ("CV B + PT MAJU", "CV B + PT MAJU")
    assert line_concentration(open_lines(), by=["year"])["count"].item() == 4
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not any(word in written.upper() for word in (b"AMINAH", b"BUDI"))
