"""Command ``umkm list``: reports and regions."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from typing import Annotated

import typer

from umkm_analysis.builds.plan import refuse_bad_scope
from umkm_analysis.commands.checked_data import (
    imports_state,
    keep_answer,
    remembered_answer,
    remembering_valid_tables,
)
from umkm_analysis.commands.console import aligned, out, print_notes
from umkm_analysis.datasets import fingerprints, project, regions
from umkm_analysis.errors import UsageError
from umkm_analysis.reports import names


def list_(
    *,
    province: Annotated[
        str | None, typer.Option(metavar="CODE_OR_NAME", help="Only this province and what lies in it.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Only nation, province, kabupaten or kota.")] = None,
    report: Annotated[str | None, typer.Option(metavar="NAME", help="Only where this report can be built.")] = None,
) -> None:
    """List reports and regions.

    Each region comes with the reports that can be built for it. With an option: only the regions it chooses.
    """
    if report is not None:
        names.known(report)
    if kind is not None and kind not in regions.KINDS:
        raise UsageError(f'There is no kind "{kind}"; there are {", ".join(regions.KINDS)}.')
    refuse_bad_scope(provinces=[province] if province else [])
    data, about = fingerprints.data_version(project.root()), _about(province, kind, report)
    said = remembered_answer(about=about)
    if not said:
        with remembering_valid_tables():
            said = _list(province, kind, report)
        # of a province a note may be said besides
        if province is None and about == _about(province, kind, report):
            keep_answer(said, data, about=about)
    for line in said:
        out.print(line)


def _about(*options: str | None) -> list[str]:
    return ["list", imports_state(), repr(options)]


def _list(province: str | None, kind: str | None, report: str | None) -> list[str]:
    from umkm_analysis.builds.plan import choose_regions
    from umkm_analysis.reports.registry import REPORTS

    if province:
        print_notes([province])
    rows = []
    for region in choose_regions(provinces=[province]) if province else regions.all_regions().values():
        if kind in {None, region.kind}:
            found = [each.name for each in REPORTS if each.unavailable_reason(region) is None]
            parent = regions.province_of(region)
            if report is None or names.known(report) in found:
                rows.append([region.code, region.name, region.kind, parent.name if parent else "", " ".join(found)])
    head = []
    if (province, kind, report) == (None, None, None):
        head = [*aligned([[each.name, each.title] for each in REPORTS]), ""]
    return [*head, *aligned(rows)]
