"""Fragments of a page, one a notebook cell: the same HTML in JupyterLab and in the report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from umkm_analysis.jupyter.records import RECORD_MIME
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FRAGMENT_MIME = "application/vnd.umkm.fragment+json"
"""Marks HTML of this package, whose values are escaped, so that a page takes it as it is."""


ABSENT = "absent"
"""Key of that output's data: see :attr:`Fragment.absent`."""


@dataclass(frozen=True)
class Fragment:
    """Some HTML, what it says as plain text, and data that travels with it."""

    html: Markup
    text: str
    """For terminals, screen readers and plain diffs."""
    record: Mapping[str, Any] | None = field(default=None)
    absent: bool = False
    """Whether it only says that there is nothing to show: a section of a page that holds nothing else vanishes."""
    slides: tuple[object, ...] = ()
    """What a deck of slides takes of it, in its order."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Show the HTML wherever HTML can be shown, the text elsewhere."""
        del include, exclude
        bundle: dict[str, Any] = {
            "text/html": f'<div class="umkm">{self.html}</div>',
            "text/plain": self.text,
            FRAGMENT_MIME: {ABSENT: True} if self.absent else {},
        }
        return bundle if self.record is None else {**bundle, RECORD_MIME: dict(self.record)}

    def __repr__(self) -> str:
        """Show the plain text."""
        return self.text


def markup(template: str, /, **values: object) -> Markup:
    """Fill a piece of HTML; every value is escaped unless it is Markup itself."""
    return Markup(template).format(**values)  # noqa: S704 - templates are literals of this package


def join(pieces: Iterable[object], separator: str = "") -> Markup:
    """Join pieces, each escaped unless it is Markup."""
    return Markup(separator).join(escape(piece) for piece in pieces)  # noqa: S704 - separators are literals


def together(*fragments: Fragment) -> Fragment:
    """Show several fragments as one."""
    slides = tuple(slide for fragment in fragments for slide in fragment.slides)
    return Fragment(
        join((one.html for one in fragments), "\n"), "\n\n".join(one.text for one in fragments), slides=slides
    )


def absent(*sentences: str, how: Fragment | None = None) -> Fragment:
    """Say that a cell has nothing to show, and what would change that; without a sentence its figures stand elsewhere.

    A page whose section holds nothing else leaves it out, and names it at its end with what is said here.

    Parameters
    ----------
    sentences
        Why there is nothing, and what to import.
    how
        Details that are folded on the page, such as commands.
    """
    said = paragraphs(sentences)
    return replace(said if how is None else together(said, how), absent=True)


def paragraphs(sentences: Iterable[str], *, css: str = "prose") -> Fragment:
    """Show sentences, one paragraph each."""
    texts = list(sentences)
    html = join(markup('<p class="{css}">{text}</p>', css=css, text=text) for text in texts)
    return Fragment(html, "\n".join(texts))


def stylesheet() -> Fragment:
    """Style the fragments of a notebook in JupyterLab, typeface included; a page brings the same style in its head."""
    face, *css = (
        (assets.TEMPLATES / "umkm" / name).read_text(encoding="utf-8")
        for name in ("typeface.css", "fragments.css", "claims.css")
    )
    for name, data in assets.typeface().items():
        face = face.replace(f"{{{{ font.{name} }}}}", data)
    style = Markup(face + "".join(css))  # noqa: S704 - the package's own files
    return Fragment(Markup("<style>{}</style>").format(style), "")
