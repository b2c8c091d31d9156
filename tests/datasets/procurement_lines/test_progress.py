from __future__ import annotations

import duckdb

from umkm_analysis.datasets.procurement_lines.progress import draw_none


class Refusing:
    """A connection in a process that looks like Jupyter and lacks ipywidgets."""

    def execute(self, _: str) -> None:
        raise duckdb.InvalidInputException("required package 'ipywidgets' is missing")


def test_no_bar_is_drawn_and_none_that_cannot_be_is_no_error() -> None:
    with duckdb.connect() as connection:
        draw_none(connection)
        assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)
    draw_none(Refusing())  # type: ignore[arg-type]
