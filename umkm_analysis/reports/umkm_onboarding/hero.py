"""Chart of the first screen of the report on UMKM: where the firms stand on their way to the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.pages import components as parts
from umkm_analysis.reports.umkm_onboarding import figures

if TYPE_CHECKING:
    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.umkm_onboarding.analysis import UmkmOnboarding


def hero(result: UmkmOnboarding) -> Fragment | None:
    """Draw the published states; nothing where none were published."""
    if result.states is None:
        return None
    return figures.states(result.states, source=parts.citation(result.provenance, result.states.sources))
