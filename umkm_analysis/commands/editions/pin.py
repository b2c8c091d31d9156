"""Command ``umkm data pin``: keep the edition that stands."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from datetime import UTC, datetime
from typing import Annotated

import typer

from umkm_analysis.commands.console import out
from umkm_analysis.datasets.editions import archive


def pin(
    *,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Another name than the edition's own, as 'printed report'.")
    ] = None,
) -> None:
    """Keep the tables that stand, own statistics included, as an edition in data/pinned/.

    Pages are then held against it as soon as tables differ, and umkm build --edition NAME makes pages of it.
    """
    kept, is_new = archive.pin(name, day=datetime.now(UTC).date().isoformat())
    if not is_new:
        out.print(f"{kept.name} is kept already, as {kept.archive}; nothing changed")
        return
    out.print(f"kept {kept.name} (sha256 {kept.digest}) as {kept.archive}")
    out.print(f'Pages of it: umkm build --edition "{kept.name}" --output FOLDER. Delete the file to forget it')
