"""Glossary of a page: terms that open their meaning where prose first uses them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from umkm_analysis.i18n.translation import current_language, mark, t
from umkm_analysis.pages.fragment import join, markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from umkm_analysis.pages.content.sections import Shown

MEANINGS: Mapping[str, tuple[str, str]] = {
    "indeks-pdrb": (
        mark("indeks PDRB"),
        mark("PDRB suatu tahun terhadap tahun dasar, yang diberi angka 100. Indeks 120 berarti 20 persen di atasnya."),
    ),
    "indeks-pdb": (
        mark("indeks PDB"),
        mark("PDB suatu tahun terhadap tahun dasar, yang diberi angka 100. Indeks 120 berarti 20 persen di atasnya."),
    ),
    "pdrb": (
        mark("PDRB"),
        mark(
            "Produk domestik regional bruto: nilai tambah seluruh barang dan jasa yang dihasilkan di suatu daerah. "
            "Pertumbuhannya dihitung atas harga konstan 2010, jadi kenaikan harga tidak ikut terhitung."
        ),
    ),
    "pdb": (
        mark("PDB"),
        mark(
            "Produk domestik bruto: nilai tambah seluruh barang dan jasa yang dihasilkan di Indonesia. "
            "Pertumbuhannya dihitung atas harga konstan 2010, jadi kenaikan harga tidak ikut terhitung."
        ),
    ),
    "poin-persen": (
        mark("poin persen"),
        mark("Selisih antara dua angka persen: dari 4 persen ke 6 persen naik 2 poin persen, bukan 2 persen."),
    ),
    "umk-k": (
        mark("UMK-K"),
        mark("Usaha mikro, usaha kecil, dan koperasi. Usaha menengah tidak termasuk."),
    ),
    "pdn": (
        mark("PDN"),
        mark("Produk dalam negeri: barang dan jasa yang dibuat atau dikerjakan di Indonesia."),
    ),
    "shift-share": (
        mark("shift-share"),
        mark(
            "Cara menguraikan pertumbuhan suatu daerah menjadi tiga bagian: pertumbuhan wilayah acuan, susunan sektor "
            "daerah itu, dan sisanya, yaitu selisih laju tiap sektor dengan sektor yang sama di wilayah acuan."
        ),
    ),
}
"""Term by its id: its name and its meaning. A name that holds another stands before it."""
PARAGRAPH = re.compile(r'<p(?: class="(?:prose|measure)")?>(.*?)</p>', re.DOTALL)
"""Of prose, and what a chart measures."""
TEXT = re.compile(r"(?:^|(?<=>))[^<]+")
LINK = re.compile(r"<(/?)(?:a|button)\b")


@dataclass(frozen=True)
class _Use:
    """A term in a paragraph."""

    term: str
    cell: int
    piece: int
    start: int
    end: int
    folded: bool


def with_terms(cells: Sequence[Shown], *, notes: Sequence[bool]) -> tuple[list[Shown], Markup]:
    """Make each term a button where prose first uses it, and write the meanings that the buttons open.

    Prose that is not folded comes before prose that is. Slides and speaker's notes keep plain words.

    Parameters
    ----------
    cells
        What the page shows of each cell.
    notes
        Whether each cell is the speaker's notes.

    Returns
    -------
    The cells, and the meanings of the terms they use: popovers, which need no script; empty without any.
    """
    first: dict[str, _Use] = {}
    for number, (cell, is_note) in enumerate(zip(cells, notes, strict=True)):
        for place, piece in enumerate(() if is_note else cell.pieces):
            for use in _uses(piece, number, place):
                if use.term not in first or (first[use.term].folded and not use.folded):
                    first[use.term] = use
    made = list(cells)
    for use in sorted(first.values(), key=lambda use: (use.cell, use.piece, -use.start)):
        pieces = list(made[use.cell].pieces)
        text = pieces[use.piece]
        opening = f'<button class="term" type="button" popovertarget="istilah-{use.term}">'
        pieces[use.piece] = f"{text[: use.start]}{opening}{text[use.start : use.end]}</button>{text[use.end :]}"
        made[use.cell] = replace(made[use.cell], pieces=tuple(pieces))
    return made, _meanings([term for term in MEANINGS if term in first])


def _meanings(terms: Sequence[str]) -> Markup:
    if not terms:
        return markup("")
    shown = join(
        markup(
            '<div class="meaning" id="istilah-{term}" popover><p><strong>{name}</strong> – {meaning}</p></div>',
            term=term,
            name=t(MEANINGS[term][0]),
            meaning=t(MEANINGS[term][1]),
        )
        for term in terms
    )
    return markup('<div class="umkm glossary"><h2>{head}</h2>{shown}</div>', head=t("Istilah"), shown=shown)


def _uses(piece: str, cell: int, place: int) -> Iterator[_Use]:
    names = _names(current_language())
    for paragraph in PARAGRAPH.finditer(piece):
        if not names.search(paragraph[1]):
            continue
        before = piece[: paragraph.start()]
        if _open(before, "template"):
            continue
        for text in TEXT.finditer(paragraph[1]):
            tags = [link[1] for link in LINK.finditer(paragraph[1], 0, text.start())]
            if tags and not tags[-1]:
                continue
            for found in names.finditer(text[0]):
                start = paragraph.start(1) + text.start() + found.start()
                term = str(found.lastgroup).replace("_", "-")
                yield _Use(term, cell, place, start, start + len(found[0]), folded=_open(before, "details"))


def _open(before: str, tag: str) -> bool:
    return before.count(f"<{tag}") > before.count(f"</{tag}>")


@cache
def _names(language: str) -> re.Pattern[str]:
    """Names of the terms in a language, for text of HTML; a plural's last s may be missing."""
    del language  # what t() writes depends on it
    names = "|".join(
        f"(?P<{term.replace('-', '_')}>{re.sub('s$', 's?', re.escape(t(name)))})"
        for term, (name, _) in MEANINGS.items()
    )
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])", re.IGNORECASE)
