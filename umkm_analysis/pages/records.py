"""Records: a report's figures as JSON, written with its page."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.i18n.translation import current_language
from umkm_analysis.pages import own_figures
from umkm_analysis.pages.components import edition
from umkm_analysis.rounding import NOISE_DIGITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_analysis.analysis.provenance import Provenance
    from umkm_analysis.datasets.regions import Region

FULL = NOISE_DIGITS
"""Decimals of figures that the index and the comparison round again: the result is that of the page's own rounding."""


def page(region: Region, *, report: str, description: str) -> dict[str, Any]:
    """Name a page for its head, its index and whoever finds the JSON alone."""
    return {
        "title": f"{report}: {region.name}",
        "description": description,
        "language": current_language(),
        "region": region.code,
        "slug": region.slug,
        "name": region.name,
        "report": report,
    }


def provenance(found: Provenance, *, parameters: Mapping[str, object]) -> dict[str, Any]:
    """Say what the page rests on, with the sources' addresses."""
    imports = own_figures.record(found)
    return {
        "parameters": dict(parameters),
        "package": version("umkm-analysis"),
        "edition": edition(found),
        "tables": found.fingerprints,
        "corrections": rows(found.corrections),
        "conflicts": rows(found.conflicts),
        "sources": rows(found.sources.reset_index()),
        **({"own_figures": imports} if imports else {}),
    }


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a frame into JSON objects, missing as null."""
    return [{str(name): plain(value) for name, value in row.items()} for row in frame.to_dict(orient="records")]


def by_label(series: pd.Series, digits: int = 4) -> dict[str, Any]:
    """Turn a series into a JSON object, rounded beyond what the inputs carry, missing as null."""
    return {str(label): plain(value, digits) for label, value in series.items()}


def plain(value: Any, digits: int | None = None) -> Any:
    """Turn a scalar into what JSON knows: missing is None, NumPy numbers become Python's."""
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return round(value, digits) if digits is not None else value
    return value
