"""Parts of the procurement report from a region's own procurement lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import records
from umkm_analysis.pages.charts import figure, native, palette, points, scales
from umkm_analysis.pages.fragment import Fragment, absent, markup, paragraphs, together
from umkm_analysis.pages.tables import Cell, Column, Quoted, Rows, bound_cells, cell, folded, table
from umkm_analysis.reports.procurement_share.line_page import (
    governance,
    over_time,
    packages,
    potential,
    questions,
    scope,
    sources,
    text,
)
from umkm_analysis.reports.procurement_share.lines.analysis import BOUND_DIGITS
from umkm_analysis.rounding import HUNDRED, digits_beside, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

MAX_AGENCIES = 10
"""Agencies that are shown from either end of the ranking."""
MAX_BARS = 8
LABEL_WIDTH = 24.0
"""Per cent of the axis that the bounds beside their bar take."""
LOWER_BOUNDS = ("umkk_plan_of_budget",)
"""Measures that are a lower bound without an upper one."""


def own_shares(result: ProcurementShare) -> Fragment:
    """The region's shares from its own lines against the mandate, beside what was published; or what to import."""
    lines = result.lines
    if lines is None:
        return absent(
            *text.how_to_import(result), how=folded(t("Perintah untuk mengimpor"), _code(text.commands(result)))
        )
    claims = [text.claim_sentence(claim, of=result.region.name) for claim in result.claims.itertuples()]
    none = t("Tidak ada pangsa publikasi dengan pembilang dan tahun yang sama untuk dibandingkan.")
    return together(
        *_warning(lines),
        _bounds(lines),
        paragraphs(scope.beside_the_shares(lines)),
        _subheading(t("Pangsa publikasi dan hasil hitungan")),
        paragraphs(claims or [none]),
        _subheading(t("Rencana dan realisasi")),
        _plan_and_realised(lines),
        *([_subheading(t("Pangsa menurut tanggal data")), over_time.over_time(lines)] if len(lines.series) else []),
    )


def breakdown(result: ProcurementShare) -> Fragment:
    """Who carries the share, by which methods and when, how concentrated, what is not classified, whence the lines."""
    lines = result.lines
    if lines is None:
        return own_shares(result)
    return together(
        *_warning(lines),
        _agencies(lines),
        packages.of_agencies(result),
        _subheading(t("Menurut metode")),
        _groups(lines),
        packages.of_methods(result),
        _subheading(t("Menurut bulan")),
        _months(lines),
        packages.of_months(result),
        _subheading(t("Nilai yang belum terklasifikasi dan kekurangannya")),
        packages.of_whole(result),
        _subheading(t("Paket yang dapat dialihkan")),
        potential.potential(result),
        _subheading(t("PDN dan UMK-K setiap perangkat daerah")),
        potential.signals(result),
        _subheading(t("Konsentrasi penyedia")),
        paragraphs(text.concentration_sentence(lines)),
        questions.markets(lines),
        _subheading(t("Pertanyaan yang patut diajukan")),
        questions.questions(result),
        _subheading(t("Tata kelola pengadaan (ITKP)")),
        governance.itkp(lines),
        _subheading(t("Asal data dan paket yang tidak dihitung")),
        sources.sources(lines),
        over_time.origins(lines),
        sources.left_out(lines),
        sources.unknown_statuses(lines),
    )


def record(result: ProcurementShare) -> dict[str, Any] | None:
    """Figures of the lines for the JSON beside the page; None without lines."""
    lines = result.lines
    if lines is None:
        return None
    frames = {
        "yearly": lines.yearly,
        "agencies": lines.agencies,
        "methods": lines.methods,
        "months": lines.months,
        "supplier_concentration": lines.suppliers,
        "category_concentration": lines.markets,
        "agency_concentration": lines.spread,
        "questions": lines.questions.table,
        "itkp": lines.governance,
        "claims": result.claims,
        "over_time": lines.series,
        "changes": lines.changes,
    }
    sources = [
        {
            "kind": one.kind,
            "year": one.year,
            "as_of": one.as_of,
            "files": [list(file) for file in one.sources],
            "unknown_statuses": one.account.get("unknown_statuses", []),
        }
        for one in lines.imports
    ]
    rows = {name: records.rows(frame.round(4)) for name, frame in frames.items()}
    return {"synthetic": lines.synthetic, "latest": lines.latest, **rows, "sources": sources}


def _warning(lines: LineAnalysis) -> list[Fragment]:
    return [paragraphs([text.synthetic_warning()], css="prose synthetic")] if lines.synthetic else []


def _code(commands: str) -> Fragment:
    # commands are of no language: zxx says so to screen readers
    return Fragment(markup('<pre class="prose" lang="zxx">{commands}</pre>', commands=commands), commands)


def _subheading(title: str) -> Fragment:
    return Fragment(markup("<h3>{title}</h3>", title=title), title)


def _bounds(lines: LineAnalysis) -> Fragment:
    rows = []
    for row in lines.yearly.itertuples():
        for part in ("umkk", "pdn"):
            for stage in ("plan", "realised"):
                name = f"{part}_{stage}"
                label = f"{text.PART[part]}, {labels.label(text.STAGE, stage)} {row.year}"
                rows.append((label, row, name, stage == "realised"))
    shown = [one for one in rows if math.isfinite(getattr(one[1], f"{one[2]}_lower"))]
    columns = [
        Column(t("Tahun")),
        Column(t("Pembilang dan tahap")),
        Column(t("Nilai (rupiah)"), numeric=True),
        Column(t("Batas bawah (persen)"), numeric=True),
        Column(t("Batas atas (persen)"), numeric=True),
        Column(t("Terklasifikasi (persen dari nilai)"), numeric=True),
        Column(t("Batas minimal atau target (persen)"), numeric=True),
        Column(t("Jarak batas bawah (rupiah)"), numeric=True),
        Column(t("Penilaian")),
    ]
    cells: Rows = [
        [
            str(row.year),
            label,
            cell(row.realised + row.realised_pending if realised else row.planned),
            *_bound_cells(*(getattr(row, f"{name}_{part}") for part in ("lower", "upper", "mandate"))),
            _coverage(getattr(row, f"{name}_coverage")),
            text.mandate_cell(row, name),
            _rupiah(getattr(row, f"{name}_headroom"), signed=True),
            text.verdict(row, name),
        ]
        for label, row, name, realised in shown
    ]
    caption = text.marked(lines, t("Pangsa dari data paket pengadaan, dengan batas"))
    data = table(caption, columns, cells, name=t("pangsa-paket"))
    if not shown:
        return data
    bars = [
        (label, getattr(row, f"{name}_lower"), getattr(row, f"{name}_upper"), getattr(row, f"{name}_mandate"), realised)
        for label, row, name, realised in shown[-MAX_BARS:]
    ]
    kinds = {getattr(row, f"{name}_mandate_kind") for _, row, name, _ in shown[-MAX_BARS:]}
    return _ranges(bars, measure=text.ticks(kinds), data=data, lines=lines)


def _ranges(
    bars: Sequence[tuple[str, float, float, float, bool]], *, measure: str, data: Fragment, lines: LineAnalysis
) -> Fragment:
    """Draw a bar from the lower to the upper bound for each share, with its mandate as a tick."""
    upwards = list(reversed(bars))
    drawn, (axes,) = figure.canvas(height=0.34 * len(bars) + 0.6, left=0.36, right=0.95)
    figure.rows(
        axes, [label for label, *_ in upwards], marked=[at for at, bar in enumerate(upwards) if bar[4]], size=8.5
    )
    for at, (label, low, high, mandate, own) in enumerate(upwards):
        colour = palette.OWN if own else palette.FIRST
        axes.plot([0, low], [at, at], color=palette.QUIET, linewidth=1.4)
        axes.plot([low, high], [at, at], color=colour, linewidth=5, solid_capstyle="butt", alpha=0.45)
        axes.plot(low, at, "o", color=colour, markersize=6)
        figure.target_tick(axes, mandate, at)
        crossed = high < mandate < high + LABEL_WIDTH
        place = mandate if crossed else high
        end = place > 100 - LABEL_WIDTH  # no room to the right of it
        offset = (-8.0, 2.0) if end else (8.0, 0.0)
        written = text.span(low, high, text.bound_digits(high, mandate))
        figure.value_label(axes, (low if end else place, at), written, offset=offset, own=own)
        points.row(axes, (low, at), label, t("{number} persen", number=written), colour=colour)
    axes.set_xlim(0, 102)
    scales.numbers(axes, "x")
    sentences = [
        f"{label}: {t('{number} persen', number=text.span(low, high, text.bound_digits(high, mandate)))}."
        for label, low, high, mandate, _ in bars
    ]
    return figure.figure(
        drawn,
        name=t("pangsa-paket"),
        title=text.bounds_title(lines),
        measure=measure,
        alt=t("Grafik batas. {shares}", shares=text.marked(lines, " ".join(sentences))),
        how=t(
            "titik adalah batas bawah, yaitu yang pasti. Balok membentang sampai batas atas, yaitu bila "
            "seluruh nilai yang belum terklasifikasi ikut dihitung. Ini bukan selang kepercayaan."
        ),
        source=text.source(lines),
        data=data,
        chart=native.bounds([(label, low, high, mandate) for label, low, high, mandate, _ in bars]),
    )


def _plan_and_realised(lines: LineAnalysis) -> Fragment:
    measures = [
        (t("Rencana melalui penyedia (rupiah)"), "planned", 0),
        (t("Realisasi melalui penyedia (rupiah)"), "realised", 0),
        (t("Paket tanpa nilai kontrak"), "realised_pending_lines", 0),
        (t("Nilai negosiasi atau HPS paket tanpa nilai kontrak (rupiah)"), "realised_pending", 0),
        (t("Rencana swakelola (rupiah)"), "planned_self_managed", 0),
        (t("Realisasi swakelola (rupiah)"), "realised_self_managed", 0),
        (t("Belanja pengadaan dalam anggaran (rupiah)"), "budget", 0),
        (t("RUP terhadap belanja pengadaan (persen)"), "rup_coverage", 2),
        (t("Realisasi terhadap rencana (persen)"), "absorption", 2),
        (t("Realisasi terhadap rencana yang sudah berjalan (persen)"), "absorption_followed", 2),
        (t("UMK-K dalam rencana terhadap belanja pengadaan, batas bawah (persen)"), "umkk_plan_of_budget", 2),
        (t("Selisih UMK-K rencana dan realisasi, batas bawah (poin persen)"), "umkk_gap_lower", 2),
        (t("Selisih UMK-K rencana dan realisasi, batas atas (poin persen)"), "umkk_gap_upper", 2),
        (t("Tender dengan satu peserta (persen)"), "single_bid_rate", 2),
        (t("Penghematan terhadap HPS (persen)"), "savings", 2),
        (t("Penyedia setempat, batas bawah (persen)"), "local_lower", 2),
        (t("Penyedia setempat, batas atas (persen)"), "local_upper", 2),
    ]
    years = list(lines.yearly.itertuples())
    columns = [Column(t("Ukuran")), *(Column(str(row.year), numeric=True) for row in years)]
    single = {row.year: _single_bids(lines, row) for row in years}
    rows: Rows = [
        [label, *(single[row.year] if name == "single_bid_rate" else _measured(row, name, digits) for row in years)]
        for label, name, digits in measures
    ]
    caption = text.marked(lines, t("Rencana, realisasi, dan ukuran lain"))
    return table(caption, columns, rows, name=t("rencana-realisasi"))


def _single_bids(lines: LineAnalysis, row: Any) -> Cell:
    """Rate of the year's lines; where bidders are in an export of their own, that of the question below."""
    table_of = lines.questions.table.set_index("name")
    if row.year == lines.latest and pd.isna(row.single_bid_rate) and table_of.loc["ask_single_bidder", "known"]:
        return cell(table_of.loc["ask_single_bidder", "rate"], 2)
    return _measured(row, "single_bid_rate", 2)


def _measured(row: Any, name: str, digits: int) -> Cell:
    value = getattr(row, name)
    absent = digits == 0 and value == 0  # nothing of that stage was imported
    if absent or pd.isna(value):
        return Cell(labels.NOTHING, None)
    if name.endswith(("_lower", "_upper")):
        stem, end = name.rsplit("_", 1)
        both = bound_cells(getattr(row, f"{stem}_lower"), getattr(row, f"{stem}_upper"), digits)
        return both[end == "upper"]
    return _lower(value) if name in LOWER_BOUNDS else cell(value, digits)


def _lower(value: float) -> Cell:
    """Write a bound that has no upper one beside it, rounded down."""
    if not math.isfinite(value):
        return Cell(labels.NOTHING, None)
    down = float(rounded(value, BOUND_DIGITS, towards="down"))
    return Cell(n.number(down, BOUND_DIGITS), value)


def _bound_cells(low: float, high: float, mandate: float = math.nan) -> tuple[Cell, Cell]:
    if math.isfinite(low) and math.isfinite(high):
        return bound_cells(low, high, text.bound_digits(high, mandate))
    return Cell(labels.NOTHING, None), Cell(labels.NOTHING, None)


def _coverage(value: float) -> Cell:
    return cell(value, digits_beside(value, BOUND_DIGITS, HUNDRED))


def _agencies(lines: LineAnalysis) -> Fragment:
    ranked = lines.agencies[lines.agencies["realised"] + lines.agencies["realised_pending"] > 0]
    rest = len(ranked) - 2 * MAX_AGENCIES
    columns = [
        Column(t("Perangkat daerah")),
        Column(t("Realisasi (rupiah)"), numeric=True),
        Column(t("UMK-K pasti (rupiah)"), numeric=True),
        Column(t("Batas bawah (persen)"), numeric=True),
        Column(t("Batas atas (persen)"), numeric=True),
        Column(t("Jarak batas bawah (rupiah)"), numeric=True),
        Column(t("Penilaian")),
    ]
    every: Rows = [
        [
            Quoted(text.agency(row.agency)),
            cell(row.realised),
            cell(row.realised_umkk),
            *_bound_cells(row.umkk_realised_lower, row.umkk_realised_upper, row.umkk_realised_mandate),
            _rupiah(row.umkk_realised_headroom, signed=True),
            text.verdict(row, "umkk_realised"),
        ]
        for row in ranked.itertuples()
    ]
    rows = every if rest <= 0 else [*every[:MAX_AGENCIES], *every[-MAX_AGENCIES:]]
    title = text.carriers_title(lines)
    note = nt(
        "Diurutkan dari yang paling kurang; {count} perangkat daerah di tengah tidak ditampilkan; CSV memuat semuanya.",
        rest,
    )
    sentences = [title + ".", text.agencies_note(lines), *([note] if rest > 0 else [])]
    caption = text.marked(lines, t("Menurut perangkat daerah"))
    return together(paragraphs(sentences), table(caption, columns, rows, name=t("perangkat-daerah"), every=every))


def _groups(lines: LineAnalysis) -> Fragment:
    columns = [
        Column(t("Metode")),
        Column(t("Realisasi (rupiah)"), numeric=True),
        Column(t("Bagian realisasi (persen)"), numeric=True),
        Column(t("UMK-K, batas bawah (persen)"), numeric=True),
        Column(t("UMK-K belum terklasifikasi (rupiah)"), numeric=True),
        Column(t("Bagian dari seluruh yang belum terklasifikasi (persen)"), numeric=True),
    ]
    methods = lines.methods.assign(all=lines.methods["realised"] + lines.methods["realised_self_managed"])
    methods = methods[methods["all"] > 0].sort_values("all", ascending=False, kind="stable")
    total, unknown = methods["all"].sum(), methods["realised_umkk_unknown"].sum()
    rows: Rows = [
        [
            labels.label(text.GROUP, row.method_group),
            cell(int(methods.loc[row.Index, "all"])),
            cell(methods.loc[row.Index, "all"] / total * 100, 2),
            _lower(row.umkk_realised_lower),
            cell(row.realised_umkk_unknown),
            cell(row.realised_umkk_unknown / unknown * 100 if unknown else float("nan"), 2, missing=labels.NOTHING),
        ]
        for row in methods.itertuples()
    ]
    caption = text.marked(lines, t("Realisasi menurut metode, {year}", year=str(lines.latest)))
    return table(caption, columns, rows, name=t("metode"))


def _months(lines: LineAnalysis) -> Fragment:
    columns = [
        Column(t("Bulan")),
        Column(t("Rencana (rupiah)"), numeric=True),
        Column(t("Realisasi (rupiah)"), numeric=True),
        Column(t("Realisasi UMK-K, batas bawah (persen)"), numeric=True),
        Column(t("Realisasi UMK-K, batas atas (persen)"), numeric=True),
    ]
    rows: Rows = [
        [
            scope.month(row.month, lines.latest),
            cell(row.planned),
            cell(row.realised),
            *_bound_cells(row.umkk_realised_lower, row.umkk_realised_upper),
        ]
        for row in lines.months.itertuples()
        if row.planned or row.realised or row.realised_pending
    ]
    caption = text.marked(lines, t("Menurut bulan, {year}", year=str(lines.latest)))
    return table(caption, columns, rows, name=t("bulan"))


def _rupiah(value: Any, *, signed: bool = False) -> Cell:
    return cell(float("nan") if pd.isna(value) else int(value), signed=signed, missing=labels.NOTHING)
