"""Rules for text of exports: characters that nobody sees make a row bad; numbers and accounts of persons are not kept.

A row whose agency also holds a telephone number still has its rupiah: so the text is left out and counted, not the row.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from umkm_analysis.characters import unseen
from umkm_analysis.datasets.intake.personal import kind_of_contact, names_person
from umkm_analysis.datasets.procurement_lines.clean.cells import scan
from umkm_analysis.datasets.procurement_lines.formats import FLAT, NAME
from umkm_analysis.datasets.procurement_lines.read.encoding import is_stray
from umkm_analysis.errors import Problem

if TYPE_CHECKING:
    from umkm_analysis.datasets.procurement_lines.read.text import RowCounts

WHITE = "\t\n\v\f\r"
"""Characters that are read as blanks in words; exports have them inside names."""
MOST_CHARACTERS = 1000
"""Of a cell; names of agencies and firms have a hundred."""
PERHAPS_CONTACT = (
    r"(?i)@|://|\(0|[0-9](?:[^0-9A-Za-z]*[0-9]){7}|[^\x00-\x7F]"
    r"|\b(?:hp|wa|whatsapp|telp?|telepon|tlp|phone|fax|nik|ktp|kk|npwp|nip|rek|rekening|norek)\b[^0-9]{0,20}[0-9]"
)
"""What :func:`~umkm_analysis.datasets.intake.personal.kind_of_contact` is asked about, for Arrow."""
WORDS = (
    "institution_name", "agency_name", "supplier_name", "supplier_region", "method", "category", "fund", "mark",
    "status", "other_status",
)  # fmt: skip
"""Fields of free text of which something is kept."""


UNSEEN = r"[\p{C}\p{Z}]+"
"""Controls, marks that show nothing and blanks of every kind, one or more."""
LONGEST_NAME = 300
"""Characters of the name of a package that are kept."""
PERHAPS_PERSON = (
    r"(?i)\b(?:bpk|bapak|pak|ibu|bu|sdr|sdri|saudara|saudari|tn|tuan|ny|nyonya|nn|nona|haji|hajjah|mbak|mbah|ust\w*|kh|hj"
    r"|h|r|rr|dr|dra|drs|ir|prof|kiai|kyai|gus|cak|kang|ning|raden|pdt|letkol|bin|binti|pic|cp|hub|an|owner|pemilik|kontak)\b"
    r"|\ba/n\b|atas nama|\ba\.\s?n\b|\b[ams]\.|,\s*[sma]|\b(?:sh|s?pd|s?kom|s?sos|mpd|mkom|amd)\b"
)
"""What :func:`~umkm_analysis.datasets.intake.personal.names_person` is asked about, for Arrow."""
PERHAPS_PERSONAL = f"{PERHAPS_CONTACT}|{PERHAPS_PERSON.removeprefix('(?i)')}"
PERHAPS_CHANGED = rf"{PERHAPS_PERSONAL}|[\x00-\x1f\x7f]|  "
"""What a name may be changed for; one pattern for all, for each that is looked for costs a pass over all names."""


def package_names(names: pa.Array) -> tuple[pa.Array, int]:
    """Return the names of packages as they are kept, and how many are not, for a person in them.

    What cannot be seen becomes a blank. A name with a person's number, account or title is left out, its row is not.
    """
    if names.null_count == len(names):
        return names, 0
    if scan.longest(names) > LONGEST_NAME:
        names = pc.if_else(pc.greater(pc.utf8_length(names), LONGEST_NAME), _shortened(names), names)
    changed = pc.fill_null(pc.match_substring_regex(names, PERHAPS_CHANGED), fill_value=False)
    if not pc.any(changed).as_py():
        return names, 0
    plain = _shortened(names.filter(changed))
    suspicious = pc.match_substring_regex(plain, PERHAPS_PERSONAL)
    cells = pc.if_else(suspicious, plain, pa.scalar(None, pa.string())).dictionary_encode()
    personal = [kind_of_contact(cell) is not None or names_person(cell) for cell in cells.dictionary.to_pylist()]
    wrong = pc.fill_null(pa.array(personal, pa.bool_()).take(cells.indices), fill_value=False)
    kept = pc.if_else(wrong, pa.scalar(None, pa.string()), plain)
    return pc.replace_with_mask(names, changed, kept), pc.sum(wrong).as_py() or 0


def _shortened(names: pa.Array) -> pa.Array:
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(names, UNSEEN, " "))
    return pc.utf8_slice_codeunits(plain, 0, LONGEST_NAME)


def refuse_bad_text(raw: pa.Table, counts: RowCounts) -> None:
    """Add a problem for every cell with a character that nobody sees, or far too many: its row is bad.

    Parameters
    ----------
    raw
        A batch, each of its columns in one piece.
    counts
        Gets the problems.
    """
    for name in raw.column_names:
        if name in {"row", NAME}:
            continue
        column = raw[name].chunk(0)
        repeated = pa.types.is_dictionary(column.type)
        cells = column.dictionary if repeated else column
        odd = scan.odd_cells(cells, most=MOST_CHARACTERS)
        faults = {at: _fault(cells[at].as_py(), name) for at in odd}
        wrong = [at for at, fault in faults.items() if fault]
        if not wrong:
            continue
        rows = pc.is_in(column.indices, pa.array(wrong, column.indices.type)) if repeated else None
        for at in wrong if rows is None else pc.indices_nonzero(rows).to_pylist():
            cell = column.indices[at].as_py() if repeated else at
            counts.fault(Problem(faults[cell] or "", raw["row"][at].as_py(), counts.header.get(name, name)))


def _fault(text: str, name: str) -> str | None:
    if len(text) > MOST_CHARACTERS:
        return f"at most {MOST_CHARACTERS:,} characters"
    if is_stray(text):
        return "text in UTF-8; save the file as CSV UTF-8"
    sign = unseen(text.strip(), allowed="" if name in FLAT and name != "rup" else WHITE)
    return f"text without characters that cannot be seen ({sign})" if sign else None


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
