"""Figures of the report on UMKM as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.pages import records
from umkm_analysis.pages.editions.box import as_record
from umkm_analysis.reports.umkm_onboarding import text
from umkm_analysis.reports.umkm_onboarding.standing import since
from umkm_analysis.reports.umkm_onboarding.verdict import verdict

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.reports.umkm_onboarding.analysis import UmkmOnboarding
    from umkm_analysis.reports.umkm_onboarding.register_analysis import RegisterSummary


def record(result: UmkmOnboarding, parameters: dict[str, object]) -> dict[str, Any]:
    """Collect the figures of the report; firms are counted here, never listed."""
    sentences, states = text.summary(result), result.states
    return {
        "page": records.page(result.region, report=text.report(result), description=sentences[0]),
        "headline": {
            "umkm_total": None if states is None else states.total,
            "listed_at_least": None if states is None else records.plain(states.listed["lower"]),
            "listed_at_most": None if states is None else records.plain(states.listed["upper"]),
            "as_of": None if states is None else states.as_of,
            "register": None if result.register is None else result.register.register.as_of.isoformat(),
            "synthetic": result.register is not None and result.register.register.synthetic,
            "status": sentences[0],
            "verdict": verdict(result),
        },
        "figures": {
            "summary": sentences,
            "published": records.rows(result.published),
            "channels": records.rows(result.channels),
            "certifications": records.rows(result.certifications),
            "counts": records.rows(result.counts),
            "register": None if result.register is None else _register(result.register),
        },
        "provenance": records.provenance(result.provenance, parameters=parameters),
        **as_record(since(result)),
    }


def _register(summary: RegisterSummary) -> dict[str, Any]:
    return {
        "synthetic": summary.register.synthetic,
        "as_of": summary.register.as_of.isoformat(),
        "states": _rows(summary.states),
        "funnel": _rows(summary.funnel),
        "listings": _rows(summary.listings),
        "listed_anywhere": summary.listed_anywhere,
        "waiting_entries": len(summary.waiting),
        "median_days": records.plain(summary.median_days, 1),
        "curve": None if summary.curve is None else _rows(summary.curve),
        "channels": _rows(summary.channels),
        "cohorts": _rows(summary.cohorts),
        "trainings": _rows(summary.trainings),
        "coverage": _rows(summary.coverage),
        "completeness_pct": records.by_label(summary.completeness),
        "lacking": records.by_label(summary.lacking),
        "one_lacking": len(summary.one_lacking),
        "overdue": len(summary.overdue),
        "entry_days": summary.entry_days,
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return records.rows(table.round(4).rename_axis("name").reset_index())
