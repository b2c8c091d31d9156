"""Words for an error that keeps warm kernels from starting."""

from __future__ import annotations

from umkm_analysis.jupyter.fallback import describe


def test_an_error_of_many_lines_is_described_by_its_first() -> None:
    assert describe(ImportError("no such name\nin a file")) == "ImportError: no such name"
