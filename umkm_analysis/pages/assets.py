"""Assets embedded in every page: typeface, scripts, QR code, text of the style sheet."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = Path(__file__).parent
TEMPLATES = HERE / "template"
LAND = HERE / "maps" / "land.json"
"""Outlines under every map."""
PAGE_SCRIPTS = (
    "remembered.js",
    "page.js",
    "squeeze.js",
    "points.js",
    "explore.js",
    "slides.js",
    "deck.js",
    "notes.js",
    "kiosk.js",
    "save_chart.js",
    "share.js",
    "fact_sheet.js",
    "save_table.js",
    "save_workbook.js",
    "start.js",
)
"""Parts of a page's script, in template/umkm/scripts; each uses the names of those before it, start.js begins."""
SITE_SCRIPTS = ("umkm/scripts/remembered.js", "site_theme.js")
"""Parts of the scripts of the pages beside the reports, such as the index; the page's own script follows them."""
NOT_RUN = re.compile(r"^[ \t]+|^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
"""What a browser passes over: indentation, and comments that have lines of their own; pages travel without it."""
STRING = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")
SPACED = re.compile(r" ?([=,;{}()?:&|<>*]) ?")
"""Signs of a script that need no space around them."""
MASK = 3
"""Pattern over a QR code, of the eight there are. To try all takes four fifths of a code's time, a thirtieth of a
page's, and a reader finds no more of them: of 149 pages' codes, small, blurred and noisy in three ways, it read 378 of
447 with this one and 374 with those that have the fewest of the standard's penalty points, 5 % fewer on average."""
FACES = {name: HERE / "fonts" / f"PlusJakartaSans-{name.title()}.woff2" for name in ("regular", "bold")}


@dataclass(frozen=True)
class Script:
    """A script and the hash by which a page's security policy knows it."""

    text: Markup
    policy: str


@cache
def typeface() -> Mapping[str, str]:
    """Return the faces of the house's typeface as data: URIs, by name."""
    return {
        name: "data:font/woff2;base64," + base64.b64encode(file.read_bytes()).decode() for name, file in FACES.items()
    }


@cache
def site_script(templates: Path, *names: str) -> Script:
    """Put the script of a page beside the reports together.

    Parameters
    ----------
    templates
        Folder of the page's template.
    names
        The page's own scripts in it; what they hold must not end a script element.
    """
    return _together(templates / name for name in (*SITE_SCRIPTS, *names))


@cache
def page_script(folder: Path) -> Script:
    """Put a page's script together: its parts share their names and nothing else sees them.

    Parameters
    ----------
    folder
        The template's folder; it holds ``scripts``.
    """
    return _together(folder / "scripts" / name for name in PAGE_SCRIPTS)


def _together(files: Iterable[Path]) -> Script:
    parts = "".join(compact_script(file.read_text(encoding="utf-8")) for file in files)
    return _script(f'"use strict";\n(() => {{\n{parts}}})();\n')


def compact_script(text: str) -> str:
    """Shorten a script without changing what it does.

    Lines with a template or a slash, which may begin a regular expression, keep their spaces: telling those apart
    takes a parser.
    """
    lines, inside = [], False
    for line in NOT_RUN.sub("", text).split("\n"):
        kept = inside or "`" in line or "/" in STRING.sub("", line)
        inside ^= line.count("`") % 2 == 1
        parts = STRING.split(line)  # every second is a string
        lines.append(line if kept else "".join(p if at % 2 else SPACED.sub(r"\1", p) for at, p in enumerate(parts)))
    return "\n".join(lines)


def _script(text: str) -> Script:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Script(Markup(text), f"sha256-{digest}")  # noqa: S704 - the package's own file


def css_text(text: str) -> Markup:
    """Write text as a string of a style sheet: every character that could end or change it becomes its number.

    The space after a number belongs to it: a browser takes one away.
    """
    safe = "".join(one if one.isalnum() or one in " .,-·" else f"\\{ord(one):06x} " for one in text)
    return Markup(safe)  # noqa: S704 - letters, digits, and numbers of characters


def qr_code(address: str) -> Markup:
    """Draw an address as a QR code for the inside of a page."""
    file = io.BytesIO()
    import segno  # noqa: PLC0415 - with it come urllib and ssl, for whoever only asks where the templates are

    segno.make(address, error="m", mask=MASK).save(
        file, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, border=4, dark="#000", light="#fff",
        title=address,
    )  # fmt: skip
    return Markup(file.getvalue().decode())  # noqa: S704 - segno escapes the title
