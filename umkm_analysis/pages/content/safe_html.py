"""HTML of unknown origin: only elements of text and tables, written anew, with tables in house style.

What runs, loads or asks is refused with its name. What is only looks (styles, classes, colours) is left behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from markupsafe import Markup, escape

from umkm_analysis.characters import with_controls
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.content.refusals import NotShowable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bs4.element import PageElement

    Picture = Callable[[str, str], Markup]

ANYWHERE = {"lang", "dir", "title"}
"""Attributes that every element may have."""
TEXT = """
    abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd mark
    p pre q s samp small span strong sub summary sup table tbody tfoot thead tr tt u ul var wbr
"""
"""Elements that a page shows, without attributes of their own."""
ELEMENTS: dict[str, set[str]] = {
    **{name: set() for name in TEXT.split()},
    "a": {"href"}, "details": {"open"}, "li": {"value"}, "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"},
}  # fmt: skip
"""Elements that a page shows, with the attributes that they keep."""
EMPTY = {"br", "hr", "wbr"}
UNWRAPPED = {
    "html",
    "body",
    "head",
    "center",
    "font",
    "big",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "colgroup",
}
"""Elements of which the inside is shown."""
LOOKS = {"style", "col", "title"}
"""Elements that are left behind with what is in them: they hold no content of the page."""
ROWS, CELLS = {"tbody", "tfoot", "thead"}, {"td", "th"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
CLOSED = {
    "a": {"a"}, "p": {"p"}, "li": {"li"}, "dt": {"dd", "dt"}, "dd": {"dd", "dt"}, **dict.fromkeys(CELLS, CELLS),
    "tr": CELLS | {"tr"}, **dict.fromkeys(ROWS, CELLS | {"tr"} | ROWS),
}  # fmt: skip
"""Element → those that end where it begins, for HTML lets authors leave their ends out."""
INSIDE = {
    "li": {"ol", "ul"}, "dt": {"dl"}, "dd": {"dl"}, "caption": {"table"}, "tr": {"table"} | ROWS,
    **{name: {"table"} for name in ROWS}, **{name: {"tr"} for name in CELLS},
}  # fmt: skip
"""Element → those directly in which it may stand; elsewhere a browser would end elements around it."""
BLOCKS = {
    "blockquote", "details", "div", "dl", "figcaption", "figure", "hr", "ol", "p", "pre", "summary", "table", "ul",
    *HEADINGS, *INSIDE,
}  # fmt: skip
"""Elements before which a browser ends a paragraph."""
LINKS = {"", "http", "https", "mailto", "tel"}
NUMBER = re.compile(r"[-+−]?[\d.,]*\d[\d.,]*(e[-+]?\d+)?\s*%?|nan|<na>|none|nat|–|-|", re.IGNORECASE)
OF_NUMBERS = "data-numbers"
"""Marks cells of columns of numbers, which are set to the right, while a table is written."""


def safe_html(html: str, *, picture: Picture, tables: Iterator[int]) -> Markup:
    """Write HTML anew with nothing in it that runs or loads.

    Parameters
    ----------
    html
        Of any origin.
    picture
        Embeds a picture by its address and description.
    tables
        Numbers for the tables, which go on through a page.

    Raises
    ------
    NotShowable
        If something in it would run, load or ask, or a picture cannot be shown.
    """
    # the element keeps the library from asking whether a text without one is the name of a file, which warns or breaks
    soup = BeautifulSoup(f"<html>{with_controls(html)}", "html.parser")
    _end_elements(soup)
    try:
        written = "".join(_Written(picture, tables).nodes(soup.contents, "div"))
    except RecursionError as error:
        raise NotShowable("its elements stand in each other more deeply than a page can show") from error
    return Markup(written)  # noqa: S704 - escaped below, element by element


def checked_link(address: str) -> str:
    """Return the address of a link that a reader may follow.

    Raises
    ------
    NotShowable
        If it would do something else, such as run a script.
    """
    plain = re.sub(r"[\x00-\x20]", "", address)
    try:
        scheme = urlsplit(plain).scheme.lower()
    except ValueError as error:
        raise NotShowable(f'the link "{address[:60]}" is no address') from error
    if scheme not in LINKS:
        raise NotShowable(f'the link "{address[:60]}" leads to no page: only web, mail and telephone addresses do')
    return plain


def _end_elements(soup: BeautifulSoup) -> None:
    """End elements whose end was left out, which the parser of the standard library does not."""
    for tag in soup.find_all(list(CLOSED)):
        while tag.parent is not None and tag.parent.name in CLOSED[tag.name]:
            tag.parent.insert_after(tag, *list(tag.next_siblings))


@dataclass(frozen=True)
class _Written:
    """Writes elements so that a browser finds each where it stands here: none ends another, or the page around."""

    picture: Picture
    tables: Iterator[int]

    def nodes(self, nodes: Iterable[PageElement], parent: str) -> Iterator[str]:
        """Write what stands in an element of the name under which that was written."""
        for node in nodes:
            if isinstance(node, Tag):
                yield from self.element(node, parent)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                yield str(escape(node))  # comments and declarations are no content

    def element(self, tag: Tag, parent: str) -> Iterator[str]:
        name = tag.name.lower()
        active = next((key for key in tag.attrs if key.lower().startswith("on")), None)
        if active:
            raise NotShowable(f"it holds {active}=, which would run a script, and no page may")
        if name in LOOKS:
            return
        if name in UNWRAPPED:
            yield from self.nodes(tag.contents, parent)
            return
        if name == "img":
            yield self.picture(str(tag.get("src") or ""), str(tag.get("alt") or ""))
            return
        if name not in ELEMENTS:
            raise NotShowable(f"it holds <{name}>, which no page may: show a picture, a table or text instead")
        name = _fitting(tag, name, parent)
        if name == "table":
            _mark_numbers(tag)
            for corner in tag.find_all("th"):
                if not corner.find_all() and not corner.get_text().strip():
                    corner.name = "td"  # a head without words, as pandas leaves above row names, heads nothing
        yield self.opening(tag, name)
        if name not in EMPTY:
            yield from self.nodes(tag.contents, name)
            yield f"</{name}></div>" if name == "table" else f"</{name}>"

    def opening(self, tag: Tag, name: str) -> str:
        kept = {key: str(value) for key, value in tag.attrs.items() if key in ELEMENTS[name] | ANYWHERE}
        if "href" in kept:
            kept = {**kept, "href": checked_link(kept["href"]), "rel": "noreferrer"}
        if OF_NUMBERS in tag.attrs:
            kept["class"] = "number"
        opening = f"<{name}" + "".join(f' {key}="{escape(value)}"' for key, value in kept.items()) + ">"
        if name != "table":
            return opening
        caption = tag.find("caption")
        label = caption.get_text().strip() if caption else t("Tabel {number}", number=next(self.tables))
        return f'<div class="table" tabindex="0" role="group" aria-label="{escape(label)}">{opening}'


def _fitting(tag: Tag, name: str, parent: str) -> str:
    """Name under which an element is written: its own where it may stand and hold what it holds."""
    misplaced = parent not in INSIDE.get(name, {parent}) or (name in HEADINGS and parent in HEADINGS)
    if misplaced or (name == "p" and tag.find(list(BLOCKS))) or (name == "table" and not _is_regular(tag)):
        return "div"
    return "span" if name == "a" and tag.find_parent("a") else name


def _is_regular(tag: Tag) -> bool:
    """Whether a table, or a part of one, holds only what it may: a browser moves everything else out of it."""
    allowed = {"table": {"caption", "colgroup", "col", "style", "tr", *ROWS}, "tr": CELLS}.get(tag.name, {"tr"})
    for node in tag.contents:
        if isinstance(node, Tag):
            if node.name not in allowed or (node.name in ROWS | {"tr"} and not _is_regular(node)):
                return False
        elif str(node).strip() and not isinstance(node, PreformattedString):
            return False
    return True


def _mark_numbers(table: Tag) -> None:
    """Mark the cells, heads included, of columns of numbers; a table of merged cells stays as it is."""
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
    if len({len(row) for row in rows}) != 1 or table.find(["td", "th"], attrs={"colspan": True}):
        return
    for column in zip(*rows, strict=True):
        values = [one.get_text().strip() for one in column if one.name == "td"]
        if any(re.search(r"\d", value) for value in values) and all(map(NUMBER.fullmatch, values)):
            for one in column:
                one[OF_NUMBERS] = ""
