"""Fingerprints of rows: of their cells, however a file quotes them, and of nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import fingerprints, project

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "source_id,publisher,title"
LINES = [
    'A,BPS,"one\nof two lines, quoted"',
    'B,"say ""BPS""",plain',
    "",
    "A,BPS, spaces stay ",
    "B,too short",
    "C,BPS,últimas",
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False], ids=["line end last", "none last"])
def test_it_is_that_of_header_and_cells_however_they_are_written(end: str, last: bool, copied: Path) -> None:  # noqa: FBT001 - a case
    text = end.join([HEADER, *LINES]) + end * last
    (copied / "data" / "sources.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    project.clear_caches()
    header, *rows = (row for row in csv.reader(io.StringIO(text, newline="")) if row)
    for keys in (["A"], ["B", "C"], ["C", "A", "nobody"], None):
        chosen = ["A", "B", "C"] if keys is None else sorted({*keys} - {"nobody"})
        digests = [hashlib.sha256(repr([row for row in rows if row[0] == key]).encode()).hexdigest() for key in chosen]
        expected = hashlib.sha256(repr([header, *digests]).encode()).hexdigest()[: fingerprints.DIGITS]
        assert fingerprints.fingerprint("sources", keys) == expected
    assert list(fingerprints.keys_of("sources")) == ["A", "B", "C"]


def test_rows_are_parsed_once_for_the_keys_that_are_asked_about(monkeypatch: pytest.MonkeyPatch, copied: Path) -> None:
    del copied
    read = {"grdp_level": ["3576", "3500"], "regions": ["3576"]}
    for name in read:
        fingerprints.keys_of(name)  # which parses the whole table, once
    parsed: list[object] = []
    reader = csv.reader
    monkeypatch.setattr(csv, "reader", lambda lines: (parsed.append(lines), reader(lines))[1])
    first = fingerprints.referred(read, "sources")
    assert len(parsed) == 2  # of the levels alone: regions refer to no source
    assert fingerprints.referred(read, "sources") == first
    assert fingerprints.keys_of("grdp_level") > {"3576", "3500"}
    assert len(parsed) == 2
