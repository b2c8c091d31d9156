"""Command ``umkm new-report``: a notebook, its report and its test from a template."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from typing import Annotated

import typer

from umkm_analysis.commands.console import out
from umkm_analysis.datasets import project


def new_report(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters and hyphens, as population-size.")],
    *,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="As readers see it, in Indonesian.")] = None,
    english: Annotated[str | None, typer.Option(metavar="TEXT", help="The same in English.")] = None,
) -> None:
    """Make a report that works, to change into your own.

    In a checkout: a notebook, its folder in umkm_analysis/reports/, its English and its test. In a workspace: a
    notebook of your own, and a Python file beside it with what its cells show. All of it or nothing.
    """
    from umkm_analysis.installation import new_report as template

    made = template.make(name, title=title, english=english)
    home = project.writable_root()
    for path in made.written:
        out.print(f"wrote {path.relative_to(home)}")
    notebook = made.notebook.relative_to(home)
    out.print(f"Look at it:  umkm preview {notebook} --open")
    if made.is_own:
        out.print(f"Build it:    umkm build --notebook {notebook} --region 3576")
    else:
        out.print(f"Build it:    umkm build --report {made.name} --region 3576")
        out.print(f"Test it:     pytest tests/reports/{made.name.replace('-', '_')}")
        out.print("List it:     python -m umkm_analysis.reports.readme")
