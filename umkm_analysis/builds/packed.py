"""Long sequences that are packed: of thousands of jobs only those that are looked at are in memory as objects."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")
PIECE = 128
"""Items that are packed, and looked at, together: they share texts, and each other's objects."""
LEVEL = 1
"""Of zlib: fast, and a tenth of the objects' size."""


class Packed(Sequence[Item]):
    """Sequence whose items are packed in pieces, and unpacked a piece at a time whenever it is gone through.

    Parameters
    ----------
    items
        What it begins with; each must go through pickle. It is taken as it comes, a piece at a time.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._pieces: list[bytes] = []
        self._count = 0
        taken = iter(items)
        while piece := list(islice(taken, PIECE)):
            self._pieces.append(zlib.compress(pickle.dumps(piece, pickle.HIGHEST_PROTOCOL), LEVEL))
            self._count += len(piece)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Item]:
        for piece in self._pieces:
            yield from _unpacked(piece)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | list[Item]:
        """Return an item, or several; whoever wants many goes through them instead."""
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        piece, place = divmod(at % len(self), PIECE)
        found: Item = _unpacked(self._pieces[piece])[place]
        return found


def _unpacked(piece: bytes) -> list[Item]:
    found: list[Item] = pickle.loads(zlib.decompress(piece))  # noqa: S301 - packed by this build itself
    return found
