"""Long sequences are packed a piece at a time, and of what is looked at one piece at most is there as objects."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

import pytest

from umkm_analysis.builds import packed
from umkm_analysis.builds.packed import PIECE, Packed

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Item:
    number: int
    alive: ClassVar[int] = 0

    def __new__(cls, *_: int) -> Self:
        """Count those that are made, and those that are unpacked."""
        cls.alive += 1
        return super().__new__(cls)

    def __del__(self) -> None:
        """Count no longer what is gone."""
        Item.alive -= 1


def test_it_is_the_sequence_that_it_was_made_of() -> None:
    items = [Item(number) for number in range(2 * PIECE + 3)]
    found = Packed(items)
    assert [*found] == [*found] == items
    assert (len(found), found[0], found[-1], found[PIECE]) == (len(items), items[0], items[-1], items[PIECE])
    assert found[PIECE - 1 : PIECE + 1] == items[PIECE - 1 : PIECE + 1]
    assert [*pickle.loads(pickle.dumps(found))] == items  # noqa: S301 - packed here
    for missing in (len(items), -len(items) - 1):
        with pytest.raises(IndexError):
            found[missing]
    assert not Packed()


def test_no_more_than_a_piece_is_made_or_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "PIECE", 10)
    most = []

    def made() -> Iterator[Item]:
        for number in range(200):
            most.append(Item.alive)
            yield Item(number)

    found = Packed(made())
    assert max(most) <= 21  # a piece that is packed, and the one that comes
    assert max(Item.alive for _ in found) <= 20
