"""What a person reads on a page: its tables and numbers, from the HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER = {"id": r"[−+]?\d[\d.]*(?:,\d+)?", "en": r"[−+]?\d[\d,]*(?:\.\d+)?"}
"""A number as each language writes it."""


@dataclass(frozen=True)
class ReadTable:
    """A table as it is printed."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    def column(self, position: int) -> list[str]:
        return [row[position] for row in self.rows]

    def by_first(self) -> dict[str, Sequence[str]]:
        """Rows by what heads them."""
        return {row[0]: row[1:] for row in self.rows}


def tables(html: str) -> dict[str, ReadTable]:
    """Every table of a page by its caption."""
    found = re.finditer(
        r"<table[^>]*><caption>(.*?)</caption><thead><tr>(.*?)</tr></thead><tbody>(.*?)</tbody>", html, re.DOTALL
    )
    return {
        plain(match[1]): ReadTable(
            [plain(head) for head in re.findall(r"<th[^>]*>(.*?)</th>", match[2], re.DOTALL)],
            [
                [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
                for row in re.findall(r"<tr[^>]*>(.*?)</tr>", match[3], re.DOTALL)
            ],
        )
        for match in found
    }


def plain(html: str) -> str:
    """Text of HTML, its white space as single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def number(written: str, language: str = "id") -> float:
    group, point = (".", ",") if language == "id" else (",", ".")
    return float(written.replace(group, "").replace(point, ".").replace("−", "-"))


def numbers(sentence: str, language: str = "id") -> list[float]:
    return [number(written.rstrip(".,"), language) for written in re.findall(NUMBER[language], sentence)]


def decimals(written: str) -> int:
    return len(written.partition(",")[2])
