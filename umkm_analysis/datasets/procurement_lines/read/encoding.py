"""Stream of text in UTF-8 whatever its bytes are: those that are none become characters that no text has."""

from __future__ import annotations

import codecs
import io
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE_BYTES = 1 << 18
FIRST_SURROGATE, FIRST_STRAY = 0xDC80, 0xF780
STRAY = {FIRST_SURROGATE + byte: FIRST_STRAY + byte for byte in range(128)}
"""A byte that is not UTF-8, as Python decodes it → the private character in its place."""


class Utf8(io.RawIOBase):
    """A stream in which every byte that is not UTF-8 is a private character, for readers that fail at such bytes.

    Arrow tells of a row with too many cells by a function that must get it as text.
    """

    def __init__(self, inner: IO[bytes]) -> None:
        super().__init__()
        self._inner, self._rest = inner, b""
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def readable(self) -> bool:
        """Streams are there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read on."""
        view = memoryview(buffer)
        while not self._rest:
            data = self._inner.read(PIECE_BYTES)
            self._rest = self._decoder.decode(data, final=not data).translate(STRAY).encode()
            if not data:
                break
        given, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(given)] = given
        return len(given)

    def close(self) -> None:
        """Close what is underneath too."""
        self._inner.close()
        super().close()


def is_stray(text: str) -> bool:
    """Whether text holds a byte that was not UTF-8."""
    return not text.isascii() and any(FIRST_STRAY <= ord(sign) < FIRST_STRAY + len(STRAY) for sign in text)
