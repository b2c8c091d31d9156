"""Parts of the UMKM report from a region's own register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages.fragment import Fragment, paragraphs, together
from umkm_analysis.pages.tables import Column, Quoted, Rows, cell, table
from umkm_analysis.reports.umkm_onboarding import figures, text

if TYPE_CHECKING:
    from umkm_analysis.reports.umkm_onboarding.analysis import UmkmOnboarding
    from umkm_analysis.reports.umkm_onboarding.register_analysis import RegisterSummary

MAX_ROWS = 25
"""Rows of a list that the page shows; its CSV holds all."""


def catalogue(result: UmkmOnboarding, summary: RegisterSummary) -> Fragment:
    """The register's funnel of known firms, and its catalogues."""
    rows: Rows = [
        [
            labels.label(text.STAGE, str(stage)),
            cell(row.firms),
            cell(row.step, 1, missing=labels.NOTHING),
            cell(row.overall, 1),
        ]
        for stage, row in zip(summary.funnel.index, summary.funnel.itertuples(), strict=True)
    ]
    stages = [
        Column(t("Tahap yang pernah dicapai")),
        Column(t("UMKM"), numeric=True),
        Column(t("Dari tahap sebelumnya (persen)"), numeric=True),
        Column(t("Dari semua (persen)"), numeric=True),
    ]
    listings: Rows = [
        [labels.label(text.CATALOGUE, str(name)), cell(float(row.iloc[0])), cell(float(row.iloc[1]))]
        for name, row in summary.listings.iterrows()
    ]
    where = [Column(t("Katalog")), Column(t("Dalam proses entri"), numeric=True), Column(t("Tayang"), numeric=True)]
    union = t(
        "Tayang di sekurang-kurangnya satu katalog, dihitung menurut kode usaha: {count}.",
        count=n.number(summary.listed_anywhere),
    )
    return _marked(
        result,
        summary,
        table(
            text.marked(summary, t("Tahapan usaha dalam register")),
            stages,
            rows,
            name=t("tahapan"),
            source=source(summary),
        ),
        table(text.marked(summary, t("Menurut katalog")), where, listings, name=t("katalog"), source=source(summary)),
        paragraphs([union]),
    )


def channels(result: UmkmOnboarding, summary: RegisterSummary) -> Fragment:
    """Channels, cohorts and trainings of the register."""
    shown = [paragraphs([text.channels(summary)])]
    if len(summary.channels):
        shown.append(figures.channels(summary, source=source(summary)))
    if len(summary.cohorts):
        shown.append(_cohorts(summary))
    if len(summary.trainings):
        shown.append(_trainings(summary))
    return _marked(result, summary, *shown)


def certificates(result: UmkmOnboarding, summary: RegisterSummary) -> Fragment:
    """Coverage of certificates, and how many each firm lacks."""
    rows: Rows = [
        [n.number(float(number)), cell(float(firms))]
        for number, firms in zip(summary.lacking.index, summary.lacking, strict=True)
    ]
    columns = [Column(t("Jumlah sertifikat yang pasti kurang")), Column(t("UMKM"), numeric=True)]
    return _marked(
        result,
        summary,
        figures.coverage(summary, source=source(summary)),
        paragraphs([text.completeness(summary)]),
        table(
            text.marked(summary, t("UMKM menurut jumlah sertifikat yang kurang")),
            columns,
            rows,
            name=t("kurang"),
            source=source(summary),
        ),
    )


def stuck(result: UmkmOnboarding, summary: RegisterSummary) -> Fragment:
    """How long listing takes, and which entries are open."""
    curve = figures.waiting(summary, source=source(summary))
    shown = [curve] if curve else [paragraphs([text.waiting(summary)])]
    if summary.undated:
        sentence = nt("Tidak dihitung: {count} entri tanpa tanggal mulai.", summary.undated)
        shown.append(paragraphs([sentence], css="note"))
    rows: Rows = [
        [
            Quoted(row.firm),
            labels.label(text.CATALOGUE, row.catalogue),
            n.date(row.began.date().isoformat()) if row.days == row.days else t("tidak diketahui"),
            cell(row.days, missing=t("tidak diketahui")),
        ]
        for row in summary.waiting.itertuples()
    ]
    columns = [
        Column(t("UMKM")),
        Column(t("Katalog")),
        Column(t("Mulai entri")),
        Column(t("Menunggu (hari)"), numeric=True),
    ]
    if rows:
        shown.append(
            table(
                text.marked(summary, t("Entri yang masih berjalan, diurutkan dari yang terlama")),
                columns,
                rows,
                name=t("menunggu"),
                source=source(summary),
                max_rows=MAX_ROWS,
            )
        )
    return _marked(result, summary, *shown)


def actions(result: UmkmOnboarding, summary: RegisterSummary) -> Fragment:
    """Firms that lack one certificate only, and entries that are too old: one list, to be taken as CSV."""
    rows: Rows = [
        [
            Quoted(row.firm),
            t("urus {certificate}", certificate=labels.label(text.CERTIFICATE, row.certificate)),
            t("tinggal satu sertifikat yang kurang"),
            labels.NOTHING,
            Quoted(row.sub_district),
            labels.label(text.SECTOR, row.sector),
        ]
        for row in summary.one_lacking.itertuples()
    ]
    rows += [
        [
            Quoted(row.firm),
            t("selesaikan entri di {catalogue}", catalogue=labels.label(text.CATALOGUE, row.catalogue)),
            t("menunggu lebih dari {days} hari", days=n.number(summary.entry_days)),
            cell(row.days),
            Quoted(row.sub_district),
            labels.label(text.SECTOR, row.sector),
        ]
        for row in summary.overdue.itertuples()
    ]
    columns = [
        Column(t("UMKM")),
        Column(t("Tindakan")),
        Column(t("Sebab")),
        Column(t("Hari"), numeric=True),
        Column(t("Kecamatan")),
        Column(t("Sektor")),
    ]
    note = paragraphs(text.actions(summary))
    if not rows:
        return _marked(result, summary, note)
    return _marked(
        result,
        summary,
        note,
        table(
            text.marked(summary, t("Tindakan berikutnya")),
            columns,
            rows,
            name=t("tindakan"),
            source=source(summary),
            max_rows=MAX_ROWS,
        ),
    )


def source(summary: RegisterSummary) -> str:
    """Name the register under a figure or table."""
    date = n.date(summary.register.as_of.isoformat())
    if summary.register.synthetic:
        return t("register SINTETIS untuk peragaan, per {date}", date=date)
    return t("register dinas, per {date}", date=date)


def _marked(result: UmkmOnboarding, summary: RegisterSummary, *shown: Fragment) -> Fragment:
    """Say before what is shown that it was made up, where it was."""
    if not summary.register.synthetic:
        return together(*shown)
    return together(paragraphs([text.synthetic_note(result.region.name)], css="note"), *shown)


def _cohorts(summary: RegisterSummary) -> Fragment:
    months = [column for column in summary.cohorts.columns if column != "firms"]
    rows: Rows = [
        [
            _quarter(str(cohort)),
            cell(float(row["firms"])),
            *(cell(float(row[one]), 1, missing=t("belum dapat diamati")) for one in months),
        ]
        for cohort, row in summary.cohorts.iterrows()
    ]
    heads = [t("Setelah {months} bulan (persen)", months=one) for one in months]
    columns = [Column(t("Bergabung")), *(Column(head, numeric=True) for head in (t("UMKM"), *heads))]
    left = t(
        "Tidak dihitung: {count} UMKM yang transaksi terakhirnya tidak diketahui atau belum ada.",
        count=n.number(summary.cohorts_without),
    )
    shown = table(
        text.marked(summary, t("Masih bertransaksi, menurut triwulan bergabung")),
        columns,
        rows,
        name=t("kohor"),
        source=source(summary),
    )
    return together(shown, paragraphs([left], css="note"))


def _trainings(summary: RegisterSummary) -> Fragment:
    rows: Rows = [
        [Quoted(str(name)), cell(row.trained), cell(row.reach, 1), cell(row.listed), cell(row.conversion, 1)]
        for name, row in zip(summary.trainings.index, summary.trainings.itertuples(), strict=True)
    ]
    heads = [t("Dilatih"), t("Jangkauan (persen)"), t("Kemudian tayang"), t("Konversi (persen)")]
    columns = [Column(t("Pelatihan")), *(Column(head, numeric=True) for head in heads)]
    sentence = t("Dihitung untuk usaha yang sama menurut kodenya. Konversi bukan bukti bahwa pelatihan menyebabkannya.")
    shown = table(
        text.marked(summary, t("Pelatihan dan hasilnya")), columns, rows, name=t("pelatihan"), source=source(summary)
    )
    return together(shown, paragraphs([sentence], css="note"))


def _quarter(cohort: str) -> str:
    year, quarter = cohort.split("Q")
    return t("Triwulan {quarter} {year}", quarter={"1": "I", "2": "II", "3": "III", "4": "IV"}[quarter], year=year)
