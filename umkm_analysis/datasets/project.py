"""Where the project lies: the folder that holds data/, notebooks/ and reports/."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from umkm_analysis.errors import DataError

HOME_VARIABLE = "UMKM_HOME"
MARKER = Path("data") / "datapackage.json"


def root() -> Path:
    """Find the project's folder.

    ``UMKM_HOME`` if set, else the nearest folder above the current one that holds data/datapackage.json,
    else the checkout this package was installed from.

    Raises
    ------
    DataError
        If none of them holds data/datapackage.json.
    """
    return _found(os.environ.get(HOME_VARIABLE), os.getcwd())  # noqa: PTH109 - asked thousands of times


@cache
def _found(named: str | None, at: str) -> Path:
    here = Path(at)
    candidates = [Path(named)] if named else [here, *here.parents, Path(__file__).resolve().parents[2]]
    for folder in candidates:
        if (folder / MARKER).is_file():
            return folder.resolve()
    looked = f"{HOME_VARIABLE}={named}" if named else f"{here} and the folders above it"
    raise DataError(
        f"{MARKER.as_posix()} was not found in {looked}. Run this inside a checkout of umkm_analysis, "
        f"or set {HOME_VARIABLE} to one."
    )
