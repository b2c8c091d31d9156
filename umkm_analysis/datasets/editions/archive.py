"""Archives of editions: one compressed file each, with equal bytes for equal tables.

An archive holds every table as it stood, the data package, the tables and records of own imports (not the original
files), and edition.json with name, day and digest. It is believed only as far as its digest goes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import read_data_package
from umkm_analysis.datasets.editions import edition as editions
from umkm_analysis.datasets.editions.edition import ABOUT, SUFFIX, Edition
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 1
MEMBER = re.compile(r"edition\.json|data/(?:own/[0-9a-f]{8}/)?[a-z][a-z_]*\.(?:csv|json)")
"""Names that an archive may hold."""
MAX_BYTES = 100_000_000
"""Of an unpacked archive: many times what an edition takes."""
NAME = re.compile(r"[^\W_][\w .+,…()-]{0,59}")
Files = dict[str, bytes]
"""Path in an edition, such as data/grdp_level.csv → bytes."""


def gather() -> Files:
    """Read all files of the edition in use."""
    folder = project.published()
    package = folder / project.MARKER.name
    paths = [package, *(folder / resource.path for resource in read_data_package(package).values())]
    files = {f"data/{path.name}": path.read_bytes() for path in paths if path.is_file()}
    home = project.own_home()
    for path in [] if home is None else own.figures_files(home):
        if path.parent.name in {import_.id for import_ in own.usable()}:
            files[f"{own.FOLDER.as_posix()}/{path.parent.name}/{path.name}"] = path.read_bytes()
    return files


def pack(files: Files, *, name: str, version: str, day: str) -> bytes:
    """Pack an edition; equal files give equal bytes.

    Parameters
    ----------
    files
        From :func:`gather`, or of another time.
    name, version, day
        See :class:`~umkm_analysis.datasets.editions.edition.Edition`.
    """
    record = {"format": FORMAT, "name": name, "version": version, "day": day, "digest": digest_of(files)}
    members = {ABOUT: json.dumps(record, ensure_ascii=False, indent=1).encode(), **dict(sorted(files.items()))}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as archive:
        for member, data in members.items():
            archive.writestr(zipfile.ZipInfo(member), data, zipfile.ZIP_LZMA)
    return content.getvalue()


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the digest of an edition from its files; see :func:`~umkm_analysis.datasets.editions.edition.digest`."""
    package = json.loads(files[project.MARKER.as_posix()])
    tables = {raw["name"]: f"data/{raw['path']}" for raw in package["resources"]}
    digests = {name: hashlib.sha256(files[path]).hexdigest() for name, path in tables.items() if path in files}
    imports: dict[str, object] = {}
    for path, content in files.items():
        if path.startswith(own.FOLDER.as_posix()) and path.endswith(f"/{own.ABOUT}"):
            record = json.loads(content)
            stated = tuple((str(table), str(digits)) for table, digits in record["tables"])
            imports[path.split("/")[-2]] = (stated, record["vintage"], record["link"])
    return editions.digest_of(digests, imports)


def read(path: Path) -> tuple[Edition, Files]:
    """Read an archive.

    Raises
    ------
    DataError
        If it is none, or is not as it was packed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            strange = next((member.filename for member in members if not MEMBER.fullmatch(member.filename)), None)
            if strange is not None:
                raise DataError(f"{path.name}: holds {strange!r}, which no edition does; get the file anew")
            if sum(member.file_size for member in members) > MAX_BYTES:
                raise DataError(f"{path.name}: unpacks to more than {MAX_BYTES // 1_000_000} MB, which no edition does")
            files = {member.filename: archive.read(member) for member in members}
        record = json.loads(files.pop(ABOUT))
        if record["format"] != FORMAT:
            raise DataError(f"{path.name}: an edition of format {record['format']}; a newer umkm-analysis reads it")
        found = editions.about(record, path, pinned=path.parent.name == editions.PINNED)
        digits = digest_of(files)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise DataError(f"{path.name}: not readable as an edition ({error}); get the file anew") from error
    if digits != found.digest:
        raise DataError(f"{path.name}: not as it was packed ({digits}, not {found.digest}); get the file anew")
    _refuse_changed_imports(files, path)
    return found, files


def _refuse_changed_imports(files: Files, path: Path) -> None:
    """Raise if a table of an own import is not the one that its record names, which the digest is made of."""
    for member, content in files.items():
        if member.endswith(f"/{own.ABOUT}"):
            for table, digits in json.loads(content)["tables"]:
                place = member.replace(own.ABOUT, f"{table}.csv")
                if hashlib.sha256(files.get(place, b"")).hexdigest() != digits:
                    raise DataError(f"{path.name}: {place} is not as it was imported; get the file anew")


@cached_per_project
def kept() -> tuple[Edition, ...]:
    """List the editions that are kept as files, shipped ones and pinned ones, the oldest first."""
    return tuple(sorted((read(path)[0] for path in paths()), key=lambda each: (each.day, each.name)))


def paths() -> list[Path]:
    """Files of these editions."""
    folders = (project.standing() / editions.SHIPPED, project.root() / "data" / editions.PINNED)
    return [path for folder in folders for path in sorted(folder.glob(f"*{SUFFIX}"))]


def pin(name: str | None, *, day: str) -> tuple[Edition, bool]:
    """Keep the edition that stands in data/pinned/.

    Parameters
    ----------
    name
        Another name than its own; None for that.
    day
        Today.

    Returns
    -------
    The edition, and whether it was kept now and not before.

    Raises
    ------
    UsageError
        If another edition has that name, the name cannot be that of a file, or there is no workspace.
    """
    standing = editions.current()
    chosen = name or standing.name
    if not NAME.fullmatch(chosen) or chosen != chosen.strip():
        raise UsageError(f'"{chosen}" is no name for an edition: up to 60 letters, digits, spaces and . + , - ( )')
    place = project.writable_root() / "data" / editions.PINNED / file_name(chosen)
    same = next((each for each in kept() if plain(each.name) == plain(chosen)), None)
    if same is not None and same.digest == standing.digest:
        return same, False
    if same is not None:
        raise UsageError(
            f'there is an edition "{same.name}" already, of other tables ({same.digest}, now {standing.digest}). Give '
            "this one another name: umkm data pin --name NAME"
        )
    write_atomically({place: pack(gather(), name=chosen, version=standing.version, day=day)})
    project.clear_caches()
    return read(place)[0], True


def file_name(name: str) -> str:
    """Return the name of an edition's file: "2026.11+1374.zip"."""
    return plain(name) + SUFFIX


def plain(name: str) -> str:
    """Return a name without spaces: how it is typed does not matter."""
    return "".join(name.split()).lower()


def rows_of(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Read the header and the rows of a table's bytes."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return header, rows
