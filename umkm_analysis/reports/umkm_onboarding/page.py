"""Cells of the notebook on onboarding UMKM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages.claims import section as claims_section
from umkm_analysis.pages.editions.box import boxed
from umkm_analysis.pages.fragment import Fragment, absent, paragraphs, together
from umkm_analysis.pages.front import front, on_fact_sheet
from umkm_analysis.pages.tables import Cell, Column, Quoted, Rows, cell, table
from umkm_analysis.reports.umkm_onboarding import REPORT, cards, register_page, text, verdict
from umkm_analysis.reports.umkm_onboarding.hero import hero
from umkm_analysis.reports.umkm_onboarding.record import record
from umkm_analysis.reports.umkm_onboarding.standing import since

if TYPE_CHECKING:
    from umkm_analysis.reports.umkm_onboarding.analysis import UmkmOnboarding

CELLS = (
    "opening",
    "catalogue",
    "channels",
    "certificates",
    "stuck",
    "actions",
    "counts",
    "claims",
    "provenance",
)
"""What the notebook shows, in its order."""


def opening(result: UmkmOnboarding) -> Fragment:
    """Title, summary and key figures."""
    changed = since(result)  # first: what languages share of it is worked out before one is asked for
    newest = None if result.newest is None else n.date(result.newest)
    numbers = verdict.numbers(result)
    return front(
        parts.masthead(
            result.region,
            report=text.report(result),
            period=_period(result),
            above=result.references,
            newest=newest,
            verdict=verdict.verdict(result),
        ),
        hero=hero(result),
        numbers=numbers,
        summary=text.summary(result),
        more=[card for card in cards.cards(result) if card not in numbers],
        boxes=boxed(changed),
    )


def catalogue(result: UmkmOnboarding) -> Fragment:
    """What the published states do not say, and the register's own; the states stand on the first screen."""
    shown = [] if result.states is None else [paragraphs([text.no_funnel(result.states)], css="note")]
    if result.register is not None:
        shown.append(on_fact_sheet(register_page.catalogue(result, result.register), order=1))
    return (
        together(*shown)
        if shown
        else absent(t("Belum ada angka publikasi tentang proses masuk e-katalog untuk daerah ini."))
    )


def channels(result: UmkmOnboarding) -> Fragment:
    """Channels and trainings that are named in public, and the register's."""
    rows: Rows = [
        [
            Quoted(row.channel),
            labels.label(text.CHANNEL, row.kind),
            Quoted(row.operator),
            t("tidak disebutkan") if pd.isna(row.since) else str(row.since),
            _stated(row.umkm),
            labels.localized(row, "note"),
        ]
        for row in result.channels.itertuples()
    ]
    heads = [t("Kanal"), t("Jenis"), t("Pengelola"), t("Sejak"), t("UMKM"), t("Catatan")]
    columns = [Column(head, numeric=position in {3, 4}) for position, head in enumerate(heads)]
    shown = [table(t("Kanal yang disebut dalam pernyataan publik"), columns, rows, name=t("kanal"))] if rows else []
    if len(result.trained):
        shown.append(paragraphs([text.trained(result)]))
    if result.register is not None:
        shown.append(register_page.channels(result, result.register))
    return together(*shown) if shown else absent(text.no_register())


def certificates(result: UmkmOnboarding) -> Fragment:
    """Certificates that are named in public, and the register's coverage."""
    rows: Rows = [
        [
            labels.label(text.CERTIFICATE, row.certificate),
            Quoted(row.issuer) if isinstance(row.issuer, str) else labels.NOTHING,
            labels.label(text.APPLIES, row.applies_to),
            _stated(row.umkm),
            labels.localized(row, "note"),
        ]
        for row in result.certifications.itertuples()
    ]
    heads = [t("Sertifikat"), t("Penerbit"), t("Diperlukan oleh"), t("UMKM"), t("Catatan")]
    columns = [Column(head, numeric=position == 3) for position, head in enumerate(heads)]  # noqa: PLR2004 - a count
    shown = (
        [table(t("Sertifikat yang disebut dalam pernyataan publik"), columns, rows, name=t("sertifikat-disebut"))]
        if rows
        else []
    )
    if result.register is not None:
        shown.append(register_page.certificates(result, result.register))
    return together(*shown) if shown else absent(text.no_register())


def stuck(result: UmkmOnboarding) -> Fragment:
    """Who waits where, and for how long."""
    if result.register is None:
        return absent(text.no_register())
    return register_page.stuck(result, result.register)


def actions(result: UmkmOnboarding) -> Fragment:
    """What to do next, as lists to take along."""
    if result.register is None:
        return absent(text.no_register())
    return register_page.actions(result, result.register)


def counts(result: UmkmOnboarding) -> Fragment:
    """Published counts of UMKM, register by register."""
    if result.counts.empty:
        return absent(t("Belum ada jumlah UMKM yang dipublikasikan untuk daerah ini."))
    rows: Rows = [
        [
            str(row.year),
            labels.label(parts_of_counts(), row.indicator),
            cell(row.value),
            labels.label(labels.STATUS, row.status),
            parts.publisher(result.provenance, row.source_id),
            labels.localized(row, "note"),
        ]
        for row in result.counts.sort_values(["year", "indicator"], kind="stable").itertuples()
    ]
    heads = [t("Tahun"), t("Hal"), t("UMKM"), t("Status"), t("Sumber"), t("Catatan")]
    columns = [Column(head, numeric=position == 2) for position, head in enumerate(heads)]  # noqa: PLR2004 - a count
    sentence = t(
        "Register yang berbeda menghitung hal yang berbeda; angka-angka ini tidak disambung menjadi satu deret."
    )
    shown = table(t("Jumlah UMKM menurut register"), columns, rows, name=t("jumlah-umkm"))
    return together(paragraphs([sentence]), shown, parts.conflicts(result.provenance, chosen=False))


def claims(result: UmkmOnboarding) -> Fragment:
    """Public claims on the region with their evidence."""
    return claims_section.section(result.region, REPORT.subject)


def provenance(result: UmkmOnboarding) -> Fragment:
    """Sources, fingerprints and parameters; carries the report's record."""
    parameters: dict[str, object] = {"region": result.region.code}
    if result.register is not None:
        parameters |= {"entry_days": result.register.entry_days, "register": result.register.fingerprint}
    shown = together(parts.sources(result.provenance), parts.colophon(result.provenance, parameters=parameters))
    return Fragment(shown.html, shown.text, record(result, parameters))


def parts_of_counts() -> dict[str, str]:
    """Name what the published counts count."""
    return {
        "umkm_count": t("Jumlah UMKM"),
        "umkm_micro_count": t("Jumlah usaha mikro"),
        "ikm_count": t("Jumlah industri kecil dan menengah"),
        "micro_enterprise_count": t("Jumlah usaha mikro"),
    }


def _period(result: UmkmOnboarding) -> str:
    dates = [*result.published["as_of"]]
    stated = t("pernyataan {date}", date=n.date(max(dates))) if dates else t("tanpa angka publikasi")
    if result.register is None:
        return stated
    return t("{stated}; register per {date}", stated=stated, date=n.date(result.register.register.as_of.isoformat()))


def _stated(count: Any) -> Cell:
    return Cell(t("tidak disebutkan"), None) if pd.isna(count) else cell(float(count))
