"""Markdown as content of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.jupyter.markdown import render
from umkm_analysis.pages.content.mathematics import mathml
from umkm_analysis.pages.content.refusals import NotShowable
from umkm_analysis.pages.content.safe_html import checked_link, safe_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.pages.content.pictures import Pictures


def markdown(source: str, named: Pictures, tables: Iterator[int]) -> str:
    """Write markdown as HTML.

    Parameters
    ----------
    source
        The markdown.
    named
        Pictures that it can name.
    tables
        Numbers for the tables that it has as HTML.

    Raises
    ------
    NotShowable
        If the page cannot show something in it.
    """
    return render(source, _Writer(named, tables))


@dataclass(frozen=True)
class _Writer:
    named: Pictures
    tables: Iterator[int]

    def picture(self, address: str, description: str) -> str:
        return str(self.named.named(address, description))

    def formula(self, tex: str, *, block: bool) -> str:
        return mathml(tex, block=block)

    def link(self, address: str) -> str:
        return checked_link(address)

    def raw(self, html: str) -> str:
        return str(safe_html(html, picture=self.named.named, tables=self.tables))

    def diagram(self, source: str) -> str:
        del source
        raise NotShowable("a diagram in mermaid's language needs a program: show a picture instead")
