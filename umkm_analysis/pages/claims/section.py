"""Section on public claims and their evidence, which every report has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.analysis import claims
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages.claims import cards, text
from umkm_analysis.pages.claims.slides import slides
from umkm_analysis.pages.claims.table import findings
from umkm_analysis.pages.fragment import Fragment, absent, paragraphs, together
from umkm_analysis.pages.tables import folded

if TYPE_CHECKING:
    from umkm_analysis.datasets.regions import Region


def section(region: Region, subject: str) -> Fragment:
    """The claims on a region that are of a report's subject, with their verdicts, or that none is recorded.

    Parameters
    ----------
    region
        The report's region.
    subject
        economy, procurement or umkm: what they are about.
    """
    every = claims.claims_on(region.code)
    found = [finding for finding in every if claims.subject(finding.claim.indicator) == subject]
    elsewhere = len(every) - len(found)
    more = []
    if elsewhere:
        more = [
            nt("{count} pernyataan lain tentang {name} ada di halaman Pernyataan publik.", elsewhere, name=region.name)
        ]
    if not found:
        return absent(text.none(region.name, subject), *more)
    every_row = folded(t("Semua pernyataan dalam satu tabel"), findings(found, name=t("pernyataan")))
    counted = text.summary(found, name=region.name)
    return together(
        paragraphs([counted]),
        cards.wall(found, cards.wall_group(found)),
        paragraphs(more, css="note"),
        every_row,
        slides(found, title=counted),
    )
