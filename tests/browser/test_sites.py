"""The pages that the other tests of this folder look at; first in line, so that no test process waits for another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("site", ["reports", "special", "whole"])
def test_every_site_is_built_without_a_failure(site: str, request: pytest.FixtureRequest) -> None:
    assert (request.getfixturevalue(site) / "index.html").is_file()


def test_pages_are_printed_without_a_failure(request: pytest.FixtureRequest) -> None:
    printed = request.getfixturevalue("printed")
    pages = sorted(printed.rglob("*.html"))
    assert len(pages) == 7
    assert [page.with_suffix(".pdf") for page in pages] == sorted(printed.rglob("*.pdf"))


def test_no_id_stands_twice_in_any_language(reports: Path, special: Path) -> None:
    """Two charts once shared one in English: the second had the first's alternative text."""
    pages = [*reports.glob("*/*/*.html"), *special.glob("*/*/*.html")]
    assert len(pages) > 10
    for page in pages:
        ids = re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), page
