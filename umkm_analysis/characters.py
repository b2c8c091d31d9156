"""Characters that nobody sees or that programs take for commands: found, and written so that they do no harm.

A control or bidirectional character in a cell can turn the words of a terminal or a page around ("conflicts" into
"confirmed"), and a zero-width one makes two names of one. Data that hold them are refused; other text shows their
numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from typing import Any

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode categories of characters that nobody sees: controls, zero-width and bidirectional marks, line separators."""
BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks of other categories that show nothing."""
MARK = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""One that stands over the letter before it."""
PILE = re.compile(f"{MARK.pattern}{{5,}}")
"""Marks over one letter, more than any language writes: they cover the lines around."""
HTML_LAYOUT = "\n\t\r"
"""Such characters that HTML and JSON take for blanks."""
REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,6}|[0-9]{1,7});?")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Text that begins with one of these is run by spreadsheet programs; a quote in front makes it text again."""
SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫]"
UNSEEN_GAP = "[\\s\u200b-\u200f\u2060\ufeff]*"
"""What programs skip before a formula: blanks of every kind, and marks that show nothing."""
FORMULA_AT_START = re.compile(rf"[\t\r]|{UNSEEN_GAP[:-2]};]*{SIGN}")
FORMULA_BEHIND = re.compile(rf"[;\t\r\n](?={UNSEEN_GAP}{SIGN})")
"""A mark that programs may split a cell at, before a formula: Indonesian spreadsheets separate cells by semicolons."""
NEGATIVE = re.compile(r"\s*-\d[\d.,]*\s*")


def unseen(text: str, *, allowed: str = "") -> str:
    """Name the first character that cannot be seen; empty where there is none.

    Parameters
    ----------
    text
        Of a cell.
    allowed
        Such characters that are no fault.

    >>> unseen("3576\u200b"), unseen("3576")
    ('U+200B', '')
    """
    if _is_plain(text):
        return ""
    if pile := PILE.search(text):
        return _number(pile[0][0])
    return next((_number(sign) for sign in text if _is_unseen(sign) and sign not in allowed), "")


def visible(text: str, *, allowed: str = "") -> str:
    r"""Write characters that cannot be seen by their numbers, so that text can be shown.

    Parameters
    ----------
    text
        Any, also with half a surrogate pair, which no encoding has.
    allowed
        Such characters that stay, as line ends of a message of several lines.

    >>> visible("3576\u200b"), visible("con\x1b[8mflicts")
    ('3576<U+200B>', 'con<U+001B>[8mflicts')
    """
    if _is_plain(text):
        return text
    text = PILE.sub(lambda pile: "".join(f"<{_number(sign)}>" for sign in pile[0]), text)
    return "".join(f"<{_number(sign)}>" if _is_unseen(sign) and sign not in allowed else sign for sign in text)


def visible_html(html: str) -> str:
    """Write characters of a whole page that cannot be seen by their numbers, wherever in it they stand.

    >>> visible_html('<b title="a\u202eb">x</b>')
    '<b title="a&lt;U+202E&gt;b">x</b>'
    """
    signs = set(html).difference(HTML_LAYOUT)
    if any(map(MARK.match, signs)):  # asked of some hundred signs, not of all in a page
        html = PILE.sub(lambda pile: "".join(f"&lt;{_number(sign)}&gt;" for sign in pile[0]), html)
    found = set(filter(_is_unseen, signs))
    return html.translate({ord(sign): f"&lt;{_number(sign)}&gt;" for sign in found}) if found else html


def with_controls(html: str) -> str:
    r"""Write references to controls, as ``&#7;``, as the characters: Python's own reading of HTML drops them.

    >>> with_controls("&#7;&#60;&amp;")
    '\x07&#60;&amp;'
    """
    return REFERENCE.sub(lambda found: found[0] if unescape(found[0]) else chr(_referred(found[1])), html)


def visible_json(json: str) -> str:
    r"""Write characters of a JSON text that cannot be seen as JSON's own escapes: it stands for the same as before.

    >>> visible_json('["a\u202eb"]')
    '["a\\u202eb"]'
    """
    found = {sign for sign in set(json).difference(HTML_LAYOUT) if _is_unseen(sign)}
    escapes = {ord(sign): "".join(f"\\u{unit:04x}" for unit in _utf16(sign)) for sign in found}
    return json.translate(escapes) if found else json


def all_visible(value: Any) -> Any:
    """Copy an object as JSON has them with the same done to every text in it, keys included; see :func:`visible`."""
    if isinstance(value, str):
        return visible(value, allowed="\n\t")
    if value is None or isinstance(value, int | float):  # most of a record, and to ask for a mapping takes long
        return value
    if isinstance(value, Mapping):
        return {all_visible(key): all_visible(part) for key, part in value.items()}
    return [all_visible(part) for part in value] if isinstance(value, list | tuple) else value


def inert(text: str) -> str:
    """Return text for a cell of a spreadsheet: what would be run as a formula gets a quote in front.

    A negative number is one, and stays.

    >>> inert("=1+1"), inert(" =1+1"), inert("A;=1+1"), inert("-5"), inert("Dinas A")
    ("'=1+1", "' =1+1", "A;'=1+1", '-5', 'Dinas A')
    """
    if NEGATIVE.fullmatch(text):
        return text
    behind = FORMULA_BEHIND.sub(lambda mark: f"{mark[0]}'", text)
    return f"'{behind}" if FORMULA_AT_START.match(text) else behind


def _is_plain(text: str) -> bool:
    return text.isprintable() and (text.isascii() or not (BLANK.search(text) or PILE.search(text)))


def _number(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _referred(number: str) -> int:
    return int(number[1:], 16) if number[0] in "xX" else int(number)


def _utf16(sign: str) -> list[int]:
    pairs = sign.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(pairs[at : at + 2]) for at in range(0, len(pairs), 2)]


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in UNSEEN or BLANK.match(sign) is not None
