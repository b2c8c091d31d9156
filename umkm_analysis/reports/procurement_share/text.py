"""Sentences of the procurement report: each share with its numerator, denominator, basis and date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.mandates import TARGET
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import components as parts

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare

REALISED = "realised"


def law() -> str:
    """Say whose share the law's 40 per cent is, and of what."""
    return t(
        "Mandat 40 persen dalam hukum adalah untuk usaha mikro, usaha kecil, dan koperasi (UMK-K) atas belanja "
        'barang/jasa – bukan untuk "produk lokal", bukan untuk UMKM seluruhnya, dan bukan atas seluruh APBD.'
    )


def no_share(result: ProcurementShare) -> str:
    """Say that only values and counts were published."""
    return t("Belum ada pangsa terbit untuk {name}; yang ada hanya nilai rupiah atau jumlah.", name=result.region.name)


def summary(result: ProcurementShare) -> list[str]:
    """Say the report in a few sentences, the honest one first."""
    if result.shares.empty:
        return [no_share(result), law()]
    sentences = [
        share_sentence(share, of=result.region.name)
        for share in result.shares.itertuples()
        if share.Index not in result.conflicts.index
    ]
    return [
        *_budgeted_is_not_realised(result),
        *sentences,
        *conflict_sentences(result),
        *nation_sentence(result),
        law(),
    ]


def share_sentence(share: Any, *, of: str = "") -> str:
    """Say one share with numerator, denominator, basis, date and distance to the mandate; name a scope but ``of``."""
    values = {
        "share": n.share(share.value),
        "basis": labels.label(labels.BASIS, share.basis),
        "numerator": labels.label(labels.NUMERATOR, share.numerator),
        "date": n.date(share.as_of),
        "denominator": labels.label(labels.DENOMINATOR, share.denominator),
    }
    scope = "" if share.scope == of else f"{labels.label(labels.SCOPE, share.scope)}: "
    text = scope + t("{share} {basis} untuk {numerator} ({date}; penyebut {denominator})", **values)
    if not isinstance(share.instrument, str):
        return f"{text}."
    words = {
        "distance": n.points(share.distance, signed=True),
        "mandate": n.share(share.mandate),
        "instrument": share.instrument,
    }
    if share.rule_kind == TARGET:
        text += ": " + t("{distance} terhadap target {mandate} ({instrument})", **words)
    else:
        text += ": " + t("{distance} terhadap mandat {mandate} ({instrument})", **words)
    if share.verdict == "undetermined":
        text += ", " + t("tetapi belum dapat dinilai karena pembilangnya bukan pembilang mandat")
    return f"{text}."


def rule(share: Any) -> str:
    """Name the rule that a share is held against, and call a target one; a dash where there is none."""
    if not isinstance(share.instrument, str):
        return labels.NOTHING
    values = {"instrument": share.instrument, "mandate": n.share(share.mandate)}
    if share.rule_kind == TARGET:
        return t("{instrument}: target {mandate}", **values)
    return t("{instrument}: {mandate}", **values)


def verdict(share: Any) -> str:
    """Say how a share stands to the rule it is held against."""
    return labels.label(labels.VERDICT_OF_TARGET if share.rule_kind == TARGET else labels.VERDICT, share.verdict)


def conflict_sentences(result: ProcurementShare) -> list[str]:
    """Name figures for the same thing, basis and day that do not agree."""
    sentences = []
    for _, group in result.conflicts.groupby("group", sort=True):
        first = group.iloc[0]
        values = n.listed(
            [
                f"{n.share(row.value)} ({labels.label(labels.BASIS, row.basis)}, "
                f"{parts.publisher(result.provenance, row.source_id)})"
                for row in group.itertuples()
            ]
        )
        sentences.append(
            t(
                "Untuk {numerator} pada {date} terbit angka yang bertentangan: {values}. Keduanya ditampilkan; tidak "
                "ada yang dipilih.",
                numerator=labels.label(labels.NUMERATOR, first["numerator"]),
                date=n.date(first["as_of"]),
                values=values,
            )
        )
    return sentences


def nation_sentence(result: ProcurementShare) -> list[str]:
    """Say how the nation's realised UMK-K share stands to the mandate."""
    rows = _of_the_nation(result)
    if rows.empty:
        return []
    values = n.listed([f"{n.share(row.value)} ({n.date(row.as_of)})" for row in rows.itertuples()])
    if (rows["verdict"] == "misses").all():
        return [t("Sebagai pembanding, realisasi UMK-K nasional {values}: di bawah mandat.", values=values)]
    return [t("Sebagai pembanding, realisasi UMK-K nasional {values}.", values=values)]


def strip_title(result: ProcurementShare) -> str:
    """Title with the message of the region's shares."""
    realised = result.shares[result.shares["basis"] == REALISED]
    planned = result.shares[result.shares["basis"] != REALISED]
    if realised.empty:
        return nt("{count} pangsa terbit, semuanya rencana atau anggaran: belum satu pun realisasi", len(planned))
    last = realised.iloc[-1]
    values = {
        "numerator": labels.label(labels.NUMERATOR, last["numerator"]),
        "share": n.share(last["value"]),
        "date": n.date(last["as_of"]),
    }
    if planned.empty or len(realised) > 1:  # other figures are realised too
        return t("Realisasi {numerator} {share} ({date})", **values)
    return t("Realisasi {numerator} {share} ({date}); angka lain adalah rencana atau anggaran", **values)


def references_title(result: ProcurementShare) -> str:
    """Title with the message of province and nation."""
    rows = _of_the_nation(result)
    if rows.empty:
        return t("Pangsa terbit untuk wilayah pembanding")
    last = rows.iloc[-1]
    values = {"share": n.share(last["value"]), "size": n.points(abs(last["distance"]))}
    if last["distance"] < 0:
        return t("Realisasi UMK-K nasional {share}: {size} di bawah mandat", **values)
    return t("Realisasi UMK-K nasional {share}: {size} di atas mandat", **values)


def strip_label(share: Any, *, own: bool) -> str:
    """Name a share beside its dot; the scope goes without saying where it is the report's own region."""
    values = {
        "date": n.date(share.as_of),
        "what": labels.label(labels.NUMERATOR, share.numerator).split(" (")[0],
        "basis": labels.label(labels.BASIS, share.basis),
        "scope": labels.label(labels.SCOPE, share.scope),
        "denominator": labels.label(labels.DENOMINATOR, share.denominator),
    }
    if own:
        return t("{what}, {basis}\n{date}; dari: {denominator}", **values)
    return t("{scope}\n{what}, {basis}\n{date}; dari: {denominator}", **values)


def amount(row: Any) -> str:
    """Write a value in its unit."""
    return (
        n.rupiah(row.value) if row.unit == "rupiah" else f"{n.number(row.value)} {labels.label(labels.UNIT, row.unit)}"
    )


def _of_the_nation(result: ProcurementShare) -> pd.DataFrame:
    shares = result.reference_shares
    of_nation = (shares["code"] == "0000") & (shares["numerator"] == "UMK-K") & (shares["basis"] == REALISED)
    return shares[of_nation]


def _budgeted_is_not_realised(result: ProcurementShare) -> list[str]:
    if set(result.shares["basis"]) <= {REALISED}:
        return []
    sentence = t(
        "Pangsa yang dianggarkan atau direncanakan bukan pangsa yang direalisasikan; keduanya ditulis terpisah."
    )
    return [sentence]
