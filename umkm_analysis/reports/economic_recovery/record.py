"""Figures of the recovery report as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import records
from umkm_analysis.pages.editions.box import as_record
from umkm_analysis.reports.economic_recovery import text
from umkm_analysis.reports.economic_recovery.standing import since
from umkm_analysis.reports.economic_recovery.verdict import verdict

if TYPE_CHECKING:
    from umkm_analysis.reports.economic_recovery.analysis import Recovery
    from umkm_analysis.reports.economic_recovery.outcomes import Ranking


def record(result: Recovery, parameters: dict[str, object]) -> dict[str, Any]:
    """Collect the figures of the report."""
    own = result.region.code
    path, sectors = result.path, result.sectors
    row = {name: records.plain(value, 4) for name, value in result.outcome.loc[own].items()}
    year = result.last_year if result.is_followed else result.newest_year
    headline = {
        "swing_pp": records.plain(result.swing, 2),
        "year": year,
        "year_state": result.provisional_years.get(year),
        "sources": result.index_sources,
        "level_index": records.plain(path.index.loc[year, own], records.FULL) if result.is_followed else None,
        "growth_pct": records.plain(path.growth.loc[year, own], records.FULL),
        "grdp_billion_idr_2010": records.plain(path.levels.loc[year, own], records.FULL),
        "status": text.outcome(result),
        "verdict": verdict(result),
        "outcome": row["status"],
        "recovery_year": row["recovery_year"],
    }
    figures_: dict[str, Any] = {
        "summary": text.summary(result),
        "growth_pct": {code: records.by_label(path.growth[code], records.FULL) for code in path.growth},
        "growth_from": records.by_label(path.growth_from[own]),
        "growth_status": records.by_label(path.status[own]),
        "growth_source": records.by_label(path.source[own]),
        "growth_swing_pp": records.plain(result.swing, 2),
        "level_index": {code: records.by_label(path.index[code], records.FULL) for code in path.index},
        "level_index_from": records.by_label(path.index_from[own]),
        "level_index_low": records.by_label(path.index_low[own]),
        "level_index_high": records.by_label(path.index_high[own]),
        "level_index_from_published_rates": records.by_label(path.published_index[own]),
        "level_gap_pct": records.by_label(result.gap[own]),
        "break_even_growth_pct": records.plain(result.break_even, 4),
        "break_even_growth_from_published_rates_pct": records.plain(result.break_even_published, 4),
        "needed_after_last_year_pct": records.plain(result.needed_next, 4),
        "recovery": row,
        "recouped_pct": records.by_label(result.recouped),
        "cumulative_loss_pct_of_base_year": records.plain(result.cumulative_loss, 4),
        "cumulative_loss_until": result.loss_until,
        "trends": [
            {
                "kind": trend_.kind,
                "from": trend_.first_year,
                "to": trend_.last_year,
                "rate_pct": records.plain(trend_.rate, 4),
                "gap_pct": records.by_label(trend_.gap),
            }
            for trend_ in result.trends
        ],
        "resilience": {code: records.by_label(values) for code, values in result.resilience.iterrows()},
        "resilience_class": records.by_label(result.classes),
        "last_year": result.last_year,
        "last_shared_year": result.last_shared_year,
        "newest_year": result.newest_year,
        "provisional_years": {str(year): state for year, state in result.provisional_years.items()},
        "breaks": [{"table": one.table, "year": one.year, "kind": one.kind} for one in result.breaks],
        "sum_of_members": result.rebuilt is not None,
        "ranking": _ranking(result.ranking),
        "latest_ranking": _ranking(result.latest_ranking),
        "positions": None
        if result.positions is None
        else [
            {"measure": measure, "year": year, "value": records.by_label(result.positions[measure, year])}
            for measure, year in result.positions
        ],
        "sectors": None
        if sectors is None
        else {
            "contribution_pp": {
                str(year): records.by_label(sectors.contribution[year], records.FULL) for year in sectors.contribution
            },
            "residual_pp": records.by_label(sectors.residual),
            "shift_share_billion_idr": None
            if sectors.shift_share is None
            else {name: records.by_label(sectors.shift_share[name]) for name in sectors.shift_share},
        },
        "published_check": records.rows(result.published.rename_axis("year").reset_index().round(4)),
    }
    return {
        "page": records.page(result.region, report=t("Pemulihan ekonomi"), description=text.newest(result)),
        "headline": headline,
        "figures": figures_,
        "provenance": records.provenance(result.provenance, parameters=parameters),
        **as_record(since(result)),
    }


def _ranking(ranking: Ranking | None) -> dict[str, Any] | None:
    if ranking is None:
        return None
    return {
        "year": ranking.year,
        "rank": records.plain(ranking.rank, 1),
        "percentile": records.plain(ranking.percentile, 2),
        "index": records.by_label(ranking.index),
    }
