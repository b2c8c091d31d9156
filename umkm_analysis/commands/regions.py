"""Commands ``umkm list`` and ``umkm check``: reports and regions, and validation of the data."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from collections.abc import Sequence
from typing import Annotated

import typer

from umkm_analysis.builds.plan import choose_regions
from umkm_analysis.commands.console import out, print_aligned, print_notes
from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.fingerprints import fingerprint
from umkm_analysis.datasets.validation import guards
from umkm_analysis.datasets.validation.bad_rows import problem_of
from umkm_analysis.datasets.validation.remark import Remark
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.plurals import count_of
from umkm_analysis.reports.registry import REPORTS, find_report


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
    all_regions = regions.all_regions().values()
    kinds = list(dict.fromkeys(region.kind for region in all_regions))
    if kind is not None and kind not in kinds:
        raise UsageError(f'There is no kind "{kind}"; there are {", ".join(kinds)}.')
    report_name = None if report is None else find_report(report).name
    if province:
        print_notes([province])
    rows = []
    for region in choose_regions(provinces=[province]) if province else all_regions:
        if kind in {None, region.kind}:
            names = [each.name for each in REPORTS if each.unavailable_reason(region) is None]
            parent = regions.province_of(region)
            if report_name is None or report_name in names:
                rows.append([region.code, region.name, region.kind, parent.name if parent else "", " ".join(names)])
    if (province, kind, report) == (None, None, None):
        print_aligned([[each.name, each.title] for each in REPORTS])
        out.print()
    print_aligned(rows)


def check() -> None:
    """Validate every table of data/, and compare its figures.

    Names every cell that cannot be used; compares sums, neighbouring years, published growth, sectors and releases;
    warns of figures that are only unusual.
    """
    problems = []
    for name, resource in resources().items():
        problem = problem_of(name)
        if problem is None:
            count = len(tables.every_row(name))
            out.print(f"ok  data/{resource.path}  {count_of(count, 'row')}  sha256 {fingerprint(name)}")
        else:
            problems.append(problem)
    if problems:
        raise DataError("\n".join(dict.fromkeys(problems)))
    remarks = guards.remarks()
    _print_warnings([remark for remark in remarks if not remark.error])
    if wrong := [remark.text for remark in remarks if remark.error]:
        head = f"{count_of(len(wrong), 'figure')} cannot be right:"
        raise DataError("\n  ".join([head, *wrong]))


def _print_warnings(remarks: Sequence[Remark]) -> None:
    """Print warnings guard by guard, the largest first."""
    for guard in dict.fromkeys(remark.guard for remark in remarks):
        texts = [remark.text for remark in remarks if remark.guard == guard]
        out.print(f"warning: {guard}, {len(texts)}: kept as printed, true extremes exist; the largest first")
        for text in texts:
            out.print(f"  {text}")
