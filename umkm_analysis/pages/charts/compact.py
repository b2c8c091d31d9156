"""SVG in fewer bytes: what matplotlib writes, without what no browser needs.

A page holds up to ten drawings; as they come they are two thirds of its size.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import Match

LONG = re.compile(r"(?<=\d)(?:\.0+|(\.\d\d)\d+|(\.[1-9])0+)(?![\d.])")
"""Decimals beyond a hundredth of a point, which no screen shows, and those that are zero."""
BREAK = re.compile(r"\s*\n\s*|(?<=[MLCQz]) ")
TAG = re.compile(r"<(?:path|use|text|g|rect) [^>]*>")
"""Only these are changed: what is written between them is words and figures of the page."""
DROPPED = re.compile(r' transform="rotate\(-?0 [^)]*\)"|(?<=<g) id="[^"]*"|; font-family: [^;"]*')
"""Turns by nothing, names of groups that nothing refers to, and a list of typefaces that the page's own replaces."""
RUN = re.compile(r'(?:<(path|use) [^>]*?style="([^"]*)"/>\n)(?:<\1 [^>]*?style="\2"/>\n)+')
STYLE = re.compile(r' style="[^"]*"')


def compact(svg: str) -> str:
    """Round places, drop what has no effect, and write a style that many elements share once.

    Parameters
    ----------
    svg
        As matplotlib writes it.
    """
    return RUN.sub(_shared, _without_bare_groups(TAG.sub(_shorter, svg)))


def _shorter(tag: Match[str]) -> str:
    return LONG.sub(lambda found: found[1] or found[2] or "", DROPPED.sub("", BREAK.sub("", tag[0])))


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
    return f'<g style="{run[2]}">\n{STYLE.sub("", run[0])}</g>\n'
