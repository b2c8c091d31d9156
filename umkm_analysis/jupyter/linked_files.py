"""Files that the markdown of a notebook shows as pictures."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from pathlib import Path

NAMED_FILES = re.compile(
    r"""!\[[^\]]*\]\(\s*(?:<([^>]*)>|([^)\s]+))"""
    r"""|<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))"""
    r"""|^\ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?\s""",
    re.MULTILINE,
)
"""Addresses of pictures in markdown; more than those that are pictures."""


def linked_files(notebook: Path) -> list[Path]:
    """Files in a notebook's folder, or below it, that its markdown may show as pictures."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    names = {name for found in NAMED_FILES.findall(text + "\n") for name in found if name and ":" not in name}
    home = notebook.parent.resolve()
    files = {(home / unquote(name)).resolve() for name in names}
    return sorted(file for file in files if file.is_relative_to(home) and file.is_file())
