"""Registers and claims on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from typer.testing import CliRunner

from umkm_analysis.cli import application

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended


def test_a_register_is_written_filled_in_and_imported(copied: Path, umkm: Callable[..., Ended]) -> None:
    path = copied / "demo.xlsx"
    code, out, _ = umkm("init-register", str(path), "--demo")
    assert code == 0
    assert f"umkm import register {path}" in out
    code, out, _ = umkm("import", "register", str(path))
    assert code == 0
    assert "3576 Kota Mojokerto, 2022-06-03 (synthetic: every page made from it says so): 440 UMKM" in out
    assert [one.name for one in (copied / "data" / "register").iterdir()] == ["3576.parquet"]


def test_a_faulty_register_ends_with_3_names_all_and_keeps_the_earlier(
    copied: Path, umkm: Callable[..., Ended]
) -> None:
    path = copied / "demo.xlsx"
    umkm("init-register", str(path), "--demo")
    umkm("import", "register", str(path))
    kept = (copied / "data" / "register" / "3576.parquet").read_bytes()
    book = openpyxl.load_workbook(path)
    book["umkm"]["D5"] = "besar"
    book["kanal"]["C7"] = "1/2/2022"
    book["umkm"]["E1"] = "nama_pemilik"
    book.save(path)
    code, _, err = umkm("import", "register", str(path))
    assert code == 3
    assert "demo.xlsx: 2 problems; nothing was imported, and what was imported before stays" in err
    assert "sheet umkm, row 5, column skala: – expected one of: mikro, kecil, menengah" in err
    assert 'sheet kanal, row 7, column tanggal_daftar: "1/2/2022"' in err
    assert "type 2022-02-01 if day 1 of month 2 is meant" in err
    assert (copied / "data" / "register" / "3576.parquet").read_bytes() == kept


def test_columns_that_are_not_read_are_named(copied: Path, umkm: Callable[..., Ended]) -> None:
    path = copied / "demo.xlsx"
    umkm("init-register", str(path), "--demo")
    book = openpyxl.load_workbook(path)
    book["umkm"]["E1"] = "nama_pemilik"
    book.save(path)
    code, out, _ = umkm("import", "register", str(path))
    assert code == 0
    assert "Not read, and not kept: umkm.nama_pemilik" in out


def test_wrong_use_of_registers_ends_with_2(copied: Path, umkm: Callable[..., Ended]) -> None:
    (copied / "there.xlsx").write_text("mine")
    assert umkm("init-register", str(copied / "there.xlsx"))[0] == 2
    assert (copied / "there.xlsx").read_text() == "mine"
    code, _, err = umkm("import", "register", str(copied / "none.xlsx"))
    assert (code, "umkm init-register" in err) == (2, True)


SPEECH = """code,indicator,value,unit,stated_period,words
3576,grdp_growth,-3.69,per cent,2020,minus
3576,grdp_growth,3.65,per cent,{year},surplus
"""


@pytest.mark.parametrize(
    ("year", "code", "verdict"),
    [(2021, 0, "2 confirmed, 0 confirmed with a correction, 0 conflicts"), (2020, 4, "1 confirmed, 0 confirmed")],
)
def test_a_speech_is_checked(tmp_path: Path, umkm: Callable[..., Ended], *, year: int, code: int, verdict: str) -> None:
    path = tmp_path / "speech.csv"
    path.write_text(SPEECH.format(year=year), encoding="utf-8")
    ended, out, _ = umkm("claims", "check", str(path))
    assert ended == code
    assert verdict in out
    assert "row 3  3576 Kota Mojokerto  GRDP growth" in out
    if code:
        assert "conflicts: This is the figure for 2021; for 2020 it is −3.69\xa0per cent." in out


def test_reasons_come_in_indonesian_too(tmp_path: Path, umkm: Callable[..., Ended]) -> None:
    path = tmp_path / "speech.csv"
    path.write_text(SPEECH.format(year=2020), encoding="utf-8")
    _, out, _ = umkm("claims", "check", str(path), "--language", "id")
    assert "bertentangan dengan bukti: Ini angka 2021" in out


def test_a_list_that_cannot_be_used_ends_with_3_and_no_list_with_2(tmp_path: Path, umkm: Callable[..., Ended]) -> None:
    path = tmp_path / "speech.csv"
    path.write_text(SPEECH.format(year="dua ribu"), encoding="utf-8")
    code, _, err = umkm("claims", "check", str(path))
    assert (code, 'row 3, column stated_period: "dua ribu"' in err) == (3, True)
    assert umkm("claims", "check", str(tmp_path / "none.csv"))[0] == 2
    assert umkm("claims", "check", str(path), "--language", "fr")[0] == 2


@pytest.mark.parametrize("command", [["import"], ["claims"], ["init-register", "--help"]])
def test_every_command_explains_itself(command: list[str]) -> None:
    shown = CliRunner().invoke(application(command[0]), [*command, *(["--help"] if "--help" not in command else [])])
    assert shown.exit_code == 0
    assert "register" in shown.output or "check" in shown.output


def test_names_spelt_almost_alike_are_asked_about_and_may_be_two(copied: Path, umkm: Callable[..., Ended]) -> None:
    path = copied / "demo.xlsx"
    umkm("init-register", str(path), "--demo")
    book = openpyxl.load_workbook(path)
    book["umkm"]["B2"] = "Demo Baratt"
    book["umkm"]["B3"] = "Jl. Majapahit 12"
    book.save(path)
    code, _, err = umkm("import", "register", str(path))
    assert code == 3
    assert 'row 2, column kecamatan: "Demo Baratt" – expected one spelling for one thing; type Demo Barat' in err
    assert "row 3, column kecamatan: – expected nothing personal: this is a street address" in err
    assert "Majapahit" not in err
    book["umkm"]["B3"] = "Demo Barat"
    book.save(path)
    assert umkm("import", "register", str(path), "--distinct", "Demo Barat=Demo Baratt")[0] == 0


def test_a_name_that_looks_personal_is_confirmed_and_told(copied: Path, umkm: Callable[..., Ended]) -> None:
    path = copied / "demo.xlsx"
    umkm("init-register", str(path), "--demo")
    book = openpyxl.load_workbook(path)
    for row in book["kanal"].iter_rows(min_row=2, min_col=2, max_col=2):
        row[0].value = "Bu Mega" if row[0].value == "Demo A" else row[0].value
    book.save(path)
    code, _, err = umkm("import", "register", str(path))
    assert code == 3
    assert "column kanal: – expected nothing personal: this is a person with a title" in err
    assert "or import with --confirm and this name, if it names no person" in err
    assert "Mega" not in err
    code, out, _ = umkm("import", "register", str(path), "--confirm", "Bu Mega")
    assert code == 0
    assert 'Confirmed, though it looks like a person with a title: "Bu Mega"' in out
    code, _, err = umkm("import", "register", str(path), "--confirm", "Bu Mega", "--confirm", "0812-3456-7890")
    assert code == 2
    assert "--confirm, name 2: this is a telephone number" in err
    assert "3456" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("register", "x.xlsx", "--distinct", "A"),
        ("inaproc", "x.csv", "--distinct", "A=B"),
        ("inaproc", "x.csv", "--confirm", "A"),
    ],
)
def test_distinct_and_confirm_are_for_names_of_a_register(
    umkm: Callable[..., Ended], arguments: tuple[str, ...]
) -> None:
    code, _, err = umkm("import", *arguments)
    assert code == 2
    assert arguments[2] in err
