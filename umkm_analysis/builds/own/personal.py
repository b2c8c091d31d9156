"""Search for personal data in what cells of a person's own notebook show.

A page is given away. Tables of this package hold no personal data; what a notebook reads besides may, and a figure
shown by mistake cannot be called back. Only forms that no figure has are refused: a name is not recognised.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from umkm_analysis.errors import UmkmError
from umkm_analysis.jupyter.parameters_cell import is_own_code
from umkm_analysis.pages.fragment import FRAGMENT_MIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DAY = r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])"
"""Of birth, in an identity number: 40 more for women."""
KINDS = {
    # from the sign on: from each letter on, a long text without spaces took minutes
    "an e-mail address": re.compile(r"(?<=[\w.+-])@(?:[a-z0-9-]+\.)+[a-z]{2,}\b", re.IGNORECASE),
    "a telephone number": re.compile(r"(?<![\d.,])(?:\+62[\s.-]?|0)8\d{2}[\s.-]?\d{3,4}[\s.-]?\d{3,5}(?!\d)"),
    "an identity number (NIK)": re.compile(rf"(?<![\d.,])[1-9]\d{{5}}{DAY}(?:0[1-9]|1[0-2])\d{{6}}(?!\d)"),
    "a tax payer's number (NPWP)": re.compile(r"(?<![\d.,])\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)"),
}
TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL | re.IGNORECASE)


class PersonalDataError(UmkmError):
    """A cell that shows what looks like personal data."""


def refuse_personal(cells: Iterable[Mapping[str, Any]]) -> None:
    """Refuse outputs that show what looks like a number or an address of a person.

    Parameters
    ----------
    cells
        Of an executed notebook.

    Raises
    ------
    PersonalDataError
        If a code cell shows such; the message says which and what, and does not repeat it.
    """
    for number, cell in enumerate(filter(is_own_code, cells), start=1):
        if "notebook-only" in cell["metadata"].get("tags", ()):
            continue
        for text in _texts(cell.get("outputs", ())):
            kind = next((kind for kind, form in KINDS.items() if form.search(text)), None)
            if kind is not None:
                raise PersonalDataError(
                    f"code cell {number} shows what looks like {kind}, and a page is for everybody: leave it out, or "
                    "tag the cell notebook-only"
                )


def _texts(outputs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Text of outputs that are not made of this package's tables."""
    for output in outputs:
        if output["output_type"] == "stream":
            yield "".join(output["text"])
        data = output.get("data", {})
        if FRAGMENT_MIME in data:
            continue
        for kind, content in data.items():
            if kind.startswith("text/"):
                text = "".join(content)
                yield html.unescape(TAG.sub(" ", text)) if kind == "text/html" else text
