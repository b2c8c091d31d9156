"""Cells of the notebook on a province."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.provenance import source_ids
from umkm_analysis.datasets import series
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import history, own_figures, provisional, records
from umkm_analysis.pages import sectors as by_sector
from umkm_analysis.pages.claims import section as claims_section
from umkm_analysis.pages.editions.box import as_record, boxed
from umkm_analysis.pages.fragment import Fragment, absent, paragraphs, together
from umkm_analysis.pages.front import front, on_fact_sheet
from umkm_analysis.reports.province_overview import REPORT, cards, figures, inequality, text, verdict
from umkm_analysis.reports.province_overview.hero import hero
from umkm_analysis.reports.province_overview.standing import since

if TYPE_CHECKING:
    from umkm_analysis.reports.province_overview.analysis import Convergence, Dispersion, ProvinceOverview

CELLS = (
    "opening",
    "places",
    "ranking",
    "recovery_years",
    "spread",
    "dispersion",
    "convergence",
    "sectors",
    "data_notes",
    "claims",
    "provenance",
)
"""What the notebook shows, in its order."""


def opening(result: ProvinceOverview) -> Fragment:
    """Title, summary and key figures."""
    changed = since(result)  # first: what languages share of it is worked out before one is asked for
    period = f"{result.path.index.index[0]}–{result.last_year}"
    newest = provisional.year(result.last_year, result.provisional_years)
    return front(
        parts.masthead(
            result.region,
            report=t("Tinjauan provinsi"),
            period=period,
            above=[result.nation],
            newest=newest,
            found=result.provenance,
            verdict=verdict.verdict(result),
        ),
        hero=hero(result),
        numbers=verdict.numbers(result),
        summary=text.summary(result),
        more=[cards.median(result), cards.left(result)],
        boxes=boxed(changed, states=result.provisional_years),
    )


def places(result: ProvinceOverview) -> Fragment:
    """Nothing: the map stands on the first screen."""
    del result
    return absent()


def ranking(result: ProvinceOverview) -> Fragment:
    """The ranking by level index."""
    note = text.left_out(result)
    ranked = own_figures.noted(figures.ranking(result), result.path.index.columns, "grdp_level", "grdp_growth")
    return together(*ranked, paragraphs([note], css="note")) if note else together(*ranked)


def recovery_years(result: ProvinceOverview) -> Fragment:
    """Who came back when, and who did not."""
    chart = on_fact_sheet(figures.recovery_years(result), order=1)
    return together(chart, paragraphs([text.not_regained(result) or text.apart(result)]))


def spread(result: ProvinceOverview) -> Fragment:
    """How far apart the regions' levels are."""
    return on_fact_sheet(figures.spread(result), order=3)


def dispersion(result: ProvinceOverview) -> Fragment:
    """How unequal GRDP per person is, or why that is not known."""
    by_bps = (
        absent(inequality.no_dispersion(result))
        if result.dispersion is None
        else figures.dispersion(result, result.dispersion)
    )
    return by_bps if result.registered is None else together(by_bps, figures.registered(result, result.registered))


def convergence(result: ProvinceOverview) -> Fragment:
    """Klassen's types and beta convergence, or why they are not known."""
    found = result.convergence
    if found is None:
        return absent(inequality.no_convergence(result))
    return together(
        paragraphs([inequality.types_count(found)]),
        figures.klassen_table(result, found),
        paragraphs([inequality.types_note(result), inequality.beta(found)]),
    )


def sectors(result: ProvinceOverview) -> Fragment:
    """The province's sectors, or why there are none."""
    if result.sectors is None:
        return absent(t("Data per sektor untuk daerah ini belum tersedia (baru Jawa Timur dan 38 kabupaten/kotanya)."))
    chart = by_sector.contribution(
        result.sectors,
        result.region,
        shock=result.base_year + 1,
        after=result.recovery_year,
        source=parts.citation(
            result.provenance, result.sector_sources, after=t("sektor E 2021–2022 dihitung sebagai sisa terhadap total")
        ),
    )
    return on_fact_sheet(chart, order=2)


def data_notes(result: ProvinceOverview) -> Fragment:
    """What the province's figures are, breaks, corrections and conflicts."""
    note, own = text.rebuilt(result), result.region.code
    closed = parts.citation(result.provenance, source_ids({"grdp_level": [own]}))
    return together(
        *([paragraphs([note], css="note")] if note else []),
        *history.section(result.history, source=closed, states=series.provisional_levels(own)),
        parts.breaks([*result.breaks, *result.path.closed_breaks], figures.names(result)),
        parts.corrections(result.provenance, figures.names(result)),
        parts.conflicts(result.provenance),
    )


def claims(result: ProvinceOverview) -> Fragment:
    """Public claims on the region with their evidence."""
    return claims_section.section(result.region, REPORT.subject)


def provenance(result: ProvinceOverview) -> Fragment:
    """Sources, fingerprints and parameters; carries the report's record."""
    parameters: dict[str, object] = {"region": result.region.code, "base_year": result.base_year}
    shown = together(parts.sources(result.provenance), parts.colophon(result.provenance, parameters=parameters))
    return Fragment(shown.html, shown.text, _record(result, parameters))


def _record(result: ProvinceOverview, parameters: dict[str, object]) -> dict[str, Any]:
    return {
        "page": records.page(result.region, report=t("Tinjauan provinsi"), description=text.opening(result)),
        "headline": {
            "year": result.last_year,
            "regions": len(result.ranked),
            "regained": result.regained,
            "regained_share_pct": records.plain(result.regained_share, records.FULL),
            "verdict": verdict.verdict(result),
            "status": text.ranking_title(result),
        },
        "figures": {
            "summary": text.summary(result),
            "level_index": {code: records.by_label(result.path.index[code]) for code in result.path.index},
            "ranking": records.by_label(result.ranked),
            "spread": {name: records.by_label(result.spread[name]) for name in result.spread},
            "recovery": {
                str(code): {name: records.plain(value, 4) for name, value in row.items()}
                for code, row in result.outcome.iterrows()
            },
            "last_shared_year": result.last_shared_year,
            "breaks": [{"code": one.code, "year": one.year, "kind": one.kind} for one in result.breaks],
            "sum_of_members": result.rebuilt is not None,
            "provisional_years": {str(year): state for year, state in result.provisional_years.items()},
            "dispersion": _dispersion_record(result.dispersion),
            "dispersion_registered_population": _dispersion_record(result.registered),
            "convergence": None if result.convergence is None else _convergence_record(result.convergence),
            "sectors": None
            if result.sectors is None
            else {
                str(year): records.by_label(result.sectors.contribution[year]) for year in result.sectors.contribution
            },
        },
        "provenance": records.provenance(result.provenance, parameters=parameters),
        **as_record(since(result)),
    }


def _dispersion_record(found: Dispersion | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "measures": {name: records.by_label(found.measures[name], 6) for name in found.measures},
        "comparable_within": [list(window) for window in found.windows],
        "counted": list(found.counted),
        "left_out": list(found.left_out),
    }


def _convergence_record(found: Convergence) -> dict[str, Any]:
    return {
        "types": records.by_label(found.types["type"]),
        "income_million_idr_2010": records.by_label(found.types["income"], 4),
        "mean_growth_pct": records.by_label(found.types["growth"], 4),
        "reference": {"income": records.plain(found.income, 4), "mean_growth_pct": records.plain(found.growth, 4)},
        "growth_years": [found.first_year, found.last_year],
        "beta": None if found.beta is None else records.by_label(found.beta, 6),
        "beta_years": list(found.beta_years),
    }
