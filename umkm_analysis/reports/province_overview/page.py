"""Cells of the notebook on a province."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.provenance import source_ids
from umkm_analysis.datasets import series
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import history, own_figures, provisional, records
from umkm_analysis.pages import sectors as by_sector
from umkm_analysis.pages.claims import section as claims_section
from umkm_analysis.pages.editions.box import as_record, boxed
from umkm_analysis.pages.fragment import Fragment, paragraphs, together
from umkm_analysis.reports.province_overview import REPORT, figures, inequality, text
from umkm_analysis.reports.province_overview.standing import since
from umkm_analysis.rounding import HUNDRED, digits_beside, rounded_float

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

HALF = 50.0
"""Per cent."""


def opening(result: ProvinceOverview) -> Fragment:
    """Title, summary and key figures."""
    period = f"{result.path.index.index[0]}–{result.last_year}"
    newest = provisional.year(result.last_year, result.provisional_years)
    return together(
        parts.masthead(
            result.region,
            report=t("Tinjauan provinsi"),
            period=period,
            above=[result.nation],
            newest=newest,
            found=result.provenance,
        ),
        parts.summary(text.summary(result)),
        parts.cards(
            [_level_card(result), _count_card(result), _share_card(result), _median_card(result), _left_card(result)]
        ),
        *boxed(since(result), states=result.provisional_years),
    )


def places(result: ProvinceOverview) -> Fragment:
    """The map."""
    return figures.cartogram_figure(result)


def ranking(result: ProvinceOverview) -> Fragment:
    """The ranking by level index."""
    note = text.left_out(result)
    ranked = own_figures.noted(figures.ranking(result), result.path.index.columns, "grdp_level", "grdp_growth")
    return together(*ranked, paragraphs([note], css="note")) if note else together(*ranked)


def recovery_years(result: ProvinceOverview) -> Fragment:
    """Who came back when, and who did not."""
    return together(figures.recovery_years(result), paragraphs([text.not_regained(result) or text.apart(result)]))


def spread(result: ProvinceOverview) -> Fragment:
    """How far apart the regions' levels are."""
    return figures.spread(result)


def dispersion(result: ProvinceOverview) -> Fragment:
    """How unequal GRDP per person is, or why that is not known."""
    by_bps = (
        paragraphs([inequality.no_dispersion(result)])
        if result.dispersion is None
        else figures.dispersion(result, result.dispersion)
    )
    return by_bps if result.registered is None else together(by_bps, figures.registered(result, result.registered))


def convergence(result: ProvinceOverview) -> Fragment:
    """Klassen's types and beta convergence, or why they are not known."""
    found = result.convergence
    if found is None:
        return paragraphs([inequality.no_convergence(result)])
    return together(
        paragraphs([inequality.types_count(found)]),
        figures.klassen_table(result, found),
        paragraphs([inequality.types_note(result), inequality.beta(found)]),
    )


def sectors(result: ProvinceOverview) -> Fragment:
    """The province's sectors, or why there are none."""
    if result.sectors is None:
        return paragraphs(
            [t("Angka per sektor untuk daerah ini belum ada dalam data (baru Jawa Timur dan 38 daerahnya).")]
        )
    return by_sector.contribution(
        result.sectors,
        result.region,
        shock=result.base_year + 1,
        after=result.recovery_year,
        source=parts.citation(
            result.provenance, result.sector_sources, after=t("sektor E 2021–2022 adalah sisa terhadap total")
        ),
    )


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


def _level_card(result: ProvinceOverview) -> parts.Card:
    index = result.path.index.loc[result.own_year]
    own, nation = float(index[result.region.code]), float(index[result.nation.code])
    known = math.isfinite(own)
    status = (
        t("di atas level {base}", base=result.base_year)
        if own >= HUNDRED
        else t("di bawah level {base}", base=result.base_year)
    )
    return parts.Card(
        t("Indeks level provinsi"),
        n.index(own, nation),
        f"{result.base_year} = 100",
        provisional.year(result.own_year, result.path.provisional_years(result.region.code)),
        f"{result.nation.name} {n.index(nation, own)}",
        status if known else n.unknown(),
        "plain" if not known else "good" if own >= HUNDRED else "bad",
        parts.Scale(own, HUNDRED, (nation,), digits=0),
    )


def _count_card(result: ProvinceOverview) -> parts.Card:
    above, count = result.regained, len(result.ranked)
    return parts.Card(
        t("Daerah pada atau di atas level {base}", base=result.base_year),
        str(above),
        t("dari {count}", count=count),
        provisional.year(result.last_year, result.provisional_years),
        t("{below} di bawahnya", below=count - above)
        if result.last_year == result.recovery_year
        else t(
            "{below} di bawahnya; {year}: {then} dari {count}",
            below=count - above,
            year=result.recovery_year,
            then=result.regained_then,
            count=len(result.ranked_then),
        ),
        n.unknown()
        if not count
        else t("semua pulih")
        if above == count
        else t("sebagian pulih")
        if above
        else t("belum ada yang pulih"),
        "plain" if not count else "good" if above == count else "plain" if above else "bad",
        parts.Scale(above, count, (0.0,), digits=0) if count else None,
    )


def _share_card(result: ProvinceOverview) -> parts.Card:
    digits = digits_beside(result.regained_share, 1, HUNDRED)
    return parts.Card(
        t("Bobot ekonomi yang pulih"),
        n.number(result.regained_share, digits),
        t("persen PDRB {base}", base=result.base_year),
        provisional.year(result.last_year, result.provisional_years),
        t("PDRB daerah yang pulih dibagi PDRB semua daerah dengan angka")
        if result.left_out
        else t("PDRB daerah yang pulih dibagi PDRB semua daerah"),
        n.unknown()
        if not math.isfinite(result.regained_share)
        else t("lebih dari separuh")
        if rounded_float(result.regained_share, digits) > HALF
        else t("paling banyak separuh"),
        "plain",
        parts.Scale(result.regained_share, 100.0, (0.0,), digits=0),
    )


def _median_card(result: ProvinceOverview) -> parts.Card:
    row = result.spread.loc[result.last_year] if result.last_year in result.spread.index else None
    if row is None:
        return parts.Card(t("Median daerah"), labels.NOTHING, "", str(result.last_year), "", n.unknown(), "plain")
    return parts.Card(
        t("Median daerah"),
        n.index(row["median"], *row),
        f"{result.base_year} = 100",
        provisional.year(result.last_year, result.provisional_years),
        t(
            "Separuh di tengah antara {low} dan {high}",
            low=n.index(row["lower_quartile"], *row),
            high=n.index(row["upper_quartile"], *row),
        ),
        t("di atas level {base}", base=result.base_year)
        if row["median"] >= HUNDRED
        else t("di bawah level {base}", base=result.base_year),
        "good" if row["median"] >= HUNDRED else "bad",
        parts.Scale(row["median"], HUNDRED, (row["lowest"], row["highest"]), digits=0),
    )


def _left_card(result: ProvinceOverview) -> parts.Card:
    status = result.outcome.loc[[member.code for member in result.members], "status"]
    left = int((status == "not recovered").sum())
    return parts.Card(
        t("Belum pulih"),
        str(left),
        t("daerah"),
        t("hingga {last}", last=text.year(result, result.last_year)),
        t("{unknown} tanpa angka lengkap", unknown=int(status.isna().sum())),
        t("tidak ada") if left == 0 else t("masih ada"),
        "good" if left == 0 else "bad",
    )


def _record(result: ProvinceOverview, parameters: dict[str, object]) -> dict[str, Any]:
    return {
        "page": records.page(result.region, report=t("Tinjauan provinsi"), description=text.opening(result)),
        "headline": {
            "year": result.last_year,
            "regions": len(result.ranked),
            "regained": result.regained,
            "regained_share_pct": records.plain(result.regained_share, 2),
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
