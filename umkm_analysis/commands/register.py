"""Command ``umkm init-register``, and the import of a register by ``umkm import``."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.console import out
from umkm_analysis.datasets.register.places import refuse_no_register


def init_register(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A new workbook (.xlsx), or a new folder for CSV files.")
    ] = Path("register-umkm.xlsx"),
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill it with made-up firms, whose totals alone are the published ones.")
    ] = False,
) -> None:
    """Write an empty register of UMKM to fill in.

    One sheet each for firms, catalogues, channels, trainings and certificates, with instructions in Indonesian.
    """
    from umkm_analysis.datasets.register.places import refuse_taken

    refuse_taken(path)
    from umkm_analysis.datasets.register.template import write_register

    if not demo:
        write_register(path, {})
    else:
        from umkm_analysis.datasets.register.demo import demonstration

        write_register(path, demonstration())
    out.print(f"Wrote {path}. Fill it in, then: umkm import register {path}")


def import_register(
    path: Path, *, replace: bool, distinct: Sequence[tuple[str, str]] = (), confirm: Sequence[str] = ()
) -> None:
    """Check an office's register and store it for the reports on its region.

    All faults are listed at once, with sheet, row, column and what to type instead; nothing is imported then.
    """
    refuse_no_register(path)
    from umkm_analysis.datasets import regions
    from umkm_analysis.datasets.fingerprints import REGISTER
    from umkm_analysis.datasets.register import store
    from umkm_analysis.datasets.register.reader import read_register
    from umkm_analysis.reports.registry import REPORTS

    register = read_register(path, distinct=distinct, confirm=confirm)
    stored = store.keep(register, replace=replace)
    region = regions.find(register.code)
    kind = " (synthetic: every page made from it says so)" if register.synthetic else ""
    out.print(f"{region.code} {region.name}, {register.as_of}{kind}: {len(register.firms)} UMKM kept in {stored}")
    for name, reason in register.confirmed:
        out.print(f'Confirmed, though it looks like {reason}: "{name}"')
    if register.unused:
        out.print(f"Not read, and not kept: {', '.join(register.unused)}")
    readers = [report.name for report in REPORTS if REGISTER in report.extra_inputs(region)]
    out.print(f"Now: umkm build --region {region.code} --report {' --report '.join(readers)}")
