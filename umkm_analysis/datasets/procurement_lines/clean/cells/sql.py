"""SQL expressions that read figures, codes, dates and words from cells of text; what cannot be read is NULL.

A figure in rupiah may have decimals behind a point or comma and be grouped the Indonesian or the English way. "123.456"
could be either a hundred thousand or a hundred, so it is refused unless the rest of its source tells; a number of JSON
or XLSX never comes here like that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from umkm_analysis.datasets.procurement_lines.clean.cells import scan
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSING = ("", "-", "--", "nan", "null", "none", "n/a", "na", "nat", "<na>", "#n/a")
"""Spellings of a missing value by spreadsheets and programs."""
OF_EVERY_MISSING = "-nN"
"""Signs of which every such spelling has one, but for the empty cell."""
LONGEST_MISSING = max(map(len, MISSING))
YES = ("UKM", "UMK", "UMKK", "UMK-K", "PDN", "TRUE", "T", "YA", "Y", "1", "1.0")
SMALL = ("USAHA MIKRO", "USAHA KECIL", "MIKRO", "KECIL", "KOPERASI")
LARGER = ("USAHA MENENGAH", "USAHA BESAR", "MENENGAH", "BESAR", "NON KECIL", "NON-KECIL")
"""Sizes of enterprises: UMK-K are micro, small and cooperatives."""
ANNOUNCED = ("TERUMUMKAN", "SUDAH TERUMUMKAN", "DIUMUMKAN", "SUDAH DIUMUMKAN", "TRUE", "T", "YA", "Y", "1", "1.0")
ACTIVE, INACTIVE = ("AKTIF", "ACTIVE"), ("TIDAK AKTIF", "NON AKTIF", "NON-AKTIF", "NONAKTIF", "INACTIVE")
NO = ("NON UKM", "NON-UKM", "NONUKM", "NON UMK", "NON-UMK", "BUKAN UKM", "NON UMKK", "NON-UMKK", "NON UMK-K",
      "NON-UMK-K", "BUKAN UMK", "BUKAN UMKK", "BUKAN UMK-K", "BUKAN PDN", "NON PDN", "NON-PDN", "NONPDN", "IMPOR",
      "FALSE", "F", "TIDAK", "N", "0", "0.0")  # fmt: skip
DIRECT, COMPETITIVE, E_PURCHASING, SELF_MANAGED, EXCEPTED = (
    "direct", "competitive", "e_purchasing", "self_managed", "excepted",
)  # fmt: skip
OTHER, UNKNOWN = "other", "unknown"
SELF_MANAGED_WORD = "Swakelola"
METHODS = (
    (SELF_MANAGED, "swakelola"),
    (E_PURCHASING, "e[- ]?purchasing|e[- ]?katalog|toko daring"),
    (EXCEPTED, "dikecualikan"),
    (DIRECT, "pengadaan langsung|penunjukan langsung"),
    (COMPETITIVE, "^(tender|seleksi|lelang|pelelangan|sayembara|kontes)"),
)
"""Group of a method, and what its name holds."""


def among(words: tuple[str, ...]) -> str:
    """Return words as an SQL list."""
    return ", ".join(map(quoted, words))


def cleaned(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Trim every cell; what stands for nothing becomes NULL. In Arrow: DuckDB trims ten times as slowly."""
    if isinstance(column, pa.StringArray) and scan.is_trimmed(column):
        trimmed = column
        if scan.shortest(column) > 0 and not scan.holds(column, OF_EVERY_MISSING):
            return column
    else:
        trimmed = pc.utf8_trim_whitespace(column)
    if (pc.min(pc.binary_length(trimmed)).as_py() or 0) > LONGEST_MISSING:
        return trimmed
    nothing = pc.is_in(pc.utf8_lower(trimmed), value_set=pa.array(MISSING))
    return pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed)


AS_TEXT = "'"
"""What spreadsheets have before a cell that is to stay text, and some programs write out."""


def without_mark(column: pa.Array) -> pa.Array:
    """Take the mark of text away from cells that are no words: '0123 is 0123."""
    return pc.replace_substring_regex(pc.utf8_trim_whitespace(column), f"^{AS_TEXT}+", "")


def figures(text: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Read a column of whole figures as int64, a tenth of the work; leave it as text where a cell is anything else."""
    if any(scan.holds(chunk, "xX") for chunk in (text.chunks if isinstance(text, pa.ChunkedArray) else [text])):
        return text  # Arrow takes 0x10 for 16
    try:
        return text.cast(pa.int64())
    except pa.ArrowInvalid:
        return text


def grouped(thousands: str, decimals: str) -> str:
    """Return the pattern of an unambiguous grouped figure: two groups of thousands, or one and decimals."""
    group, rest = f"([{thousands}]\\d{{3}})", f"[{decimals}]\\d{{1,2}}"
    return f"-?\\d{{1,3}}({group}{{2,5}}({rest})?|{group}{{1,5}}{rest})"


def thousands(columns: Sequence[pa.ChunkedArray]) -> str | None:
    """Detect the thousands separator of a source: a point or comma that is twice in a figure, and never for decimals.

    Then "950.000" can be only one thing; where nothing tells, it stays refused.
    """
    for mark, other in ((".", ","), (",", ".")):
        twice, decimal = grouped(mark, other), f"^-?\\d+[{mark}]\\d{{1,2}}$"
        groups = any(
            pc.any(pc.match_substring_regex(column, f"^((?:[Rr][Pp]|IDR)[.]?{BLANK}*)?{twice}(,--?)?$")).as_py()
            for column in columns
        )
        if groups and not any(pc.any(pc.match_substring_regex(column, decimal)).as_py() for column in columns):
            return mark
    return None


BLANK = "[ \u00a0\u202f\u2009]"
"""Blanks of every width: spreadsheets write one that does not break between Rp and a figure."""


def money(text: str, separator: str | None = None) -> str:
    """Read rupiah to the sen, as DECIMAL(18, 2): 64 bits, several times as fast as more digits would be.

    Parameters
    ----------
    text
        The column.
    separator
        Of thousands, as far as the source tells; see :func:`thousands`.
    """
    sign = f"regexp_replace({text}, '^(-?){BLANK}*(?:[Rr][Pp]|IDR)[.]?{BLANK}*', '\\1')"
    bare = f"regexp_replace({sign}, ',--?$', '')"  # "Rp1.000,-"

    def cast(what: str) -> str:
        return f"TRY_CAST({what} AS DECIMAL(18, 2))"

    once = f"regexp_full_match({bare}, '-?\\d{{1,3}}[{separator}]\\d{{3}}')"
    separated = (
        f"WHEN {once} THEN {cast(f'replace({bare}, {quoted(separator)}, {quoted(str())})')}" if separator else ""
    )
    return f"""CASE
        WHEN regexp_full_match({text}, '\\d{{1,18}}') THEN {cast(text)}
        WHEN regexp_full_match({sign}, '\\d{{1,3}}[.]\\d{{3}},--?') THEN {cast(f"replace({bare}, '.', '')")}
        WHEN {sign} = '-' AND {text} <> '-' THEN 0
        WHEN regexp_full_match({bare}, '-?\\d{{1,3}}({BLANK}\\d{{3}}){{1,5}}([.,]\\d{{1,2}})?')
            THEN {cast(f"replace(regexp_replace({bare}, '{BLANK}', '', 'g'), ',', '.')")}
        {separated} WHEN regexp_full_match({bare}, '-?\\d{{1,18}}(\\.\\d+)?')
            AND NOT regexp_full_match({bare}, '-?\\d{{1,3}}\\.\\d{{3}}')
            THEN {cast(bare)}
        WHEN regexp_full_match({bare}, {quoted(grouped(".", ","))})
            THEN {cast(f"replace(replace({bare}, '.', ''), ',', '.')")}
        WHEN regexp_full_match({bare}, {quoted(grouped(",", "."))})
            THEN {cast(f"replace({bare}, ',', '')")}
        WHEN regexp_full_match({bare}, '-?\\d{{1,18}},\\d{{1,2}}') THEN {cast(f"replace({bare}, ',', '.')")}
    END"""


def code(text: str) -> str:
    """Read a code; programs make "123.0" of 123."""
    whole = f"CASE WHEN regexp_full_match({text}, '\\d+\\.0+') THEN split_part({text}, '.', 1) ELSE {text} END"
    return f"CASE WHEN contains({text}, '.') THEN {whole} ELSE {text} END"


def whole_number(text: str) -> str:
    """Read a whole number; NULL for anything else, which DuckDB would round: 1.5 is no 2."""
    digits = code(text)
    return f"CASE WHEN regexp_full_match({digits}, '-?\\d{{1,9}}') THEN CAST({digits} AS INTEGER) END"


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ORIGINAL = "(KONTRAK )?(AWAL|INDUK|ASLI|ORIGINAL)"
"""What stands for a contract that no addendum has changed, beside the numbers of addenda."""


def addendum(text: str, number: str) -> str:
    """Read the number of an addendum, also behind words ("Addendum ke-1", "Adendum II"); −1 for anything else.

    An empty cell and words for the contract itself are 0. What is not read would make the addendum a contract of its
    own, beside the one that it amends.
    """
    behind = f"TRY_CAST(regexp_extract({text}, '^[A-Za-z][A-Za-z .-]*?(\\d{{1,2}})$', 1) AS INTEGER)"
    roman = f"regexp_extract(upper({text}), '^(?:ADD?ENDUM\\s*(?:KE)?\\s*-?\\s*)?([IVX]+)$', 1)"
    place = f"nullif(list_position([{among(ROMAN)}], {roman}), 0)"
    original = f"CASE WHEN regexp_full_match(upper({text}), {quoted(ORIGINAL)}) THEN 0 END"
    return f"CASE WHEN {text} IS NULL THEN 0 ELSE coalesce({number}, {behind}, {place}, {original}, -1) END"


def year(text: str) -> str:
    """Read a year, also behind words (TA 2025), and one that a spreadsheet has grouped as a figure: 2.025."""
    bare = f"regexp_replace({text}, '^(?i)(?:tahun(?: anggaran)?|t[.]?a[.]?) *', '')"
    return whole_number(f"regexp_replace({bare}, '^([12])[.,](\\d{{3}})$', '\\1\\2')")


CODE_MARKS = ";,| \n\t\r\v\f"
"""Signs between codes that share a cell."""
BROKEN_MARKS = "eE=+@"
"""Signs without one of which no code is broken."""


def codes(text: str) -> str:
    """Read codes that may share a cell: each once, in order, joined by ";"."""
    several = f"""array_to_string(list_sort(list_distinct(list_filter(
        string_split_regex({text}, '[;,|\\s]+'), lambda part: part <> ''))), ';')"""
    joined = " OR ".join(f"contains({text}, {quoted(mark)})" for mark in (";", ",", "|", " ", "\n"))
    return f"CASE WHEN {joined} THEN {several} ELSE {code(text)} END"


def broken_code(text: str) -> str:
    """Test whether a code has lost digits in a spreadsheet, or is a formula or an account."""
    return f"regexp_matches({text}, '^\\d([.,]\\d+)?[eE][+]?\\d+$|^[=+]|@')"


def flag(text: str) -> str:
    """Read a yes or no, or the size of an enterprise, as 1 or 0; −1 for a word that is neither."""
    return _either(text, (*YES, *SMALL), (*NO, *LARGER), "-1")


def truth(text: str) -> str:
    """Read a yes or no; NULL for anything else."""
    return f"({_either(text, (*YES, *ACTIVE), (*NO, *INACTIVE), 'NULL')}) = 1"


def _either(text: str, first: tuple[str, ...], second: tuple[str, ...], other: str) -> str:
    upper = f"upper(regexp_replace({text}, '\\s+', ' ', 'g'))"
    return f"""CASE WHEN {text} IS NULL THEN NULL WHEN {upper} IN ({among(first)}) THEN 1
        WHEN {upper} IN ({among(second)}) THEN 0 ELSE {other} END"""


def method_group(text: str) -> str:
    """Read which group a method belongs to."""
    cases = " ".join(f"WHEN regexp_matches(lower({text}), {quoted(words)}) THEN '{group}'" for group, words in METHODS)
    return f"CASE WHEN {text} IS NULL THEN '{UNKNOWN}' {cases} ELSE '{OTHER}' END"


def group_of(method: str | None) -> str:
    """Return the group of a method, as :func:`method_group` reads it."""
    if method is None:
        return UNKNOWN
    return next((group for group, words in METHODS if re.search(words, method.lower())), OTHER)


def own_work(text: str) -> str:
    """Test whether the source of a transaction is self-managed work; false where nothing is said."""
    words = f"lower(coalesce({text}, ''))"
    return f"regexp_matches({words}, 'swakelola') AND NOT regexp_matches({words}, '(non|bukan|selain)[ -]*swakelola')"


def name(text: str) -> str:
    """Normalize a name: capitals, single blanks."""
    return f"""CASE WHEN regexp_matches({text}, '\\s\\s|[^\\S ]') THEN upper(regexp_replace({text}, '\\s+', ' ', 'g'))
        ELSE upper({text}) END"""


def unannounced(status: str) -> str:
    """Test whether a status is that of a plan that was not announced."""
    return f"{status} IS NOT NULL AND upper({status}) NOT IN ({among(ANNOUNCED)})"
