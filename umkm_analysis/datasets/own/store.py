"""Store of own statistics: a folder an import under data/own/, never committed.

A folder holds the original files, tables in the project's own layout, and import.json: who said so, from which file
with which hash. It is written whole, or not at all, and removed whole; nothing in it changes in between.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import atomic_replacement, digest_of
from umkm_analysis.characters import unseen, visible
from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.errors import DataError, TableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

FOLDER = Path("data") / "own"
BOUNDARIES = "boundaries"
"""Folder of imported boundaries, which are no statistics; see datasets/boundaries/store.py."""
ABOUT = "import.json"
ORIGINALS = "files"
FORMAT = 1
"""Version of import.json; raised when it changes, so that an older one is refused and imported again."""
PREFIX = "OWN_"
"""Of the source id of an import."""


@dataclass(frozen=True)
class OwnImport:
    """An import of own statistics."""

    id: str
    """Eight hexadecimal digits: of the files' hashes and of how they were read."""
    kind: str
    """grdp, growth, population or sectors."""
    imported: str
    """Date and time in UTC, ISO form."""
    vintage: str
    """Release, as the person said it; "" where nothing was said."""
    publisher: str
    title: str
    said_by: str
    """Who imported it, or vouches for it; "" where nothing was said."""
    link: bool
    """Whether years that it does not hold are linked to it."""
    files: tuple[tuple[str, str], ...]
    """Names and SHA-256 of the original files."""
    tables: tuple[tuple[str, str], ...]
    """Names of the project's tables that it adds to, and SHA-256 of the rows it adds."""
    codes: tuple[str, ...]
    """BPS codes of its regions."""
    problem: str = ""
    """What is wrong with the folder; then none of its figures is used."""

    @property
    def source_id(self) -> str:
        """Id of the row that it adds to the sources."""
        return PREFIX + self.id.upper()

    @property
    def order(self) -> tuple[str, str]:
        """Newer imports are greater: by release where that is a date, else by the day of the import."""
        dated = self.vintage[:4].isdigit() and set(self.vintage) <= set("0123456789-")
        return (self.vintage if dated else self.imported[:10], self.imported)


def folder() -> Path:
    """Folder of the imports; one that is not there where own statistics are left out."""
    return (project.own_home() or project.published() / "none") / FOLDER


@cached_per_project
def imports() -> tuple[OwnImport, ...]:
    """List every import, the oldest release first; those that cannot be used say why.

    Raises
    ------
    DataError
        If a folder does not even say which regions it is about.
    """
    return tuple(sorted(map(_read_about, sorted(_folders())), key=lambda found: found.order))


def usable() -> tuple[OwnImport, ...]:
    """List the imports whose figures are used."""
    return tuple(found for found in imports() if not found.problem)


def layers(name: str) -> list[tuple[OwnImport, pd.DataFrame]]:
    """Rows that usable imports add to a table, the oldest release first."""
    return [(found, _rows(found.id, name)) for found in usable() if name in dict(found.tables)]


def printed_rows(name: str) -> list[dict[str, str | None]]:
    """Return the same rows as text, for fingerprints."""
    rows: list[dict[str, str | None]] = []
    for found in usable():
        if name in dict(found.tables):
            with (folder() / found.id / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows += list(csv.DictReader(file))
    return rows


def source_row(found: OwnImport) -> dict[str, str | None]:
    """Row of an import in the table of sources."""
    files = "; ".join(f"{name} (SHA-256 {digest})" for name, digest in found.files)
    dated = found.order[0] == found.vintage
    return {
        "source_id": found.source_id,
        "publisher": found.publisher,
        "title": found.title or None,
        "published": found.vintage if dated else found.imported[:10],
        "dated": "published" if dated else "read",
        "address": None,
        "kind": "own file",
        "licence": "own figures; whoever imported them vouches for them",
        "note": f"{files}; imported {found.imported[:10]}; vintage {found.vintage or 'not said'}; "
        f"said by {found.said_by or 'nobody named'}; {'linked' if found.link else 'not linked'}; {found.imported}",
    }


def figures_files(root: Path) -> list[Path]:
    """Files of all imports of a project that are read: their records and tables, not the original files."""
    home = project.own_home(root)
    return [] if home is None else sorted((home / FOLDER).glob("[!.]*/*.*"))


def digest(root: Path) -> bytes:
    """SHA-256 of all imports of a project; nothing where there is none."""
    state = hashlib.sha256()
    paths = figures_files(root)
    for path in paths:
        state.update(f"{path.parent.name}/{path.name} {_file_digest(path)}".encode())
    return state.digest() if paths else b""


def keep(about: OwnImport, tables: Mapping[str, str], originals: Sequence[tuple[str, bytes]]) -> Path:
    """Store an import, atomically.

    Parameters
    ----------
    about
        Without ``tables``, which are filled in.
    tables
        Name of a table of the project → CSV text in its layout.
    originals
        Names and bytes of the files.

    Raises
    ------
    TableError
        If a table is not valid.
    UsageError
        If another import, or undo, is under way, or there is no workspace to keep it in.
    OSError
        If it cannot be written; nothing is left then.
    """
    # pandas, which a command that only asks for the version of the data need not wait for
    from umkm_analysis.datasets.csv_reader import read_csv  # noqa: PLC0415

    place = folder() / about.id
    with _locked():
        _sweep()
        with atomic_replacement(place) as temporary:
            for name, text in tables.items():
                _write(temporary / f"{name}.csv", text.encode())
                label = f"the {name} that was read"
                _, problems = read_csv(temporary / f"{name}.csv", resources()[name], {}, label=label)
                if problems:
                    raise TableError(label, problems)
            for number, (name, content) in enumerate(originals, start=1):
                _write(temporary / ORIGINALS / (name if len(originals) == 1 else f"{number}-{name}"), content)
            digests = {name: digest_of(text.encode()) for name, text in tables.items()}
            record = {"format": FORMAT, **asdict(about), "tables": list(digests.items())}
            record.pop("problem")
            _write(temporary / ABOUT, json.dumps(record, ensure_ascii=False, indent=1).encode())
    project.clear_caches()
    return place


def undo(id_: str) -> OwnImport:
    """Remove an import.

    Raises
    ------
    UsageError
        If there is none of that id, another import is under way, or there is no workspace.
    """
    project.writable_root()
    _place_of(id_)  # before the lock, whose file a wrong id must not leave
    with _locked():
        _sweep()
        place = _place_of(id_)
        found = _read_about(place)
        doomed = place.with_name(f".undone-{place.name}")
        place.rename(doomed)  # gone at once; what is killed while removing the rest is swept away later
        shutil.rmtree(doomed, ignore_errors=True)
    project.clear_caches()
    return found


def _place_of(id_: str) -> Path:
    for place in _folders():
        if place.name == id_.strip().lower():
            return place
    there = ", ".join(found.id for found in imports()) or "none"
    raise UsageError(f'There is no import "{id_}"; there are: {there}. umkm data own lists them')


def _folders() -> list[Path]:
    """Folders of the imports of statistics; that of boundaries is none of them."""
    places = (place for place in folder().glob("*") if place.is_dir())
    return [place for place in places if not place.name.startswith(".") and place.name != BOUNDARIES]


@contextmanager
def _locked() -> Iterator[None]:
    place = project.writable_root() / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    from filelock import FileLock, Timeout  # noqa: PLC0415 - sockets and logging, which looking figures up does not need

    lock = FileLock(place / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as taken:
        raise UsageError(f"{place}: another import is under way; try again when it has ended") from taken
    try:
        yield
    finally:
        lock.release()


def _sweep() -> None:
    """Remove what killed imports and undos left behind; nobody reads folders that begin with a dot."""
    for place in folder().glob(".*"):
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _tables_of(place: Path) -> list[Path]:
    return sorted(place.glob("*.csv"))


def _file_digest(path: Path) -> str:
    return digest_of(path.read_bytes())


def _read_about(place: Path) -> OwnImport:
    try:
        record: dict[str, Any] = json.loads((place / ABOUT).read_text(encoding="utf-8"))
        if record.pop("format") != FORMAT:
            raise DataError("of another version")
        for name in ("files", "tables"):
            record[name] = tuple((str(key), str(digest)) for key, digest in record[name])
        found = OwnImport(**{**record, "codes": tuple(record["codes"])})
        _refuse_strange(found, place)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{FOLDER / place.name / ABOUT}: cannot be read ({visible(str(error))})"
        codes = _codes_in(place, problem)
        return OwnImport(
            place.name, "", "", "", "", "", "", link=True, files=(), tables=(), codes=codes, problem=problem
        )
    for name, digest in found.tables:
        path = place / f"{name}.csv"
        if not path.is_file() or _file_digest(path) != digest:
            problem = f"{FOLDER / place.name / path.name}: not as it was imported; it was changed, or is gone"
            return OwnImport(**{**asdict(found), "problem": problem})
    return found


def _refuse_strange(found: OwnImport, place: Path) -> None:
    """Raise DataError for a record that no import wrote: its texts stand on pages, its names are parts of paths."""
    if found.id != place.name or not set(dict(found.tables)) <= set(resources()):
        raise DataError("of another folder, or of tables that there are not")
    if not found.codes or not all(re.fullmatch(r"\d{4}", code) for code in found.codes):
        raise DataError("of no regions, or of codes that are none")
    dt.datetime.fromisoformat(found.imported)
    said = (found.kind, found.vintage, found.publisher, found.title, found.said_by, *dict(found.files))
    if any(unseen(text) for text in said):
        raise DataError("with characters that cannot be seen")
    if not isinstance(found.link, bool):
        raise DataError("with another word than true or false for link")


def _codes_in(place: Path, problem: str) -> tuple[str, ...]:
    """Regions of the tables of a folder whose record cannot be read."""
    codes: set[str] = set()
    try:
        for path in _tables_of(place):
            with path.open(encoding="utf-8", newline="") as file:
                codes |= {row["code"] for row in csv.DictReader(file)}
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise DataError(
            f"{problem}, nor its tables ({error}). umkm data undo {place.name}, then import it again"
        ) from error
    if not codes:
        raise DataError(f"{problem}, and there are no tables. umkm data undo {place.name}, then import it again")
    return tuple(sorted(codes))


@cached_per_project
def _rows(id_: str, name: str) -> pd.DataFrame:
    from umkm_analysis.datasets.csv_reader import read_csv  # noqa: PLC0415 - pandas, as above

    path = folder() / id_ / f"{name}.csv"
    table, _ = read_csv(path, resources()[name], {}, label=f"{FOLDER / id_ / path.name}", validated=True)
    return table
