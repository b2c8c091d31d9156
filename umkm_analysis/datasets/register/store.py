"""Store of imported registers: one Parquet file a region under data/register/, never committed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from umkm_analysis.atomic_write import READABLE_BY_OWNER, atomic_replacement
from umkm_analysis.characters import unseen
from umkm_analysis.datasets import project
from umkm_analysis.datasets.intake.personal import kind_of_personal
from umkm_analysis.datasets.project import cached_per_file
from umkm_analysis.datasets.register.confirmed import Confirmed
from umkm_analysis.datasets.register.model import TABLES, Register, with_types
from umkm_analysis.datasets.register.places import FOLDER
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

METADATA_KEY = b"umkm_register"
FORMAT = 1
"""Version of the file's format; raised when that changes, so that an older file is refused and imported again."""
TABLE_COLUMN = "table"
NAMES = ("sub_district", "channel", "training")
"""Columns of names that offices write themselves."""


def register_of(code: str) -> Register | None:
    """Return the register of a region; None where none was imported.

    Raises
    ------
    DataError
        If the file is no register of this version.
    """
    path = _path(code)
    return _read(path) if path.is_file() else None


def is_kept(code: str) -> bool:
    """Whether a region's register was imported."""
    return _path(code).is_file()


def fingerprint(code: str) -> str:
    """Return the first twelve digits of the SHA-256 of a region's register."""
    return hashlib.sha256(_path(code).read_bytes()).hexdigest()[:12]


def keep(register: Register, *, replace: bool = False) -> Path:
    """Store a register in place of the region's earlier one, atomically.

    Parameters
    ----------
    register
        As read.
    replace
        Whether it may replace a newer register, or a synthetic one a real one.

    Raises
    ------
    UsageError
        If it would replace such a register without ``replace``.
    OSError
        If it cannot be written; the earlier one then stays.
    """
    path = project.writable_root() / FOLDER / f"{register.code}.parquet"
    before = _before(register) if path.exists() and not replace else None
    if before and register.synthetic and not before.synthetic:
        raise UsageError(
            f"a register made up for demonstration would take the place of the real one of {register.code} "
            f"({before.as_of}); nothing was imported. --replace does so all the same."
        )
    if before and before.as_of > register.as_of and before.synthetic == register.synthetic:
        raise UsageError(
            f"the register of {register.code} that is kept is newer ({before.as_of}) than this one "
            f"({register.as_of}); nothing was imported. --replace takes the older one all the same."
        )
    with atomic_replacement(path, mode=READABLE_BY_OWNER) as temporary:  # a register is an office's own
        pq.write_table(_table(register), temporary, compression="zstd")
    return path


def _before(register: Register) -> Register | None:
    """Return the region's earlier register; one that cannot be used says itself that it is to be imported again."""
    try:
        return register_of(register.code)
    except DataError:
        if register.synthetic:
            raise
        return None


def _path(code: str) -> Path:
    return project.root() / FOLDER / f"{code}.parquet"


def _table(register: Register) -> pa.Table:
    """Concatenate the register's tables; a column names the table of each row."""
    parts = []
    for name in TABLES:
        table = getattr(register, name)
        table = table.rename_axis("firm").reset_index() if name == "firms" else table
        parts.append(table.assign(**{TABLE_COLUMN: name}))
    whole = pa.Table.from_pandas(pd.concat(parts, ignore_index=True), preserve_index=False)
    about = {
        "layout": FORMAT,
        "code": register.code,
        "as_of": register.as_of.isoformat(),
        "synthetic": register.synthetic,
        **({"confirmed": register.confirmed} if register.confirmed else {}),
    }
    return whole.replace_schema_metadata({METADATA_KEY: json.dumps(about).encode()})


@cached_per_file
def _read(path: Path) -> Register:
    try:
        # no threads: a report is a fork of the process that reads here
        whole = pq.ParquetFile(path, pre_buffer=False).read(use_threads=False)
        about: dict[str, Any] = json.loads((whole.schema.metadata or {})[METADATA_KEY])
    except (OSError, ValueError, KeyError, pa.ArrowInvalid) as error:
        raise DataError(f"{path}: no register of ours ({error}). Import it again: umkm import register") from error
    if about["layout"] != FORMAT:
        raise DataError(f"{path}: a register of another version. Import it again: umkm import register")
    rows = whole.to_pandas(use_threads=False)
    firms = with_types(rows[rows[TABLE_COLUMN] == "firms"].set_index("firm")[list(TABLES["firms"])])
    tables = {
        name: with_types(rows.loc[rows[TABLE_COLUMN] == name, list(TABLES[name])].reset_index(drop=True))
        for name in TABLES
        if name != "firms"
    }
    confirmed = tuple((name, reason) for name, reason in about.get("confirmed", ()))
    _refuse_personal(path, rows, Confirmed([name for name, _ in confirmed]))
    as_of = dt.date.fromisoformat(about["as_of"])
    return Register(about["code"], as_of, about["synthetic"], firms, **tables, confirmed=confirmed)


def _refuse_personal(path: Path, rows: pd.DataFrame, confirmed: Confirmed) -> None:
    """Refuse a register that an earlier version kept with what none keeps today: pages would publish it."""
    for column in NAMES:
        for name in rows[column].dropna().unique():
            personal = kind_of_personal(name, confirmed=confirmed.has(name))
            if kind := personal or (unseen(name) and "text that nobody sees"):
                raise DataError(
                    f"{path}: among its names ({column}) is {kind}, which registers must not hold. Mend the office's "
                    "file and import it again: umkm import register"
                )
