"""Editions on the command line: listed, compared, pinned, built from."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

TEXT = "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2026\nKota Padang Panjang;3.390,00\n"


@pytest.fixture
def grown(copied: Path, umkm: Callable[..., Ended]) -> Path:
    """A project with an own figure of a new year."""
    (copied / "pdrb.csv").write_text(TEXT, encoding="utf-8")
    assert umkm("import", "grdp", str(copied / "pdrb.csv"), "--vintage", "2026-11").returncode == 0
    return copied


@pytest.mark.parametrize("columns", ["80", "100"])
def test_the_list_fits_and_says_whose_and_how_old(
    grown: Path, umkm: Callable[..., Ended], columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    code, out, _ = umkm("data")
    assert code == 0
    lines = out.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("edition 2026.11 + 1374  sha256 ")
    assert lines[1] == "kept: 2026.11.25 (shipped, tables of 2026-11-25)"
    own = lines[lines.index("grdp_level") + 1].split()
    assert (own[0], own[1], own[3], own[4]) == ("2026", "2026-11", "d", "own")
    found = json.loads(umkm("data", "--json").stdout)["tables"]
    mine = [(row["table"], row["first_year"], row["vintage"]) for row in found if row["own"]]
    assert mine == [("breaks", 2026, "2026-11"), ("grdp_level", 2026, "2026-11")]  # no shared year: a break
    del grown


def test_the_same_is_0_and_what_differs_is_1(grown: Path, umkm: Callable[..., Ended], root: Path) -> None:
    code, out, _ = umkm("data", "diff", "2026.11+1374", "current")
    assert (code, out) == (0, "2026.11 + 1374 and 2026.11 + 1374 hold the same\n")
    code, out, _ = umkm("data", "diff", str(root))
    assert code == 1
    assert "grdp_level  2026  1374 Kota Padang Panjang" in out
    code, out, _ = umkm("data", "diff", str(root), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 1
    new = [row for row in rows if row["what"] == "new year"]
    assert [(row["code"], row["year"], row["old"], row["new"]) for row in new] == [("1374", "2026", "", "3390")]
    del grown


def test_the_page_of_a_difference_is_written_whole(grown: Path, umkm: Callable[..., Ended], root: Path) -> None:
    place = grown / "out" / "diff.html"
    code, out, _ = umkm("data", "diff", str(root), "--format", "html", "--output", str(place), "--language", "id")
    assert (code, out.split(";")[0]) == (1, "changed")
    page = place.read_text(encoding="utf-8")
    assert "1374 Kota Padang Panjang" in page
    assert "3.390,00" in page
    assert "http" not in page.split("<main", 1)[1].split("<footer")[0]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("2030.01",), 2, "there are: 2026.11, 2026.11.25"),
        (("-x",), 2, ""),
        (("2026.11", "--output", "/proc/none/x"), 3, "cannot be written"),
        (("2026.11", "--language", "xx"), 2, "no language"),
    ],
)
def test_errors_never_end_with_1(
    arguments: tuple[str, ...], code: int, words: str, copied: Path, umkm: Callable[..., Ended]
) -> None:
    ended = umkm("data", "diff", *arguments)
    assert ended.returncode == code
    assert words in ended.stderr
    del copied


def test_a_damaged_file_is_named(copied: Path, umkm: Callable[..., Ended]) -> None:
    (copied / "data" / "editions" / "2026.11.25.zip").write_bytes(b"PK broken")
    ended = umkm("data", "diff", "2026.11.25")
    assert ended.returncode == 3
    assert "2026.11.25.zip: not readable as an edition" in ended.stderr


def test_an_edition_is_pinned_once_and_compared_later(grown: Path, umkm: Callable[..., Ended]) -> None:
    code, out, _ = umkm("data", "pin")
    assert code == 0
    assert "kept 2026.11 + 1374" in out
    assert (grown / "data" / "pinned" / "2026.11+1374.zip").is_file()
    assert "is kept already" in umkm("data", "pin").stdout
    assert umkm("data", "pin", "--name", "../x").returncode == 2
    id_ = json.loads(next((grown / "data" / "own").glob("*/import.json")).read_text(encoding="utf-8"))["id"]
    assert umkm("data", "undo", id_).returncode == 0
    code, out, _ = umkm("data", "diff", "2026.11 + 1374")
    assert code == 1
    assert "figures that are gone: 1\n  grdp_level  2026  1374 Kota Padang Panjang" in out


@pytest.mark.slow
def test_pages_are_built_of_an_earlier_edition(umkm_process: Callable[..., Ended], tmp_path: Path) -> None:
    for kernel in ("warm", "standard"):
        place = tmp_path / kernel
        ended = umkm_process(
            "build", "--edition", "2026.11.25", "--region", "3577", "--report", "economic-recovery", "--language", "id",
            "--output", str(place), "--kernel", kernel,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        record = json.loads(next(place.glob("id/*/economic-recovery.json")).read_text(encoding="utf-8"))
        assert record["provenance"]["edition"] == "2026.11.25"
        assert round(record["figures"]["growth_pct"]["3577"]["2020"], 2) == -3.39
        assert "changes" not in record
    pages = [next((tmp_path / kernel).glob("id/*/*.html")).read_bytes() for kernel in ("warm", "standard")]
    assert pages[0] == pages[1]
