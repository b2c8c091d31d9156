"""A deck drawn as a PowerPoint file: cover, verdict, charts, claims and a last slide with a code."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import segno
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from umkm_analysis.analysis.claims import CONFIRMED, CONFLICTS, CORRECTED, UNCHECKED
from umkm_analysis.builds.decks.archive import without_clock
from umkm_analysis.builds.decks.charts import add_chart, rows_left_out
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts.native import ChartSlide, PictureSlide
from umkm_analysis.pages.charts.palette import FIRST, HIGH, INK, LOW, OWN, SECOND
from umkm_analysis.pages.claims.slides import ClaimsSlide
from umkm_analysis.pages.slides import CoverSlide, LeadSlide, NumbersSlide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.builds.decks.collect import DeckSlide

FACE = "Plus Jakarta Sans"
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, ROOM = Inches(0.5), Inches(12.333)
TITLE_ONLY = 5
"""Layout of python-pptx's own file: a title and nothing else."""
LEAST = 12
"""Points of the least letters: 24 pixels where the slide is 1920 wide."""
TITLE, SMALL_TITLE, LONG_TITLE = 28, 22, 75
"""Points of titles, and the characters from which one is long."""
NUMBERS = 3
STAMP_OPACITY = "22000"
"""In thousandths of a per cent: figures stay readable below it."""
COVER, PANEL, BAD, GOOD = "#003d4d", "#f4f6f7", "#a3301c", "#1b6b3f"
TONES = {"good": GOOD, "bad": BAD, "plain": FIRST}
VERDICTS = {CONFIRMED: GOOD, CORRECTED: GOOD, CONFLICTS: BAD, UNCHECKED: FIRST}
LOCALES = {"id": "id-ID", "en": "en-GB"}
MAX_SOURCES = 6
FIXED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a mark for no time at all
COLOURS = {
    "dk2": INK,
    "accent1": OWN,
    "accent2": LOW,
    "accent3": SECOND,
    "accent4": HIGH,
    "accent5": BAD,
    "accent6": FIRST,
}


@dataclass(frozen=True)
class About:
    """What a deck is about and where its page is."""

    name: str
    report: str
    language: str
    address: str | None = None
    """Of the page on the web."""


def draw(slides: Sequence[DeckSlide], about: About) -> bytes:
    """Draw a deck; equal slides give equal bytes.

    Parameters
    ----------
    slides
        In their order; the first that are a cover, a lead and key figures make the cover and the verdict.
    about
        What it is about.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _house(deck)
    drawing = _Drawing(deck, about)
    lead = next((one.slide for one in slides if isinstance(one.slide, LeadSlide)), None)
    numbers = next((one.slide for one in slides if isinstance(one.slide, NumbersSlide)), NumbersSlide(()))
    for one in slides:
        if isinstance(one.slide, CoverSlide):
            drawing.cover(one.slide, lead, one)
            drawing.verdict(lead, numbers, one)
        elif isinstance(one.slide, ChartSlide):
            drawing.chart(one.slide, one)
        elif isinstance(one.slide, PictureSlide):
            drawing.picture(one.slide, one)
        elif isinstance(one.slide, ClaimsSlide):
            drawing.claims(one.slide, one)
    drawing.closing(slides, lead)
    properties = deck.core_properties
    properties.title, properties.author, properties.language = (
        f"{about.name}: {about.report}",
        "umkm_analysis",
        about.language,
    )
    properties.created = properties.modified = FIXED
    properties.last_modified_by, properties.revision = "umkm_analysis", 1
    file = io.BytesIO()
    deck.save(file)
    return without_clock(file.getvalue())


class _Drawing:
    """Slides as they are added to a presentation."""

    def __init__(self, deck: Any, about: About) -> None:
        self._deck = deck
        self._about = about

    def cover(self, cover: CoverSlide, lead: object, of: DeckSlide) -> None:
        slide = self._slide(cover.name, of, size=60, box=(Inches(0.9), Inches(2.5), Inches(11.5), Inches(1.7)))
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _rgb(COVER)
        slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        _recolour(slide.shapes.title, "#ffffff")
        self._text(slide, cover.report, (Inches(0.9), Inches(1.9), Inches(11.5), Inches(0.6)), 24, "#ffffff", bold=True)
        self._text(slide, cover.place, (Inches(0.9), Inches(4.25), Inches(11.5), Inches(0.5)), 16, "#ffffff")
        if isinstance(lead, LeadSlide) and len(lead.text) <= LONG_TITLE:
            self._text(
                slide, lead.text, (Inches(0.9), Inches(5.1), Inches(11.5), Inches(0.9)), 22, "#ffffff", bold=True
            )
        self._text(slide, cover.edition, (Inches(0.9), Inches(6.6), Inches(11.5), Inches(0.5)), 14, "#ffffff")

    def verdict(self, lead: object, shown: NumbersSlide, of: DeckSlide) -> None:
        if not isinstance(lead, LeadSlide):
            return
        size = 40 if len(lead.text) <= LONG_TITLE else 30
        slide = self._slide(lead.text, of, size=size, box=(LEFT, Inches(0.9), ROOM, Inches(3.0)))
        slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._eyebrow(slide)
        width, gap = Inches(3.95), Inches(0.24)
        for position, number in enumerate(shown.numbers[:NUMBERS]):
            card = slide.shapes.add_shape(
                MSO_SHAPE.ROUNDED_RECTANGLE, LEFT + position * (width + gap), Inches(4.2), width, Inches(2.6)
            )
            card.adjustments[0] = 0.06
            card.fill.solid()
            card.fill.fore_color.rgb = _rgb(PANEL)
            card.line.color.rgb = _rgb(TONES[number.tone])
            card.line.width = Pt(2)
            card.shadow.inherit = False
            frame = card.text_frame
            frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
            for first, (text, letters, colour, bold) in enumerate((
                (number.label, 16, FIRST, True), (number.value, 40, INK, True), (number.unit, 14, FIRST, False),
                (number.status, 16, TONES[number.tone], True),
            )):  # fmt: skip
                self._paragraph(frame, text, letters, colour, bold=bold, new=first > 0)

    def chart(self, chart: ChartSlide, of: DeckSlide) -> None:
        slide = self._slide(chart.title, of)
        self._eyebrow(slide)
        add_chart(slide, chart.chart, (LEFT, Inches(1.45), ROOM, Inches(5.1)), alt=f"{chart.title}. {chart.measure}")
        left_out = rows_left_out(chart.chart)
        more = [t("… {count} lainnya", count=left_out)] if left_out else []
        source = f"{t('Sumber:')} {_short(chart.source)}"
        self._text(
            slide,
            " · ".join([chart.chart.measure or chart.measure, *more]),
            (LEFT, Inches(6.55), ROOM, Inches(0.35)),
            LEAST,
            FIRST,
        )
        self._text(slide, source, (LEFT, Inches(6.9), ROOM, Inches(0.35)), LEAST, FIRST)
        self._stamp(slide, of)

    def picture(self, shown: PictureSlide, of: DeckSlide) -> None:
        slide = self._slide(shown.title, of)
        self._eyebrow(slide)
        picture = slide.shapes.add_picture(io.BytesIO(shown.draw()), LEFT, Inches(1.45), width=ROOM)
        picture._element.nvPicPr.cNvPr.set("descr", shown.alt)  # noqa: SLF001 - no way of its own
        self._text(slide, shown.measure, (LEFT, Inches(6.55), ROOM, Inches(0.35)), LEAST, FIRST)
        source = f"{t('Sumber:')} {_short(shown.source)}"
        self._text(slide, source, (LEFT, Inches(6.9), ROOM, Inches(0.35)), LEAST, FIRST)
        self._stamp(slide, of)

    def claims(self, claims: ClaimsSlide, of: DeckSlide) -> None:
        slide = self._slide(claims.title, of)
        self._eyebrow(slide)
        heads = [t("Pernyataan"), t("Disebutkan"), t("Bukti"), t("Penilaian")]
        box = (LEFT, Inches(1.7), ROOM, Inches(0.6 + 1.25 * len(claims.cards)))
        table = slide.shapes.add_table(len(claims.cards) + 1, len(heads), *box).table
        for column, width in enumerate((5.4, 2.3, 2.3, 2.333)):
            table.columns[column].width = Inches(width)
        table.rows[0].height = Inches(0.5)
        for row in range(1, len(claims.cards) + 1):
            table.rows[row].height = Inches(1.35)
        for column, head in enumerate(heads):
            self._cell(table.cell(0, column), [(head, 14, "#ffffff", True)], OWN)
        for row, card in enumerate(claims.cards, start=1):
            quote = f"“{card.quote}”" if card.is_quoted else card.quote
            self._cell(table.cell(row, 0), [(quote, 18, INK, True), (card.who, LEAST, FIRST, False)], PANEL)
            self._cell(table.cell(row, 1), [(card.said, 22, INK, True)], PANEL)
            self._cell(table.cell(row, 2), [(card.found, 22, INK, True)], PANEL)
            self._cell(table.cell(row, 3), [(f"{card.sign} {card.word}", 16, VERDICTS[card.verdict], True)], PANEL)
        if claims.more:
            more = t("… {count} lainnya", count=claims.more)
            self._text(slide, more, (LEFT, Inches(6.9), ROOM, Inches(0.35)), LEAST, FIRST)
        self._stamp(slide, of)

    def closing(self, slides: Sequence[DeckSlide], lead: object) -> None:
        title = t("Bawa pulang pesannya")
        slide = self._slide(title, None, size=44, box=(LEFT, Inches(1.2), Inches(7), Inches(1.0)))
        self._eyebrow(slide)
        about = self._about
        message = f"{about.report}: {about.name}. {lead.text if isinstance(lead, LeadSlide) else ''}"
        hint = (
            t("Pindai untuk membuka halaman ini di web.")
            if about.address
            else t("Pindai untuk menyimpan pesan halaman ini sebagai teks; tidak perlu internet.")
        )
        sources = "; ".join(dict.fromkeys(
            name
            for one in slides
            if isinstance(one.slide, ChartSlide | PictureSlide)
            for name in publishers(one.slide.source)
            if not name[0].isdigit()  # so many others
        ))  # fmt: skip
        edition = next((one.slide.edition for one in slides if isinstance(one.slide, CoverSlide)), "")
        texts = [hint, about.address or "", f"{t('Sumber:')} {_short(sources)}", edition]
        frame = slide.shapes.add_textbox(LEFT, Inches(2.5), Inches(7), Inches(4)).text_frame
        frame.word_wrap = True
        for position, text in enumerate(filter(None, texts)):
            self._paragraph(frame, text, 18, FIRST, bold=text == about.address, new=position > 0, after=12)
        code = io.BytesIO()
        segno.make(about.address or message[:220], error="m").save(code, kind="png", scale=12, border=4)
        code.seek(0)
        picture = slide.shapes.add_picture(code, Inches(8.2), Inches(1.5), height=Inches(4.6))
        picture._element.nvPicPr.cNvPr.set("descr", about.address or message[:220])  # noqa: SLF001 - no way of its own
        if any(one.is_synthetic for one in slides):
            self._stamp(slide, next(one for one in slides if one.is_synthetic))

    def _slide(
        self, title: str, of: DeckSlide | None, *, size: int | None = None, box: tuple[int, int, int, int] | None = None
    ) -> Any:
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = box or (LEFT, Inches(0.5), ROOM, Inches(0.95))
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP if box is None else MSO_ANCHOR.BOTTOM
        frame.margin_left = frame.margin_right = 0
        points = size or (TITLE if len(title) <= LONG_TITLE else SMALL_TITLE)
        self._paragraph(frame, title, points, INK, bold=True, new=False)
        if of is not None and of.notes:
            slide.notes_slide.notes_text_frame.text = of.notes
        return slide

    def _eyebrow(self, slide: Any) -> None:
        text = f"{self._about.name} · {self._about.report}"
        self._text(slide, text, (LEFT, Inches(0.2), Inches(10), Inches(0.35)), LEAST, OWN, bold=True)
        number = str(len(self._deck.slides))
        box = (LEFT + ROOM - Inches(1), Inches(0.2), Inches(1), Inches(0.35))
        shape = self._text(slide, number, box, LEAST, FIRST)
        shape.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _stamp(self, slide: Any, of: DeckSlide) -> None:
        """Write across a slide that its figures are made up."""
        if of.is_synthetic:
            box = (Inches(2.4), Inches(3.0), Inches(8.5), Inches(1.6))
            shape = self._text(slide, t("SINTETIS"), box, 88, BAD, bold=True)
            fill = shape.text_frame.paragraphs[0].runs[0]._r.rPr.find(f".//{qn('a:srgbClr')}")  # noqa: SLF001 - likewise
            fill.append(fill.makeelement(qn("a:alpha"), {"val": STAMP_OPACITY}))
            shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
            shape.rotation = -14

    def _text(  # noqa: PLR0913 - what a text is made of
        self, slide: Any, text: str, box: tuple[int, int, int, int], points: int, colour: str, *, bold: bool = False
    ) -> Any:
        shape = slide.shapes.add_textbox(*box)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        self._paragraph(frame, text, points, colour, bold=bold, new=False)
        return shape

    def _cell(self, cell: Any, texts: Sequence[tuple[str, int, str, bool]], fill: str) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = _rgb(fill)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        for position, (text, points, colour, bold) in enumerate(texts):
            self._paragraph(cell.text_frame, text, points, colour, bold=bold, new=position > 0)

    def _paragraph(  # noqa: PLR0913 - what a paragraph is made of
        self, frame: Any, text: str, points: int, colour: str, *, bold: bool, new: bool, after: int = 0
    ) -> None:
        paragraph = frame.add_paragraph() if new else frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(after)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(points), bold, FACE
        run.font.color.rgb = _rgb(colour)
        run._r.get_or_add_rPr().set("lang", LOCALES[self._about.language])  # noqa: SLF001 - no way of its own


def publishers(source: str) -> list[str]:
    """Names of the publishers in a citation: what stands before a title or a number of the table of sources."""
    return [name for part in source.split("; ") if (name := re.split(r",| \[", part)[0].strip())]


def _short(source: str) -> str:
    """A citation without titles and dates, which stand on the page."""
    return "; ".join(list(dict.fromkeys(publishers(source)))[:MAX_SOURCES])


def _recolour(shape: Any, colour: str) -> None:
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.color.rgb = _rgb(colour)


def _house(deck: Any) -> None:
    """Give the theme of a file the house's typeface and colours, so that what is added by hand has them too."""
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode()
    xml = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FACE}", xml)
    for name, colour in COLOURS.items():
        xml = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)",
            rf'\g<1><a:srgbClr val="{colour[1:].upper()}"/>\g<2>',
            xml,
            flags=re.DOTALL,
        )
    theme._blob = xml.encode()  # noqa: SLF001 - python-pptx reads a theme, and writes it as it is


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())
