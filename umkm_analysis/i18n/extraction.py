"""Messages of notebooks, for Babel: each markdown cell, comments of the parameters, and descriptions of pictures."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

NOT_ON_PAGES = "notebook-only"
PARAMETERS = "parameters"
COMMENT = re.compile(r"[ ]{2}# (.*\S)[ ]*$", re.MULTILINE)
"""What stands behind a parameter."""
DESCRIPTION = re.compile(r"^#\|\s*fig-alt:\s*(.*\S)", re.MULTILINE)
"""Line of a cell that describes its picture, as Quarto has it; the n-th such line describes the n-th picture."""


def descriptions(source: str) -> list[str]:
    """Descriptions of pictures in the source of a code cell.

    >>> descriptions("#| fig-alt: Dua garis")
    ['Dua garis']
    """
    return [text.strip("\"'") for text in DESCRIPTION.findall(source)]


def comments(source: str) -> list[str]:
    """Comments behind the parameters of a notebook.

    >>> comments('base_year: int = 2019  # tahun dasar')
    ['tahun dasar']
    """
    return COMMENT.findall(source)


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
    Number of the cell, no function, the cell's text, the comment or the description, no comments of Babel's.
    """
    del keywords, comment_tags, options
    for number, cell in enumerate(json.load(file)["cells"], start=1):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield number, "", source, []
        elif cell["cell_type"] == "code":
            tags = cell["metadata"].get("tags", [])
            remarks = comments(source) if PARAMETERS in tags else []
            shown = descriptions(source) if NOT_ON_PAGES not in tags else []
            yield from ((number, "", text, []) for text in (*remarks, *shown))
