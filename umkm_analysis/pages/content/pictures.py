"""Pictures of a page: embedded, described, of a known kind, without scripts and addresses."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from xml.etree import ElementTree as ET

from umkm_analysis.characters import unseen, visible_html
from umkm_analysis.pages.content.refusals import NotShowable
from umkm_analysis.pages.fragment import markup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from markupsafe import Markup

SVG = "image/svg+xml"
SIGNATURES = {
    "image/png": rb"\x89PNG\r\n\x1a\n",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/gif": rb"GIF8[79]a",
    "image/webp": rb"RIFF....WEBP",
}
"""Kind → how its files begin."""
MAX_BYTES = 3_000_000
"""Of a picture: a page is to be sent by mail and opened on a phone."""
NO_DESCRIPTION = re.compile(
    r"|image|picture|figure|alt( text)?|gambar|grafik|attachment|no description.*"
    r"|[\w\- ().%]+\.(png|jpe?g|gif|svg|webp)",
    re.IGNORECASE | re.DOTALL,
)
"""Words that describe no picture: none, or a file's name, as JupyterLab writes it for a picture that is pasted."""
ACTIVE = {
    "animate",
    "animateMotion",
    "animateTransform",
    "foreignObject",
    "handler",
    "iframe",
    "listener",
    "script",
    "set",
}
REMOTE_STYLE = re.compile(r"@import|url\(\s*[\"']?\s*(?!#|data:)", re.IGNORECASE)


@dataclass(frozen=True)
class Pictures:
    """Pictures that the markdown of a cell can name."""

    folder: Path | None
    """Of the notebook: files are named relative to it; None where none can be named."""
    attachments: Mapping[str, Mapping[str, str]]
    """Name → MIME type → file in Base64, as pasted into the cell."""

    def named(self, address: str, description: str) -> Markup:
        """Embed a picture by its address.

        Parameters
        ----------
        address
            ``attachment:`` and a name, ``data:``, or a file's path relative to the notebook.
        description
            What it shows, for those who do not see it.

        Raises
        ------
        NotShowable
            If there is none, it lies elsewhere, or nothing describes it.
        """
        label, parts = f'the picture "{address[:60]}"', urlsplit(address)
        if address.startswith("attachment:"):
            content = self._attached(unquote(address.removeprefix("attachment:")), label)
        elif parts.scheme == "data":
            content = _from_data(address, label)
        elif parts.scheme or parts.netloc:
            raise NotShowable(f"{label} lies on the web, and a page loads nothing: save it beside the notebook")
        else:
            content = self._file(unquote(parts.path), label)
        return picture(content, description, label=label, where="between the brackets: ![what it shows](…)")

    def _attached(self, name: str, label: str) -> bytes:
        kinds = self.attachments.get(name, {})
        if not kinds:
            raise NotShowable(f"{label} is not attached to the cell: paste it anew")
        return _decoded(next(iter(kinds.values())), label)

    def _file(self, path: str, label: str) -> bytes:
        if self.folder is None:
            raise NotShowable(f"{label} is not there")
        home = self.folder.resolve()
        file = (home / path).resolve()
        if not file.is_relative_to(home):
            raise NotShowable(f"{label} lies outside of the notebook's folder: copy it there")
        if not file.is_file():
            raise NotShowable(f"{label} is not there: its path is read from the notebook's folder")
        return file.read_bytes()


def picture(content: bytes, description: str, *, label: str, where: str) -> Markup:
    """Embed a picture.

    Parameters
    ----------
    content
        The file: PNG, JPEG, GIF, WebP or SVG.
    description
        What it shows, for those who do not see it.
    label
        What a refusal calls it.
    where
        Where a description is to be written, for a refusal.

    Raises
    ------
    NotShowable
        If it is none of these, too large, has scripts or addresses, or nothing describes it.
    """
    seen = "".join(sign for sign in description if not unseen(sign))
    if NO_DESCRIPTION.fullmatch(seen.strip()):
        raise NotShowable(f"{label} has no description for those who do not see it: write what it shows {where}")
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:g}"
        raise NotShowable(f"{label} has {size}: make it smaller, or save it with fewer dots")
    kind = next((kind for kind, start in SIGNATURES.items() if re.match(start, content, re.DOTALL)), SVG)
    if kind == SVG:
        content = _harmless(content, label)
    source = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return markup('<img alt="{alt}" src="{source}">', alt=description.strip(), source=source)


def _harmless(content: bytes, label: str) -> bytes:
    """Drawing in SVG without its metadata, which hold the clock time of its making; refused if it is not inert."""
    refused = NotShowable(f"{label} is no PNG, JPEG, GIF, WebP or SVG")
    try:
        text = content.decode("utf-8-sig")
        root = ET.fromstring("" if "<!ENTITY" in text else text)  # noqa: S314 - has no declarations to expand
    except (ValueError, ET.ParseError) as error:
        raise refused from error
    if root.tag.rpartition("}")[2] != "svg":
        raise refused
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in ACTIVE or any(key.lower().startswith("on") for key in element.attrib):
            raise NotShowable(f"{label} has a script or moving parts, which no page may have")
        links = [value for key, value in element.attrib.items() if key.rpartition("}")[2] in {"href", "src"}]
        styles = [*element.attrib.values(), (element.text or "") if name == "style" else ""]
        remote = any(not link.startswith(("#", "data:image/")) for link in links)
        if (remote and name != "a") or any(map(REMOTE_STYLE.search, styles)):
            raise NotShowable(f"{label} loads something from elsewhere, and a page loads nothing")
    return visible_html(re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)).encode()


def _from_data(address: str, label: str) -> bytes:
    head, _, body = address.partition(",")
    return _decoded(unquote(body), label) if head.endswith(";base64") else unquote_to_bytes(body)


def _decoded(text: str, label: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotShowable(f"{label} is not whole: paste it anew") from error


def from_output(content: str, kind: str, description: str) -> Markup:
    """Embed the picture of an output.

    Parameters
    ----------
    content
        In Base64; an SVG as text.
    kind
        Its MIME type.
    description
        What it shows.

    Raises
    ------
    NotShowable
        As :func:`picture`.
    """
    label = "the picture"
    data = content.encode() if kind == SVG else _decoded(content, label)
    return picture(data, description, label=label, where='in the cell: "#| fig-alt: what it shows"')
