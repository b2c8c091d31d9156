"""Quick looks at all characters of a column, by which most batches need no pattern for each of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

FIRST, LAST = ord(" "), ord("~")
"""Characters of ASCII that can be seen, and the blank."""


def odd_cells(text: pa.Array, *, most: int) -> list[int]:
    """List the cells that hold anything but visible ASCII and blanks, or that are longer than ``most`` bytes."""
    ends, data = _buffers(text)
    at = np.flatnonzero((data - np.uint8(FIRST)) > LAST - FIRST)  # what is below wraps around to above
    odd = np.unique(np.searchsorted(ends, at, side="right") - 1)
    return np.union1d(odd, np.flatnonzero(np.diff(ends) > most)).tolist()


def is_trimmed(text: pa.Array) -> bool:
    """Whether every cell begins and ends with a visible sign of ASCII, or is empty: then there is nothing to trim."""
    ends, data = _buffers(text)
    filled = np.diff(ends) > 0
    signs = np.concatenate([data[ends[:-1][filled]], data[ends[1:][filled] - 1]])
    return not np.any((signs - np.uint8(FIRST + 1)) > LAST - FIRST - 1)


def shortest(text: pa.Array) -> int:
    """Return the bytes of the shortest cell."""
    ends, _ = _buffers(text)
    return int(np.diff(ends).min(initial=0 if len(text) == 0 else 1 << 30))


def longest(text: pa.Array) -> int:
    """Return the bytes of the longest cell."""
    ends, _ = _buffers(text)
    return int(np.diff(ends).max(initial=0))


def is_ascii(text: pa.Array) -> bool:
    """Whether every sign of every cell is one of ASCII."""
    _, data = _buffers(text)
    return not np.any(data > LAST)


def holds(text: pa.Array, marks: Iterable[str]) -> bool:
    """Whether any cell holds one of some characters of ASCII."""
    _, data = _buffers(text)
    content = data.tobytes()
    return any(mark.encode() in content for mark in marks)


def _buffers(text: pa.Array) -> tuple[np.ndarray[Any, np.dtype[np.int32]], np.ndarray[Any, np.dtype[np.uint8]]]:
    """Return where the cells of an array of strings begin, with the end of the last, and the bytes of all."""
    _, offsets, data = text.buffers()
    if offsets is None or len(text) == 0:
        return np.zeros(1, np.int32), np.zeros(0, np.uint8)
    ends = np.frombuffer(offsets, np.int32)[text.offset : text.offset + len(text) + 1]
    content = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    return ends - ends[0], content
