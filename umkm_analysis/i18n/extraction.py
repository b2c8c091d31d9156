"""Messages of notebooks, for Babel: each markdown cell that reaches a page, and each description of a picture."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

NOT_ON_PAGES = "notebook-only"
DESCRIPTION = re.compile(r"^#\|\s*fig-alt:\s*(.*\S)", re.MULTILINE)
"""Line of a cell that describes its picture, as Quarto has it; the n-th such line describes the n-th picture."""


def descriptions(source: str) -> list[str]:
    """Descriptions of pictures in the source of a code cell.

    >>> descriptions("#| fig-alt: Dua garis")
    ['Dua garis']
    """
    return [text.strip("\"'") for text in DESCRIPTION.findall(source)]


def extract_notebook(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Find the messages of a notebook, in the form that Babel's extraction asks for.

    Parameters
    ----------
    file
        The notebook.
    keywords, comment_tags, options
        Babel's; notebooks need none.

    Yields
    ------
    Number of the cell, no function, the cell's text or the description, no comments.
    """
    del keywords, comment_tags, options
    for number, cell in enumerate(json.load(file)["cells"], start=1):
        if NOT_ON_PAGES in cell["metadata"].get("tags", []):
            continue
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield number, "", source, []
        elif cell["cell_type"] == "code":
            yield from ((number, "", text, []) for text in descriptions(source))
