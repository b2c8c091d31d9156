"""Command ``umkm init``: a workspace."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import importlib.util
import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.console import err, out, print_aligned
from umkm_analysis.datasets import project
from umkm_analysis.installation import workspace


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="New or empty; default: this one.", show_default=False)
    ] = Path(),
    *,
    complete: Annotated[
        bool,
        typer.Option("--complete", help="Also in a folder with other things: add what is missing, touch nothing."),
    ] = False,
) -> None:
    """Make a workspace for your notebooks, data and pages.

    All of it or nothing. In a workspace it adds what is missing and touches nothing that is there. The official tables
    are not copied: they are read from the installed version.
    """
    made = workspace.make(folder, complete=complete)
    if not made.added:
        out.print(f"Nothing is missing in {made.home}.")
        return
    new = tuple(name for name in made.added if name.endswith("/"))
    added = [name for name in made.added if name in new or not name.startswith(new)]
    what = "A workspace in" if made.is_new else "Added to the workspace"
    out.print(f"{what} {made.home}: {', '.join(added)}")
    if not made.is_new:
        return
    here = made.home == Path.cwd()
    lab = "" if importlib.util.find_spec("jupyterlab") else f" (first: {project.install_command('lab')})"
    print_aligned(
        [
            *([] if here else [[f"  cd {shlex.quote(str(folder))}", "then, in it:"]]),
            ["  umkm build --region 3576", "pages of one region, in reports/ (umkm list: all regions)"],
            ["  umkm lab", f"the notebooks in JupyterLab{lab}"],
            ["  umkm doctor", "what this machine lacks, if anything"],
        ]
    )
    named = os.environ.get(project.HOME_VARIABLE)
    if named and Path(named).resolve() != made.home:
        err.print(f"note: {project.HOME_VARIABLE} is set to {named}, which all commands use instead of this folder")
