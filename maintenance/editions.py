"""An earlier edition to be shipped, from a git revision: ``python -m maintenance.editions REVISION NAME``.

Run it before published tables change, for the revision whose tables were published last; commit what it writes.
"""

from __future__ import annotations

import argparse
import subprocess
from typing import TYPE_CHECKING

from maintenance.tools import ROOT, say
from umkm_analysis.datasets.editions import archive, opening
from umkm_analysis.datasets.editions.edition import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path


def main() -> int:
    """Write data/editions/NAME.zip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", help="git revision whose data/ is the edition")
    parser.add_argument("name", help="its name: the month of release, and the day where a month has several")
    chosen = parser.parse_args()
    place = freeze(chosen.revision, chosen.name, ROOT / "data" / SHIPPED)
    say(f"{place.relative_to(ROOT)}: {place.stat().st_size:,} bytes")
    return 0


def freeze(revision: str, name: str, folder: Path) -> Path:
    """Write the tables of a revision as an edition; the same revision gives the same bytes.

    Parameters
    ----------
    revision
        Of the checkout.
    name
        Of the edition; its day is that of the revision.
    folder
        Where the file goes.
    """
    files = opening.of_revision(revision)
    command = ["git", "-C", str(ROOT), "show", "--no-patch", "--format=%cs", f"{revision}^{{commit}}"]
    day = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - as above
    folder.mkdir(exist_ok=True)
    place = folder / archive.file_name(name)
    place.write_bytes(archive.pack(files, name=name, version=name, day=day))
    return place


if __name__ == "__main__":
    raise SystemExit(main())
