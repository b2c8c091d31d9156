"""Keys of suppliers: one firm has one key, however its number and its name are written, and no person is named.

A tax number becomes a keyed hash. A name is kept only where it says that it is an enterprise's (PT, CV, UD, toko, …):
any other may be a person's, and becomes a keyed hash too.
"""

from __future__ import annotations

import hashlib
import re

import pyarrow as pa

from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted

FORMS = "PT|CV|UD|FA|TB|PD|PB"
"""Forms of enterprise that exports abbreviate, with and without points."""
DOTTED = re.compile(r"(?<!\S)(?:P ?\. ?[TDB]|C ?\. ?V|U ?\. ?D|F ?\. ?A|T ?\. ?B)(?=[\s.,]|$)[.,]*")
POINTED = re.compile(rf"(?<!\S)({FORMS})[.,]+\s*")
SUFFIXES = re.compile(r"\(\s*PERSERO\s*\)|\bPERSERO\b|\bTBK\b")
"""Words that one source writes behind a name and another leaves out."""
BEHIND = re.compile(r"(?<![\s,])[\s,]+(PT|CV|UD)$")
"""A form behind the name; a pattern of the whole name would try each place of a long one with each other."""
DEGREE = re.compile(r"[\s,][AMS]\.?$")
"""What stands before PT where that is no form of enterprise: S. Pt is a degree."""
ENTERPRISE = re.compile(
    rf"^(?:{FORMS})\s|(?<![\w.])(?:FIRMA|TOKO|KOPERASI|KOP|KUD|KSU|PRIMKOP\w*|YAYASAN|PERUM|PERUMDA|PERUSDA|PERSEROAN"
    r"|BUM ?DES\w*|BUMD|BUMN|LTD|INC|GMBH|UNIVERSITAS|POLITEKNIK|INSTITUT|SEKOLAH|RUMAH SAKIT|RS(?:U|UD)?|PUSKESMAS"
    r"|KLINIK|APOTEK|LABORATORIUM|BANK|HOTEL|RUMAH MAKAN|RESTO(?:RAN)?|WARUNG|CATERING|KATERING|BENGKEL|PERCETAKAN"
    r"|STUDIO|BUTIK|KONVEKSI|MEBEL|SALON|USAHA|KONSULTAN|KAP|KJPP|LEMBAGA|PERKUMPULAN|KELOMPOK|POKTAN|GAPOKTAN|DINAS"
    r"|BADAN|KANTOR|BALAI|KSO)(?!\w)"
)
"""Words that only an enterprise or a body has in its name."""
SEPARATORS = re.compile(r"[;|\n]")
"""Marks between the members of a consortium that share a cell."""
JOINED = " + "
NUMBERED = "npwp:"
"""Beginning of the key of a tax number."""
UNNAMED = "nama:"
"""Beginning of the key of a name that may be a person's."""
KEPT_PREFIX = "TEXT:"
"""Beginning of a cell that was hashed before, for a number of a person in it."""
HASH_DIGITS = 20


def supplier_key(cell: str, secret: str) -> str | None:
    """Return the key of the supplier that a cell names: of several, all in order, as a consortium; None of no letter.

    >>> supplier_key("P.T. Maju", "") == supplier_key("MAJU, PT", "") == supplier_key("PT.Maju (Persero) Tbk", "")
    True
    >>> supplier_key("CV B; PT. A;PT A", ""), (supplier_key("Siti Aminah", "") or "").startswith("nama:")
    ('CV B + PT A', True)
    """
    keys = sorted({key for member in SEPARATORS.split(cell) if (key := _key(member, secret))})
    return JOINED.join(keys) or None


def named(names: pa.DictionaryArray, secret: str, known: dict[str, str | None]) -> pa.DictionaryArray:
    """Return the keys of a column of names; ``known`` remembers those of earlier batches."""
    keys = []
    for name in names.dictionary.to_pylist():
        if name is not None and name not in known:
            known[name] = supplier_key(name, secret)
        keys.append(None if name is None else known[name])
    encoded = pa.array(keys, pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(names.indices), encoded.dictionary)


def hashed(npwp: str, secret: str) -> str:
    """Return a supplier's key (SQL), a keyed hash of the tax number, which is never stored; NULL for no tax number.

    A tax number had fifteen digits and has sixteen since 2024, a firm's with a nought before the old one; programs that
    take it for a number drop the noughts before it. A plain hash of it could be reversed by trying them all, so it is
    hashed with a secret that stays on this machine. Several numbers in a cell are those of a consortium.
    """
    several = f"""list_sort(list_distinct(list_transform(list_filter(string_split_regex({npwp}, '[;,|\\n]+'),
        lambda part: trim(part) <> ''), lambda part: {_hash("part", secret)})))"""
    whole = f"NOT list_contains(list_transform({several}, lambda key: key IS NULL), true)"
    joined = f"CASE WHEN {whole} THEN array_to_string({several}, {quoted(JOINED)}) END"
    return f"CASE WHEN regexp_matches({npwp}, '[;,|\\n]') THEN {joined} ELSE {_hash(npwp, secret)} END"


def _hash(npwp: str, secret: str) -> str:
    # programs that take a column of numbers with gaps for one of figures write 12345678602000.0
    npwp = f"regexp_replace({npwp}, '^\\s*(\\d+)[.]0+\\s*$', '\\1')"
    digits = f"regexp_replace({npwp}, '\\D', '', 'g')"
    valid = f"length({digits}) BETWEEN 14 AND 16 AND NOT regexp_full_match({digits}, '0+')"
    valid += f" AND NOT regexp_matches({npwp}, '\\d[eE]')"
    padded = f"lpad({digits}, 16, '0')"
    key = f"'{NUMBERED}' || left(sha256({quoted(secret)} || {padded} || {quoted(secret)}), {HASH_DIGITS})"
    return f"CASE WHEN {valid} THEN {key} END"


def _key(name: str, secret: str) -> str | None:
    plain = " ".join(name.upper().split())
    if plain.startswith(KEPT_PREFIX):
        return plain.lower()
    plain = DOTTED.sub(lambda form: re.sub(r"[ .,]", "", form[0]) + " ", plain)
    plain = SUFFIXES.sub(" ", POINTED.sub(r"\1 ", plain))
    plain = re.sub(r"\s*,\s*", ", ", " ".join(plain.split())).strip(" ,.-")
    behind = BEHIND.search(plain)
    before = plain[: behind.start()] if behind else ""
    if behind and re.search(r"\w", before) and not DEGREE.search(before):
        plain = f"{behind[1]} {before.strip(' ,')}"
    if not re.search(r"\w", plain):
        return None
    if ENTERPRISE.search(plain):
        return plain
    return UNNAMED + hashlib.sha256(f"{secret}{plain}{secret}".encode()).hexdigest()[:HASH_DIGITS]
