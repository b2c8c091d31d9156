"""Cells of the notebook on procurement shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import records
from umkm_analysis.pages.claims import section as claims_section
from umkm_analysis.pages.editions.box import as_record, boxed
from umkm_analysis.pages.fragment import Fragment, absent, paragraphs, together
from umkm_analysis.pages.front import front, on_fact_sheet
from umkm_analysis.pages.tables import Cell, Column, cell, table
from umkm_analysis.reports.procurement_share import REPORT, cards, figures, text, verdict
from umkm_analysis.reports.procurement_share.hero import hero
from umkm_analysis.reports.procurement_share.line_page import page as line_page
from umkm_analysis.reports.procurement_share.line_page import text as line_text
from umkm_analysis.reports.procurement_share.line_page.page import breakdown, own_shares
from umkm_analysis.reports.procurement_share.standing import since
from umkm_analysis.rounding import decimals

if TYPE_CHECKING:
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
    changed = since(result)  # first: what languages share of it is worked out before one is asked for
    dates = [*result.shares["as_of"], *result.amounts["as_of"]]
    newest = None if result.newest is None else n.date(result.newest)
    period = (
        t("angka publikasi {years}", years=n.span(min(dates)[:4], max(dates)[:4]))
        if dates
        else t("tanpa angka publikasi")
    )
    numbers = verdict.numbers(result)
    of = result.region.name
    more = [card for share in result.shares.itertuples() if (card := cards.card(share, of=of)) not in numbers]
    return front(
        parts.masthead(
            result.region,
            report=_title(result),
            period=period,
            above=result.references,
            newest=newest,
            verdict=verdict.verdict(result),
        ),
        hero=hero(result),
        numbers=numbers,
        summary=_summary(result),
        more=more[-MAX_CARDS:],
        boxes=boxed(changed),
    )


def shares(result: ProcurementShare) -> Fragment:
    """Why there is no published share; where there are some they stand on the first screen."""
    return absent(text.no_share(result)) if result.shares.empty else absent()


def mandates(result: ProcurementShare) -> Fragment:
    """The rules that set a share, by date."""
    rows: list[list[str | Cell]] = [
        [
            _in_force(rule),
            f"{rule.instrument} {rule.provision}" if isinstance(rule.provision, str) else rule.instrument,
            labels.label(labels.RULE, rule.kind),
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
        Column(t("Berlaku")),
        Column(t("Ketentuan")),
        Column(t("Jenis")),
        Column(t("Paling sedikit (persen)"), numeric=True),
        Column(t("Pembilang")),
        Column(t("Penyebut")),
        Column(t("Mewajibkan")),
        Column(t("Status")),
        Column(t("Catatan")),
    ]
    return together(
        paragraphs([text.law()]),
        table(t("Ketentuan yang menetapkan pangsa"), columns, rows, name=t("ketentuan")),
    )


def _in_force(rule: Any) -> str:
    since = n.date(rule.from_date)
    if isinstance(rule.to_date, str):
        return t("{since} sampai {until}", since=since, until=n.date(rule.to_date))
    return t("sejak {date}", date=since)


def conflicts(result: ProcurementShare) -> Fragment:
    """Figures for the same thing and day that do not agree, side by side."""
    sentences = text.conflict_sentences(result)
    none = t("Tidak ada angka yang bertentangan untuk hal, dasar, dan tanggal yang sama.")
    if not sentences and result.provenance.conflicts.empty:
        return absent(none)
    return together(paragraphs(sentences or [none]), parts.conflicts(result.provenance, chosen=False))


def references(result: ProcurementShare) -> Fragment:
    """What was published for the province and the nation."""
    if not result.references:
        return absent()
    if result.reference_shares.empty:
        return absent(t("Belum ada pangsa publikasi untuk wilayah pembanding."))
    chart = figures.strip(
        result,
        result.reference_shares,
        name=t("pembanding"),
        title=text.references_title(result),
        subject=getattr(text.references_subject(result), "Index", None),
    )
    return on_fact_sheet(chart, order=1)


def amounts(result: ProcurementShare) -> Fragment:
    """Published rupiah values and counts."""
    if result.amounts.empty:
        return absent(
            t("Belum ada nilai rupiah atau jumlah yang dipublikasikan untuk {name}.", name=result.region.name)
        )
    rows: list[list[str | Cell]] = [
        [
            n.date(row.as_of),
            labels.label(labels.SCOPE, row.scope),
            labels.label(labels.INDICATOR, row.indicator),
            labels.label(labels.BASIS, row.basis),
            Cell(text.amount(row), row.value),
            labels.label(labels.STATUS, row.status),
            figures.publisher(result, row.source_id),
            labels.localized(row, "note"),
        ]
        for row in result.amounts.itertuples()
    ]
    columns = [
        Column(t("Tanggal")),
        Column(t("Lingkup")),
        Column(t("Hal")),
        Column(t("Dasar")),
        Column(t("Nilai"), numeric=True),
        Column(t("Status")),
        Column(t("Sumber")),
        Column(t("Catatan")),
    ]
    return table(t("Nilai dan jumlah yang dipublikasikan"), columns, rows, name=t("nilai"))


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
            "verdict": verdict.verdict(result),
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
