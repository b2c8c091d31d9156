"""Own statistics on the command line: an account, a dry run, undoing, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

TEXT = """\
PDRB Kota Padang Panjang Atas Dasar Harga Konstan 2010 (Juta Rupiah)
Kabupaten/Kota;2025*;2026**;2027
Kota Padang Panjang;3.120.000,5;3.300.000,0;…
Sumber: BPS
"""


@pytest.fixture
def path(copied: Path) -> Path:
    path = copied / "pdrb.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_an_account_is_printed_and_a_dry_run_keeps_nothing(
    path: Path, copied: Path, umkm: Callable[..., Ended]
) -> None:
    code, out, err = umkm("import", "grdp", str(path), "--dry-run")
    assert (code, err) == (0, "")
    for part in (
        "read      pdrb.csv  sha256 ",
        "3 cells",
        "told      pdrb.csv: GRDP, at constant 2010 prices, juta rupiah",
        "checks    1 figure is known already: largest difference 0.05 %",
        'left out  1 cell: cells that say "not available"',
        "new       1 figure; replaced 1, unchanged 0",
        "would keep 2 figures of 1374 Kota Padang Panjang, 2025–2026",
        "dry run: nothing was stored",
    ):
        assert part in out
    assert not (copied / "data" / "own").exists()


def test_the_account_names_levels_that_rates_take_out_of_use(copied: Path, umkm: Callable[..., Ended]) -> None:
    rates = copied / "laju.csv"
    rates.write_text(
        "Laju Pertumbuhan PDRB Atas Dasar Harga Konstan 2010 (persen)\n"
        "Kota;2023;2024;2025\nKota Mojokerto;2,79;5,9;5,2\n",
        encoding="utf-8",
    )
    code, out, _ = umkm("import", "growth", str(rates), "--vintage", "2026-11", "--dry-run")
    assert code == 0
    assert (
        "left out  known levels of 3576 Kota Mojokerto 2024–2025: these rates contradict them; the page follows" in out
    )


def test_a_total_from_a_file_of_sectors_names_the_way_to_keep_them(copied: Path, umkm: Callable[..., Ended]) -> None:
    sectors = copied / "kategori.csv"
    sectors.write_text(
        "PDRB Kota Padang Panjang Atas Dasar Harga Konstan 2010 Menurut Lapangan Usaha (juta rupiah)\n"
        "Lapangan Usaha;2025\nA. Pertanian, Kehutanan, dan Perikanan;200.000,0\n"
        "B. Pertambangan dan Penggalian;7.000,0\nC. Industri Pengolahan;90.000,0\n"
        "Produk Domestik Regional Bruto;2.700.400,0\n",
        encoding="utf-8",
    )
    code, out, err = umkm("import", "grdp", str(sectors), "--dry-run", "--vintage", "2026-11")
    assert (code, err) == (0, "")
    assert "the total is kept (umkm import sectors keeps the 17 categories)" in out


def test_imported_listed_imported_again_and_taken_back(path: Path, copied: Path, umkm: Callable[..., Ended]) -> None:
    code, out, err = umkm(
        "import", "grdp", str(path), "--source", "BPS Kota Padang Panjang, PDRB", "--said-by", "Bappeda"
    )
    assert code == 0
    assert "kept      2 figures of 1374 Kota Padang Panjang, 2025–2026" in out
    assert "Now: umkm build --region 1374" in out
    assert "--vintage not given" in err
    id_ = out.split("umkm data undo ")[1].split()[0]
    assert f"imported before as {id_}" in umkm("import", "GRDP", str(path)).stdout
    listed = umkm("data", "own").stdout
    assert id_ in listed
    assert "BPS Kota Padang Panjang  pdrb.csv" in listed
    assert umkm("check").returncode == 0
    code, out, _ = umkm("data", "undo", id_)
    assert (code, out) == (0, f"{id_}: grdp of 1374 Kota Padang Panjang is taken back\n")
    assert "no own statistics" in umkm("data", "own").stdout
    assert not [place for place in (copied / "data" / "own").iterdir() if place.is_dir()]
    assert umkm("data", "undo", id_).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("growth",), 3, "GRDP where growth is due; umkm import grdp reads it"),
        (("grdp", "--region", "3576"), 3, "no row of 3576 Kota Mojokerto in it"),
        (("grdp", "--unit", "lusin"), 2, "one of rupiah, ribu, juta, miliar, triliun"),
        (("grdp", "--decimal", ";"), 2, "a comma or a point"),
        (("grdp", "--decimal", "."), 2, "cannot be read so"),
        (("inaproc", "--year", "2024", "--vintage", "2026"), 2, "only for grdp, growth, population, sectors"),
        (("inaproc", "--year", "2024", "--dry-run"), 2, "not for inaproc"),
    ],
)
def test_what_is_refused_says_why_and_keeps_nothing(
    path: Path, umkm: Callable[..., Ended], arguments: tuple[str, ...], code: int, words: str
) -> None:
    kind, *options = arguments
    ended = umkm("import", kind, str(path), *options)
    assert ended.returncode == code
    assert words in " ".join(ended.stderr.split())
    assert not (path.parent / "data" / "own").exists()
