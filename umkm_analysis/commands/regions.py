"""umkm list and umkm check: what there is, and whether it can be used."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from typing import Annotated

import typer

from umkm_analysis.builds.plan import choose_regions
from umkm_analysis.commands.console import out, print_aligned, print_notes
from umkm_analysis.datasets import regions, tables, validation
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.fingerprints import fingerprint
from umkm_analysis.errors import DataError, UsageError
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
    known = regions.all_regions().values()
    kinds = list(dict.fromkeys(one.kind for one in known))
    if kind is not None and kind not in kinds:
        raise UsageError(f'There is no kind "{kind}"; there are {", ".join(kinds)}.')
    wanted = None if report is None else find_report(report).name
    if province:
        print_notes([province])
    rows = []
    for one in choose_regions(provinces=[province]) if province else known:
        if kind in {None, one.kind}:
            possible = [each.name for each in REPORTS if each.unavailable_reason(one) is None]
            above = regions.province_of(one)
            if wanted is None or wanted in possible:
                rows.append([one.code, one.name, one.kind, above.name if above else "", " ".join(possible)])
    if (province, kind, report) == (None, None, None):
        print_aligned([[each.name, each.title] for each in REPORTS])
        out.print()
    print_aligned(rows)


def check() -> None:
    """Validate every table of data/.

    Names every cell that cannot be used, and warns of figures that are unusual.
    """
    problems = []
    for name, resource in resources().items():
        problem = validation.problem_of(name)
        if problem is None:
            count = len(tables.read(name))
            out.print(f"ok  data/{resource.path}  {count} rows  sha256 {fingerprint(name)}")
        else:
            problems.append(problem)
    if problems:
        raise DataError("\n".join(dict.fromkeys(problems)))
    for warning in validation.unusual_growth():
        out.print(f"warning: {warning}")
