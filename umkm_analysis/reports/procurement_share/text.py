"""Sentences of the procurement report: each share with its numerator, denominator, basis and date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.mandates import TARGET
from umkm_analysis.datasets import regions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import components as parts
from umkm_analysis.reports.procurement_share.analysis import UNDETERMINED
from umkm_analysis.rounding import decimals, rounded

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    import pandas as pd

    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare

REALISED, NOT_STATED = "realised", "not stated"
LABEL_LETTERS = 48
"""Letters that a line beside a dot has room for; a longer one would be shortened."""


def law() -> str:
    """Say whose share the law's 40 per cent is, and of what."""
    return t(
        "Kewajiban minimal 40 persen menurut peraturan berlaku untuk usaha mikro, usaha kecil, dan "
        'koperasi (UMK-K) atas belanja barang/jasa – bukan untuk "produk lokal", bukan untuk seluruh '
        "UMKM, dan bukan atas seluruh APBD."
    )


def no_share(result: ProcurementShare) -> str:
    """Say that only values and counts were published."""
    return t(
        "Belum ada pangsa publikasi untuk {name}; yang tersedia hanya nilai rupiah atau jumlah.",
        name=result.region.name,
    )


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
    """Say one share with numerator, denominator, basis, date and distance to the mandate; name a scope but ``of``.

    Parameters
    ----------
    share
        Row of the shares.
    of
        Name of the page's region, which goes without saying.
    """
    values = {
        "share": n.share(share.value),
        "basis": labels.label(labels.PARTICIPLE, share.basis),
        "numerator": labels.label(labels.NUMERATOR, share.numerator),
        "date": n.date(share.as_of),
        "denominator": labels.label(labels.DENOMINATOR, share.denominator),
    }
    named = scope(share, of=of)
    text = (f"{named}: " if named else "") + t(
        "{share} {basis} untuk {numerator} ({date}; penyebut {denominator})", **values
    )
    if not isinstance(share.instrument, str):
        return f"{text}."
    words = {
        "distance": distance(share),
        "mandate": n.share(share.mandate),
        "instrument": share.instrument,
    }
    if share.rule_kind == TARGET:
        text += ": " + t("{distance} terhadap target {mandate} ({instrument})", **words)
    else:
        text += ": " + t("{distance} terhadap batas minimal {mandate} ({instrument})", **words)
    if share.verdict == UNDETERMINED:
        text += ", " + t("tetapi belum dapat dinilai karena pembilangnya berbeda dengan pembilang dalam ketentuan")
    return f"{text}."


def scope(share: Any, *, of: str) -> str:
    """Name what a share covers; nothing where that is the region of the page."""
    return "" if share.scope == of else labels.label(labels.SCOPE, share.scope)


def distance(share: Any) -> str:
    """Write the distance of a share to its mandate: the share as printed less the mandate as printed."""
    digits, value = printed_distance(share)
    return n.points(float(value), digits, signed=True)


def printed_distance(share: Any) -> tuple[int, Decimal]:
    """Subtract the mandate as printed from the share as printed; with the decimals that writes it exactly."""
    digits = max(decimals(share.value), decimals(share.mandate))
    return digits, rounded(share.value, decimals(share.value)) - rounded(share.mandate, decimals(share.mandate))


def rule_word(kinds: Collection[object]) -> str:
    """Say what shares are held against: a mandate, a target, or either; nothing where there is neither."""
    of_targets = {kind == TARGET for kind in kinds if isinstance(kind, str)}
    if not of_targets:
        return ""
    if len(of_targets) > 1:
        return t("batas minimal atau target")
    return t("target") if of_targets == {True} else t("batas minimal")


def bases(shares: pd.DataFrame) -> str:
    """List the bases of shares that are not realised, in their order: "dianggarkan dan dialokasikan"."""
    found = dict.fromkeys(basis for basis in shares["basis"] if basis != REALISED)
    return n.listed([labels.label(labels.BASIS, basis) for basis in found])


def rule(share: Any) -> str:
    """Name the rule that a share is held against, and call a target one; a dash where there is none."""
    if not isinstance(share.instrument, str):
        return labels.NOTHING
    values = {"instrument": share.instrument, "mandate": n.share(share.mandate)}
    if share.rule_kind == TARGET:
        return t("{instrument}: target {mandate}", **values)
    return t("{instrument}: {mandate}", **values)


def limit(share: Any) -> float:
    """Return the mandate that a share is judged by, in per cent; NaN where none is about its numerator."""
    return float("nan") if share.verdict == UNDETERMINED else share.mandate


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
                t(
                    "{share} ({basis}; penyebut {denominator}; {publisher})",
                    share=n.share(row.value),
                    basis=labels.label(labels.BASIS, row.basis),
                    denominator=labels.label(labels.DENOMINATOR, row.denominator),
                    publisher=parts.publisher(result.provenance, row.source_id),
                )
                for row in group.itertuples()
            ]
        )
        named = scope(first, of=result.region.name)
        sentences.append(
            (f"{named}: " if named else "")
            + t(
                "Untuk {numerator} pada {date} dipublikasikan angka yang bertentangan: {values}. Semuanya "
                "ditampilkan; tidak ada yang diunggulkan.",
                numerator=labels.label(labels.NUMERATOR, first["numerator"]),
                date=n.date(first["as_of"]),
                values=values,
            )
        )
    return sentences


def nation_sentence(result: ProcurementShare) -> list[str]:
    """Say how the nation's realised UMK-K share stands to what is in force."""
    rows = of_the_nation(result)
    if rows.empty:
        return []
    values = n.listed([f"{n.share(row.value)} ({n.date(row.as_of)})" for row in rows.itertuples()])
    words = {"values": values, "rule": rule_word(set(rows["rule_kind"]))}
    if (rows["verdict"] == "misses").all():
        return [t("Sebagai pembanding, realisasi UMK-K nasional {values}: di bawah {rule}.", **words)]
    if (rows["verdict"] == "meets").all():
        return [t("Sebagai pembanding, realisasi UMK-K nasional {values}: memenuhi {rule}.", **words)]
    return [t("Sebagai pembanding, realisasi UMK-K nasional {values}.", values=values)]


def strip_title(result: ProcurementShare) -> str:
    """Title with the message of the region's shares: the newest realised one, and what the others are."""
    realised = result.shares[result.shares["basis"] == REALISED]
    others = result.shares[result.shares["basis"] != REALISED]
    last = strip_subject(result)
    if last is None:
        return nt("{count} pangsa publikasi, {bases}: belum satu pun realisasi", len(others), bases=bases(others))
    named = scope(last, of=result.region.name)
    values = {
        "numerator": labels.label(labels.NUMERATOR, last.numerator),
        "share": n.share(last.value),
        "denominator": labels.label(labels.DENOMINATOR, last.denominator),
        "when": f"{n.date(last.as_of)}; {named}" if named else n.date(last.as_of),
    }
    if last.denominator == NOT_STATED:
        title = t("Realisasi {numerator} {share} ({when})", **values)
    else:
        title = t("Realisasi {numerator} {share} dari {denominator} ({when})", **values)
    if others.empty or len(realised) > 1:  # other figures are realised too
        return title
    return f"{title}; " + nt("angka lain {bases}", len(others), bases=bases(others))


def strip_subject(result: ProcurementShare) -> Any:
    """Row of the share that the title of the region's shares is about; None where none is realised."""
    realised = result.shares[result.shares["basis"] == REALISED]
    return next(realised.iloc[::-1].itertuples(), None)


def references_subject(result: ProcurementShare) -> Any:
    """Row of the share that the title of province and nation is about; None where there is none."""
    rows = of_the_nation(result)
    return next(rows[rows["mandate"].notna()].iloc[::-1].itertuples(), None)


def references_title(result: ProcurementShare) -> str:
    """Title with the message of province and nation."""
    last = references_subject(result)
    if last is None:
        return t("Pangsa publikasi untuk wilayah pembanding")
    digits, apart = printed_distance(last)
    values = {
        "share": n.share(last.value),
        "date": n.date(last.as_of),
        "size": n.points(float(abs(apart)), digits),
        "rule": rule_word([last.rule_kind]),
    }
    if apart < 0:
        return t("Realisasi UMK-K nasional {share} ({date}), {size} di bawah {rule}", **values)
    if apart > 0:
        return t("Realisasi UMK-K nasional {share} ({date}), {size} di atas {rule}", **values)
    return t("Realisasi UMK-K nasional {share} ({date}), tepat pada {rule}", **values)


def strip_measure(shares: pd.DataFrame) -> str:
    """Say what a strip of shares measures, and what its upright ticks are, where it has any."""
    word = rule_word(set(shares["rule_kind"]))
    if not word:
        return t("Pangsa publikasi, persen")
    return t("Pangsa publikasi, persen; garis tegak adalah {rule} yang berlaku pada tanggal itu", rule=word)


SAME_SHARE = ["code", "scope", "numerator", "denominator", "as_of"]
"""Columns that a plan and its realisation have in common."""


def strip_how(shares: pd.DataFrame) -> str:
    """Say how to read the dots that a strip of shares has."""
    full, hollow = (shares["basis"] == REALISED).any(), bases(shares)
    if full and hollow:
        dots = t("lingkaran penuh adalah realisasi, lingkaran kosong adalah yang {bases}.", bases=hollow)
    elif full:
        dots = t("lingkaran penuh adalah realisasi.")
    else:
        dots = t("lingkaran kosong adalah yang {bases}, belum realisasi.", bases=hollow)
    if len(shares) == 1:
        return dots
    if has_plan_and_realised(shares):
        return f"{dots} " + t(
            "Panah menghubungkan rencana dengan realisasinya untuk hal dan tanggal yang sama; titik lain tidak "
            "disambung karena lingkup, pembilang, penyebut, dasar, atau tanggalnya berbeda."
        )
    return f"{dots} " + t(
        "Titik-titik ini tidak disambung, karena lingkup, pembilang, penyebut, dasar, atau tanggalnya berbeda."
    )


def has_plan_and_realised(shares: pd.DataFrame) -> bool:
    """Whether a plan and what was realised of it are among some shares."""
    plans, realised = (shares[shares["basis"] == REALISED] if full else shares[shares["basis"] != REALISED]
                       for full in (False, True))  # fmt: skip
    return bool(len(plans.merge(realised, on=SAME_SHARE)))


def strip_label(share: Any, *, of: str) -> str:
    """Name a share beside its dot; the scope goes without saying where it is ``of``, the region of the page."""
    values = {
        "date": n.date(share.as_of),
        "what": labels.label(labels.NUMERATOR, share.numerator).split(" (")[0],
        "basis": labels.label(labels.BASIS, share.basis),
        "scope": scope(share, of=of),
        "denominator": labels.label(labels.DENOMINATOR, share.denominator),
    }
    label = (
        t("{scope}\n{what}, {basis}\n{date}; penyebut {denominator}", **values)
        if values["scope"]
        else t("{what}, {basis}\n{date}; penyebut {denominator}", **values)
    )
    lines = [line if len(line) <= LABEL_LETTERS else line.replace("; ", "\n", 1) for line in label.split("\n")]
    return "\n".join(lines)


def card_label(share: Any, *, of: str) -> str:
    """Name a share on its card, with its scope unless that is ``of``, the region of the page."""
    label = f"{labels.label(labels.NUMERATOR, share.numerator)}, {labels.label(labels.BASIS, share.basis)}"
    named = scope(share, of=of)
    return f"{label} – {named}" if named else label


def amount(row: Any) -> str:
    """Write a value in its unit."""
    return n.rupiah(row.value) if row.unit == "rupiah" else labels.amount(row.value, row.unit)


def of_the_nation(result: ProcurementShare) -> pd.DataFrame:
    """Realised UMK-K shares of the nation as a whole."""
    shares = result.reference_shares
    nation = regions.all_regions()[regions.NATION]
    of_nation = (shares["code"] == nation.code) & (shares["scope"] == nation.name)
    return shares[of_nation & (shares["numerator"] == "UMK-K") & (shares["basis"] == REALISED)]


def _budgeted_is_not_realised(result: ProcurementShare) -> list[str]:
    found = bases(result.shares)
    if not found:
        return []
    return [t("Angka yang {bases} belum tentu direalisasikan; setiap pangsa ditulis dengan dasarnya.", bases=found)]
