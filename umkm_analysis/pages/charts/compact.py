"""SVG in fewer bytes: what matplotlib writes, without what no browser needs.

A page holds up to ten drawings; as they come they are two thirds of its size.
"""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import Match

PLACE = re.compile(r"-?\d+\.\d+")
"""A place in a drawing. Beyond a tenth of a point no screen shows it."""
LONG = re.compile(r"(?<=\d)(?:\.0+|(\.\d\d)\d+|(\.[1-9])0+)(?![\d.])")
"""Decimals beyond a hundredth, for the small shapes that marks are made of, and for widths; and those that are zero."""
BREAK = re.compile(r"\s*\n\s*|(?<=[MLCQz]) ")
TAG = re.compile(r"<(?:path|use|text|g|rect) [^>]*>")
"""Only these are changed: what is written between them is words and figures of the page."""
DROPPED = re.compile(
    r' transform="rotate\(-?0 [^)]*\)"|(?<=<g) id="[^"]*"|; font-family: [^;"]*|; stroke-dashoffset: 0(?=[;"])'
)
"""Turns by nothing, names of groups that nothing refers to, a list of typefaces that the page's own replaces."""
STYLE = re.compile(r' style="([^"]*)"')
CLIP = re.compile(r' clip-path="[^"]*"')
RUN = re.compile(
    r'(?:<(path|use|text) [^>]*?style="([^"]*)"[^>]*>(?:[^<]*</text>)?\n)'
    r'(?:<\1 [^>]*?style="\2"[^>]*>(?:[^<]*</text>)?\n)+'
)
REFERRING = re.compile(r"<[a-z][^>]*>", re.IGNORECASE)
REFERENCE = re.compile(r'(\bid="|href="#|url\(#)([^")]+)')


def compact(svg: str, name: str) -> str:
    """Round places, drop what has no effect, write a style that many elements share once, and give short ids.

    Parameters
    ----------
    svg
        As matplotlib writes it.
    name
        Of the figure, unique on its page; ids begin with it.
    """
    found = RUN.sub(_shared, _without_bare_groups(TAG.sub(_shorter, svg))).replace(">\n<", "><")
    ids: dict[str, str] = {}

    def shorter(use: Match[str]) -> str:
        return f"{use[1]}{name}-{ids.setdefault(use[2], _letters(len(ids)))}"

    return REFERRING.sub(lambda tag: REFERENCE.sub(shorter, tag[0]), found)


def _letters(number: int) -> str:
    """Name an id by letters that no name of a figure holds: A to Z, AA to AZ, …."""
    more, last = divmod(number, len(ascii_uppercase))
    return (_letters(more - 1) if more else "") + ascii_uppercase[last]


def _shorter(tag: Match[str]) -> str:
    written = DROPPED.sub("", BREAK.sub("", tag[0]))
    if ' id="' in written:
        return LONG.sub(_decimals, STYLE.sub(_narrower, written))
    style = STYLE.search(written)
    if not style:
        return PLACE.sub(_rounded, written)
    before, after = PLACE.sub(_rounded, written[: style.start()]), PLACE.sub(_rounded, written[style.end() :])
    return before + LONG.sub(_decimals, _narrower(style)) + after


def _rounded(place: Match[str]) -> str:
    return f"{float(place[0]):.1f}".removesuffix(".0")


def _decimals(long: Match[str]) -> str:
    return long[1] or long[2] or ""


def _narrower(style: Match[str]) -> str:
    return style[0].replace(": ", ":").replace("; ", ";")


def _without_bare_groups(svg: str) -> str:
    """Take out groups that only group."""
    kept, bare = [], []
    for line in svg.split("\n"):
        if line.startswith("<g") and (line == "<g>" or line[2:3] == " "):
            bare.append(line == "<g>")
            if bare[-1]:
                continue
        elif line == "</g>" and bare.pop():
            continue
        kept.append(line)
    return "\n".join(kept)


def _shared(run: Match[str]) -> str:
    """Write a style once for a run of elements, and the clipping that all of them share."""
    inside, clips = STYLE.sub("", run[0]), set(CLIP.findall(run[0]))
    if len(clips) == 1 and inside.count(" clip-path=") == inside.count("\n"):
        return f'<g{clips.pop()} style="{run[2]}">\n{CLIP.sub("", inside)}</g>\n'
    return f'<g style="{run[2]}">\n{inside}</g>\n'
