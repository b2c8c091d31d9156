"""Page on the difference of two editions: one file, as every page."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from umkm_analysis.builds.output.templates import environment
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.editions.compare import Kind
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import current_language, t
from umkm_analysis.pages import assets
from umkm_analysis.pages.editions import words
from umkm_analysis.pages.fragment import Fragment, paragraphs
from umkm_analysis.pages.tables import Cell, Column, Rows, cell, table
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_analysis.builds.editions.difference import EditionDiff
    from umkm_analysis.datasets.editions.compare import Change

MAX_ROWS = 200
"""Rows of a table that the page shows; its CSV holds all."""


def diff_page(found: EditionDiff, *, templates: Path = assets.TEMPLATES) -> str:
    """Render the page in the language in use."""
    return (
        environment(templates)
        .get_template("diff.html.j2")
        .render(
            language=current_language(),
            title=t("Yang berubah dari edisi {old} ke {new}", old=found.before, new=found.now),
            parts=[part.html for part in _parts(found)],
            version=version("umkm-analysis"),
            font=assets.typeface(),
        )
    )


def _parts(found: EditionDiff) -> list[Fragment]:
    if found.is_empty:
        return [paragraphs([t("Kedua edisi memuat hal yang sama.")])]
    parts = [paragraphs(_sentences(found))]
    if found.flipped:
        parts.append(_flipped(found))
    if found.of(Kind.REVISED):
        parts.append(_figures(found, Kind.REVISED, t("Angka yang direvisi"), t("angka-direvisi")))
    for kind, caption, name in (
        (Kind.NEW_YEAR, t("Tahun yang ditambahkan"), t("tahun-baru")),
        (Kind.NEW, t("Angka lain yang baru"), t("angka-baru")),
        (Kind.GONE, t("Angka yang tidak digunakan lagi"), t("angka-hilang")),
    ):
        if found.of(kind):
            parts.append(_figures(found, kind, caption, name))
    return parts


def _sentences(found: EditionDiff) -> list[str]:
    sentences = [
        t("Direvisi berarti rilis yang kini digunakan memuat angka lain, bukan bahwa angka lama keliru."),
        t("Penilaian dan peringkat kedua edisi dihitung dengan cara yang sama."),
    ]
    if found.other:
        names = ", ".join(found.other)
        sentences.append(t("Isi lain (sumber, status, catatan) berbeda dalam: {names}.", names=names))
    return [" ".join(sentences)]


def _flipped(found: EditionDiff) -> Fragment:
    titles = {report.name: report.title for report in REPORTS}
    rows: Rows = [
        [
            f"{one.region.code} {one.region.name}",
            t(titles[one.report]) if one.report in titles else t("Pernyataan publik"),
            one.flip.label,
            one.flip.old or labels.NOTHING,
            one.flip.new or labels.NOTHING,
        ]
        for one in found.flipped
    ]
    heads = [t("Wilayah"), t("Laporan"), t("Penilaian atau peringkat"), *_sides(found)]
    columns = [Column(head) for head in heads]
    caption = t("Penilaian dan peringkat yang berubah")
    return table(caption, columns, rows, name=t("penilaian-berubah"), max_rows=MAX_ROWS)


def _figures(found: EditionDiff, kind: Kind, caption: str, name: str) -> Fragment:
    rows: Rows = [_row(change) for change in found.of(kind)]
    heads = [t("Wilayah"), t("Angka"), t("Tahun"), *_sides(found)]
    columns = [Column(head, numeric=place > 1) for place, head in enumerate(heads)]
    return table(caption, columns, rows, name=name, max_rows=MAX_ROWS)


def _row(change: Change) -> list[str | Cell]:
    known, digits = regions.all_regions(), words.DIGITS.get(change.table, 0)
    region = f"{change.code} {known[change.code].name}" if change.code in known else labels.NOTHING
    year = labels.NOTHING if change.year is None else str(change.year)
    old, new = (labels.NOTHING if value is None else cell(value, digits) for value in (change.old, change.new))
    return [region, words.figure(change), year, old, new]


def _sides(found: EditionDiff) -> Sequence[str]:
    return [t("Edisi {name}", name=found.before), t("Edisi {name}", name=found.now)]
