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
"""Letters from which one edit is asked about."""
LONG = 9
"""Letters from which two edits are asked about: so 26 pairs of the 7,097 sub-districts, each within its region."""
PREFIX = re.compile(r"^(?:pelatihan|training|kecamatan|kec)(?=\w{3})")
"""First word that one office writes and another leaves out."""
TOLD_APART = (
    ("barat", "timur", "utara", "selatan", "tengah", "laut", "tenggara"),
    ("atas", "bawah", "hulu", "hilir", "ulu", "ilir", "lor", "kidul", "kulon", "wetan"),
    ("dasar", "menengah", "lanjutan", "mahir"),
    ("daring", "luring", "online", "offline", "hibrida"),
    ("besar", "kecil", "lama", "baru", "baro", "dalam", "luar", "makro", "mikro"),
    ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november",
     "desember"),
    ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "pagi", "siang", "sore", "malam"),
    ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
    ("pria", "wanita", "putra", "putri"),
)  # fmt: skip
"""Words that tell two names apart however alike they are spelt, also those of one group from those of another."""
TELLING = {word for group in TOLD_APART for word in group}
LOOKALIKE = re.compile(r"(?<=[^\W\d_])[01345](?=[^\W\d_])")
"""Digits that stand for a letter inside a word."""
LETTER = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s"}
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
    lettered, rival = _lettered(name), _lettered(other)
    if (lettered == name) != (rival == other):
        name, other = lettered, rival
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
    most = 2 if min(len(one), len(two)) >= LONG and one[0] == two[0] else 1
    return (
        _letters_changed_places(one, two)
        or edits(one, two, most=most) <= most
        or (one[0] == two[0] and difflib.SequenceMatcher(a=one, b=two, autojunk=False).ratio() >= ALIKE)
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


def _lettered(name: str) -> str:
    return LOOKALIKE.sub(lambda found: LETTER[found[0]], name)


def _words(name: str) -> list[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name).lower() if unicodedata.category(sign) != "Mn")
    return re.findall(r"\d+|[^\W\d_]+", plain)


def _numbers(words: list[str]) -> list[str]:
    return [word for word in words if NUMBERED.fullmatch(word)]


def _told_apart(word: str, other: str) -> bool:
    if NUMBERED.fullmatch(word) and NUMBERED.fullmatch(other):
        return not (word.isdecimal() and other.isdecimal() and int(word) == int(other))
    return word in TELLING and other in TELLING


def edits(one: str, two: str, *, most: int) -> int:
    """Damerau-Levenshtein distance: letters more, less, other, or changed places with their neighbour.

    Parameters
    ----------
    one, two
        Words.
    most
        Distance from which on it does not matter; a larger one is returned as ``most + 1``.

    References
    ----------
    F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7 (1964), in its form of
    optimal string alignment.

    >>> edits("jubelio", "jubeilo", most=2), edits("grab", "grabb", most=2), edits("grab", "shopee", most=2)
    (1, 1, 3)
    """
    if abs(len(one) - len(two)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(two) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for place, other in enumerate(two, start=1):
            least = min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != other))
            if min(at, place) > 1 and letter == two[place - 2] and one[at - 2] == other:
                least = min(least, before[place - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def _letters_changed_places(one: str, two: str) -> bool:
    """Whether two letters anywhere in a word changed places, as in Jubileo: no two sub-districts differ only so."""
    differing = [(a, b) for a, b in zip(one, two, strict=False) if a != b]
    return len(one) == len(two) and len(differing) == 2 and differing[0] == differing[1][::-1]  # noqa: PLR2004 - a pair
