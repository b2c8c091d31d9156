"""Folders of the project: the person's own, and the shipped edition; and caches of what is read from them.

The person's folder is a checkout, or a workspace that ``umkm init`` made. A checkout holds the published tables itself.
In a workspace, data/ holds only what the person imported; the published tables are those of the shipped edition, so
that a new version of the package brings new figures. Where there is neither, the shipped edition is read in place, and
nothing can be imported.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

P = ParamSpec("P")
T = TypeVar("T")
FileState = tuple[int, ...] | None
"""Times, size and inode of a file; None where there is none."""

HOME_VARIABLE = "UMKM_HOME"
MARKER = Path("data") / "datapackage.json"
"""What a checkout holds."""
WORKSPACE_MARKER = Path(".umkm") / "workspace.json"
"""What a workspace holds."""
PACKAGE = Path(__file__).resolve().parents[1]
IN_PACKAGE = PACKAGE / "shipped"
"""Folder of data/ and notebooks/ in an installation; the build of the wheel fills it, and a checkout has none."""

EXPLORER = "explore.ipynb"
"""The notebook that explores: no report, but shipped and copied with those of the reports."""

EDITION_MARKER = "edition.json"
"""What an edition holds, as a file and unpacked."""
EDITION_VARIABLE = "UMKM_EDITION_FOLDER"
"""Names the folder of the edition that a build reads, for the processes that it starts."""


@dataclass(frozen=True)
class Place:
    """Where tables are read, where these are not those that stand in the project: an edition."""

    published: Path
    """Folder of datapackage.json and the published tables."""
    home: Path | None
    """Folder whose data/own/ holds own statistics; None to leave own statistics out."""
    files: Mapping[str, bytes] | None = field(default=None, compare=False, repr=False)
    """Name → bytes of the published tables of an edition that is held in memory, in today's layout; else None."""


_place: Place | None = None
_caches: list[Callable[[], None]] = []
"""What clears each cache."""


def root() -> Path:
    """Find the person's folder.

    ``UMKM_HOME`` if set, else the nearest checkout or workspace that the current folder lies in, else the shipped
    edition.

    Raises
    ------
    DataError
        If ``UMKM_HOME`` names neither a checkout nor a workspace, or the installation has lost its tables.
    """
    return _found(os.environ.get(HOME_VARIABLE), os.getcwd())  # noqa: PTH109 - asked thousands of times


@cache
def _found(named: str | None, at: str) -> Path:
    here = Path(at)
    for folder in [Path(named)] if named else [here, *here.parents]:
        if (folder / MARKER).is_file() or (folder / WORKSPACE_MARKER).is_file():
            return folder.resolve()
    if not named:
        return shipped()
    raise DataError(
        f"{HOME_VARIABLE}={named}: neither a workspace nor a checkout of umkm_analysis (it has neither "
        f"{WORKSPACE_MARKER.as_posix()} nor {MARKER.as_posix()}). Unset {HOME_VARIABLE}, or make a workspace there: "
        f"umkm init FOLDER"
    )


def shipped() -> Path:
    """Find the folder of the shipped edition, with data/ and notebooks/: in the package, or the checkout it runs from.

    Raises
    ------
    DataError
        If there is none.
    """
    for folder in (IN_PACKAGE, PACKAGE.parent):
        if (folder / MARKER).is_file():
            return folder
    raise DataError(
        f"the published tables are missing from this installation ({IN_PACKAGE}). Install umkm-analysis anew: "
        "python -m pip install --force-reinstall --no-deps, and the wheel or its name."
    )


def published(home: Path | None = None) -> Path:
    """Find the folder of the published tables and of datapackage.json.

    Parameters
    ----------
    home
        A checkout or workspace; None for the one in use.
    """
    place = place_in_use()
    return standing(home) if place is None else place.published


def standing(home: Path | None = None) -> Path:
    """Find the same folder of the tables that stand in the project, whatever edition is read."""
    home = home or root()
    return (home if (home / MARKER).is_file() else shipped()) / "data"


def own_home(home: Path | None = None) -> Path | None:
    """Find the folder whose data/own/ holds own statistics; None where these are left out.

    Parameters
    ----------
    home
        A checkout or workspace; None for the one in use.
    """
    place = place_in_use()
    return (home or root()) if place is None else place.home


@contextmanager
def reading(place: Place | None) -> Iterator[None]:
    """Read the tables of another place inside the block; caches keep the places apart."""
    global _place  # noqa: PLW0603 - which tables are read is a state of the process, as the current folder is
    before, _place = _place, place
    try:
        yield
    finally:
        _place = before


@contextmanager
def reading_same(file: Path) -> Iterator[bool]:
    """Read, inside the block, the tables that stand for the project; tell whether their file is a table's, to the byte.

    Most tables of an edition are those of the next one, which has been read before. False where no other place is read.

    Parameters
    ----------
    file
        Of a table, in the published folder in use.
    """
    before = place_in_use()
    with reading(None):
        elsewhere = place_in_use() != before
        other = published() / file.name
    same = elsewhere and other.is_file() and other.read_bytes() == content(file)
    with reading(None):
        yield same


def content(file: Path) -> bytes:
    """Read a file; of the published tables in use, wherever these are held.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    place = place_in_use()
    if place is None or place.files is None or file.parent != place.published:
        return file.read_bytes()
    if file.name not in place.files:
        raise FileNotFoundError(file)
    return place.files[file.name]


def package() -> Path:
    """Find the data package of the tables in use: today's, for an edition that is held in memory has its layout."""
    place = place_in_use()
    return (published() if place is None or place.files is None else standing()) / MARKER.name


def place_in_use() -> Place | None:
    """Return where tables are read; None for those that stand in the project."""
    if _place is not None:
        return _place
    named = os.environ.get(EDITION_VARIABLE)
    return edition_place(Path(named)) if named else None


def reads_edition() -> bool:
    """Whether an edition is read that was validated when it was the one that stood."""
    place = place_in_use()
    return place is not None and (place.files is not None or (place.published.parent / EDITION_MARKER).is_file())


def edition_place(folder: Path) -> Place:
    """Return the place of an edition that was unpacked into a folder."""
    return Place(folder / "data", folder)


def notebook(name: str) -> Path:
    """Find a notebook: the person's own version, or the shipped one where a workspace has none."""
    own = root() / "notebooks" / name
    return own if own.is_file() or (root() / MARKER).is_file() else shipped() / "notebooks" / name


def is_workspace() -> bool:
    """Whether the person's folder is a workspace."""
    return (root() / WORKSPACE_MARKER).is_file()


def is_only_shipped() -> bool:
    """Whether there is neither a workspace nor a checkout, so that the shipped edition is read in place."""
    return root() == IN_PACKAGE


def writable_root() -> Path:
    """Return the person's folder, for what is to be kept in it.

    Raises
    ------
    UsageError
        If there is neither a workspace nor a checkout.
    """
    if is_only_shipped():
        raise UsageError(
            "there is no workspace here to keep this in. Make one with: umkm init FOLDER; then run this command in "
            f"that folder, or set {HOME_VARIABLE} to it."
        )
    return root()


def reports_folder() -> Path:
    """Return the default folder of built pages: reports/ of the person's folder, or of the current one without such."""
    return (Path.cwd() if is_only_shipped() else root()) / "reports"


def output_folder(named: Path | None, *, default: str = "") -> Path:
    """Return the folder that pages go to, there already or not.

    Parameters
    ----------
    named
        The folder that is asked for; None for :func:`reports_folder`.
    default
        A folder in that one, where none is asked for.

    Raises
    ------
    UsageError
        If a file stands in its place, or in that of a folder above it.
    """
    folder = (named or reports_folder() / default).resolve()
    there = next((place for place in (folder, *folder.parents) if place.exists()), None)
    if there is not None and not there.is_dir():
        which = "that" if there == folder else there
        raise UsageError(f"--output {named or folder}: {which} is a file. Name a folder, there already or not.")
    return folder


def install_command(extra: str) -> str:
    """Return the command that installs an extra of this package, for a checkout or an installation.

    >>> install_command("lab") in {'python -m pip install -e ".[lab]"', 'python -m pip install "umkm-analysis[lab]"'}
    True
    """
    what = f'"umkm-analysis[{extra}]"' if IN_PACKAGE.is_dir() else f'-e ".[{extra}]"'
    return f"python -m pip install {what}"


def cached_per_project(function: Callable[P, T]) -> Callable[P, T]:
    """Cache the results of a function by its arguments, the project's folder and the edition read.

    For functions that read the project: ``UMKM_HOME`` or the current folder may name another one later. Arguments must
    be hashable, and nobody may change the result.
    """
    results: dict[Hashable, T] = {}

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (root(), place_in_use(), args, *kwargs.items())
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
