"""Parts that every report has: title, key figures, data remarks, sources, provenance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.editions import edition as editions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import SOURCE, current_language, nt, t
from umkm_analysis.pages import own_figures
from umkm_analysis.pages.fragment import Fragment, join, markup, paragraphs, together
from umkm_analysis.pages.maps.locator import locator
from umkm_analysis.pages.slides import CoverSlide, LeadSlide, Number, NumbersSlide
from umkm_analysis.pages.tables import Column, Linked, Quoted, Rows, cell, table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from markupsafe import Markup

    from umkm_analysis.analysis.provenance import Provenance
    from umkm_analysis.datasets.breaks import Break
    from umkm_analysis.datasets.regions import Region


@dataclass(frozen=True)
class Scale:
    """The small line under a key figure: where it lies, where the target is, where the others are."""

    value: float
    target: float
    others: tuple[float, ...] = ()
    digits: int = 1
    """Of the target as it is written."""


@dataclass(frozen=True)
class Card:
    """A key figure: what, how much, of what period, against what, and a word for how it stands."""

    label: str
    value: str
    unit: str
    period: str
    comparison: str
    """What the figure is held against."""
    status: str
    tone: str
    """"good", "bad" or "plain": colour and sign only underline the word."""
    scale: Scale | None = None


SIGNS = {"good": "▲", "bad": "▼", "plain": "●"}
SCALE_MARGIN = 8.0
"""Per cent of a card's scale that stays free at either end."""
MAX_TITLES = MAX_PUBLISHERS = 3
"""Sources that a citation names by title; of more it gives so many publishers, and all numbers."""


def masthead(  # noqa: PLR0913 - one argument for each part
    region: Region,
    *,
    report: str,
    period: str,
    above: Sequence[Region],
    newest: str | None = None,
    found: Provenance | None = None,
    verdict: str = "",
) -> Fragment:
    """Name the report, the region, its period, the year of its newest figures, and the edition; say the verdict.

    Parameters
    ----------
    region
        The report's region.
    report
        Title of the report.
    period
        Years that the report covers.
    above
        Regions above it, such as its province and the nation.
    newest
        Year or day of the newest figures; None where the period says it.
    found
        What the report rests on; None where it cannot be own statistics.
    verdict
        The report's message in about six words, its headline; without it the region's name is.
    """
    code = regions.present_code(region)
    codes = (
        t("kode BPS {code}", code=code)
        if code == region.code
        else t("kode BPS {code} (dulu {former})", code=code, former=region.code)
    )
    place = " · ".join([*(other.name for other in above), codes])
    when = (
        t("{period} · edisi data {edition}", period=period, edition=edition(found))
        if newest is None
        else t(
            "{period} · data terbaru {newest} · edisi data {edition}",
            period=period,
            newest=newest,
            edition=edition(found),
        )
    )
    headed = '<h1><span class="name">{name}<i>: </i></span>{verdict}</h1>' if verdict else "<h1>{name}</h1>"
    name = markup(headed, name=region.name, verdict=_unbroken(verdict))
    html = markup(
        '<header class="masthead">{where}<p class="report">{report}</p>{name}'
        '<p class="place">{place}</p><p class="edition">{when}</p></header>',
        where=locator(region),
        report=report,
        name=name,
        place=place,
        when=when,
    )
    text = f"{report}: {region.name} ({region.code}), {period}"
    slides = (CoverSlide(report, region.name, place, when), *([LeadSlide(verdict)] if verdict else []))
    return Fragment(html, f"{text}\n{verdict}" if verdict else text, slides=slides)


def _unbroken(verdict: str) -> Markup:
    """Keep a dash with the word before it, and words such as UMK-K in one piece."""
    words = verdict.replace(" – ", "\N{NO-BREAK SPACE}– ").split(" ")
    return join(
        (markup('<span class="whole">{word}</span>', word=word) if "-" in word else word for word in words), " "
    )


def summary(sentences: Sequence[str]) -> Fragment:
    """Show the executive summary."""
    inner = paragraphs(sentences)
    lead = (LeadSlide(sentences[0]),) if sentences else ()
    return Fragment(markup('<div class="summary">{inner}</div>', inner=inner.html), inner.text, slides=lead)


def cards(shown: Sequence[Card]) -> Fragment:
    """Show key figures side by side."""
    if not shown:
        return Fragment(markup(""), "")
    html = join(
        markup(
            '<li class="card {tone}"><p class="label">{label}</p><p class="value">{value} <span>{unit}</span></p>'
            '{scale}<p class="status"><span aria-hidden="true">{sign}</span> {status}</p>'
            '<p class="beside">{period}. {comparison}</p></li>',
            tone=card.tone,
            label=card.label,
            value=card.value,
            unit=card.unit,
            scale=_scale(card.scale),
            sign=SIGNS[card.tone],
            status=card.status,
            period=card.period[:1].upper() + card.period[1:],
            comparison=card.comparison[:1].upper() + card.comparison[1:],
        )
        for card in shown
    )
    text = "\n".join(f"{c.label}: {c.value} {c.unit} ({c.period}) – {c.status}; {c.comparison}" for c in shown)
    numbers = NumbersSlide(tuple(Number(c.label, c.value, c.unit, c.status, c.tone) for c in shown))
    return Fragment(markup('<ul class="cards">{html}</ul>', html=html), text, slides=(numbers,))


def edition(found: Provenance | None = None) -> str:
    """Name the edition that a page is of, with the codes of the own statistics that it reads.

    Parameters
    ----------
    found
        Of the page; None for one that reads no own statistics.
    """
    imports = () if found is None else own_figures.imports(found)
    return editions.name_of(editions.version(), [code for import_ in imports for code in import_.codes])


def corrections(found: Provenance, names: Mapping[str, str]) -> Fragment:
    """Show the corrections that concern the report, or say that there are none."""
    if found.corrections.empty:
        return paragraphs([t("Tidak ada koreksi data dalam laporan ini.")])
    rows: Rows = []
    for row in found.corrections.itertuples():
        about, digits = labels.CORRECTED[row.column]
        named = t(about, product=labels.product_of([row.code]))
        figures = cell(row.source_value, digits), cell(row.value, digits, missing=t("tidak digunakan"))
        rows.append([names[row.code], named, str(row.year), *figures, labels.localized(row, "reason")])
    heads = [t("Wilayah"), t("Angka"), t("Tahun"), t("Tercetak di sumber"), t("Digunakan"), t("Alasan")]
    return table(t("Koreksi atas angka sumber"), _columns(heads, {2, 3, 4}), rows, name=t("koreksi"))


def conflicts(found: Provenance, *, chosen: bool = True) -> Fragment:
    """Show where sources disagree on the region, or that none does; as equals where neither figure is ``chosen``."""
    if found.conflicts.empty:
        return paragraphs([t("Tidak ada perbedaan antarsumber yang tercatat untuk daerah ini.")])
    rows: Rows = [
        [
            labels.label(labels.CONFLICT_ABOUT, row.indicator, product=labels.product_of([row.code])),
            str(row.year),
            cell(row.value_kept, 2, missing=labels.NOTHING),
            cell(row.value_other, 2, missing=labels.NOTHING),
            labels.localized(row, "resolution"),
        ]
        for row in found.conflicts.itertuples()
    ]
    pair = [t("Digunakan"), t("Angka lain")] if chosen else [t("Menurut satu sumber"), t("Menurut sumber lain")]
    heads = [t("Angka"), t("Tahun"), *pair, t("Keputusan") if chosen else t("Penjelasan")]
    return table(t("Perbedaan antarsumber"), _columns(heads, {1, 2, 3}), rows, name=t("perbedaan"))


def breaks(found: Sequence[Break], names: Mapping[str, str]) -> Fragment:
    """Show where series stop being comparable, or say that none does."""
    if not found:
        return paragraphs([t("Tidak ada deret dalam laporan ini yang terputus.")])
    rows: Rows = [
        [names[one.code], str(one.year), labels.label(labels.BREAK, one.kind), labels.localized(one, "reason")]
        for one in found
    ]
    heads = [t("Wilayah"), t("Terputus mulai"), t("Yang berubah"), t("Alasan")]
    return table(t("Deret yang terputus"), _columns(heads, {1}), rows, name=t("deret-terputus"))


def sources(found: Provenance) -> Fragment:
    """List the sources by the number that citations give, and the files of a user's own figures.

    A title leads to its source where that has an address.
    """
    rows: Rows = [
        [
            str(number),
            Quoted(row.publisher),
            linked_title(row) if isinstance(row.title, str) or isinstance(row.address, str) else labels.NOTHING,
            published(row),
            labels.label(labels.LICENCE, row.licence),
        ]
        for number, row in enumerate(found.sources.itertuples(), start=1)
    ]
    heads = [t("No."), t("Penerbit"), t("Judul"), t("Tanggal"), t("Syarat penggunaan")]
    listed = table(t("Sumber"), _columns(heads, {0}), rows, name=t("sumber"))
    imported = own_figures.files(found)
    return listed if imported is None else together(listed, imported)


def colophon(found: Provenance, *, parameters: Mapping[str, object]) -> Fragment:
    """Say from which tables, code and parameters the page was made; no clock time, so that equal builds are equal."""
    from importlib.metadata import version  # noqa: PLC0415 - with the library of e-mail, for this alone

    rows: Rows = [
        [
            f"data/{name}.csv" if found.inputs[name] is None else t("data/{name}.csv, baris yang digunakan", name=name),
            digits,
        ]
        for name, digits in found.fingerprints.items()
    ]
    rows += [["umkm_analysis", version("umkm-analysis")], [t("edisi data"), edition(found)]]
    rows += [[t("parameter {name}", name=name), str(value)] for name, value in parameters.items()]
    heads = [t("Bagian"), t("Kode verifikasi (SHA-256) atau nilai")]
    shown = table(t("Jejak data"), _columns(heads, set()), rows, name=t("jejak-data"))
    html = markup('<details class="trail"><summary>{label}</summary>{table}</details>', label=t("Jejak data"),
                  table=shown.html)  # fmt: skip
    return Fragment(html, shown.text)


def citation(provenance: Provenance, source_ids: Collection[str], *, after: str = "") -> Markup:
    """Name sources: "BPS, PDRB …, data per Oktober 2024; …"; many by publisher and number: "BPS [1] [4]; …".

    Ten titles below each chart hide what it says; their numbers are those of the table, which names all publishers.

    Parameters
    ----------
    provenance
        Of the report; holds the rows of its sources.
    source_ids
        Which of them, in the order to name them.
    after
        What follows the last one.
    """
    known = provenance.by_id
    rows = [known[source_id] for source_id in dict.fromkeys(source_ids)]
    if len(rows) > MAX_TITLES:
        numbers_of = {source_id: number for number, source_id in enumerate(known, start=1)}
        by_publisher: dict[str, list[Markup]] = {}
        for row in rows:
            number = numbers_of[row.Index]
            by_publisher.setdefault(short_publisher(row), []).append(_numbered(row, number))
        cited = [
            markup("<cite{lang}>{publisher}</cite> {numbers}", lang=_lang(), publisher=name, numbers=join(numbers, " "))
            for name, numbers in list(by_publisher.items())[:MAX_PUBLISHERS]
        ]
        if others := list(by_publisher.values())[MAX_PUBLISHERS:]:
            rest = join((number for numbers in others for number in numbers), " ")
            cited.append(markup("{count} {rest}", count=nt("{count} penerbit lain", len(others)), rest=rest))
    else:
        cited = [_cited(row) for row in rows]
    return join([*cited, *([after] if after else [])], "; ")


def published(source: Any) -> str:
    """Write a source's date: when it was published, or as of when it was read.

    Parameters
    ----------
    source
        Row of the sources table.
    """
    date = n.date(source.published)
    return t("data per {date}", date=date) if source.dated == "read" else date


def linked_title(source: Any) -> Quoted:
    """Title of a source, or its publisher where it has none, that leads to its address.

    Parameters
    ----------
    source
        Row of the sources table.
    """
    title = source.title if isinstance(source.title, str) else short_publisher(source)
    leads = isinstance(source.address, str) and source.address.startswith(("https://", "http://"))
    return Linked(title, source.address) if leads else Quoted(title)


def short_publisher(source: Any) -> str:
    """Publisher of a source without what stands in brackets.

    Parameters
    ----------
    source
        Row of the sources table.
    """
    return str(source.publisher).split(" (")[0]


def publisher(found: Provenance, source_id: object) -> str:
    """Name the publisher of a source, without what stands in brackets; a dash where there is none."""
    row = found.by_id.get(source_id) if isinstance(source_id, str) else None
    return labels.NOTHING if row is None else Quoted(short_publisher(row))


def _scale(scale: Scale | None) -> Markup:
    if scale is None or not math.isfinite(scale.value):
        return markup("")
    others = [other for other in scale.others if math.isfinite(other)]
    low, high = min(scale.value, scale.target, *others), max(scale.value, scale.target, *others)
    span = (high - low) or 1.0

    def at(value: float) -> str:
        return f"{SCALE_MARGIN + (100 - 2 * SCALE_MARGIN) * (value - low) / span:.1f}%"

    marks = join(markup('<i class="other" style="left:{at}"></i>', at=at(other)) for other in others)
    return markup(
        '<p class="scale" aria-hidden="true">{marks}<i class="target" style="left:{target}"><b>{written}</b></i>'
        '<i class="dot" style="left:{dot}"></i></p>',
        marks=marks,
        target=at(scale.target),
        written=n.number(scale.target, scale.digits),
        dot=at(scale.value),
    )


def _cited(source: Any) -> Markup:
    quoted = linked_title(source)
    title = (
        markup('<a href="{address}" rel="noreferrer">{title}</a>', address=quoted.address, title=quoted)
        if isinstance(quoted, Linked)
        else markup("{title}", title=quoted)
    )
    publisher = markup("{publisher}, ", publisher=short_publisher(source)) if isinstance(source.title, str) else ""
    return markup(
        "<cite{lang}>{publisher}{title}</cite>, {date}",
        lang=_lang(),
        publisher=publisher,
        title=title,
        date=published(source),
    )


def _numbered(source: Any, number: int) -> Markup:
    """Number of a source in the table of sources; leads to its address, and its title says whose that is."""
    title = f"{linked_title(source)}, {published(source)}"
    if not isinstance(source.address, str):
        return markup("[{number}]", number=number)
    return markup(
        '<a href="{address}" rel="noreferrer" title="{title}">[{number}]</a>',
        address=source.address,
        title=title,
        number=number,
    )


def _lang() -> Markup:
    return markup(' lang="{language}"', language=SOURCE) if current_language() != SOURCE else markup("")


def _columns(heads: Sequence[str], numeric: set[int]) -> list[Column]:
    return [Column(head, numeric=position in numeric) for position, head in enumerate(heads)]
