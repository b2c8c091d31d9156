"""The language a page speaks: Indonesian as written in the code, any other from its catalogue of messages."""

from __future__ import annotations

import gettext
import io
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "id"
"""The language messages are written in."""
NAMES = {"id": "Bahasa Indonesia", "en": "English"}
"""Every language there is, by its own name."""
CATALOGUES = Path(__file__).parent / "messages"
_spoken: ContextVar[str] = ContextVar("language", default=SOURCE)


def speak(language: str) -> None:
    """Use a language from here on.

    Raises
    ------
    UsageError
        If there is no such language.
    """
    _spoken.set(known(language))


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
def speaking(language: str) -> Iterator[None]:
    """Use a language for a while."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        _spoken.set(before)


def spoken() -> str:
    """Return the language in use."""
    return _spoken.get()


def t(message: str, /, **values: object) -> str:
    """Say a message in the language in use, with values in its {places}; without values it may hold any braces."""
    text = _catalogue(spoken()).gettext(message) if message else ""  # gettext answers "" with its own header
    return text.format(**values) if values else text


def nt(message: str, count: int, /, **values: object) -> str:
    """Say a message about a count, which other languages may word differently for one and for many."""
    return _catalogue(spoken()).ngettext(message, message, count).format(count=count, **values)


def mark(message: str) -> str:
    """Mark a message for translation where it is written; it is said with :func:`t` later."""
    return message


def catalogue_path(language: str) -> Path:
    """Where a language's messages are."""
    return CATALOGUES / f"{language}.po"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    with catalogue_path(language).open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
