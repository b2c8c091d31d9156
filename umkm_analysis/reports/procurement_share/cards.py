"""Key figures of the procurement report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.mandates import TARGET
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.reports.procurement_share import text
from umkm_analysis.reports.procurement_share.analysis import UNDETERMINED
from umkm_analysis.reports.procurement_share.line_page import text as line_text
from umkm_analysis.rounding import HUNDRED, rounded

if TYPE_CHECKING:
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

BILLION, TRILLION = 10**9, 10**12


def card(share: Any, *, of: str) -> parts.Card:
    """A published share; its scope goes without saying where it is ``of``, the region of the page."""
    limit = text.limit(share)
    comparison = t("penyebut {denominator}", denominator=labels.label(labels.DENOMINATOR, share.denominator))
    if share.verdict == UNDETERMINED:  # no distance to a rule about something else
        comparison += "; " + t("{rule} tidak mengatur ukuran ini", rule=text.rule(share))
    elif isinstance(share.instrument, str):
        comparison += "; " + t("{rule}, jarak {distance}", rule=text.rule(share), distance=text.distance(share))
    return parts.Card(
        label=text.card_label(share, of=of),
        value=n.bare_share(share.value),
        unit=t("persen"),
        period=n.date(share.as_of),
        comparison=comparison,
        status=text.verdict(share),
        tone={"meets": "good", "misses": "bad"}.get(share.verdict, "plain"),
        scale=parts.Scale(share.value, limit, (0.0, 100.0), digits=0) if math.isfinite(limit) else None,
    )


def of_amount(amount: Any, result: ProcurementShare) -> parts.Card:
    """A published value in rupiah, which is no share of anything."""
    named = text.scope(amount, of=result.region.name)
    label = labels.label(labels.INDICATOR, amount.indicator)
    return parts.Card(
        label=f"{label} – {named}" if named else label,
        value=brief_rupiah(amount.value),
        unit="",
        period=n.date(amount.as_of),
        comparison=t("pangsanya terhadap belanja belum diketahui"),
        status=labels.label(labels.BASIS, amount.basis),
        tone="plain",
    )


def of_lines(lines: LineAnalysis) -> parts.Card:
    """Bounds of the latest UMK-K share that the region's own lines give."""
    row = line_text.of_year(lines.yearly, lines.latest)
    stage = "realised" if row.realised > 0 else "plan"
    low, high, minimum = (getattr(row, f"umkk_{stage}_{part}") for part in ("lower", "upper", "mandate"))
    known = math.isfinite(low)
    return parts.Card(
        label=t("UMK-K ({stage}), dari data paket", stage=labels.label(line_text.STAGE, stage)),
        value=line_text.span(low, high, 1) if known else labels.NOTHING,
        unit=t("persen"),
        period=str(lines.latest),
        comparison=t("batas bawah dan batas atas; selisihnya belum terklasifikasi")
        if known and low != high
        else t("seluruh nilainya terklasifikasi"),
        status=line_text.verdict(row, f"umkk_{stage}") if known else n.unknown(),
        tone={"meets": "good", "misses": "bad"}.get(getattr(row, f"umkk_{stage}_status"), "plain"),
        scale=parts.Scale(low, minimum, (0.0, 100.0), digits=0) if known and math.isfinite(minimum) else None,
    )


def minimum(result: ProcurementShare) -> list[parts.Card]:
    """The newest binding minimum of UMK-K, where there is one."""
    rules = result.mandates
    binding = rules[(rules["numerator"] == "UMK-K") & (rules["kind"] != TARGET) & rules["to_date"].isna()]
    return [
        parts.Card(
            label=t("Minimal untuk UMK-K"),
            value=n.bare_share(rule.value),
            unit=t("persen"),
            period=t("sejak {date}", date=n.date(rule.from_date)),
            comparison=rule.instrument,
            status=labels.label(labels.RULE, rule.kind),
            tone="plain",
        )
        for rule in binding.iloc[-1:].itertuples()
    ]


def brief_rupiah(value: float) -> str:
    """Write rupiah as briefly as people say them: "Rp2,2 triliun"."""
    if value >= TRILLION:
        return t("Rp{number} triliun", number=_brief(value / TRILLION))
    if value >= BILLION:
        return t("Rp{number} miliar", number=_brief(value / BILLION))
    return n.rupiah(value)


def _brief(value: float) -> str:
    return n.number(value, 0 if rounded(value, 1) >= HUNDRED else 1)
