"""Messages of notebooks, for Babel: each markdown cell that reaches a page is one."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

NOT_ON_PAGES = "notebook-only"


def extract_notebook(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Find the messages of a notebook, in the form that Babel's extraction asks for.

    Parameters
    ----------
    file
        The notebook.
    keywords, comment_tags, options
        Babel's; markdown needs none.

    Yields
    ------
    Number of the cell, no function, the cell's text, no comments.
    """
    del keywords, comment_tags, options
    for number, cell in enumerate(json.load(file)["cells"], start=1):
        if cell["cell_type"] == "markdown" and NOT_ON_PAGES not in cell["metadata"].get("tags", []):
            yield number, "", "".join(cell["source"]), []
