"""What the notebook on procurement shares shows, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.presentation import charts, words
from umkm_analysis.presentation import numbers as n
from umkm_analysis.presentation import page_parts as parts
from umkm_analysis.presentation import procurement_text as text
from umkm_analysis.presentation.fragment import Fragment, paragraphs, together
from umkm_analysis.presentation.tables import Column, table

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.analyses.procurement_share import ProcurementShare

REPORT = "Pangsa pengadaan"
SHARE_COLUMNS = (
    Column("Tanggal"),
    Column("Lingkup"),
    Column("Pangsa (persen)", numeric=True),
    Column("Pembilang"),
    Column("Penyebut"),
    Column("Dasar"),
    Column("Mandat yang berlaku"),
    Column("Jarak (poin persen)", numeric=True),
    Column("Penilaian"),
    Column("Status"),
    Column("Sumber"),
    Column("Catatan"),
)


def opening(result: ProcurementShare) -> Fragment:
    """Title, summary and key figures."""
    dates = [*result.shares["as_of"], *result.amounts["as_of"]]
    period = f"angka terbit {min(dates)[:4]}–{max(dates)[:4]}" if dates else "tanpa angka terbit"
    return together(
        parts.masthead(result.region, report=REPORT, period=period, above=result.references),
        parts.summary(text.summary(result)),
        parts.cards([_card(share) for share in result.shares.itertuples()]),
    )


def shares(result: ProcurementShare) -> Fragment:
    """Every published share on its own line, none joined to another."""
    if result.shares.empty:
        return paragraphs([text.NO_SHARE.format(name=result.region.name)])
    return _strip(result, result.shares, name="pangsa", title=text.strip_title(result))


def mandates(result: ProcurementShare) -> Fragment:
    """The rules that set a share, by date."""
    rows = [
        [
            n.date(rule.from_date),
            f"{rule.instrument} {rule.provision}" if isinstance(rule.provision, str) else rule.instrument,
            n.share(rule.value),
            rule.numerator,
            words.DENOMINATOR[rule.denominator],
            words.OBLIGATION[rule.bases],
            words.STATUS[rule.status],
            rule.note_id if isinstance(rule.note_id, str) else "–",
        ]
        for rule in result.mandates.itertuples()
    ]
    heads = [
        "Berlaku sejak",
        "Aturan",
        "Sekurangnya",
        "Pembilang",
        "Penyebut",
        "Mewajibkan",
        "Status",
        "Catatan",
    ]
    return together(
        paragraphs([text.LAW]),
        table("Aturan yang menetapkan pangsa", [Column(h, numeric=h == "Sekurangnya") for h in heads], rows),
    )


def conflicts(result: ProcurementShare) -> Fragment:
    """Figures for the same thing and day that do not agree, side by side."""
    told = text.conflict_sentences(result)
    shown = paragraphs(told or ["Tidak ada angka yang bertentangan untuk hal, dasar, dan tanggal yang sama."])
    return together(shown, parts.conflicts(result.provenance))


def beside(result: ProcurementShare) -> Fragment:
    """What was published for the province and the nation."""
    if not result.references:
        return paragraphs(["Indonesia tidak memiliki wilayah pembanding di atasnya."])
    if result.reference_shares.empty:
        return paragraphs(["Belum ada pangsa terbit untuk wilayah pembanding."])
    return _strip(result, result.reference_shares, name="pembanding", title=text.beside_title(result))


def amounts(result: ProcurementShare) -> Fragment:
    """Published rupiah values and counts."""
    if result.amounts.empty:
        return paragraphs([f"Tidak ada nilai rupiah atau jumlah yang terbit untuk {result.region.name}."])
    rows = [
        [
            n.date(row.as_of),
            row.scope,
            words.INDICATOR[row.indicator],
            words.BASIS[row.basis],
            text.amount(row),
            words.STATUS[row.status],
            publisher(result, row.source_id),
            row.note_id if isinstance(row.note_id, str) else "–",
        ]
        for row in result.amounts.itertuples()
    ]
    heads = ["Tanggal", "Lingkup", "Apa", "Dasar", "Nilai", "Status", "Sumber", "Catatan"]
    return table("Nilai dan jumlah yang terbit", [Column(h, numeric=h == "Nilai") for h in heads], rows)


def provenance(result: ProcurementShare) -> Fragment:
    """Sources, fingerprints and parameters; carries the report's record."""
    parameters: dict[str, object] = {"region": result.region.code}
    shown = together(parts.sources(result.provenance), parts.colophon(result.provenance, parameters=parameters))
    return Fragment(shown.html, shown.text, _record(result, parameters))


def publisher(result: ProcurementShare, source_id: str) -> str:
    """Name a source's publisher and date."""
    source = result.provenance.sources.loc[source_id]
    return f"{source['publisher'].split(' (')[0]}, {parts.published(source['published'])}"


def _strip(result: ProcurementShare, shares_: pd.DataFrame, *, name: str, title: str) -> Fragment:
    """Draw one dot a share with its mandate as a tick: a list of figures, not a line through time."""
    drawn, (axes,) = charts.canvas(height=0.46 * len(shares_) + 0.75, left=0.46, right=0.95)
    for position, share in enumerate(reversed(list(shares_.itertuples()))):
        colour = charts.OWN if share.code == result.region.code else charts.FIRST
        axes.plot([0, share.value], [position, position], color=charts.QUIET, linewidth=1.4)
        axes.plot(
            share.value,
            position,
            "o",
            color=colour,
            markersize=8,
            fillstyle="full" if share.basis == "realised" else "none",
            markeredgewidth=1.8,
        )
        if share.mandate == share.mandate:  # not NaN
            axes.plot([share.mandate] * 2, [position - 0.34, position + 0.34], color=charts.INK, linewidth=1.6)
        axes.annotate(
            n.bare_share(share.value), (share.value, position), xytext=(0, 8), textcoords="offset points",
            ha="center", color=colour, fontweight="bold", fontsize=9,
        )  # fmt: skip
    labels = [text.strip_label(share) for share in reversed(list(shares_.itertuples()))]
    axes.set_yticks(range(len(labels)), labels, fontsize=8.5)
    axes.set_xlim(0, 102)
    axes.set_ylim(-0.6, len(labels) - 0.3)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    charts.decimal_axis(axes.xaxis)
    rows = [
        [
            n.date(share.as_of),
            share.scope,
            n.bare_share(share.value),
            words.NUMERATOR[share.numerator],
            words.DENOMINATOR[share.denominator],
            words.BASIS[share.basis],
            f"{share.instrument}: {n.share(share.mandate)}" if isinstance(share.instrument, str) else "–",
            n.number(share.distance, 2, signed=True) if share.distance == share.distance else "–",
            words.VERDICT[share.verdict],
            words.STATUS[share.status],
            publisher(result, share.source_id),
            share.note_id if isinstance(share.note_id, str) else "–",
        ]
        for share in shares_.itertuples()
    ]
    return charts.figure(
        drawn,
        name=name,
        title=title,
        measure="Pangsa terbit, persen; garis tegak adalah mandat yang berlaku pada tanggal itu",
        alt="Grafik titik. " + " ".join(text.share_sentence(share) for share in shares_.itertuples()),
        how="lingkaran penuh adalah realisasi, lingkaran kosong rencana atau anggaran. Titik-titik ini tidak "
        "disambung: pembilang, penyebut, atau dasarnya berbeda.",
        source="lihat kolom sumber pada tabel",
        data=table("Pangsa terbit dengan pembilang, penyebut, dan dasar", SHARE_COLUMNS, rows),
    )


def _card(share: Any) -> parts.Card:
    against = f"{share.instrument}: {n.share(share.mandate)}, jarak {n.points(share.distance, signed=True)}"
    tone = {"meets": "good", "misses": "bad"}.get(share.verdict, "plain")
    return parts.Card(
        label=f"{words.NUMERATOR[share.numerator]}, {words.BASIS[share.basis]}",
        value=n.bare_share(share.value),
        unit="persen",
        period=n.date(share.as_of),
        beside=against if isinstance(share.instrument, str) else f"dari {words.DENOMINATOR[share.denominator]}",
        status=words.VERDICT[share.verdict],
        tone=tone,
    )


def _record(result: ProcurementShare, parameters: dict[str, object]) -> dict[str, Any]:
    told = text.summary(result)
    latest = result.shares.iloc[-1] if len(result.shares) else None
    return {
        "page": {
            "title": f"{REPORT}: {result.region.name}",
            "description": told[0],
            "language": "id",
            "region": result.region.code,
            "name": result.region.name,
            "report": REPORT,
        },
        "headline": {
            "shares": len(result.shares),
            "latest_share_pct": None if latest is None else parts.plain(latest["value"], 2),
            "latest_as_of": None if latest is None else latest["as_of"],
            "status": told[0],
        },
        "figures": {
            "summary": told,
            "shares": parts.records(result.shares.round(4)),
            "reference_shares": parts.records(result.reference_shares.round(4)),
            "amounts": parts.records(result.amounts),
            "conflicts": parts.records(result.conflicts.round(4)),
            "mandates": parts.records(result.mandates),
        },
        "provenance": parts.provenance_record(result.provenance, parameters=parameters),
    }
