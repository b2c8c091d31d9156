"""Fragments as JupyterLab shows them: among its own style sheet, without the page's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.pages import fragment
from umkm_analysis.pages.tables import Column, cell, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

LAB = """
.jp-RenderedHTMLCommon table { table-layout: fixed; margin-left: auto; margin-bottom: 1em; }
.jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th { vertical-align: middle; padding: .5em; }
:not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon td, :not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon th,
:not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon tr { text-align: right; }
"""
"""What JupyterLab 4.5 says of tables in outputs."""


def test_tables_and_typeface_are_the_page_s_in_jupyterlab(visit: Callable[..., Page], tmp_path: Path) -> None:
    shown = table(
        "Uji", [Column("Daerah"), Column("Nilai", numeric=True)], [["Kota Mojokerto", cell(3.65)]], name="uji"
    )
    outputs = "".join(
        f'<div class="jp-RenderedHTMLCommon jp-RenderedHTML">{one._repr_mimebundle_()["text/html"]}</div>'
        for one in (fragment.stylesheet(), shown)
    )
    path = tmp_path / "lab.html"
    path.write_text(
        f'<!DOCTYPE html><html lang="id"><title>lab</title><style>{LAB}</style>'
        f'<body data-jp-theme-light="true">{outputs}</body></html>',
        encoding="utf-8",
    )
    page = visit(path)
    sides = page.evaluate("[...document.querySelectorAll('th, td')].map(one => getComputedStyle(one).textAlign)")
    assert sides == ["left", "right", "left", "right"]
    assert page.evaluate("getComputedStyle(document.querySelector('table')).tableLayout") == "auto"
    loaded = page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(one => one.status))")
    assert loaded == ["loaded", "loaded"]
