"""HTML of unknown origin: only elements of text and tables, written anew, with tables in house style.

What runs, loads or asks is refused with its name. What is only looks (styles, classes, colours) is left behind.
"""

from __future__ import annotations

import re
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
    soup = BeautifulSoup(with_controls(html), "html.parser")
    return Markup("".join(_written(soup.contents, picture, tables)))  # noqa: S704 - escaped below, element by element


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


def _written(nodes: Iterable[PageElement], picture: Picture, tables: Iterator[int]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Tag):
            yield from _element(node, picture, tables)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield str(escape(node))  # comments and declarations are no content


def _element(tag: Tag, picture: Picture, tables: Iterator[int]) -> Iterator[str]:
    name = tag.name.lower()
    active = next((key for key in tag.attrs if key.lower().startswith("on")), None)
    if active:
        raise NotShowable(f"it holds {active}=, which would run a script, and no page may")
    if name in LOOKS:
        return
    if name in UNWRAPPED:
        yield from _written(tag.contents, picture, tables)
        return
    if name == "img":
        yield picture(str(tag.get("src") or ""), str(tag.get("alt") or ""))
        return
    if name not in ELEMENTS:
        raise NotShowable(f"it holds <{name}>, which no page may: show a picture, a table or text instead")
    if name == "table":
        _mark_numbers(tag)
    yield _opening(tag, name, tables)
    if name not in EMPTY:
        yield from _written(tag.contents, picture, tables)
        yield f"</{name}></div>" if name == "table" else f"</{name}>"


def _opening(tag: Tag, name: str, tables: Iterator[int]) -> str:
    kept = {key: str(value) for key, value in tag.attrs.items() if key in ELEMENTS[name] | ANYWHERE}
    if "href" in kept:
        kept = {**kept, "href": checked_link(kept["href"]), "rel": "noreferrer"}
    if OF_NUMBERS in tag.attrs:
        kept["class"] = "number"
    opening = f"<{name}" + "".join(f' {key}="{escape(value)}"' for key, value in kept.items()) + ">"
    if name != "table":
        return opening
    caption = tag.find("caption")
    label = caption.get_text().strip() if caption else t("Tabel {number}", number=next(tables))
    return f'<div class="table" tabindex="0" role="region" aria-label="{escape(label)}">{opening}'


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
