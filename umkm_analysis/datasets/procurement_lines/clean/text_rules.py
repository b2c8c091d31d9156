"""Rules for text of exports: characters that nobody sees make a row bad; numbers and accounts of persons are not kept.

A row whose agency also holds a telephone number still has its rupiah: so the text is left out and counted, not the row.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from umkm_analysis.characters import unseen
from umkm_analysis.datasets.intake.personal import kind_of_contact, quotable
from umkm_analysis.datasets.procurement_lines.formats import FLAT
from umkm_analysis.errors import Problem

if TYPE_CHECKING:
    from umkm_analysis.datasets.procurement_lines.read.text import RowCounts

WHITE = "\t\n\v\f\r"
"""Characters that are read as blanks in words; exports have them inside names."""
SUSPICIOUS = r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{2800}\x{3164}\x{FE00}-\x{FE0D}\x{FFA0}\x{E0100}-\x{E01EF}]"  # fmt: skip  # noqa: E501
"""What :func:`~umkm_analysis.characters.unseen` is asked about, for Arrow."""
PERHAPS_CONTACT = r"@|://|[0-9](?:[^0-9A-Za-z]*[0-9]){4}|[^\x00-\x7F]"
"""What :func:`~umkm_analysis.datasets.intake.personal.kind_of_contact` is asked about, for Arrow."""
WORDS = (
    "institution_name", "agency_name", "supplier_name", "supplier_region", "method", "category", "fund", "mark",
    "status",
)  # fmt: skip
"""Fields of free text of which something is kept."""


def refuse_unseen(raw: pa.Table, counts: RowCounts) -> None:
    """Add a problem for every cell with a character that nobody sees: its row is bad."""
    for name in raw.column_names:
        if name == "row":
            continue
        column = raw[name].combine_chunks() if not pa.types.is_dictionary(raw[name].type) else raw[name]
        words = column.unify_dictionaries().combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        cells = words.dictionary if pa.types.is_dictionary(words.type) else words
        suspicious = pc.fill_null(pc.match_substring_regex(cells, SUSPICIOUS), fill_value=False)
        if not pc.any(suspicious).as_py():
            continue
        allowed = "" if name in FLAT and name != "rup" else WHITE
        signs = {
            at: unseen((cells[at].as_py()).strip(), allowed=allowed)
            for at in pc.indices_nonzero(suspicious).to_pylist()
        }
        wrong = pa.array([bool(signs.get(at)) for at in range(len(cells))], pa.bool_())
        rows = wrong.take(words.indices) if pa.types.is_dictionary(words.type) else wrong
        for at in pc.indices_nonzero(pc.fill_null(rows, fill_value=False)).to_pylist():
            text = words[at].as_py().strip()
            counts.problems.append(
                Problem(
                    f"text without characters that cannot be seen ({unseen(text, allowed=allowed)})",
                    raw["row"][at].as_py(),
                    counts.header.get(name, name),
                    quotable(text),
                )
            )


def without_contacts(words: pa.DictionaryArray, name: str, secret: str) -> tuple[pa.DictionaryArray, int]:
    """Take numbers and accounts of persons out of a field, the whole cell with them; return how many rows had them.

    Line ends and tabs become blanks. A supplier whose name holds such a number stays a supplier of its own, by a keyed
    hash of the cell; what stands in other fields is not known then.
    """
    if name not in WORDS:
        return words, 0
    cells = pc.replace_substring_regex(words.dictionary, f"[{WHITE}]+", " ")
    suspicious = pc.fill_null(pc.match_substring_regex(cells, PERHAPS_CONTACT), fill_value=False)
    found = [at for at in pc.indices_nonzero(suspicious).to_pylist() if kind_of_contact(cells[at].as_py())]
    if not found:
        return pa.DictionaryArray.from_arrays(words.indices, cells), 0
    texts = cells.to_pylist()
    hidden = 0
    for at in found:
        hidden += pc.sum(pc.equal(words.indices, at)).as_py() or 0
        keyed = hashlib.sha256(f"{secret}{texts[at]}{secret}".encode()).hexdigest()[:20]
        texts[at] = f"text:{keyed}" if name == "supplier_name" else None
    return pa.DictionaryArray.from_arrays(words.indices, pa.array(texts, pa.string())), hidden
