"""Files in the shapes that offices and portals give, with regions that exist and figures that are made up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a text file; JSON of what is no text."""

    def write(name: str, content: Any, encoding: str = "utf-8") -> Path:
        text = content if isinstance(content, str) else json.dumps(content)
        path: Path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of one sheet."""

    def write(name: str, rows: list[list[Any]]) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        path: Path = tmp_path / name
        book.save(path)
        return path

    return write
