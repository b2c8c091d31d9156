"""Refusal of content that a page cannot show."""

from __future__ import annotations


class NotShowable(Exception):  # noqa: N818 - an outcome of a cell, not an error of the program
    """A page cannot show it; the message says what it is and what to do instead."""
