"""Nouns of the terminal agree with their numbers."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("row",), "0 rows"),
        (1, ("row",), "1 row"),
        (2048, ("row",), "2,048 rows"),
        (1, ("row is", "rows are"), "1 row is"),
        (2, ("row is", "rows are"), "2 rows are"),
    ],
)
def test_a_noun_agrees_with_its_number(number: int, words: tuple[str, ...], said: str) -> None:
    assert count_of(number, *words) == said


COUNTED = re.compile(
    r" (?:rows|lines|figures|files|packages|pages|cells|institutions|regions|features|columns|claims|problems)\b"
)
ALWAYS_MANY = {
    "commands/imports/statistics.py": 1,  # more than three regions
    "commands/editions/diff_text.py": 1,  # more than two regions
}


def test_messages_count_by_one_helper(root: Path) -> None:
    """A count straight in front of a plural noun says "1 rows" one day, so no command prints such a message."""
    found = {}
    for path in sorted((root / "umkm_analysis" / "commands").rglob("*.py")):
        loose = [
            after.value
            for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(text, ast.JoinedStr)
            for before, after in zip(text.values, text.values[1:], strict=False)
            if isinstance(before, ast.FormattedValue)
            and isinstance(after, ast.Constant)
            and COUNTED.match(str(after.value))
        ]
        if loose:
            found[path.relative_to(root / "umkm_analysis").as_posix()] = len(loose)
    assert found == ALWAYS_MANY
