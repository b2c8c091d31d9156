"""Column of the index from the headlines of procurement reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.index_parts import Headline, IndexCell, IndexColumn

if TYPE_CHECKING:
    from collections.abc import Sequence


def columns(_: Sequence[Headline]) -> list[IndexColumn]:
    """The latest published share, with what it is a share of."""
    return [IndexColumn(t("Pangsa pengadaan yang terakhir dipublikasikan (persen)"), _latest)]


def _latest(headline: Headline) -> IndexCell:
    value = headline.get("latest_share_pct")
    if value is None:
        return IndexCell(labels.NOTHING, css="share")
    numerator = labels.label(labels.NUMERATOR, headline.get("latest_numerator"))
    basis = labels.label(labels.BASIS, headline.get("latest_basis"))
    denominator = labels.label(labels.DENOMINATOR, headline.get("latest_denominator"))
    scope = headline.get("latest_scope")
    named = f"{labels.label(labels.SCOPE, scope)}: " if scope else ""
    note = named + t(
        "{numerator}, {basis}, {date}; penyebut {denominator}",
        numerator=numerator,
        basis=basis,
        date=n.date(headline["latest_as_of"]),
        denominator=denominator,
    )
    return IndexCell(n.bare_share(value), value, note, css="share")
