"""Mathematics: TeX to MathML, which browsers draw themselves.

The library writes what it does not know as it stands, and fractions without a denominator: what it gives is checked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from umkm_analysis.pages.content.refusals import NotShowable

if TYPE_CHECKING:
    from collections.abc import Iterator

CHILDREN = {
    "mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mroot": 2,
}  # fmt: skip
"""Elements → how many children they must have."""
ELEMENTS = {
    *CHILDREN, "math", "menclose", "mi", "mn", "mo", "mpadded", "mphantom", "mrow", "mspace", "msqrt", "mstyle",
    "mtable", "mtd", "mtext", "mtr",
}  # fmt: skip
ATTRIBUTES = {
    "accent", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence", "form",
    "height", "linethickness", "lspace", "mathcolor", "mathvariant", "maxsize", "minsize", "movablelimits", "notation",
    "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width",
}  # fmt: skip
ALIGNED = re.compile(r"\\(begin|end)\{(?:align|aligned|alignat|eqnarray|gather|gathered|multline|split)\*?\}")
EQUATION = re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}")
DELIMITERS = (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\(", r"\)"))


def mathml(tex: str, *, block: bool = False) -> str:
    """Write a formula as MathML.

    Parameters
    ----------
    tex
        In TeX, without delimiters.
    block
        Whether it stands on lines of its own.

    Raises
    ------
    NotShowable
        If it is not understood.
    """
    from latex2mathml.converter import convert  # noqa: PLC0415 - few notebooks have formulas

    source = EQUATION.sub("", ALIGNED.sub(r"\\\1{align*}", tex)).strip()
    try:
        written = convert(source, display="block" if block else "inline")
        root = ET.fromstring(re.sub(r' xmlns="[^"]*"', "", written))  # noqa: S314 - has no declarations to expand
    except Exception as error:
        raise _refused(tex, "") from error
    for problem in _problems(root):
        raise _refused(tex, problem)
    root.set("alttext", tex.strip())
    if block:
        root.set("tabindex", "0")  # a long formula scrolls, by keys too
    return ET.tostring(root, encoding="unicode")


def without_delimiters(tex: str) -> tuple[str, bool]:
    """Take the delimiters off a formula; whether they are those of a formula on lines of its own."""
    text = tex.strip()
    for opening, closing in DELIMITERS:
        if text.startswith(opening) and text.endswith(closing) and len(text) > len(opening) + len(closing):
            inner = text[len(opening) : -len(closing)]
            return inner.removeprefix(r"\displaystyle"), opening in {"$$", r"\["} or r"\displaystyle" in inner
    return text, True


def _problems(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        unknown = element.tag not in ELEMENTS or not element.attrib.keys() <= ATTRIBUTES
        if unknown or element.attrib.get("linebreak") or "linebreak" in element.attrib:
            yield f" ({element.tag} of MathML)"
        if "\\" in (element.text or ""):
            yield f" ({(element.text or '').strip()})"
        if len(element) != CHILDREN.get(element.tag, len(element)):
            yield " (a part is missing)"


def _refused(tex: str, why: str) -> NotShowable:
    return NotShowable(f'the formula "{tex.strip()}" is not understood{why}; write it in plainer TeX')
