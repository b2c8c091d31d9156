"""Command ``umkm upgrade-notebooks``: what a new version changes in a workspace's notebooks."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from collections.abc import Sequence
from typing import Annotated

import typer

from umkm_analysis.commands.console import out
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError
from umkm_analysis.installation import notebook_versions
from umkm_analysis.installation.notebook_cells import Change
from umkm_analysis.installation.notebook_versions import REPLACED_UNASKED, Comparison, State


def upgrade_notebooks(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NOTEBOOK]...", help="Only these; default: all.", show_default=False)
    ] = None,
    *,
    apply: Annotated[
        bool,
        typer.Option(
            "--apply", help="Replace those that you have not edited; of those named, also edited ones. Copies are kept."
        ),
    ] = False,
    merged: Annotated[
        bool, typer.Option("--merged", help="Note that you have taken over what you want in those named; touch none.")
    ] = False,
) -> None:
    """Show what a new version changes in your notebooks.

    Touches nothing without --apply.
    """
    if apply and merged:
        raise UsageError("--apply replaces notebooks, --merged leaves them as they are: choose one of them.")
    if merged and not names:
        raise UsageError(
            "--merged needs the names of the notebooks, such as: umkm upgrade-notebooks economic_recovery --merged"
        )
    home = project.writable_root()
    if not project.is_workspace():
        raise UsageError(f"{home} is a checkout, whose notebooks are the shipped ones; only workspaces have copies.")
    compared = notebook_versions.compare(home, names or ())
    if merged:
        notebook_versions.settle(home, compared)
        out.print(f"Noted for {', '.join(each.name for each in compared)}; no notebook was touched.")
        return
    for each in compared:
        _print(each)
    if apply:
        _apply(compared, named=bool(names))
        return
    able = [each.name for each in compared if each.state in REPLACED_UNASKED]
    if able:
        out.print(f"Nothing was touched. umkm upgrade-notebooks --apply takes over {', '.join(able)}.")
    if both := [each.name for each in compared if each.state in {State.BOTH, State.UNKNOWN, State.UNREADABLE}]:
        out.print(
            f"You decide on {', '.join(both)}: take over by hand what you want, then umkm upgrade-notebooks NAME "
            "--merged; or replace yours (a copy is kept): umkm upgrade-notebooks NAME --apply"
        )


def _apply(compared: Sequence[Comparison], *, named: bool) -> None:
    replaced = notebook_versions.replace(project.writable_root(), compared, named=named)
    for name, backup in replaced.items():
        out.print(f"notebooks/{name}: {f'replaced; yours is kept as {backup}' if backup else 'added'}")
    if not replaced:
        out.print("Nothing to replace; no notebook was touched.")


def _print(each: Comparison) -> None:
    out.print(f"{each.name}: {each.state}")
    mine = {change.key for change in each.by_person}
    theirs = {change.key for change in each.by_version}
    if each.by_version:
        known = each.state is not State.UNKNOWN
        out.print("  this version changes:" if known else "  from yours (-) to the shipped one (+):")
        _print_changes(each.by_version, mine, "you have edited this cell too")
    if each.by_person:
        out.print("  you have edited:")
        _print_changes(each.by_person, theirs, "this version changes this cell too")


def _print_changes(changes: Sequence[Change], other: set[str], note: str) -> None:
    for change in changes:
        out.print(f"    {change.cell}, {change.kind}{f' – {note}' if change.key in other else ''}")
        for line in change.lines:
            out.print(f"      {line}")
