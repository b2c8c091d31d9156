"""Data and notebooks in the wheel and the sdist, file by file: nothing goes along that a person keeps here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = {"wheel": "umkm_analysis/shipped", "sdist": ""}
"""Kind of archive → folder of data/ and notebooks/ in it; the wheel built from the sdist is that of the checkout."""


class ShippedFiles(BuildHookInterface[Any]):
    """Adds the published tables and the notebooks of the reports to an archive."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files; an editable installation reads those of the checkout.

        Parameters
        ----------
        version
            "standard" or "editable".
        build_data
            Receives the files.
        """
        if version == "editable":
            return
        root, place = Path(self.root), Path(PLACE[self.target_name])
        for file in shipped_files(root):
            if file.suffix == ".ipynb":
                _refuse_outputs(root / file)
            build_data["force_include"][str(root / file)] = (place / file).as_posix()


def shipped_files(root: Path) -> list[Path]:
    """List datapackage.json, its tables, earlier editions and notebooks, relative to the checkout."""
    package = Path("data") / "datapackage.json"
    described = json.loads((root / package).read_text(encoding="utf-8"))["resources"]
    tables = [Path("data") / resource["path"] for resource in described]
    editions = sorted(path.relative_to(root) for path in (root / "data" / "editions").glob("*.zip"))
    reports = sorted((root / "umkm_analysis" / "reports").glob("*/__init__.py"))
    names = (*(report.parent.name for report in reports), "explore")
    return [package, *tables, *editions, *(Path("notebooks") / f"{name}.ipynb" for name in names)]


def _refuse_outputs(notebook: Path) -> None:
    """Raise if a notebook holds outputs: they may show a person's own data."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    if any(cell.get("outputs") for cell in cells):
        raise RuntimeError(f"{notebook} holds outputs. Clear them, then build again.")
