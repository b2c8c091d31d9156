"""What is sent to the workers of a cluster: the files that the jobs read, and no others."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.editions import earlier
from umkm_analysis.datasets.editions.edition import PINNED
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.register import places
from umkm_analysis.datasets.tables import READ_TOGETHER
from umkm_analysis.errors import UsageError
from umkm_analysis.jupyter.linked_files import linked_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Job

MAX_UPLOAD = 1_000_000_000
"""Bytes sent to every worker."""
ALWAYS = ("regions", "region_versions", "sources", "sectors", "corrections")
"""Tables that reading any other one reads too."""


@dataclass(frozen=True)
class Package:
    """Files for workers."""

    content: bytes
    """ZIP file; equal files give equal bytes."""
    data_version: str
    """Version of the data as a worker sees them, without the tables that were not sent."""
    private: bool
    """Whether it holds a register, procurement lines or own statistics."""


def pack(jobs: Sequence[Job]) -> Package:
    """Pack what some jobs read: tables and notebooks, own statistics, the registers and lines of their regions.

    Parameters
    ----------
    jobs
        The jobs.

    Raises
    ------
    UsageError
        If that is too much to be sent to every worker.
    """
    home, tables, editions = project.root(), _tables(jobs), earlier.files()
    published = project.published()
    listed = [project.MARKER.name, *(resources()[name].path for name in tables)]
    members = {f"data/{name}": published / name for name in listed}
    for notebook in {project.notebook(job.task.report.notebook) for job in jobs}:
        folder = notebook.parent.resolve()
        shown = {path.relative_to(folder).as_posix(): path for path in linked_files(notebook)}
        members |= {f"notebooks/{name}": path for name, path in {notebook.name: notebook, **shown}.items()}
    line_readers: dict[str, set[str]] = {}
    registers: set[str] = set()
    for task in (job.task for job in jobs):
        extra = task.report.extra_inputs(task.region)
        if fingerprints.LINES in extra:
            line_readers.setdefault(task.region.code, set()).add(task.report.name)
        if fingerprints.REGISTER in extra:
            registers.add((places.FOLDER / f"{task.region.code}.parquet").as_posix())
    imported = {f"{own.FOLDER.as_posix()}/{'/'.join(path.parts[-2:])}": path for path in own.figures_files(home)}
    members |= imported
    members |= {f"data/{path.parent.name}/{path.name}": path for path in editions}
    members |= {name: home / name for name in registers} | _line_files(line_readers)
    size = sum(path.stat().st_size for path in members.values())
    if size > MAX_UPLOAD:
        readers = " and ".join(sorted({name for names in line_readers.values() for name in names}))
        raise UsageError(
            f"{size // 1_000_000} MB would be sent to every worker, most of it procurement lines. Build "
            f"{readers} here, and the other reports on the cluster (--report)."
        )
    version = fingerprints.data_version(home, only=tables)
    pinned = [path for path in editions if path.parent.name == PINNED]
    return Package(_zipped(members), version, private=bool(registers or line_readers or imported or pinned))


def _tables(jobs: Iterable[Job]) -> list[str]:
    """Names of the tables that jobs read, and of those that these refer to."""
    waiting = {
        *ALWAYS,
        *(READ_TOGETHER if own.imports() else ()),
        *(name for job in jobs for name in job.task.report.rows_read(job.task.region)),
    }
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        references = (field.reference for field in resources()[name].fields)
        waiting |= {reference.resource for reference in references if reference is not None} - found
    return sorted(found)


def _line_files(regions: Iterable[str]) -> dict[str, Path]:
    folder = catalog.folder()
    of_region = [(catalog.files(region=region), catalog.snapshot_files(region=region)) for region in regions]
    files = [path for counting, snapshots in of_region for path in (*counting, *snapshots)]
    listed = [folder / catalog.IMPORTS_FILE, *files] if files else []
    return {f"data/lines/{path.relative_to(folder).as_posix()}": path for path in listed}


def _zipped(members: dict[str, Path]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(members.items()):
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes())
    return content.getvalue()
