"""Where imported registers lie, and where a new one may be written; nothing heavy is imported for a refusal."""

from __future__ import annotations

from pathlib import Path

from umkm_analysis.errors import UsageError

FOLDER = Path("data") / "register"
"""Of the registers that were imported, in the person's folder."""
WORKBOOKS = (".xlsx", ".xlsm", ".ods")


def refuse_no_register(path: Path) -> None:
    """Refuse what is not there, or is neither a workbook nor a folder."""
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}. umkm init-register writes an empty register to fill in.")
    if not path.is_dir() and path.suffix.lower() not in WORKBOOKS:
        raise UsageError(
            f"{path} is no workbook ({', '.join(WORKBOOKS)}) and no folder with a CSV file for each sheet."
        )


def refuse_taken(path: Path) -> None:
    """Refuse a place where something is already, which may be somebody's register, and a name of no register."""
    if path.exists():
        raise UsageError(f"{path} is there already and may hold a register; choose another name.")
    if path.suffix and path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{path.name}: a register is a workbook (.xlsx), or a folder of CSV files (a name without ending)."
        )
