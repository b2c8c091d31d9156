"""Results in other libraries' tables: Polars and Arrow, with what they say of themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.api.guesses import guided
from umkm_analysis.datasets.project import install_command
from umkm_analysis.errors import MissingToolError, UsageError

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

KEY = b"umkm_analysis"
"""Of an Arrow table's metadata: JSON of a result's ``attrs``."""


@guided
def to_arrow(table: pd.DataFrame) -> pa.Table:
    """Turn a result into an Arrow table.

    Parameters
    ----------
    table
        A result of this package, or any DataFrame.

    Returns
    -------
    pyarrow.Table with the same columns; a named index becomes columns. Its schema's metadata holds ``attrs`` as JSON
    under ``umkm_analysis``.

    Raises
    ------
    UsageError
        If it is no table.
    TypeError
        If somebody put into ``attrs`` what JSON does not know.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> arrow = ua.to_arrow(ua.grdp("Kota Mojokerto", years=[2019, 2020]))
    >>> arrow.column_names, json.loads(arrow.schema.metadata[b"umkm_analysis"])["units"]
    (['code', 'name', 'year', 'grdp_billion_idr_2010'], {'grdp_billion_idr_2010': 'billion rupiah, 2010 prices'})
    """
    import pyarrow as pa  # noqa: PLC0415 - only who asks for it pays for it

    plain = _flat(table)
    arrow = pa.Table.from_pandas(plain, preserve_index=False)
    metadata: dict[bytes, bytes] = {**(arrow.schema.metadata or {}), KEY: json.dumps(table.attrs).encode()}
    return arrow.replace_schema_metadata(metadata)


@guided
def to_polars(table: pd.DataFrame) -> pl.DataFrame:
    """Turn a result into a Polars table.

    Parameters
    ----------
    table
        A result of this package, or any DataFrame.

    Returns
    -------
    polars.DataFrame with the same columns; a named index becomes columns. Polars keeps no metadata: what the result
    says of itself stays in ``table.attrs`` and in :func:`~umkm_analysis.to_arrow`.

    Raises
    ------
    UsageError
        If it is no table.
    MissingToolError
        If Polars is not installed, with the command that installs it.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.to_polars(ua.grdp("Kota Mojokerto", years=[2019, 2020])).shape
    (2, 4)
    """
    try:
        import polars as pl  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingToolError(f"Polars is not installed. Install it with: {install_command('polars')}") from error
    found: Any = pl.from_arrow(to_arrow(table))
    return found


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Turn a named index into columns; one without a name counts rows, and is none of the figures."""
    if not isinstance(table, pd.DataFrame):
        raise UsageError(f"This is no table: {table!r}. Give a result of this package, or any DataFrame.")
    named = any(name is not None for name in table.index.names)
    return pd.DataFrame(table.reset_index() if named else table)
