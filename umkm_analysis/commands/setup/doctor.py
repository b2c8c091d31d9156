"""Command ``umkm doctor``: what this machine has and lacks."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import json
from dataclasses import asdict
from typing import Annotated

import typer

from umkm_analysis.commands.console import out
from umkm_analysis.commands.exit_codes import ExitCode


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array of the checks, for machines.")] = False,
) -> None:
    """Say what this machine has and lacks, and what to do.

    Python, libraries, tables, fonts, the workspace, folders, memory, disk, console, Chromium, Java, kernels. Nothing
    is changed, and nothing is asked of the network.
    """
    from umkm_analysis.installation.checks.check import State
    from umkm_analysis.installation.checks.doctor import examine

    checks = []
    for check in examine():
        checks.append(check)
        if not as_json:
            out.print(f"{check.state:<4}  {check.name:<15}  {check.found}")
            if check.advice:
                out.print(f"{'':23}→ {check.advice}")
    failed = [check.name for check in checks if check.state is State.FAIL]
    if as_json:
        print(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=1))  # noqa: T201 - for machines: no wrapping
    else:
        out.print(f"Reports cannot be built so: {', '.join(failed)}" if failed else "All that is needed is there.")
    if failed:
        raise typer.Exit(ExitCode.FAILED)
