"""Cells of the notebook on procurement shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import records
from umkm_analysis.pages.charts import figure
from umkm_analysis.pages.claims import section as claims_section
from umkm_analysis.pages.editions.box import as_record, boxed
from umkm_analysis.pages.fragment import Fragment, paragraphs, together
from umkm_analysis.pages.tables import Cell, Column, cell, table
from umkm_analysis.reports.procurement_share import REPORT, strip, text
from umkm_analysis.reports.procurement_share.line_page import page as line_page
from umkm_analysis.reports.procurement_share.line_page import text as line_text
from umkm_analysis.reports.procurement_share.line_page.page import breakdown, own_shares
from umkm_analysis.reports.procurement_share.standing import since
from umkm_analysis.rounding import decimals

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare

__all__ = [
    "CELLS",
    "amounts",
    "breakdown",
    "conflicts",
    "mandates",
    "opening",
    "own_shares",
    "provenance",
    "references",
    "shares",
]  # fmt: skip
CELLS = (
    "opening",
    "shares",
    "own_shares",
    "breakdown",
    "mandates",
    "conflicts",
    "references",
    "amounts",
    "claims",
    "provenance",
)
"""What the notebook shows, in its order."""

MAX_CARDS = 5


def opening(result: ProcurementShare) -> Fragment:
    """Title, summary and key figures."""
    dates = [*result.shares["as_of"], *result.amounts["as_of"]]
    newest = None if result.newest is None else n.date(result.newest)
    period = (
        t("angka terbit {first}–{last}", first=min(dates)[:4], last=max(dates)[:4])
        if dates
        else t("tanpa angka terbit")
    )
    latest = list(result.shares.itertuples())[-MAX_CARDS:]
    return together(
        parts.masthead(result.region, report=_title(result), period=period, above=result.references, newest=newest),
        parts.summary(_summary(result)),
        parts.cards([card(share, of=result.region.name) for share in latest]),
        *boxed(since(result)),
    )


def shares(result: ProcurementShare) -> Fragment:
    """Every published share on its own line, none joined to another."""
    if result.shares.empty:
        return paragraphs([text.no_share(result)])
    return _strip(result, result.shares, name=t("pangsa"), title=text.strip_title(result))


def mandates(result: ProcurementShare) -> Fragment:
    """The rules that set a share, by date."""
    rows: list[list[str | Cell]] = [
        [
            n.date(rule.from_date),
            n.date(rule.to_date) if isinstance(rule.to_date, str) else labels.NOTHING,
            labels.label(labels.RULE, rule.kind),
            f"{rule.instrument} {rule.provision}" if isinstance(rule.provision, str) else rule.instrument,
            cell(rule.value, decimals(rule.value)),
            rule.numerator,
            labels.label(labels.DENOMINATOR, rule.denominator),
            labels.label(labels.OBLIGATION, rule.bases),
            labels.label(labels.STATUS, rule.status),
            labels.localized(rule, "note"),
        ]
        for rule in result.mandates.itertuples()
    ]
    columns = [
        Column(t("Berlaku sejak")),
        Column(t("Sampai")),
        Column(t("Jenis")),
        Column(t("Aturan")),
        Column(t("Sekurangnya (persen)"), numeric=True),
        Column(t("Pembilang")),
        Column(t("Penyebut")),
        Column(t("Mewajibkan")),
        Column(t("Status")),
        Column(t("Catatan")),
    ]
    return together(
        paragraphs([text.law()]),
        table(t("Aturan yang menetapkan pangsa"), columns, rows, name=t("aturan")),
    )


def conflicts(result: ProcurementShare) -> Fragment:
    """Figures for the same thing and day that do not agree, side by side."""
    sentences = text.conflict_sentences(result)
    none = t("Tidak ada angka yang bertentangan untuk hal, dasar, dan tanggal yang sama.")
    return together(paragraphs(sentences or [none]), parts.conflicts(result.provenance))


def references(result: ProcurementShare) -> Fragment:
    """What was published for the province and the nation."""
    if not result.references:
        return paragraphs([t("Indonesia tidak memiliki wilayah pembanding di atasnya.")])
    if result.reference_shares.empty:
        return paragraphs([t("Belum ada pangsa terbit untuk wilayah pembanding.")])
    return _strip(result, result.reference_shares, name=t("pembanding"), title=text.references_title(result))


def amounts(result: ProcurementShare) -> Fragment:
    """Published rupiah values and counts."""
    if result.amounts.empty:
        sentence = t("Tidak ada nilai rupiah atau jumlah yang terbit untuk {name}.", name=result.region.name)
        return paragraphs([sentence])
    rows: list[list[str | Cell]] = [
        [
            n.date(row.as_of),
            labels.label(labels.SCOPE, row.scope),
            labels.label(labels.INDICATOR, row.indicator),
            labels.label(labels.BASIS, row.basis),
            Cell(text.amount(row), row.value),
            labels.label(labels.STATUS, row.status),
            _publisher(result, row.source_id),
            labels.localized(row, "note"),
        ]
        for row in result.amounts.itertuples()
    ]
    columns = [
        Column(t("Tanggal")),
        Column(t("Lingkup")),
        Column(t("Apa")),
        Column(t("Dasar")),
        Column(t("Nilai"), numeric=True),
        Column(t("Status")),
        Column(t("Sumber")),
        Column(t("Catatan")),
    ]
    return table(t("Nilai dan jumlah yang terbit"), columns, rows, name=t("nilai"))


def claims(result: ProcurementShare) -> Fragment:
    """Public claims on the region with their evidence."""
    return claims_section.section(result.region, REPORT.subject)


def provenance(result: ProcurementShare) -> Fragment:
    """Sources, fingerprints and parameters; carries the report's record."""
    parameters: dict[str, object] = {"region": result.region.code}
    shown = together(parts.sources(result.provenance), parts.colophon(result.provenance, parameters=parameters))
    return Fragment(shown.html, shown.text, _record(result, parameters))


def _title(result: ProcurementShare) -> str:
    made_up = result.lines is not None and result.lines.synthetic
    return t("Pangsa pengadaan – DATA SINTETIS") if made_up else t("Pangsa pengadaan")


def _summary(result: ProcurementShare) -> list[str]:
    return [*line_text.summary(result), *text.summary(result)]


def _publisher(result: ProcurementShare, source_id: str) -> str:
    date = parts.published(result.provenance.sources.loc[source_id])
    return f"{parts.publisher(result.provenance, source_id)}, {date}"


def _strip(result: ProcurementShare, shares_: pd.DataFrame, *, name: str, title: str) -> Fragment:
    """Draw a dot a share, with the table of the same figures."""
    found = list(shares_.itertuples())
    names = [result.region.name if share.code == result.region.code else "" for share in found]
    row_labels = [text.strip_label(share, of=name) for share, name in zip(found, names, strict=True)]
    drawn = strip.draw(shares_, row_labels, own=result.region.code)
    sentences = [text.share_sentence(share, of=name) for share, name in zip(found, names, strict=True)]
    return figure.figure(
        drawn,
        name=name,
        title=title,
        measure=text.strip_measure(shares_),
        alt=t("Grafik titik. {shares}", shares=" ".join(sentences)),
        how=text.strip_how(shares_),
        source=parts.citation(result.provenance, shares_["source_id"]),
        data=shares_table(result, shares_, name=name),
    )


def shares_table(result: ProcurementShare, shares_: pd.DataFrame, *, name: str) -> Fragment:
    columns = [
        Column(t("Tanggal")),
        Column(t("Lingkup")),
        Column(t("Pangsa (persen)"), numeric=True),
        Column(t("Pembilang")),
        Column(t("Penyebut")),
        Column(t("Dasar")),
        Column(t("Mandat atau target yang berlaku")),
        Column(t("Jarak (poin persen)"), numeric=True),
        Column(t("Penilaian")),
        Column(t("Status")),
        Column(t("Sumber")),
        Column(t("Catatan")),
    ]
    rows: list[list[str | Cell]] = [
        [
            n.date(share.as_of),
            labels.label(labels.SCOPE, share.scope),
            cell(share.value, decimals(share.value)),
            labels.label(labels.NUMERATOR, share.numerator),
            labels.label(labels.DENOMINATOR, share.denominator),
            labels.label(labels.BASIS, share.basis),
            text.rule(share),
            _distance(share),
            text.verdict(share),
            labels.label(labels.STATUS, share.status),
            _publisher(result, share.source_id),
            labels.localized(share, "note"),
        ]
        for share in shares_.itertuples()
    ]
    return table(t("Pangsa terbit dengan pembilang, penyebut, dan dasar"), columns, rows, name=name)


def _distance(share: Any) -> Cell:
    if not math.isfinite(share.mandate):
        return Cell(labels.NOTHING, None)
    digits, apart = text.printed_distance(share)
    return cell(float(apart), digits, signed=True)


def card(share: Any, *, of: str) -> parts.Card:
    comparison = t("penyebut {denominator}", denominator=labels.label(labels.DENOMINATOR, share.denominator))
    if isinstance(share.instrument, str):
        comparison += "; " + t("{rule}, jarak {distance}", rule=text.rule(share), distance=text.distance(share))
    return parts.Card(
        label=text.card_label(share, of=of),
        value=n.bare_share(share.value),
        unit=t("persen"),
        period=n.date(share.as_of),
        comparison=comparison,
        status=text.verdict(share),
        tone={"meets": "good", "misses": "bad"}.get(share.verdict, "plain"),
        scale=parts.Scale(share.value, share.mandate, (0.0, 100.0), digits=0) if math.isfinite(share.mandate) else None,
    )


def _record(result: ProcurementShare, parameters: dict[str, object]) -> dict[str, Any]:
    sentences = _summary(result)
    latest = result.shares.iloc[-1] if len(result.shares) else None
    return {
        "page": records.page(result.region, report=_title(result), description=sentences[0]),
        "headline": {
            "shares": len(result.shares),
            "latest_share_pct": None if latest is None else records.plain(latest["value"], 2),
            "latest_numerator": None if latest is None else records.plain(latest["numerator"]),
            "latest_basis": None if latest is None else records.plain(latest["basis"]),
            "latest_denominator": None if latest is None else records.plain(latest["denominator"]),
            "latest_scope": None if latest is None or latest["scope"] == result.region.name else latest["scope"],
            "latest_as_of": None if latest is None else latest["as_of"],
            "newest": result.newest,
            "status": text.strip_title(result) if len(result.shares) else sentences[0],
        },
        "figures": {
            "summary": sentences,
            "shares": records.rows(result.shares.round(4)),
            "reference_shares": records.rows(result.reference_shares.round(4)),
            "amounts": records.rows(result.amounts),
            "conflicts": records.rows(result.conflicts.round(4)),
            "mandates": records.rows(result.mandates),
            "lines": line_page.record(result),
        },
        "provenance": records.provenance(result.provenance, parameters=parameters),
        **as_record(since(result)),
    }
