"""Sentences of the procurement report: what a published share is a share of, and what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.presentation import numbers as n
from umkm_analysis.presentation import words

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.analyses.procurement_share import ProcurementShare

LAW = (
    "Mandat 40 persen dalam hukum adalah untuk usaha mikro, usaha kecil, dan koperasi (UMK-K) atas "
    "belanja barang/jasa – "
    'bukan untuk "produk lokal", bukan untuk UMKM seluruhnya, dan bukan atas seluruh APBD.'
)
NO_SHARE = "Belum ada pangsa terbit untuk {name}; yang ada hanya nilai rupiah atau jumlah."
REALISED = "realised"


def summary(result: ProcurementShare) -> list[str]:
    """Say the report in a few sentences, the honest one first."""
    if result.shares.empty:
        return [NO_SHARE.format(name=result.region.name), LAW]
    told = [
        share_sentence(share, of=result.region.name)
        for share in result.shares.itertuples()
        if share.Index not in result.conflicts.index
    ]
    return [
        *_budgeted_is_not_realised(result),
        *told,
        *conflict_sentences(result),
        *nation_sentence(result),
        LAW,
    ]


def share_sentence(share: Any, *, of: str = "") -> str:
    """Say one share with numerator, denominator, basis, date and distance to the mandate; name a scope but ``of``."""
    scope = "" if share.scope == of else f"{share.scope}: "
    text = (
        f"{scope}{n.share(share.value)} {words.BASIS[share.basis]} untuk {words.NUMERATOR[share.numerator]} "
        f"({n.date(share.as_of)}; penyebut {words.DENOMINATOR[share.denominator]})"
    )
    if not isinstance(share.instrument, str):
        return f"{text}."
    distance = n.points(share.distance, signed=True)
    text += f": {distance} terhadap mandat {n.share(share.mandate)} ({share.instrument})"
    if share.verdict == "undetermined":
        text += ", tetapi belum dapat dinilai karena pembilangnya bukan pembilang mandat"
    return f"{text}."


def conflict_sentences(result: ProcurementShare) -> list[str]:
    """Name figures for the same thing, basis and day that do not agree."""
    told = []
    for _, group in result.conflicts.groupby("group", sort=True):
        first = group.iloc[0]
        values = " dan ".join(
            f"{n.share(row.value)} ({words.BASIS[row.basis]}, {_source(result, row.source_id)})"
            for row in group.itertuples()
        )
        told.append(
            f"Untuk {words.NUMERATOR[first['numerator']]} pada {n.date(first['as_of'])} "
            "terbit angka yang bertentangan: "
            f"{values}. Keduanya ditampilkan; tidak ada yang dipilih."
        )
    return told


def nation_sentence(result: ProcurementShare) -> list[str]:
    """Say how the nation's realised UMK-K share stands to the mandate."""
    table = result.reference_shares
    rows = table[(table["code"] == "0000") & (table["numerator"] == "UMK-K") & (table["basis"] == REALISED)]
    if rows.empty:
        return []
    values = " dan ".join(f"{n.share(row.value)} ({n.date(row.as_of)})" for row in rows.itertuples())
    missed = (rows["verdict"] == "misses").all()
    return [f"Sebagai pembanding, realisasi UMK-K nasional {values}{': di bawah mandat' if missed else ''}."]


def strip_title(result: ProcurementShare) -> str:
    """Say the message of the region's shares."""
    realised = result.shares[result.shares["basis"] == REALISED]
    planned = result.shares[result.shares["basis"] != REALISED]
    if realised.empty:
        return f"{len(planned)} pangsa terbit, semuanya rencana atau anggaran: belum satu pun realisasi"
    last = realised.iloc[-1]
    text = f"Realisasi {words.NUMERATOR[last['numerator']]} {n.share(last['value'])} ({n.date(last['as_of'])})"
    return f"{text}; angka lain adalah rencana atau anggaran" if len(planned) else text


def beside_title(result: ProcurementShare) -> str:
    """Say the message of province and nation."""
    told = nation_sentence(result)
    if not told:
        return "Pangsa terbit untuk wilayah pembanding"
    table = result.reference_shares
    rows: pd.DataFrame = table[
        (table["code"] == "0000") & (table["numerator"] == "UMK-K") & (table["basis"] == REALISED)
    ]
    last = rows.iloc[-1]
    side = "di bawah" if last["distance"] < 0 else "di atas"
    return f"Realisasi UMK-K nasional {n.share(last['value'])}: {n.points(abs(last['distance']))} {side} mandat"


def strip_label(share: Any) -> str:
    """Name a share beside its dot."""
    what = words.NUMERATOR[share.numerator].split(" (")[0]
    first = f"{n.date(share.as_of)} · {what}, {words.BASIS[share.basis]}"
    return f"{first}\n{share.scope}; dari: {words.DENOMINATOR[share.denominator]}"


def amount(row: Any) -> str:
    """Write a value in its unit."""
    return n.rupiah(row.value) if row.unit == "rupiah" else f"{n.number(row.value)} {words.UNIT[row.unit]}"


def _budgeted_is_not_realised(result: ProcurementShare) -> list[str]:
    bases = set(result.shares["basis"])
    if bases <= {REALISED}:
        return []
    return ["Pangsa yang dianggarkan atau direncanakan bukan pangsa yang direalisasikan; keduanya ditulis terpisah."]


def _source(result: ProcurementShare, source_id: str) -> str:
    return str(result.provenance.sources.loc[source_id, "publisher"]).split(" (")[0]
