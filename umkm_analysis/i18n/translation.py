"""Translation: messages are Indonesian in the code, other languages come from catalogues (PO files).

``t`` and ``nt`` (singular and plural) translate into the language in use; ``mark`` marks a message that is translated
later.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.errors import UsageError
from umkm_analysis.pending_text import PendingText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

SOURCE = "id"
"""The language messages are written in."""
NAMES = {"id": "Bahasa Indonesia", "en": "English"}
"""Every language there is, by its own name."""
CATALOGUES = Path(__file__).parent / "messages"
_language: ContextVar[str] = ContextVar("language", default=SOURCE)


def set_language(language: str) -> None:
    """Use a language from here on.

    Raises
    ------
    UsageError
        If there is no such language.
    """
    _language.set(known(language))


def known(language: str) -> str:
    """Return a language that there is.

    Raises
    ------
    UsageError
        If there is no such language, with those there are.
    """
    if language not in NAMES:
        raise UsageError(f'There is no language "{language}"; there are {", ".join(NAMES)}.')
    return language


@contextmanager
def use_language(language: str | None) -> Iterator[None]:
    """Use a language for a while; None for the one in use."""
    before = current_language()
    set_language(before if language is None else language)
    try:
        yield
    finally:
        _language.set(before)


def current_language() -> str:
    """Return the language in use."""
    language = _language.get()
    return language.read() if isinstance(language, PendingText) else language


def t(message: str, /, **values: object) -> str:
    """Translate a message into the language in use, with values in its {places}; without values any braces stay."""
    text = _catalogue(current_language()).gettext(message) if message else ""  # gettext answers "" with its own header
    return text.format(**values) if values else text


def nt(message: str, count: int, /, **values: object) -> str:
    """Translate a message about a count, written with its thousands grouped: languages may word one and many apart."""
    number = f"{count:,}".replace(",", group_symbol(current_language()))
    return _catalogue(current_language()).ngettext(message, message, count).format(count=number, **values)


@cache
def group_symbol(language: str) -> str:
    """Return the sign between the thousands of a number."""
    from babel.numbers import get_group_symbol  # noqa: PLC0415 - a command that says nothing of a page does not wait

    return str(get_group_symbol(language))


def mark(message: str) -> str:
    """Mark a message for translation where it is written; it is translated with :func:`t` later."""
    return message


def catalogue_path(language: str) -> Path:
    """Path of a language's catalogue."""
    return CATALOGUES / f"{language}.po"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    from babel.messages.pofile import read_po  # noqa: PLC0415 - likewise

    with catalogue_path(language).open("rb") as file:
        return _Translations(read_po(file, locale=language))


class _Translations(gettext.NullTranslations):
    """Translations of a catalogue, the same as from its compiled form, which takes longer to write than to do without.

    Parameters
    ----------
    catalogue
        It; a suggestion that nobody has checked is shown to no reader.
    """

    def __init__(self, catalogue: Catalog) -> None:
        super().__init__()
        self._texts: dict[str, str] = {}
        self._forms: dict[str, list[str]] = {}
        for message in catalogue:
            if not message.id or not message.string or message.fuzzy:
                continue
            if isinstance(message.id, str):
                self._texts[message.id] = str(message.string)
            else:
                found = zip((message.id[0], *[message.id[1]] * len(message.string)), message.string, strict=False)
                self._forms[message.id[0]] = [form or untranslated for untranslated, form in found]
        self._number = gettext.c2py(catalogue.plural_expr)

    def gettext(self, message: str) -> str:
        """Translate a message; one that has no translation stays."""
        return self._texts.get(message) or self.ngettext(message, message, 1)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Translate a message about a number."""
        forms = self._forms.get(msgid1)
        return super().ngettext(msgid1, msgid2, n) if forms is None else forms[self._number(n)]
