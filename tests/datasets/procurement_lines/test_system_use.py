"""Use of the procurement systems: parts of ITKP from the columns of real exports, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.datasets.procurement_lines.conftest import RUP, plans
from umkm_analysis.datasets.procurement_lines.packages import reading
from umkm_analysis.datasets.procurement_lines.store.engines import line_files, paper_files
from umkm_analysis.datasets.procurement_lines.system_use import PACKAGES, RUPIAH, Use, system_use

if TYPE_CHECKING:
    from pathlib import Path

    from tests.datasets.procurement_lines.conftest import Bring

BUDGET = "kd_satker,belanja_pengadaan,total_belanja\n7,2000,9000"
TENDERS = "kd_tender,kd_rup,nilai_kontrak\n1,1,90\n2,2; 3,80\n4,,70"
DIRECT = "kd_nontender,kd_rup,mtd_pemilihan,nilai_kontrak\n5,5,Pengadaan Langsung,40"
PAPERS = "kd_tender,harga_final,no_sppbj\n1,90,a\n1,90,b\n9,10,c"
ORDERS = "order_id,total,status\n1,10,COMPLETED\n2,10,ON PROCESS\n3,10,SOMETHING\n4,10,CANCELLED"


def found() -> dict[str, Use]:
    with reading(line_files(), paper_files()) as connection:
        return system_use(connection)


def test_parts_are_told_by_what_was_imported_and_by_nothing_else(bring: Bring, read: Bring, tmp_path: Path) -> None:
    changes = [
        {"kd_rup": "1", "pagu": "100"},
        {"kd_rup": "2", "pagu": "200"},
        {"kd_rup": "3", "pagu": "300"},
        {"kd_rup": "4", "pagu": "400"},
        {"kd_rup": "5", "pagu": "50", "metode_pengadaan": "Pengadaan Langsung"},
        {"kd_rup": "6", "pagu": "60", "metode_pengadaan": "Dikecualikan"},
        {"kd_rup": "7", "pagu": "70", "metode_pengadaan": "E-Purchasing"},
    ]
    assert RUP[5] == "kd_rup"
    bring("rup-provider", plans(tmp_path / "rup.csv", *changes))
    assert found() == {}  # without a budget and anything that was realised
    account = read("rup-budget", BUDGET.replace("9000", "85228000000")).account
    assert account is not None
    assert account.notes == ()  # spending of so many digits is no telephone number
    read("tender", TENDERS)
    assert found() == {
        "sirup": Use(1180, 2000, RUPIAH),
        "e_tendering": Use(600, 1000, RUPIAH),
        "other_methods": Use(0, 110, RUPIAH),
    }
    read("nontender", DIRECT)
    read("award-letters", PAPERS)
    read("ekatalog-v6", ORDERS)
    uses = found()
    assert uses["other_methods"] == Use(50, 110, RUPIAH)
    # two letters of one package are one, and one of a package that is not among the selections is none
    assert uses["e_contract"] == Use(1, 4, PACKAGES)
    # what is cancelled is left out, and so is a status that no rule knows
    assert uses["e_purchasing"] == Use(1, 2, PACKAGES)
