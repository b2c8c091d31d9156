"""DuckDB's progress bar, turned off where a page, a table or a command is made."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def draw_none(connection: DuckDBPyConnection) -> None:
    """Turn the progress bar of a connection off.

    In a process that looks like Jupyter and lacks ipywidgets, DuckDB refuses the setting; it can draw none there.
    """
    from duckdb import InvalidInputException  # noqa: PLC0415 - commands that open no lines do not wait for it

    with suppress(InvalidInputException):
        connection.execute("SET enable_progress_bar = false")
