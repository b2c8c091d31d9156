"""Lines as the frame of an engine: DuckDB on a laptop, Spark when they outgrow it, or another that is installed."""

from __future__ import annotations

import importlib
import os
import warnings
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import project
from umkm_analysis.datasets.procurement_lines import progress
from umkm_analysis.datasets.procurement_lines.formats import BID, DOCUMENT
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.damage import refuse_changed
from umkm_analysis.errors import DataError, MissingToolError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAPERS = frozenset({BID, DOCUMENT})
"""Stages of bids, schedules and papers of contracts, which are in no sum."""
LOCAL = "local[*]"
"""Spark inside this process, on every core."""


class Engine(StrEnum):
    """Library that adds lines up."""

    DUCKDB = "duckdb"
    PANDAS = "pandas"
    POLARS = "polars"
    PYARROW = "pyarrow"
    SPARK = "spark"


def open_lines(
    engine: Engine = Engine.DUCKDB,
    *,
    region: str | None = None,
    years: Sequence[int] | None = None,
    master: str = LOCAL,
    memory: str | None = None,
) -> Any:
    """Open the lines that count, of a region or of all, of some years or of all.

    Parameters
    ----------
    engine
        Library whose frame is returned.
    region, years
        BPS code and budget years; None for all.
    master
        Master of Spark: "local[2]", or "spark://host:7077" of a standalone master that sees the same folder of lines.
    memory
        Memory limit of DuckDB, such as "1GB"; None for its default.

    Raises
    ------
    DataError
        If there are no such lines.
    MissingToolError
        If the engine is not installed.
    """
    return read(engine, line_files(region=region, years=years), master=master, memory=memory)


def line_files(*, region: str | None = None, years: Sequence[int] | None = None) -> list[Path]:
    """List the Parquet files of :func:`open_lines`, of which there is at least one.

    Raises
    ------
    DataError
        If there are no such lines, or they are not as they were imported.
    """
    paths = catalog.files(region=region, years=years)
    if not paths:
        raise DataError(
            f"there are no such lines in {catalog.folder()}. Import exports (umkm import --help), or try with "
            "synthetic ones: umkm sample-lines"
        )
    refuse_changed(paths)
    return paths


def paper_files(*, region: str | None = None, years: Sequence[int] | None = None) -> list[Path]:
    """List the Parquet files of bids, schedules and papers of contracts, which are in no sum; there need be none."""
    paths = catalog.files(region=region, years=years, stages=PAPERS)
    refuse_changed(paths)
    return paths


def read(engine: Engine, paths: Sequence[Path], *, master: str = LOCAL, memory: str | None = None) -> Any:
    """Open some Parquet files of lines with an engine, as :func:`open_lines` does with those that count."""
    names = [str(path) for path in paths]
    if engine is Engine.DUCKDB:
        import duckdb  # noqa: PLC0415 - engines are heavy, and only one is used

        connection = duckdb.connect()
        # a page must not hold a progress bar; a kernel without ipywidgets has none, and refuses the setting
        with suppress(duckdb.InvalidInputException):
            progress.draw_none(connection)
        if memory:
            connection.execute(f"SET memory_limit = '{memory}'")
        return connection.read_parquet(names, hive_partitioning=False)
    if engine is Engine.PANDAS:
        import pandas as pd  # noqa: PLC0415

        return pd.concat([_table(names).to_pandas(types_mapper=pd.ArrowDtype)])
    if engine is Engine.PYARROW:
        return _table(names)
    if engine is Engine.POLARS:
        polars = _installed("polars", 'the extra "polars"')
        return polars.scan_parquet(names, hive_partitioning=False)
    return _spark(master).read.parquet(*names)


def _table(names: Sequence[str]) -> Any:
    import pyarrow.dataset as ds  # noqa: PLC0415

    return ds.dataset(names, format="parquet").to_table()


def _spark(master: str) -> Any:
    # of what Spark does with pandas nothing is used here
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    sql = _installed("pyspark.sql", 'the extra "spark" (and Java: apt install default-jre-headless)')
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # a laptop's own name need not resolve
    builder = sql.SparkSession.builder.master(master).appName("umkm")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.ansi.enabled": "true",  # a sum that overflows is an error
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
        raise MissingToolError(
            f"Spark does not start ({first}). It needs Java 17 or newer: apt install default-jre-headless; and "
            "--master must name a running master"
        ) from error


def _installed(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        raise MissingToolError(
            f"{name} is not installed: {project.install_command(name.removeprefix('py'))}, {extra}"
        ) from error
