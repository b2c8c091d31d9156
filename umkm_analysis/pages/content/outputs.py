"""Outputs of code cells as content of a page: what the page can show of each, or why it cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.jupyter.records import RECORD_MIME
from umkm_analysis.pages.content import pictures
from umkm_analysis.pages.content.markdown import markdown
from umkm_analysis.pages.content.mathematics import mathml, without_delimiters
from umkm_analysis.pages.content.refusals import NotShowable
from umkm_analysis.pages.content.safe_html import safe_html
from umkm_analysis.pages.fragment import FRAGMENT_MIME, markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from umkm_analysis.pages.content.pictures import Pictures

IMAGES = (pictures.SVG, *pictures.SIGNATURES)
KNOWN = {"text/html", "text/markdown", "text/latex", "text/plain", *IMAGES, FRAGMENT_MIME, RECORD_MIME}
"""MIME types that a page can show."""
SHOWN = ("display_data", "execute_result", "stream")
OBJECT = re.compile(
    r"<[\w.]+ object>|<Figure size [\d.]+x[\d.]+ with \d+ Axes>|.*<[^<>]* at 0x[0-9a-f]+>.*", re.DOTALL | re.IGNORECASE
)
"""Plain text that is only the name of an object; its address differs in every run."""
COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
"""Changes how a terminal shows what follows, and holds no content."""


def merged(outputs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Outputs that are content, once each: texts that follow each other as one, without what went to standard error.

    Kernels cut what is printed where they like; a figure that ends a cell is shown by itself and as its result.
    """
    found: list[Mapping[str, Any]] = []
    for output in outputs:
        if output["output_type"] not in SHOWN or output.get("name") == "stderr":
            continue
        if output["output_type"] == "stream":
            if found and found[-1]["output_type"] == "stream":
                found[-1] = {**found[-1], "text": found[-1]["text"] + output["text"]}
            else:
                found.append(dict(output))
        elif not any(_same_picture(output, other) for other in found):
            found.append(output)
    return found


def standard_error(outputs: Sequence[Mapping[str, Any]]) -> str:
    """Return what a cell wrote to standard error, without colours; empty where it wrote nothing."""
    streams = (output["text"] for output in outputs if output.get("name") == "stderr")
    return _plain("".join(streams))


@dataclass(frozen=True)
class Means:
    """What the outputs of a cell are written with."""

    named: Pictures
    """Pictures that markdown and HTML can name."""
    tables: Iterator[int]
    """Numbers for the tables."""
    alts: Iterator[str]
    """Descriptions of pictures that bring none."""


def output_html(output: Mapping[str, Any], means: Means) -> str:
    """Write an output as HTML.

    Parameters
    ----------
    output
        As nbformat holds it; not an error.
    means
        What it is written with.

    Raises
    ------
    NotShowable
        If the page cannot show it.
    """
    if output["output_type"] == "stream":
        return _text(output["text"])
    data = output["data"]
    if FRAGMENT_MIME in data:
        return str(data["text/html"])
    image = next((kind for kind in IMAGES if kind in data), None)
    unknown = sorted(data.keys() - KNOWN)
    if image is None and unknown:
        raise NotShowable(f"it is {unknown[0]}, which needs a program: show a picture, a table or text instead")
    html = _html(data["text/html"], means, otherwise=image) if "text/html" in data else None
    if html is not None:
        return html
    if "text/markdown" in data:
        return f'<div class="umkm words">{markdown(data["text/markdown"], means.named, means.tables)}</div>'
    if image is not None:
        return _image(data[image], image, output.get("metadata", {}), means)
    return _formula(data["text/latex"]) if "text/latex" in data else _text(data.get("text/plain", ""))


def _html(html: str, means: Means, *, otherwise: str | None) -> str | None:
    """Write HTML anew; None where it cannot stand on a page and a picture of it can."""
    try:
        return _block(safe_html(html, picture=means.named.named, tables=means.tables))
    except NotShowable:
        if otherwise is None:
            raise
        return None


def _image(content: str, kind: str, metadata: Mapping[str, Any], means: Means) -> str:
    described = metadata.get(kind, {}).get("alt") or metadata.get("alt") or next(means.alts)
    shown = pictures.from_output(content, kind, str(described))
    return _block(markup('<figure class="picture">{shown}</figure>', shown=shown))


def _formula(latex: str) -> str:
    tex, block = without_delimiters(latex)
    return _block(mathml(tex, block=block))


def _same_picture(output: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if "data" not in other:
        return False
    images = [kind for kind in IMAGES if kind in output["data"]]
    return bool(images) and all(output["data"][kind] == other["data"].get(kind) for kind in images)


def _text(text: str) -> str:
    if OBJECT.fullmatch(text.strip()):
        raise NotShowable(
            f"it is only the name of an object ({text.strip()[:60]}): end its line with a semicolon or show its content"
        )
    plain = _plain(text)
    return _block(markup("<pre>{plain}</pre>", plain=plain)) if plain.strip() else ""


def _plain(text: str) -> str:
    lines = COLOUR.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(map(_covered, lines)).strip("\n")


def _covered(line: str) -> str:
    """What is left of a line that was written over from its beginning, as progress is shown."""
    shown, *later = line.split("\r")
    for text in later:
        shown = text + shown[len(text) :]
    return shown


def _block(html: str) -> str:
    return f'<div class="umkm">{html}</div>'
