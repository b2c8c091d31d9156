"""Institutions by the names that LKPP's systems use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import save
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.datasets.procurement_lines.conftest import (
        Bring,
    )


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Kab. Kotawaringin Barat", "6201"),
        ("Pemerintah Daerah Kabupaten Mojokerto", "3516"),
        ("PEMERINTAH KOTA MOJOKERTO", "3576"),
        ("Provinsi D.I. Yogyakarta", "3400"),
        ("Provinsi Daerah Istimewa Yogyakarta", "3400"),
        ("Provinsi DKI Jakarta", "3100"),
        ("Kab. Pangkajene Kepulauan", "7309"),
        ("Kota Jakarta Selatan", "3171"),
        ("Mojokerto, Kota", "3576"),
        ("D.I. Yogyakarta", "3400"),
        ("Pemerintah Daerah Daerah Istimewa Yogyakarta", "3400"),
        ("Pemerintah Aceh", "1100"),
        ("Jawa Timur", "3500"),
        ("Nabire", "9404"),
        ("Provinsi Papua Selatan", "9500"),
        ("Kementerian Koordinator Bidang Kota", None),
    ],
)
def test_institutions_are_told_by_their_names(
    bring: Bring, inaproc: Callable[..., Path], name: str, region: str | None
) -> None:
    outcome = bring("inaproc", inaproc({"Nama Instansi": name}))
    assert [part.region for part in outcome.parts] == [region]
    said = f"no region, so on no page of one: {name}. If it is one, say which: --match NAME=CODE"
    assert (said in outcome.account.notes) == (region is None)


def test_a_local_government_that_is_no_region_is_refused_with_near_matches(
    bring: Bring, inaproc: Callable[..., Path]
) -> None:
    path = inaproc({"Nama Instansi": "Kab. Mojokreto"}, {"Nama Instansi": "Kota Antah Berantah"})
    with pytest.raises(
        UsageError, match=r"Kab. Mojokreto: no such region. Did you mean 3516 Kabupaten Mojokerto"
    ) as caught:
        bring("inaproc", path)
    assert '--match "Kota Antah Berantah=CODE" (or =none)' in str(caught.value)
    outcome = bring("inaproc", path, matches={"kab. mojokreto": "3516", "Kota Antah Berantah": "none"})
    assert {part.region for part in outcome.parts} == {"3516", None}
    with pytest.raises(UsageError, match="Mojokerto: is it 3516 Kabupaten Mojokerto or 3576 Kota Mojokerto"):
        bring("inaproc", inaproc({"Nama Instansi": "Mojokerto"}, name="c.csv"))
    with pytest.raises(UsageError, match="no institution of these files"):
        bring("inaproc", inaproc({}, name="b.csv"), matches={"Kota X": "3516"})


def test_a_region_is_given_to_rows_whose_institution_is_empty_beside_those_that_name_it(
    bring: Bring, inaproc: Callable[..., Path]
) -> None:
    rows = [{"Kode Paket": "P1"}, {"Kode Paket": "P2", "Nama Instansi": ""}]  # as merged cells come
    (part,) = bring("inaproc", inaproc(*rows), region="3576").parts
    assert (part.region, part.lines) == ("3576", 2)
    with pytest.raises(UsageError, match=r"the rows are of Kab\. Mojokerto"):
        bring(
            "inaproc",
            inaproc(*rows, {"Kode Paket": "P3", "Nama Instansi": "Kab. Mojokerto"}, name="b.csv"),
            region="3576",
        )


def test_a_package_under_two_spellings_of_an_institution_counts_once(bring: Bring, tmp_path: Path) -> None:
    header = ["kd_klpd", "nama_klpd", "kd_tender", "nilai_kontrak"]
    spellings = [("D1", "Kota Mojokerto"), ("", "KOTA  MOJOKERTO"), ("D1", "Pemerintah Kota Mojokerto")]
    ministries = [("K2", "Kementerian Pertanian"), ("", "KEMENTERIAN PERTANIAN"), ("K3", "Kementerian Pertahanan")]
    rows = [[code, name, "T1", "1000"] for code, name in (*spellings, *ministries)]
    paths = [save(tmp_path / f"{at}.csv", header, [row]) for at, row in enumerate(rows)]
    outcome = bring("tender", *paths, save(tmp_path / "unnamed.csv", header, [["D1", "", "T2", "500"]]))
    lines = {part.institution: (part.lines, part.rupiah) for part in outcome.parts}
    assert lines == {"3576": (2, 1500), "kementerian-pertanian": (1, 1000), "kementerian-pertahanan": (1, 1000)}
    assert outcome.account.left_out[0].reason == "repeated row"
    assert outcome.account.left_out[0].rows == 3


@pytest.mark.parametrize(
    ("rows", "options"),
    [
        ([("", "Kota Surabaya"), ("", "Surabaya")], {}),
        ([("D276", "Kota Surabaya"), ("D276", "")], {}),
        ([("D276", "Kota Surabaya"), ("D276", "Pemkot Sby"), ("", "Pemkot Sby")], {"matches": {"Pemkot Sby": "3578"}}),
        ([("", "Kota Surabaya"), ("", "")], {"region": "3578"}),
    ],
    ids=["bare name", "code alone", "name that is matched", "region that is given"],
)
@pytest.mark.parametrize("kind", ["tender", "ekatalog-v5"])
def test_an_institution_is_one_however_its_rows_name_it(
    bring: Bring, tmp_path: Path, kind: str, rows: list[tuple[str, str]], options: dict[str, Any]
) -> None:
    package, value = ("kd_tender", "nilai_kontrak") if kind == "tender" else ("kd_paket", "total_harga")
    header = ["kd_klpd", "nama_klpd", package, value, "kd_produk"]
    listed = [[code, name, "T1", "1000", "p1"] for code, name in rows] + [[*rows[0], "T2", "500", "p1"]]
    outcome = bring(kind, save(tmp_path / "a.csv", header, listed), **options)
    assert [(part.region, part.lines, part.rupiah) for part in outcome.parts] == [("3578", 2, 1500)]
    assert outcome.account.left_out[0].rows == len(rows) - 1
