"""Counted English nouns for messages of the terminal: "1 row", "2,048 rows"."""

from __future__ import annotations


def count_of(number: int, singular: str, plural: str = "") -> str:
    """Write a number, its thousands grouped, with the noun that agrees with it.

    Parameters
    ----------
    number
        The count.
    singular
        The noun as it stands after 1, with its verb where the verb changes too: "row is".
    plural
        The same after any other number; by default the singular with an s.

    >>> count_of(1, "row"), count_of(2048, "row"), count_of(0, "row is", "rows are")
    ('1 row', '2,048 rows', '0 rows are')
    """
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"
