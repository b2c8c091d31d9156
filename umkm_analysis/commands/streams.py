"""Standard streams that do not die: of a character that the console does not know, or of a reader who has gone."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from typing import TextIO

NEAREST = {
    "−": "-", "–": "-", "—": "-", "·": "-", "•": "*", "→": "->", "←": "<-", "×": "x", "≥": ">=", "≤": "<=",
    "“": '"', "”": '"', "‘": "'", "’": "'", "≈": "~",
}  # fmt: skip
"""Characters of our messages → what stands for them on a console that does not know them."""
HANDLER = "umkm_nearest"


def make_lasting() -> None:
    """Let no character end the command: the nearest ASCII takes the place of what a console does not know.

    Streams that are closed read and write nothing from here on.
    """
    _open_closed()
    codecs.register_error(HANDLER, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)


def reader_has_gone(stream: TextIO | None) -> bool:
    """Write out what is waiting; whether nobody reads it.

    Parameters
    ----------
    stream
        Standard output as it was at the start: typer puts another in its place once nobody reads it. None if closed.
    """
    if stream is None:
        return False
    gone = sys.stdout is not stream
    try:
        stream.flush()
    except BrokenPipeError:
        gone = True
    if gone:  # what is still waiting would be written, and complained of, when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return gone


def _open_closed() -> None:
    """Open what whoever started the command has closed: the next file, or pipe of a process, would take its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            os.set_inheritable(opened, True)  # noqa: FBT003 - it has no name
        if getattr(sys, name) is None:
            stream = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115 - it lasts
            setattr(sys, name, stream)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_ascii, error.object[error.start : error.end])), error.end


def _ascii(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return NEAREST.get(character) or plain or "?"
