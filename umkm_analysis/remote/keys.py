"""Keys of services: read from the environment or a private file, and taken out of whatever is shown or stored."""

from __future__ import annotations

import os
import re
import stat
from html.entities import codepoint2name
from typing import TYPE_CHECKING

from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE = 4096
MASK = "KEY"
"""What stands in the place of a key."""
KEY = re.compile(r"[!-~]{8,2048}")
"""Visible ASCII without blanks: what fits into an address and a header."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Key:
    """A key, which shows itself to nobody by accident: neither printed nor in a traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        """Return what may be seen."""
        return f"Key({MASK})"

    __str__ = __repr__

    def __reduce__(self) -> str:
        """Refuse to be stored or sent to another process."""
        raise TypeError("a key is not stored")

    def reveal(self) -> str:
        """Return the key itself, for the request alone."""
        return self._text

    def pattern(self) -> re.Pattern[str]:
        """Match the key however an address, a page or JSON spells it, character by character."""
        return re.compile("".join(map(_spellings, self._text)))


def _spellings(sign: str) -> str:
    code = ord(sign)
    ways = [re.escape(sign), f"(?i:%(?:25)*{code:02x})", f"(?i:u00{code:02x})", f"&#0*{code};", f"(?i:&#x0*{code:x};)"]
    if named := codepoint2name.get(code):
        ways.append(f"&{named};")
    return rf"\\*(?:{'|'.join(ways)})"


def without_key(text: str, key: Key | None) -> str:
    """Return text with a mask in place of the key, however it is spelt."""
    return key.pattern().sub(MASK, text) if key else text


def without_key_bytes(content: bytes, key: Key | None) -> tuple[bytes, int]:
    """Return bytes with a mask in place of the key, and how many times it stood there."""
    if key is None:
        return content, 0
    return re.subn(key.pattern().pattern.encode(), MASK.encode(), content)


def find_key(variable: str, file: Path | None, hint: str) -> Key:
    """Find a key.

    Parameters
    ----------
    variable
        Of the environment, where no file is named.
    file
        Named by the person: readable by its owner alone.
    hint
        Where a key comes from, for the error where there is none.

    Raises
    ------
    UsageError
        If there is none, others may read the file, or what is there cannot be a key. It is not repeated.
    """
    if file is None:
        text = os.environ.get(variable, "")
        if not text.strip():
            raise UsageError(
                f"there is no key: set {variable}, or put it into a file that you alone can read (chmod 600 FILE) and "
                f"name that by --key-file. {hint}"
            )
        return _key(text, f"what {variable} holds")
    return _key(_private_text(file), f"what {file} holds")


def _private_text(file: Path) -> str:
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe must not make us wait
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)  # of what is read, not of what the name may mean a moment later
            if not stat.S_ISREG(status.st_mode):
                raise UsageError(f"--key-file {file} is no file")
            if os.name == "posix" and status.st_mode & OTHERS:
                mode = stat.S_IMODE(status.st_mode)
                raise UsageError(
                    f"{file}: others on this machine may read or change this key (mode {mode:03o}). "
                    f"Run: chmod 600 {file}, and ask for a new key if they may have read it"
                )
            if os.name == "posix" and status.st_uid not in {os.geteuid(), 0}:
                raise UsageError(f"{file}: this file belongs to another user; put the key into a file of your own")
            content = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise UsageError(f"--key-file {file} cannot be read: {error.strerror}") from None
    if len(content) > MAX_FILE:
        raise UsageError(f"{file}: too long for a key; the file holds the key and nothing else")
    return content.decode("utf-8-sig", errors="replace")


def _key(text: str, what: str) -> Key:
    if not KEY.fullmatch(text.strip()):
        raise UsageError(f"{what} is no key: 8 or more letters, digits and signs without blanks, and nothing else")
    return Key(text.strip())
