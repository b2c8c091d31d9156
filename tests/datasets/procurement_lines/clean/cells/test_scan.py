"""Quick looks at columns find what patterns find, in slices of longer columns too."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from umkm_analysis.datasets.procurement_lines.clean.cells import scan
from umkm_analysis.datasets.procurement_lines.clean.cells.text_rules import LONGEST_NAME, package_names

CELLS = st.lists(st.none() | st.text(max_size=12) | st.text("ab é\t~", max_size=12))


@given(CELLS, st.integers(0, 3))
def test_odd_cells_are_those_that_a_pattern_finds(cells: list[str | None], start: int) -> None:
    column = pa.array(cells, pa.string()).slice(start)
    expected = [
        at
        for at, cell in enumerate(cells[start:])
        if cell is not None and (re.search(r"[^ -~]", cell) or len(cell.encode()) > 9)
    ]
    assert scan.odd_cells(column, most=9) == expected
    assert scan.longest(column) == max((len(cell.encode()) for cell in cells[start:] if cell), default=0)
    assert scan.holds(column, "~é\t") == any(sign in (cell or "") for cell in cells[start:] for sign in "~é\t")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Belanja alat tulis", "Belanja alat tulis"),
        ("Belanja  alat\u200b\ttulis", "Belanja alat tulis"),
        ("\u00a0Jasa", "Jasa"),
        ("Honor Bpk. Slamet Riyadi", None),
        ("Pulsa 0812 3456 7890", None),
        ("x" * 400, "x" * LONGEST_NAME),
        ("é" * 400, "é" * LONGEST_NAME),
        (None, None),
    ],
)
def test_names_of_packages_are_kept_as_far_as_they_name_nobody(name: str | None, kept: str | None) -> None:
    found, hidden = package_names(pa.array(["Kertas", name, "Meja"], pa.string()))
    assert found.to_pylist() == ["Kertas", kept, "Meja"]
    assert hidden == (name is not None and kept is None)
