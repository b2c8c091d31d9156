"""The procurement report of a region with lines: as clean as any page, and marked where its lines are made up."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_page import faults, spilt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

CITY = "3576-kota-mojokerto"
WARNING = {"id": "DATA SINTETIS", "en": "SYNTHETIC DATA"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_clean_and_says_everywhere_that_its_lines_are_made_up(visit: Visit, special: Path, language: str) -> None:
    path = special / language / CITY / "procurement-share.html"
    page = visit(path, reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert faults(page) == []
    assert spilt(page) == []
    assert page.heard == []  # type: ignore[attr-defined]
    page.set_viewport_size({"width": 320, "height": 640})
    assert spilt(page) == []
    html = path.read_text(encoding="utf-8")
    assert len(re.findall(WARNING[language], html)) >= 5
    assert f"{WARNING[language]}: Kota Mojokerto</title>" in html
    record = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["figures"]["lines"]["synthetic"] is True
    assert record["figures"]["summary"][0].startswith(WARNING[language])
    assert [row["year"] for row in record["figures"]["lines"]["yearly"]] == [2023, 2024]
    assert len(record["figures"]["lines"]["claims"]) == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_without_lines_it_says_what_to_import(reports: Path, language: str) -> None:
    html = (reports / language / CITY / "procurement-share.html").read_text(encoding="utf-8")
    assert "umkm import inaproc realisasi.csv --year 2025 --region 3576" in html
    assert WARNING[language] not in html
    record = (reports / language / CITY / "procurement-share.json").read_text(encoding="utf-8")
    assert json.loads(record)["figures"]["lines"] is None
