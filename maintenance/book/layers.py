"""Drawing of the layers, from the import contract of pyproject.toml."""

from __future__ import annotations

import ast
import tomllib
from html import escape
from textwrap import wrap
from typing import Any

from maintenance.tools import ROOT

PAGE = "explanation/_layers.md"
"""Included by architecture.md."""
WIDTH, NAME_WIDTH, GAP, PADDING, LINE = 760, 140, 10, 10, 18
"""Pixels of the drawing: its width, that of the names, space between layers and in them, a line of text."""
CHARACTERS = 88
"""Of a line of text."""


def pages() -> dict[str, str]:
    """The drawing and the names of the other contracts."""
    contracts = _contracts()
    others = "\n".join(f"* {contract['name']}." for contract in contracts if contract["type"] != "layers")
    return {PAGE: f"```{{raw}} html\n{drawing(layers())}```\n\nThe other contracts:\n\n{others}\n"}


def layers() -> list[list[str]]:
    """Packages from the top layer to the lowest; those of one row stand side by side."""
    (contract,) = (contract for contract in _contracts() if contract["type"] == "layers")
    return [[name.strip() for name in row.replace(":", "|").split("|")] for row in contract["layers"]]


def summary(module: str) -> str:
    """First line of a module's docstring, without importing the module."""
    path = ROOT / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0] if text else ""


def drawing(rows: list[list[str]]) -> str:
    """The layers as SVG, in the colours of the page around it."""
    boxes, top = [], 0
    for row in rows:
        lines, height = [], PADDING
        for name in row:
            words = wrap(summary(name).replace("``", ""), CHARACTERS) or [""]
            lines.append(_text(14, top + height + 12, name.removeprefix("umkm_analysis."), 'font-weight="600"'))
            lines += [_text(NAME_WIDTH, top + height + 12 + LINE * place, text) for place, text in enumerate(words)]
            height += LINE * len(words)
        height += PADDING
        boxes.append(
            f'<rect x="1" y="{top + 1}" width="{WIDTH - 2}" height="{height - 2}" rx="6" fill="none" '
            f'stroke="currentColor" stroke-opacity=".4"/>\n{"".join(lines)}\n'
        )
        top += height + GAP
    return (
        f'<svg viewBox="0 0 {WIDTH} {top}" role="img" aria-label="Layers of umkm_analysis, the highest first" '
        f'style="max-width:100%" fill="currentColor" font-size="13">\n{"".join(boxes)}</svg>\n'
    )


def _text(x: int, y: int, text: str, style: str = 'fill-opacity=".8"') -> str:
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>'


def _contracts() -> list[dict[str, Any]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(project["tool"]["importlinter"]["contracts"])
