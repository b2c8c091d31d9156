"""Command ``umkm check``: validation of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.commands.checked_data import keep_answer, keep_valid, remembered_answer
from umkm_analysis.commands.console import out
from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from umkm_analysis.datasets.validation.remark import Remark


def check() -> None:
    """Validate every table of data/, and compare its figures.

    Names every cell that cannot be used; compares sums, neighbouring years, published growth, sectors and releases;
    warns of figures that are only unusual. Of data that have not changed since they were found free of errors it says
    what it said then.
    """
    data = fingerprints.data_version(project.root())
    said = remembered_answer(__name__)
    if said:
        for line in said:
            out.print(line)
        return
    for line in _examine():
        out.print(line)
        said.append(line)
    keep_answer(said, data, __name__)
    keep_valid(resources(), data)


def _examine() -> Iterator[str]:
    """Examine the data, and say what is found.

    Raises
    ------
    DataError
        If they cannot be used.
    """
    from umkm_analysis.datasets import tables
    from umkm_analysis.datasets.validation import guards
    from umkm_analysis.datasets.validation.bad_rows import problem_of

    problems = []
    for name, resource in resources().items():
        problem = problem_of(name)
        if problem is None:
            count = len(tables.every_row(name))
            yield f"ok  data/{resource.path}  {count_of(count, 'row')}  sha256 {fingerprints.fingerprint(name)}"
        else:
            problems.append(problem)
    if problems:
        raise DataError("\n".join(dict.fromkeys(problems)))
    remarks = guards.remarks()
    yield from _warnings([remark for remark in remarks if not remark.error])
    if wrong := [remark.text for remark in remarks if remark.error]:
        head = f"{count_of(len(wrong), 'figure')} cannot be right:"
        raise DataError("\n  ".join([head, *wrong]))


def _warnings(remarks: Sequence[Remark]) -> Iterator[str]:
    """Word warnings guard by guard, the largest first."""
    for guard in dict.fromkeys(remark.guard for remark in remarks):
        texts = [remark.text for remark in remarks if remark.guard == guard]
        yield f"warning: {guard}, {len(texts)}: kept as printed, true extremes exist; the largest first"
        for text in texts:
            yield f"  {text}"
