"""What the notebook on economic recovery shows, cell by cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.datasets import regions
from umkm_analysis.presentation import numbers as n
from umkm_analysis.presentation import page_parts as parts
from umkm_analysis.presentation import recovery_figures as figures
from umkm_analysis.presentation import recovery_text as text
from umkm_analysis.presentation import words
from umkm_analysis.presentation.fragment import Fragment, paragraphs, together
from umkm_analysis.presentation.tables import Column, table

if TYPE_CHECKING:
    from umkm_analysis.analyses.economic_recovery import Recovery

REPORT = "Pemulihan ekonomi"


def opening(result: Recovery) -> Fragment:
    """Title, summary and key figures."""
    index = result.path.index[result.region.code].dropna()
    period = f"{index.index[0]}–{result.last_year}"
    return together(
        parts.masthead(result.region, report=REPORT, period=period, above=result.references),
        parts.summary(text.summary(result)),
        parts.cards(_cards(result)),
    )


def growth(result: Recovery) -> Fragment:
    """Growth against province and nation."""
    return figures.growth(result)


def swing(result: Recovery) -> Fragment:
    """The swing, in percentage points and nothing else."""
    own, shock, after = result.region, result.shock_year, result.recovery_year
    rates = result.path.growth[own.code]
    return paragraphs(
        [
            (
                f"Dari {n.signed_percent(rates[shock])} ({shock}) ke {n.signed_percent(rates[after])} ({after}) "
                f"ayunannya {n.points(result.swing, signed=True)}. Selisih dua laju dinyatakan dalam poin persen; "
                "persentase perubahan antarlaju tidak bermakna dan tidak dihitung."
            )
        ]
    )


def level(result: Recovery) -> Fragment:
    """The level index with its gap, and which input it came from."""
    note = text.route_note(result)
    shown = figures.level(result)
    return together(shown, paragraphs([note], css="note")) if note else shown


def break_even(result: Recovery) -> Fragment:
    """What growth was needed, and whether it came."""
    own, base, after = result.region, result.base_year, result.recovery_year
    came = float(result.path.growth.loc[after, own.code])
    if not math.isfinite(result.break_even) or not math.isfinite(came):
        return paragraphs([f"Pertumbuhan impas {after} tidak dapat dihitung karena ada tahun tanpa angka."])
    if result.break_even == 0:
        return paragraphs(
            [f"PDRB {result.shock_year} tidak berada di bawah {base}, jadi tidak ada yang perlu dipulihkan."]
        )
    short = came - result.break_even
    verdict = "tercapai" if short >= 0 else "tidak tercapai"
    size = f"{'lebih' if short >= 0 else 'kurang'} {n.points(abs(round(came, 2) - round(result.break_even, 2)))}"
    loss = (
        f"Sampai {result.loss_until}, keluaran yang hilang dibanding level {base} yang datar berjumlah "
        f"{n.percent(result.cumulative_loss, 1)} PDRB setahun {base}."
    )
    sentences = [
        (
            f"Untuk kembali ke level {base} pada {after} dibutuhkan pertumbuhan {n.percent(result.break_even)}; "
            f"yang datang {n.percent(came)}: {verdict}, {size}."
        ),
        text.outcome(result),
    ]
    return paragraphs([*sentences, loss] if math.isfinite(result.cumulative_loss) else sentences)


def trend(result: Recovery) -> Fragment:
    """The gap to two declared trends."""
    return figures.trend(result)


def resilience(result: Recovery) -> Fragment:
    """Sensitivity, resistance and recoverability against province and nation, and the class by year."""
    own = result.region
    classes = "; ".join(f"{year}: {words_for(code)}" for year, code in result.classes.items())
    told = paragraphs([f"Kelas ketahanan {own.name} menurut tahun – {classes}."])
    if not result.references:
        return together(told, paragraphs(["Indonesia tidak memiliki wilayah pembanding di atasnya."]))
    rows = [
        [
            above.name,
            n.growth(float(result.path.growth.loc[result.shock_year, above.code])),
            *(_measure(value) for value in result.resilience.loc[above.code]),
        ]
        for above in result.references
    ]
    columns = [
        Column("Pembanding"),
        Column(f"Pertumbuhan {result.shock_year} (persen)", numeric=True),
        Column(f"Kepekaan {result.shock_year} (rasio)", numeric=True),
        Column(f"Daya tahan {result.shock_year} (rasio)", numeric=True),
        Column(f"Daya pulih {result.recovery_year} (rasio)", numeric=True),
    ]
    source = f"{figures.LEVEL_SOURCE}; ukuran menurut Martin (2012) dan Martin dkk. (2016)"
    return together(told, table("Ketahanan terhadap pembanding", columns, rows, source=source))


def ranking(result: Recovery) -> Fragment:
    """The rank among the region's kind, or why there is none."""
    if result.ranking is None:
        return paragraphs([text.no_ranking(result)])
    return figures.ranking(result, result.ranking)


def sectors(result: Recovery) -> Fragment:
    """Sector contributions and shift-share, or why there are none."""
    story = result.sectors
    if story is None:
        return paragraphs(
            ["Angka per sektor untuk daerah ini belum ada dalam data (baru Jawa Timur dan 38 daerahnya)."]
        )
    shown = [figures.contribution(result, story)]
    if story.shift_share is not None:
        shown.append(figures.shift_share(result, story, story.shift_share))
    return together(*shown)


def data_notes(result: Recovery) -> Fragment:
    """Published rates against levels, corrections and conflicts."""
    names = {region.code: region.name for region in regions.all_regions().values()}
    rows = [
        [
            str(year),
            n.growth(row.published),
            n.number(row.computed, 3, signed=True),
            n.number(row.difference, 3, signed=True),
            words.CHECK[row.verdict],
        ]
        for year, row in zip(result.published.index, result.published.itertuples(), strict=True)
    ]
    heads = ["Tahun", "Terbit (persen)", "Dari level (persen)", "Selisih (poin persen)", "Hasil"]
    check = (
        table(
            "Laju terbit terhadap level",
            [Column(h, numeric=h not in {"Tahun", "Hasil"}) for h in heads],
            rows,
        )
        if rows
        else paragraphs(["Tidak ada laju terbit untuk dibandingkan dengan level daerah ini."])
    )
    return together(check, parts.corrections(result.provenance, names), parts.conflicts(result.provenance))


def provenance(result: Recovery) -> Fragment:
    """Sources, fingerprints and parameters; carries the report's record."""
    parameters = {"region": result.region.code, "base_year": result.base_year}
    shown = together(parts.sources(result.provenance), parts.colophon(result.provenance, parameters=parameters))
    return Fragment(shown.html, shown.text, _record(result, parameters))


def words_for(code: object) -> str:
    """Name a resilience class."""
    return text.CLASSES.get(code, n.UNKNOWN) if isinstance(code, str) else n.UNKNOWN


def _measure(value: float) -> str:
    return n.number(value, 3, signed=False) if math.isfinite(value) else "tidak terdefinisi"


def _cards(result: Recovery) -> list[parts.Card]:
    own, base, after = result.region, result.base_year, result.recovery_year
    gap = float(result.gap.loc[after, own.code])
    came = float(result.path.growth.loc[after, own.code])
    row = result.outcome.loc[own.code]
    others = "; ".join(
        f"{o.name} {n.number(float(result.path.index.loc[after, o.code]), 1)}" for o in result.references
    )
    met = came >= result.break_even
    regained = row["status"] == "recovered"
    gone = row["status"] == "no fall"
    trend_gap = float(result.trends[0].gap[after])
    unknown = pd.isna(row["status"])
    status = (
        "pulih"
        if regained
        else "tidak turun"
        if gone
        else n.UNKNOWN
        if unknown
        else f"belum pulih hingga {result.last_year}"
    )
    return [
        parts.Card(
            "Ayunan pertumbuhan",
            n.number(result.swing, 2, signed=True),
            "poin persen",
            f"{result.shock_year}–{after}",
            "Selisih dua laju, bukan persen",
            "bukan ukuran pemulihan",
            "plain",
        ),
        parts.Card(
            "Indeks level",
            n.number(float(result.path.index.loc[after, own.code]), 1),
            f"{base} = 100",
            str(after),
            others,
            text.gap_phrase(gap, base) if math.isfinite(gap) else n.UNKNOWN,
            "plain" if not math.isfinite(gap) else "good" if gap >= 0 else "bad",
        ),
        parts.Card(
            "Pertumbuhan impas",
            n.number(result.break_even, 1),
            "persen",
            str(after),
            f"Yang datang {n.percent(came)}",
            "tidak diperlukan" if result.break_even == 0 else "tercapai" if met else "tidak tercapai",
            "good" if met else "bad",
        ),
        parts.Card(
            f"Level {base} pulih",
            str(row["recovery_year"]) if regained else "–",
            f"{row['years_to_recover']} tahun setelah puncak" if regained else "",
            f"hingga {result.last_year}",
            f"Indeks {result.last_year}: {n.number(float(result.path.index.loc[result.last_year, own.code]), 1)}",
            status,
            "plain" if unknown else "good" if regained or gone else "bad",
        ),
        parts.Card(
            f"Terhadap tren {base}",
            n.number(trend_gap, 1, signed=True),
            "persen",
            str(after),
            f"Tren {n.number(result.trends[0].rate, 2)} persen setahun",
            n.UNKNOWN if not math.isfinite(trend_gap) else "di bawah tren" if trend_gap < 0 else "di atas tren",
            "plain" if not math.isfinite(trend_gap) else "bad" if trend_gap < 0 else "good",
        ),
    ]


def _record(result: Recovery, parameters: dict[str, object]) -> dict[str, Any]:
    own = result.region.code
    path, story = result.path, result.sectors
    row = {name: parts.plain(value, 4) for name, value in result.outcome.loc[own].items()}
    page = {
        "title": f"{REPORT}: {result.region.name}",
        "description": text.opening(result),
        "language": "id",
        "region": own,
        "name": result.region.name,
        "report": REPORT,
    }
    headline = {
        "swing_pp": parts.plain(result.swing, 2),
        "year": result.recovery_year,
        "level_index": parts.plain(path.index.loc[result.recovery_year, own], 1),
        "status": text.outcome(result),
    }
    figures_: dict[str, Any] = {
        "summary": text.summary(result),
        "growth_pct": {code: parts.by_label(path.growth[code]) for code in path.growth},
        "growth_from": parts.by_label(path.growth_from[own]),
        "growth_status": parts.by_label(path.status[own]),
        "growth_source": parts.by_label(path.source[own]),
        "growth_swing_pp": parts.plain(result.swing, 2),
        "level_index": {code: parts.by_label(path.index[code]) for code in path.index},
        "level_index_from": parts.by_label(path.index_from[own]),
        "level_index_low": parts.by_label(path.index_low[own]),
        "level_index_high": parts.by_label(path.index_high[own]),
        "level_index_from_published_rates": parts.by_label(path.published_index[own]),
        "level_gap_pct": parts.by_label(result.gap[own]),
        "break_even_growth_pct": parts.plain(result.break_even, 4),
        "break_even_growth_from_published_rates_pct": parts.plain(result.break_even_published, 4),
        "needed_after_last_year_pct": parts.plain(result.needed_next, 4),
        "recovery": row,
        "recouped_pct": parts.by_label(result.recouped),
        "cumulative_loss_pct_of_base_year": parts.plain(result.cumulative_loss, 4),
        "cumulative_loss_until": result.loss_until,
        "trends": [
            {
                "kind": trend_.kind,
                "from": trend_.first_year,
                "to": trend_.last_year,
                "rate_pct": parts.plain(trend_.rate, 4),
                "gap_pct": parts.by_label(trend_.gap),
            }
            for trend_ in result.trends
        ],
        "resilience": {code: parts.by_label(values) for code, values in result.resilience.iterrows()},
        "resilience_class": parts.by_label(result.classes),
        "ranking": None
        if result.ranking is None
        else {
            "year": result.ranking.year,
            "rank": parts.plain(result.ranking.rank, 1),
            "percentile": parts.plain(result.ranking.percentile, 2),
            "index": parts.by_label(result.ranking.index),
        },
        "sectors": None
        if story is None
        else {
            "contribution_pp": {str(year): parts.by_label(story.contribution[year]) for year in story.contribution},
            "residual_pp": parts.by_label(story.residual),
            "shift_share_billion_idr": None
            if story.shift_share is None
            else {name: parts.by_label(story.shift_share[name]) for name in story.shift_share},
        },
        "published_check": parts.records(result.published.rename_axis("year").reset_index().round(4)),
    }
    return {
        "page": page,
        "headline": headline,
        "figures": figures_,
        "provenance": parts.provenance_record(result.provenance, parameters=parameters),
    }
