"""Figures of the report on UMKM as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.pages import records
from umkm_analysis.reports.umkm_onboarding import text

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.reports.umkm_onboarding.analysis import UmkmOnboarding
    from umkm_analysis.reports.umkm_onboarding.register_analysis import RegisterPicture


def record(result: UmkmOnboarding, parameters: dict[str, object]) -> dict[str, Any]:
    """Collect the figures of the report; firms are counted here, never listed."""
    told, states = text.summary(result), result.states
    return {
        "page": records.page(result.region, report=text.report(result), description=told[0]),
        "headline": {
            "umkm_total": None if states is None else states.total,
            "listed_at_least": None if states is None else records.plain(states.listed["lower"]),
            "listed_at_most": None if states is None else records.plain(states.listed["upper"]),
            "as_of": None if states is None else states.as_of,
            "register": None if result.register is None else result.register.register.as_of.isoformat(),
            "synthetic": result.register is not None and result.register.register.synthetic,
            "status": told[0],
        },
        "figures": {
            "summary": told,
            "published": records.rows(result.published),
            "channels": records.rows(result.channels),
            "certifications": records.rows(result.certifications),
            "counts": records.rows(result.counts),
            "register": None if result.register is None else _register(result.register),
        },
        "provenance": records.provenance(result.provenance, parameters=parameters),
    }


def _register(found: RegisterPicture) -> dict[str, Any]:
    return {
        "synthetic": found.register.synthetic,
        "as_of": found.register.as_of.isoformat(),
        "states": _rows(found.states),
        "funnel": _rows(found.funnel),
        "listings": _rows(found.listings),
        "listed_anywhere": found.listed_anywhere,
        "waiting_entries": len(found.waiting),
        "median_days": records.plain(found.median_days, 1),
        "curve": None if found.curve is None else _rows(found.curve),
        "channels": _rows(found.channels),
        "cohorts": _rows(found.cohorts),
        "trainings": _rows(found.trainings),
        "coverage": _rows(found.coverage),
        "completeness_pct": records.by_label(found.completeness),
        "lacking": records.by_label(found.lacking),
        "one_lacking": len(found.one_lacking),
        "overdue": len(found.overdue),
        "entry_days": found.entry_days,
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return records.rows(table.round(4).rename_axis("name").reset_index())
