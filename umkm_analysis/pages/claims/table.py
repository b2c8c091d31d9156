"""Table of public claims: what was said, what it was held against, and the verdict."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.analysis import claims
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages.claims import text
from umkm_analysis.pages.fragment import Fragment, markup
from umkm_analysis.pages.tables import Cell, Column, Quoted, Rows, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from umkm_analysis.analysis.claims import Finding
    from umkm_analysis.analysis.evidence import Figure


def findings(found: Sequence[Finding], *, name: str, caption: str = "") -> Fragment:
    """Show claims line by line.

    Parameters
    ----------
    found
        The findings.
    name
        Of the table's CSV.
    caption
        Of the table; a usual one if it is empty.
    """
    sources = claims.sources(found)
    rows: Rows = [
        [
            text.what(one.claim),
            Quoted(one.claim.words) if one.claim.words else labels.NOTHING,
            text.who(one.claim),
            Cell(text.claimed(one.claim), one.claim.value),
            _against(one),
            _computed(one),
            release(one, sources),
            _publisher(one, sources),
            t(text.VERDICT[one.verdict]),
            text.reason(one),
        ]
        for one in found
    ]
    heads = [
        t("Hal"),
        t("Kutipan"),
        t("Disampaikan oleh, di, pada"),
        t("Disebutkan"),
        t("Pembanding"),
        t("Dihitung dari nilai ADHK"),
        t("Rilis"),
        t("Sumber pembanding"),
        t("Penilaian"),
        t("Alasan"),
    ]
    columns = [Column(head, numeric=position in {3, 4, 5}) for position, head in enumerate(heads)]
    shown = table(caption or t("Pernyataan publik dan buktinya"), columns, rows, name=name)
    return Fragment(markup('<div class="claims">{table}</div>', table=shown.html), shown.text)


def evidence_of(finding: Finding) -> Figure | None:
    """Return what stands beside a claim; what only says the same again, or is of another day, is no evidence."""
    if finding.verdict == claims.UNCHECKED and finding.reason != "may be another release":
        return None
    return finding.figure


def _against(finding: Finding) -> Cell:
    figure = evidence_of(finding)
    return Cell(text.value(figure), figure.value if figure and math.isfinite(figure.value) else None)


def _computed(finding: Finding) -> Cell:
    """Write the rate computed from levels beside a published one."""
    figure = evidence_of(finding)
    if figure is None or figure.is_computed or not math.isfinite(figure.computed):
        return Cell(labels.NOTHING, None)
    return Cell(text.value(replace(figure, value=figure.computed)), figure.computed)


def release(finding: Finding, sources: pd.DataFrame) -> str:
    """Say of when the evidence is."""
    figure = evidence_of(finding)
    if figure is None:
        return labels.NOTHING
    if not figure.source_ids:
        return t("dihitung dari nilai ADHK")
    known = [one for one in figure.source_ids if one in sources.index]
    return parts.published(sources.loc[known[0]]) if known else n.date(figure.period)


def _publisher(finding: Finding, sources: pd.DataFrame) -> str:
    figure = evidence_of(finding)
    named = [one for one in (figure.source_ids if figure else ()) if one in sources.index]
    publishers = [str(sources.loc[one, "publisher"]).split(" (")[0] for one in named]
    return Quoted("; ".join(dict.fromkeys(publishers))) if publishers else labels.NOTHING
