"""The project's folder, which holds data/, notebooks/ and reports/, and caches of what is read from it."""

from __future__ import annotations

import os
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

P = ParamSpec("P")
T = TypeVar("T")
FileState = tuple[int, ...] | None
"""Times, size and inode of a file; None where there is none."""

HOME_VARIABLE = "UMKM_HOME"
MARKER = Path("data") / "datapackage.json"

_caches: list[Callable[[], None]] = []
"""What clears each cache."""


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


def cached_per_project(function: Callable[P, T]) -> Callable[P, T]:
    """Cache the results of a function by its arguments and the project's folder.

    For functions that read the project: ``UMKM_HOME`` or the current folder may name another one later. Arguments must
    be hashable, and nobody may change the result.
    """
    results: dict[Hashable, T] = {}

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (root(), args, *kwargs.items())
        if key not in results:
            results[key] = function(*args, **kwargs)
        return results[key]

    _caches.append(results.clear)
    return wrapper


def cached_per_file(function: Callable[[Path], T]) -> Callable[[Path], T]:
    """Cache what a function reads from a file until the file changes; only the latest result is kept."""
    latest: dict[Path, tuple[FileState, T]] = {}

    @wraps(function)
    def wrapper(path: Path) -> T:
        state = file_state(path)
        if path not in latest or latest[path][0] != state:
            latest[path] = state, function(path)
        return latest[path][1]

    _caches.append(latest.clear)
    return wrapper


def file_state(path: Path) -> FileState:
    """Return what tells a file from its earlier versions without reading it; None where there is no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def clear_caches() -> None:
    """Forget everything that was read, as a new process would; for tests."""
    for clear in _caches:
        clear()
