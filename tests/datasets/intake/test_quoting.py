"""Parts of refused files that messages repeat: nothing that may be somebody's."""

from __future__ import annotations

import pytest

from tests.datasets import hostile
from tests.datasets.intake import seeds
from umkm_analysis.datasets.intake.quoting import code, figure, heading

NAMES = ("Budi", "Siti Aminah", "SITI", "budi1", "Budi 12", "B. Santoso", "U Siti", "rp budi", "1e5 Budi", "0xBUDI", "")


@pytest.mark.parametrize("text", [*NAMES, *hostile.PERSONAL, *seeds.PERSONAL, *hostile.UNSEEN, *hostile.HARMFUL])
def test_what_is_no_figure_is_not_repeated(text: str) -> None:
    assert figure(text) in {None, "+1+1", "-2+3"}
    assert heading(text) is None


@pytest.mark.parametrize(
    "text",
    ["081234567890", "0812=3456=7890", "0812!3456!7890", "3576010101900001", "3.576.010.101.900.001", "1234567890",
     "12345 67890", "0812.345.678", "08.123.456.789", "912000123456", "2024-06-30 1234567", "12345678901234567890"],
)  # fmt: skip
def test_nine_digits_are_not_repeated(text: str) -> None:
    assert figure(text) is None


@pytest.mark.parametrize(
    "text",
    ["31/02/2024", "2024-06-30", "45306", "35.76", "3500", "-5", "(5)", "68,14%", "=1+1", "5.5E+9", "0x10", "12345678",
     "Rp 5.515.570.000", "1.234.567.890,50", "-5515570000", "01-02-24"],
)  # fmt: skip
def test_figures_and_dates_are_repeated(text: str) -> None:
    assert figure(text) == text


@pytest.mark.parametrize(
    ("text", "repeated"),
    [("EP-01HXK3", True), ("10012345000", True), ("2", True), ("081234567890", False), ("3576010101900001", False),
     ("Budi", False), ("BUDI", False), ("62812345678", False),
     ("EP-081234567890", False), ("P 1", False), ("b@1", False)],
)  # fmt: skip
def test_codes_of_packages_are_repeated(text: str, *, repeated: bool) -> None:
    assert (code(text) == text) is repeated
    assert repeated or code(text) is None


@pytest.mark.parametrize(
    ("name", "repeated"),
    [("nama_pemilik", True), ("No. HP", True), ("Sheet1", True), ("Omzet 2023", True), ("NIK", True),
     ("alamat usaha", True), ("RT/RW", True), ("Budi Santoso", False), ("nama_budi", False), ("Pak Budi", False),
     ("081234567890", False), ("No 12345", False), ("-", False), ("toko 1 2", False)],
)  # fmt: skip
def test_names_of_columns_are_repeated_where_all_their_words_are_known(name: str, *, repeated: bool) -> None:
    assert (heading(name) == name) is repeated


def test_more_words_may_be_known() -> None:
    assert heading("kd_rup") is None
    assert heading("kd_rup", {"kd", "rup"}) == "kd_rup"
