"""Import of boundaries by ``umkm import``: from a file to the maps of all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.commands.console import err, out
from umkm_analysis.datasets.boundaries import store

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.datasets.boundaries.request import BoundariesRequest

KIND = "boundaries"


def import_boundary_file(path: Path, request: BoundariesRequest, *, dry_run: bool) -> None:
    """Import a file of boundaries, and print how it was read, what was left out and how large maps become."""
    from umkm_analysis.datasets.boundaries.importer import KM, import_boundaries

    outcome = import_boundaries(path, request, dry_run=dry_run)
    found = outcome.found
    out.print(f"read      {found.file}  sha256 {found.sha256[:12]}")
    for line in outcome.findings:
        out.print(f"          {line}")
    for line in outcome.notes:
        err.print(f"note: {line}")
    nation = found.maps[store.NATION]
    largest = max((size for code, size in outcome.sizes.items() if code != store.NATION), default=0)
    whole = outcome.sizes[store.NATION]
    out.print(
        f"maps      simplified to {nation.tolerance * KM:.1f} km for the index ({whole / 1000:.0f} kB), finer for "
        f"provinces (at most {largest / 1000:.0f} kB a page)"
    )
    out.print(f"under each map: {found.source} ({found.licence})")
    if dry_run:
        out.print("dry run: nothing was stored")
        return
    out.print(f"kept      in {store.FOLDER.as_posix()}; umkm data undo {store.ID} takes them back")
    out.print("Now: umkm build")
