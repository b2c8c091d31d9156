"""Imports of the same packages: which still count along with a new one, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.datasets.intake.quoting import code as quotable_code
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.request import Existing, ImportRequest
from umkm_analysis.datasets.procurement_lines.store import snapshots
from umkm_analysis.datasets.procurement_lines.store.catalog import Snapshot, Stored
from umkm_analysis.errors import UsageError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.store import catalog
    from umkm_analysis.datasets.procurement_lines.store.catalog import Import

MAX_NAMES = 8
"""Names that a message lists."""


def settled(
    connection: DuckDBPyConnection, stored: Stored, new: Import, request: ImportRequest, prepared: Path
) -> Stored:
    """Return what stands once an import does: which imports count, and which are snapshots.

    Parameters
    ----------
    connection
        To compare packages with.
    stored, new
        What stands, and the new import.
    request
        Of the new import.
    prepared
        Folder of its lines.

    Raises
    ------
    UsageError
        If something would count twice, or a state would count of which a newer one stands.
    """
    if request.existing is Existing.SNAPSHOT:
        still_counting(connection, stored.imports, new.parts, request, prepared)
        return snapshots.with_snapshot(stored, new)
    at_snapshots = snapshots.at_snapshots(stored, new) if request.existing is Existing.REPLACE else set()
    counting = replace(new, parts=tuple(part for part in new.parts if part.institution not in at_snapshots))
    kept = still_counting(connection, stored.imports, counting.parts, request, prepared)
    after = Stored((*kept, *([counting] if counting.parts else [])), stored.snapshots)
    snapshots.refuse_older(after, counting)
    if not at_snapshots:
        return after
    old = replace(new, parts=tuple(part for part in new.parts if part.institution in at_snapshots))
    rest = snapshots.without(stored, new, at_snapshots)
    return Stored(after.imports, (*rest, Snapshot(new.as_of, old)))


def still_counting(
    connection: DuckDBPyConnection,
    earlier: Sequence[Import],
    parts: Sequence[catalog.Part],
    request: ImportRequest,
    prepared: Path,
) -> list[Import]:
    """Return the earlier imports that still count once the new lines do.

    Parameters
    ----------
    connection
        To compare packages with.
    earlier, parts
        Imports that stand, and the lines of the new one.
    request
        The new import.
    prepared
        Folder of its lines.

    Raises
    ------
    UsageError
        If something would count twice.
    """
    new = {part.institution: part for part in parts}
    kept = []
    for import_ in earlier:
        if import_.year != request.year:
            kept.append(import_)
            continue
        same_kind = import_.kind == request.kind.name
        other_truth = import_.synthetic != request.synthetic
        overlaps = same_kind or other_truth or import_.kind in request.kind.covers
        clashing = [part for part in import_.parts if overlaps and part.institution in new]
        if clashing and request.existing is Existing.REPLACE:
            rest = tuple(part for part in import_.parts if part not in clashing)
            kept += [replace(import_, parts=rest)] if rest else []
            continue
        if clashing and request.existing is Existing.SNAPSHOT and same_kind and not other_truth:
            kept.append(import_)
            continue
        if clashing and (not same_kind or other_truth or request.existing is Existing.REFUSE):
            raise UsageError(_clash(import_, clashing, request))
        for part in clashing:
            _refuse_packages_twice(connection, part, new[part.institution], prepared)
        kept.append(import_)
    return kept


def _clash(earlier: Import, clashing: Sequence[catalog.Part], request: ImportRequest) -> str:
    more = f" and {len(clashing) - MAX_NAMES} more" if len(clashing) > MAX_NAMES else ""
    names = ", ".join(part.name for part in clashing[:MAX_NAMES]) + more
    files = ", ".join(name for name, _ in earlier.sources[:3])
    what = f"{'synthetic ' if earlier.synthetic else ''}lines of {earlier.kind} {earlier.year}"
    stand = f"{what} for {names} stand already (from {files})"
    if earlier.synthetic != request.synthetic:
        return (
            f"{stand}; synthetic and real lines are never added together. --existing replace puts the new ones in "
            "their place"
        )
    if earlier.kind == request.kind.name:
        return (
            f"{stand}. --existing replace puts the new lines in their place, --existing snapshot keeps both, as "
            "states of two dates of which the newest counts, --existing add adds them (packages must not repeat). Give "
            "all files of a kind in one import where you can"
        )
    return (
        f"{stand}; {request.kind.name} tells of the same packages, which would count twice. --existing replace "
        "puts the new lines in their place"
    )


def _refuse_packages_twice(
    connection: DuckDBPyConnection, old: catalog.Part, new: catalog.Part, prepared: Path
) -> None:
    before = ", ".join(quoted(str(prepared.parent / name)) for name in old.files)
    after = ", ".join(quoted(str(prepared / name)) for name in new.files)
    twice = connection.execute(
        f"SELECT DISTINCT package FROM read_parquet([{after}], hive_partitioning = false) SEMI JOIN "  # noqa: S608
        f"read_parquet([{before}], hive_partitioning = false) AS before USING (package) ORDER BY package"
    ).fetchall()
    if twice:
        packages = ", ".join(quotable_code(package) or "…" for (package,) in twice[:MAX_NAMES])
        packages += ", …" if len(twice) > MAX_NAMES else ""
        raise UsageError(
            f"already stored of {new.name}: {count_of(len(twice), 'package')} ({packages}), which would count twice. "
            "Give all files together with --existing replace"
        )
