"""Names of one thing spelt almost alike: which of them a person should be asked about."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ALIKE = 0.86
"""Similarity from which two names are asked about, as difflib measures it."""
SHORTEST = 4
"""Letters from which one letter more, less or other is asked about."""
PREFIX = re.compile(r"^(?:pelatihan|training)(?=\w{3})")
"""First word that one office writes and another leaves out."""
TOLD_APART = (
    ("barat", "timur", "utara", "selatan", "tengah", "laut", "tenggara"),
    ("atas", "bawah", "hulu", "hilir", "ulu", "ilir", "lor", "kidul", "kulon", "wetan"),
    ("dasar", "menengah", "lanjutan", "mahir"),
    ("daring", "luring", "online", "offline", "hibrida"),
    ("besar", "kecil", "lama", "baru", "dalam", "luar", "makro", "mikro"),
    ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november",
     "desember"),
    ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "pagi", "siang", "sore", "malam"),
    ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
    ("pria", "wanita", "putra", "putri"),
)  # fmt: skip
"""Words that tell two names apart however alike they are spelt."""
NUMBERED = re.compile(r"\d+|[ivx]{1,5}|[a-z]")
"""A word that numbers a series: 2, II, B."""


def bare(name: str) -> str:
    """Return a name without case, blanks, points and accents: two with the same are one name spelt twice.

    >>> bare("Mojo-Market"), bare("mojomarket")
    ('mojomarket', 'mojomarket')
    """
    plain = unicodedata.normalize("NFKD", name).lower()
    return "".join(letter for letter in plain if letter.isalnum())


def alike(name: str, other: str) -> bool:
    """Whether two different names may be one, misspelt.

    >>> alike("Magersari", "Magersarii"), alike("Batch 1", "Batch 2"), alike("Ilir Timur I", "Ilir Barat I")
    (True, False, False)
    """
    if bare(name) == bare(other):
        return True
    words, others = _words(name), _words(other)
    if len(words) == len(others):
        differing = [(word, rival) for word, rival in zip(words, others, strict=True) if word != rival]
        if any(_told_apart(word, rival) for word, rival in differing):
            return False
    elif _numbers(words) != _numbers(others):
        return False
    one, two = (PREFIX.sub("", "".join(listed)) for listed in (words, others))
    if one == two or sorted(words) == sorted(others):
        return True
    if min(len(one), len(two)) < SHORTEST:
        return False
    return _one_edit(one, two) or (
        one[0] == two[0] and difflib.SequenceMatcher(a=one, b=two, autojunk=False).ratio() >= ALIKE
    )


def misspelt(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Pair every rarer name with the more frequent one that it may be; of two equally frequent ones, the later.

    Parameters
    ----------
    counts
        Name → rows that have it, in the order of the file.
    """
    order = sorted(counts, key=lambda name: -counts[name])  # stable: the earlier first
    for at, name in enumerate(order):
        usual = next((other for other in order[:at] if alike(name, other)), None)
        if usual is not None:
            yield name, usual


def _words(name: str) -> list[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name).lower() if unicodedata.category(sign) != "Mn")
    return re.findall(r"\d+|[^\W\d_]+", plain)


def _numbers(words: list[str]) -> list[str]:
    return [word for word in words if NUMBERED.fullmatch(word)]


def _told_apart(word: str, other: str) -> bool:
    if NUMBERED.fullmatch(word) and NUMBERED.fullmatch(other):
        return not (word.isdecimal() and other.isdecimal() and int(word) == int(other))
    return any(word in group and other in group for group in TOLD_APART)


def _one_edit(one: str, two: str) -> bool:
    """Whether one letter more, less or other, or two letters that changed places, make one word of the other."""
    if abs(len(one) - len(two)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest, other = one[start:], two[start:]
    if rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]:
        return True
    return rest[:2] == other[1::-1] and rest[2:] == other[2:]
