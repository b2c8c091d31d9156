"""Stream of text in UTF-8 whatever its bytes are: UTF-8, UTF-16 or Windows-1252.

What is none of them becomes characters that no text has, so that its row can be named. ASCII, nearly all of an export,
passes through as it is.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

PIECE_BYTES = 1 << 18
FIRST_SURROGATE, FIRST_STRAY = 0xDC80, 0xF780
STRAY = {FIRST_SURROGATE + byte: FIRST_STRAY + byte for byte in range(128)}
"""A byte that is not UTF-8, as Python decodes it → the private character in its place."""
UTF_8, UTF_16, WINDOWS = "UTF-8", "UTF-16", "Windows-1252"
BOM, UTF_16_BOMS = b"\xef\xbb\xbf", {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
UTF_8_SIGN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A character of UTF-8 that is not ASCII; in Windows-1252 its bytes are letters that never stand so, as in "Ã©"."""
WINDOWS_TABLE = "".join(
    bytes([byte]).decode("cp1252", "replace").replace("\N{REPLACEMENT CHARACTER}", chr(FIRST_STRAY + byte - 128))
    for byte in range(256)
)
"""Character of every byte; the five that Windows-1252 does not know are private ones."""
MIN_UTF_16 = 32
"""Bytes from which zeros in every other place are a sign of UTF-16 without a mark."""


class Utf8(io.RawIOBase):
    """A stream in which a byte that no encoding explains is a private character, for readers that fail at such bytes.

    Arrow tells of a row with too many cells by a function that must get it as text. Which encoding it is shows at the
    first byte that is not ASCII; a later one that contradicts it becomes a private character too.
    """

    def __init__(self, inner: IO[bytes]) -> None:
        super().__init__()
        self._inner, self._ready, self._rest, self._begun = inner, b"", b"", False
        self._encoding: str | None = None
        self._decode: Callable[..., str] | None = None

    @property
    def encoding(self) -> str:
        """Encoding so far."""
        return self._encoding or UTF_8

    def readable(self) -> bool:
        """Streams are there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read on."""
        view = memoryview(buffer)
        ended = False
        while not self._ready and not ended:
            data = self._inner.read(PIECE_BYTES)
            ended = not data
            self._ready = self._text(data, ended=ended)
        given, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(given)] = given
        return len(given)

    def close(self) -> None:
        """Close what is underneath too."""
        self._inner.close()
        super().close()

    def _text(self, data: bytes, *, ended: bool) -> bytes:
        if not self._begun:
            data = self._begin(data)
        if self._decode is not None:
            return self._decode(data, ended).encode("utf-8", "replace")
        if data.isascii() and not self._rest:
            return data
        data = self._rest + data
        if self._encoding is None and not data.isascii():
            self._encoding = _guessed(data)
        if self._encoding == WINDOWS:
            return _windows(data)
        try:
            _, used = codecs.utf_8_decode(data, "strict", ended)
        except UnicodeDecodeError:
            _, used = codecs.utf_8_decode(data, "surrogateescape", ended)
            self._rest = data[used:]
            return data[:used].decode("utf-8", "surrogateescape").translate(STRAY).encode()
        self._rest = data[used:]
        return data if used == len(data) else data[:used]

    def _begin(self, data: bytes) -> bytes:
        self._begun = True
        if data.startswith(BOM):
            self._encoding = UTF_8
            return data.removeprefix(BOM)
        wide = utf_16_of(data)
        if wide:
            self._encoding = UTF_16
            self._decode = codecs.getincrementaldecoder(wide)("replace").decode
            return data[2:] if data[:2] in UTF_16_BOMS else data
        return data


def utf_16_of(head: bytes) -> str | None:
    """Return the name of the UTF-16 that some text begins in; None where it is none."""
    if head[:2] in UTF_16_BOMS:
        return UTF_16_BOMS[head[:2]]
    sample = head[: 1 << 10]
    if len(sample) < MIN_UTF_16:
        return None
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = sample[start::2].count(0), sample[1 - start :: 2].count(0)
        if zeros > 0.9 * len(sample[start::2]) and not others:
            return name
    return None


def as_utf_8(head: bytes) -> bytes:
    """Return the beginning of a text in UTF-8."""
    with io.BufferedReader(Utf8(io.BytesIO(head))) as stream:
        return stream.read()


def is_stray(text: str) -> bool:
    """Whether text holds a byte that was not UTF-8."""
    return not text.isascii() and any(FIRST_STRAY <= ord(sign) < FIRST_STRAY + len(STRAY) for sign in text)


def _guessed(data: bytes) -> str:
    try:
        codecs.utf_8_decode(data, "strict", False)  # noqa: FBT003 - takes no keywords
    except UnicodeDecodeError:
        return UTF_8 if UTF_8_SIGN.search(data) else WINDOWS
    return UTF_8


def _windows(data: bytes) -> bytes:
    pieces, at = [], 0
    for sign in UTF_8_SIGN.finditer(data):
        pieces.append(codecs.charmap_decode(data[at : sign.start()], "strict", WINDOWS_TABLE)[0])
        pieces.append("".join(chr(FIRST_STRAY + byte - 128) for byte in sign[0]))
        at = sign.end()
    pieces.append(codecs.charmap_decode(data[at:], "strict", WINDOWS_TABLE)[0])
    return "".join(pieces).encode()
