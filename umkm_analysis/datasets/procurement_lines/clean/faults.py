"""Report of the rows that cannot be used: a line for each kind of fault, and a file with every one."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import READABLE_BY_OWNER, write_atomically
from umkm_analysis.characters import inert
from umkm_analysis.datasets.procurement_lines.read.text import MAX_FAULTS
from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path
    from typing import NoReturn

    from umkm_analysis.errors import Problem

SHOWN_ROWS = 5
"""Rows of a kind of fault that the message names."""
PRIVATE = ("supplier_name", "supplier_npwp", "supplier_npwp16")
"""Fields whose cells are not written to the file: they may name a person."""
HEADS = ("file", "row", "column", "value", "expected")


def refuse(
    faults: Sequence[tuple[int, Problem]],
    files: Sequence[tuple[str, Mapping[str, str]]],
    path: Path,
    *,
    bad: int,
    allowed: int,
) -> NoReturn:
    """Refuse an import for its bad rows.

    Parameters
    ----------
    faults
        Number of the file and what is wrong, for each fault.
    files
        Name of each file, and field → column as printed.
    path
        Where all faults are written, if a message cannot name them.
    bad, allowed
        Rows that are bad, and rows that may be.

    Raises
    ------
    DataError
        Always.
    """
    names = [name for name, _ in files]
    limit = f", {allowed:,} are allowed" if allowed else ""
    lines = [f"{count_of(bad, 'row')} cannot be used{limit}; nothing was imported"]
    ordered = sorted(faults, key=lambda fault: (fault[0], fault[1].row or 0, fault[1].column or ""))
    groups: dict[tuple[Any, ...], list[Problem]] = {}
    for file, problem in ordered:
        groups.setdefault((file, problem.column, problem.expected), []).append(problem)
    single = [(file, problem) for (file, *_), problems in groups.items() if len(problems) <= SHOWN_ROWS
              for problem in problems]  # fmt: skip
    floods = [(file, problems) for (file, *_), problems in groups.items() if len(problems) > SHOWN_ROWS]
    single.sort(key=lambda fault: (fault[0], fault[1].row or 0, fault[1].column or ""))
    lines += [f"  {names[file]}, {problem}" for file, problem in single]
    lines += [f"  {names[file]}, {_grouped(problems)}" for file, problems in floods]
    if floods:
        private = [{header[name] for name in PRIVATE if name in header} for _, header in files]
        write_atomically({path: _as_csv(ordered, names, private)}, mode=READABLE_BY_OWNER)
        most = f" (of each file the first {MAX_FAULTS:,})" if len(faults) >= MAX_FAULTS else ""
        lines.append(f"All faults are in {path}{most}")
    lines.append(f"Mend the file, or leave these rows out of the account's kept lines with --allow-bad {bad}")
    raise DataError("\n".join(lines))


def _grouped(problems: Sequence[Problem]) -> str:
    """Describe faults of one kind in one line."""
    column = "" if problems[0].column is None else f"column {problems[0].column}, "
    first = problems[:SHOWN_ROWS]
    rows = ", ".join(f"{problem.row:,}" for problem in first if problem.row is not None)
    values = list(dict.fromkeys(problem.value for problem in first if problem.value is not None))
    quoted = " (" + ", ".join(f'"{value}"' for value in values) + ")" if values else ""
    return f"{column}{len(problems):,} rows: {rows}, …{quoted} – expected {problems[0].expected}"


def _as_csv(faults: Sequence[tuple[int, Problem]], names: Sequence[str], private: Sequence[Collection[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS)
    for file, problem in faults:
        value = None if problem.column in private[file] else problem.value
        cells = (names[file], problem.row, problem.column, value, problem.expected)
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue().encode("utf-8-sig", "replace")
