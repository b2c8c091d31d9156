"""Cells of the notebook on economic recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.analysis.provenance import source_ids
from umkm_analysis.datasets import regions, series
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import history, own_figures, provisional
from umkm_analysis.pages import sectors as by_sector
from umkm_analysis.pages.claims import section as claims_section
from umkm_analysis.pages.editions.box import boxed
from umkm_analysis.pages.fragment import Fragment, absent, paragraphs, together
from umkm_analysis.pages.front import front, on_fact_sheet
from umkm_analysis.pages.tables import Cell, Column, cell, table
from umkm_analysis.reports.economic_recovery import REPORT, cards, figures, notes, text, verdict
from umkm_analysis.reports.economic_recovery import peers as among
from umkm_analysis.reports.economic_recovery.hero import hero
from umkm_analysis.reports.economic_recovery.record import record
from umkm_analysis.reports.economic_recovery.standing import since

if TYPE_CHECKING:
    from umkm_analysis.reports.economic_recovery.analysis import Recovery


CELLS = (
    "opening",
    "growth",
    "swing",
    "level",
    "break_even",
    "trend",
    "resilience",
    "ranking",
    "sectors",
    "data_notes",
    "claims",
    "provenance",
)
"""What the notebook shows, in its order."""


def opening(result: Recovery) -> Fragment:
    """Title, summary and key figures."""
    changed = since(result)  # first: what languages share of it is worked out before one is asked for
    growth_, index = (frame[result.region.code] for frame in (result.path.growth, result.path.index))
    figures_ = (index.fillna(growth_) if result.is_followed else growth_).dropna()
    period = f"{figures_.index[0]}–{result.newest_year}"
    newest = provisional.year(result.newest_year, result.provisional_years)
    return front(
        parts.masthead(
            result.region,
            report=t("Pemulihan ekonomi"),
            period=period,
            above=result.references,
            newest=newest,
            found=result.provenance,
            verdict=verdict.verdict(result),
        ),
        hero=hero(result),
        numbers=verdict.numbers(result),
        summary=text.summary(result),
        more=[cards.break_even(result), cards.swing(result)],
        boxes=boxed(changed, states=result.provisional_years),
    )


def growth(result: Recovery) -> Fragment:
    """Growth against province and nation."""
    chart = on_fact_sheet(figures.growth(result), order=3)
    return together(*own_figures.noted(chart, result.path.growth.columns, "grdp_level", "grdp_growth"))


def swing(result: Recovery) -> Fragment:
    """The swing, in percentage points and nothing else."""
    return paragraphs([notes.swing_note(result)])


def level(result: Recovery) -> Fragment:
    """The level index with its gap, and which input it came from."""
    note = notes.route_note(result)
    shown = own_figures.noted(figures.level(result), result.path.index.columns, "grdp_level")
    return together(*shown, paragraphs([note], css="note")) if note else together(*shown)


def break_even(result: Recovery) -> Fragment:
    """What growth was needed, and whether it came."""
    return together(paragraphs(notes.break_even(result)), *figures.fall_and_rise(result))


def trend(result: Recovery) -> Fragment:
    """The gap to two declared trends."""
    return together(figures.trend(result), figures.other_choices(result))


def resilience(result: Recovery) -> Fragment:
    """Sensitivity, resistance and recoverability against province and nation, and the class by year."""
    own = result.region
    classes = "; ".join(f"{year}: {labels.label(labels.CLASS, code)}" for year, code in result.classes.items())
    note = paragraphs([t("Kelas ketahanan {name} menurut tahun – {classes}.", name=own.name, classes=classes)])
    if not result.references:
        return together(note, paragraphs([t("Indonesia tidak memiliki wilayah pembanding di atasnya.")]))
    undefined = t("tidak terdefinisi")
    rows: list[list[str | Cell]] = [
        [
            above.name,
            cell(float(result.path.growth.loc[result.shock_year, above.code]), 2, signed=True),
            *(cell(value, 3, missing=undefined) for value in result.resilience.loc[above.code]),
        ]
        for above in result.references
    ]
    shock, after = result.shock_year, result.recovery_year
    heads = [
        t("Pertumbuhan {year} (persen)", year=shock),
        t("Kepekaan {year} (rasio)", year=shock),
        t("Daya tahan {year} (rasio)", year=shock),
        t("Daya pulih {year} (rasio)", year=after),
    ]
    columns = [Column(t("Pembanding")), *(Column(head, numeric=True) for head in heads)]
    source = parts.citation(
        result.provenance, result.level_sources, after=t("ukuran menurut Martin (2012) dan Martin dkk. (2016)")
    )
    return together(note, table(t("Ketahanan terhadap pembanding"), columns, rows, name=t("ketahanan"), source=source))


def ranking(result: Recovery) -> Fragment:
    """The rank among the region's kind and its place measure by measure, or why there is none."""
    if result.latest_ranking is None:
        return absent(notes.no_ranking(result))
    shown = [] if result.positions is None else [on_fact_sheet(among.positions(result, result.positions), order=1)]
    ranked = among.ranking(result, result.latest_ranking)
    shown += own_figures.noted(ranked, [peer.code for peer in result.peers], "grdp_level", "grdp_growth")
    if note := notes.left_out(result.latest_ranking, {peer.code: peer.name for peer in result.peers}):
        shown.append(paragraphs([note], css="note"))
    return together(*shown)


def sectors(result: Recovery) -> Fragment:
    """Sector contributions and shift-share, or why there are none."""
    analysis = result.sectors
    if analysis is None:
        sentence = t("Data per sektor untuk daerah ini belum tersedia (baru Jawa Timur dan 38 kabupaten/kotanya).")
        return absent(sentence)
    contribution = by_sector.contribution(
        analysis,
        result.region,
        shock=result.shock_year,
        after=result.recovery_year,
        source=parts.citation(
            result.provenance,
            result.sector_sources,
            after=t("sektor E 2021–2022 dihitung sebagai sisa terhadap total"),
        ),
    )
    shown = [on_fact_sheet(contribution, order=2)]
    if analysis.shift_share is not None:
        reference = result.references[0]
        sources = parts.citation(result.provenance, result.sector_sources)
        shown.append(
            by_sector.shift_share(
                analysis, analysis.shift_share, own=result.region, reference=reference, source=sources
            )
        )
    if analysis.breaks:
        shown.append(paragraphs([by_sector.breaks_note(analysis)], css="note"))
    return together(*shown)


def data_notes(result: Recovery) -> Fragment:
    """Published rates against levels, breaks, corrections and conflicts."""
    names = {region.code: region.name for region in regions.all_regions().values()}
    rows: list[list[str | Cell]] = [
        [
            provisional.year_cell(int(year), result.provisional_years),
            cell(row.published, 2, signed=True),
            cell(row.computed, 3, signed=True),
            cell(row.difference, 3, signed=True),
            labels.label(labels.CHECK, row.verdict),
        ]
        for year, row in zip(result.published.index, result.published.itertuples(), strict=True)
    ]
    columns = [
        Column(t("Tahun")),
        Column(t("Publikasi (persen)"), numeric=True),
        Column(t("Dari nilai ADHK (persen)"), numeric=True),
        Column(t("Selisih (poin persen)"), numeric=True),
        Column(t("Hasil")),
    ]
    check = (
        table(t("Laju pertumbuhan publikasi terhadap nilai ADHK"), columns, rows, name=t("pemeriksaan"))
        if rows
        else paragraphs([t("Tidak ada laju pertumbuhan publikasi untuk dibandingkan dengan nilai ADHK daerah ini.")])
    )
    states = [sentence for sentence in (text.data_until(result), notes.reference_states(result)) if sentence]
    own = result.region.code
    closed = parts.citation(result.provenance, source_ids({"grdp_level": [own]}))
    return together(
        *history.section(result.history, source=closed, states=series.provisional_levels(own)),
        paragraphs(states),
        check,
        parts.breaks(result.known_breaks, names),
        parts.corrections(result.provenance, names),
        parts.conflicts(result.provenance),
    )


def claims(result: Recovery) -> Fragment:
    """Public claims on the region with their evidence."""
    return claims_section.section(result.region, REPORT.subject)


def provenance(result: Recovery) -> Fragment:
    """Sources, fingerprints and parameters; carries the report's record."""
    parameters = {"region": result.region.code, "base_year": result.base_year}
    shown = together(parts.sources(result.provenance), parts.colophon(result.provenance, parameters=parameters))
    return Fragment(shown.html, shown.text, record(result, parameters))
