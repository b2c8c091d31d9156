"""Opening of editions: by name, folder or git revision, in today's layout, so that today's analysis reads them.

What an edition lacks of today's layout is filled in: tables that it did not have yet, and columns that must not be
empty, are today's. Lists of regions and sectors are always today's. So two editions differ by their figures, not by
what was known of regions and breaks.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.datasets.datapackage import read_data_package
from umkm_analysis.datasets.editions import archive
from umkm_analysis.datasets.editions import edition as editions
from umkm_analysis.datasets.editions.edition import ABOUT, Edition
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.project import Place, cached_per_project
from umkm_analysis.datasets.rules.cells import is_blank
from umkm_analysis.errors import DataError, MissingToolError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.datasets.datapackage import Resource
    from umkm_analysis.datasets.editions.archive import Files

TODAYS = ("regions", "region_versions", "sectors")
"""Tables that say what there is, not how much: those of today are used with every edition."""
SOURCES = "sources"
CURRENT = "current"
"""Name of the edition that stands, whatever it is called."""
GIT_SECONDS = 60


@dataclass(frozen=True)
class Opened:
    """An edition that can be read."""

    name: str
    place: Place | None
    """None: the tables that stand."""


@contextmanager
def opened(named: str) -> Iterator[Opened]:
    """Open an edition for reading.

    Parameters
    ----------
    named
        Its name or digest, "current", a folder with a data folder in it, or a git revision of the checkout.

    Raises
    ------
    UsageError
        If there is no such edition.
    DataError
        If it cannot be read.
    """
    if named == CURRENT or archive.plain(named) == archive.plain(editions.current().name):
        yield Opened(editions.current().name, None)
        return
    found = find(named)
    if found is not None:
        files, about = archive.read(found.archive or Path())[1], found
    elif Path(named).is_dir():
        files, about = _of_folder(Path(named)), None
    else:
        files = of_revision(named)
        about = Edition(named, "", archive.digest_of(files), "")
    with tempfile.TemporaryDirectory(prefix="umkm-edition-") as temporary:
        unpack(files, Path(temporary), about)
        yield Opened(named if found is None else found.name, project.edition_place(Path(temporary)))


@contextmanager
def standing_for(named: str) -> Iterator[None]:
    """Let an edition stand for the tables of the project, in this process and those that it starts.

    Parameters
    ----------
    named
        As for :func:`opened`.
    """
    with opened(named) as edition:
        if edition.place is None:
            yield
            return
        os.environ[project.EDITION_VARIABLE] = str(edition.place.published.parent)
        try:
            yield
        finally:
            del os.environ[project.EDITION_VARIABLE]


def find(named: str) -> Edition | None:
    """Find a kept edition by its name, however it is spaced, or its digest; None where there is none."""
    wanted = archive.plain(named)
    return next((each for each in archive.kept() if wanted in {archive.plain(each.name), each.digest}), None)


def names() -> list[str]:
    """Names of the editions that can be opened: the one that stands, and the kept ones, the newest first."""
    return list(dict.fromkeys([editions.current().name, *(each.name for each in reversed(archive.kept()))]))


@cached_per_project
def loaded(edition: Edition) -> Place:
    """Read a kept edition into memory, so that forks of this process read it without any file.

    Its tables are brought into today's layout, and read, one by one as they are asked for.

    Parameters
    ----------
    edition
        From :func:`~umkm_analysis.datasets.editions.archive.kept`.
    """
    path = edition.archive or Path()
    files = archive.read(path)[1]
    with tempfile.TemporaryDirectory(prefix="umkm-edition-") as temporary:
        _unpack_own(files, Path(temporary))
        place = Place(path, Path(temporary), _InTodaysLayout(files))
        with project.reading(place):
            if own.imports():  # whose files are about to go
                from umkm_analysis.datasets import tables  # noqa: PLC0415 - pandas, which a command's help and errors of use need not wait for

                for name in (*tables.READ_TOGETHER, SOURCES):
                    tables.read(name)
                    fingerprints.keys_of(name)
    return place


def unpack(files: Files, folder: Path, edition: Edition | None) -> None:
    """Write an edition into a folder, in today's layout.

    Parameters
    ----------
    files
        Of the edition.
    folder
        An empty one.
    edition
        What it is; None where its tables have to be validated.
    """
    today = project.standing() / project.MARKER.name
    old = json.loads(files[project.MARKER.as_posix()])
    package = {
        **json.loads(today.read_text(encoding="utf-8")),
        "version": (edition and edition.version) or old["version"],
    }
    (folder / "data").mkdir()
    (folder / project.MARKER).write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    for name, content in _InTodaysLayout(files).items():
        (folder / "data" / name).write_bytes(content)
    _unpack_own(files, folder)
    if edition is not None:
        about = {"name": edition.name, "version": edition.version, "digest": edition.digest, "day": edition.day}
        (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _unpack_own(files: Files, folder: Path) -> None:
    for path, content in files.items():
        if path.startswith(own.FOLDER.as_posix()):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)


class _InTodaysLayout(Mapping[str, bytes]):
    """Name of a file → bytes of a table of an edition in today's layout, made when it is first asked for.

    Parameters
    ----------
    files
        Of the edition.
    """

    def __init__(self, files: Files) -> None:
        old = json.loads(files[project.MARKER.as_posix()])
        then = {raw["name"]: files.get(f"data/{raw['path']}") for raw in old["resources"]}
        self._today = project.standing()
        # a worker of a cluster has only what its jobs read
        today = read_data_package(self._today / project.MARKER.name).values()
        self._resources = {one.path: one for one in today if (self._today / one.path).is_file()}
        self._then = {path: then.get(one.name) for path, one in self._resources.items() if one.name not in TODAYS}
        self._made: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of a file."""
        if name not in self._made:
            resource, then = self._resources[name], self._then.get(name)
            here = (self._today / name).read_bytes()
            self._made[name] = here if then in {None, here} else _in_layout(then, here, resource)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """List the names of the files."""
        return iter(self._resources)

    def __len__(self) -> int:
        """Count them."""
        return len(self._resources)


def _in_layout(then: bytes, here: bytes, resource: Resource) -> bytes:
    """Write a table of an edition with today's columns; cells that must not be empty are those of today's row."""
    header, rows = archive.rows_of(then)
    if header == resource.columns and resource.name != SOURCES:
        return then
    cells = itemgetter(*(header.index(name) if name in header else -1 for name in resource.columns))
    lines = [list(cells([*row, ""])) for row in rows]
    filled = {column.name for column in resource.fields if column.required} - set(header)
    columns, todays = archive.rows_of(here) if filled or resource.name == SOURCES else ([], [])
    key = [column for column in resource.primary_key if column in header]
    by_key = {tuple(row[columns.index(column)] for column in key): row for row in todays if not is_blank(row)}
    keyed = [header.index(column) for column in key]
    for at, name in enumerate(resource.columns):
        if name in filled:
            todays_place = columns.index(name)
            for row, line in zip(rows, lines, strict=True):
                if like := by_key.get(tuple(row[place] for place in keyed)):
                    line[at] = like[todays_place]
    if resource.name == SOURCES:  # what is known of a source today, such as its date, held then too
        known = {row[0] for row in todays}
        lines = todays + [line for line in lines if line[0] not in known]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([resource.columns, *lines])
    return text.getvalue().encode()


def _of_folder(folder: Path) -> Files:
    """Read the tables of a checkout or workspace, or of a folder that holds data/."""
    published = project.standing(folder.resolve())
    if not (folder / project.MARKER).is_file() and not (folder / project.WORKSPACE_MARKER).is_file():
        raise UsageError(f"{folder}: no folder of an edition, for it has no {project.MARKER.as_posix()}")
    with project.reading(Place(published, folder.resolve())):
        problem = next((each.problem for each in own.imports() if each.problem), "")
        if problem:
            raise DataError(f"{folder}: {problem}")
        return archive.gather()


def of_revision(named: str) -> Files:
    """Read the tables of a git revision of the checkout."""
    home = project.root()
    known = ", ".join(names())
    if named.startswith("-") or not (home / ".git").exists():
        raise UsageError(f'There is no edition or folder "{named}"; there are: {known}, and folders with data/ in them')
    commit = _git(home, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}").decode().strip()
    if not commit:
        raise UsageError(f'There is no edition, folder or git revision "{named}"; editions are: {known}')
    content = _git(home, "archive", "--format=tar", commit, "data")
    files: Files = {}
    if content:
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            for member in tar:
                if member.isfile() and archive.MEMBER.fullmatch(member.name) and (held := tar.extractfile(member)):
                    files[member.name] = held.read()
    if project.MARKER.as_posix() not in files:
        raise UsageError(f"{named}: that revision has no {project.MARKER.as_posix()}")
    return files


def _git(home: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - git with a revision that cannot be one of its options
            ["git", "-C", str(home), *arguments],  # noqa: S607 - the one on the person's path
            capture_output=True, check=False, timeout=GIT_SECONDS,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise MissingToolError("git is needed to read a revision; install it, or name a folder") from error
    except subprocess.TimeoutExpired as error:
        raise DataError(f"git {arguments[0]} did not end within {GIT_SECONDS} seconds") from error
    return done.stdout if done.returncode == 0 else b""
