"""Command ``umkm list``: reports and regions."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from typing import Annotated

import typer

from umkm_analysis.builds.plan import refuse_bad_scope
from umkm_analysis.commands.checked_data import remembering_valid_tables
from umkm_analysis.commands.console import out, print_aligned, print_notes
from umkm_analysis.datasets import regions
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
    with remembering_valid_tables():
        _list(province, kind, report)


def _list(province: str | None, kind: str | None, report: str | None) -> None:
    from umkm_analysis.builds.plan import choose_regions
    from umkm_analysis.reports.registry import REPORTS, find_report

    all_regions = regions.all_regions().values()
    report_name = None if report is None else find_report(report).name
    if province:
        print_notes([province])
    rows = []
    for region in choose_regions(provinces=[province]) if province else all_regions:
        if kind in {None, region.kind}:
            found = [each.name for each in REPORTS if each.unavailable_reason(region) is None]
            parent = regions.province_of(region)
            if report_name is None or report_name in found:
                rows.append([region.code, region.name, region.kind, parent.name if parent else "", " ".join(found)])
    if (province, kind, report) == (None, None, None):
        print_aligned([[each.name, each.title] for each in REPORTS])
        out.print()
    print_aligned(rows)
