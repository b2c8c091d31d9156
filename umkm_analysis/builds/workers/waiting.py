"""Jobs that wait for a worker, grouped by report; they are taken from the plan as they are needed."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from umkm_analysis.builds.links import Links
from umkm_analysis.i18n.translation import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from umkm_analysis.builds.job import Job


class Waiting:
    """Groups of jobs that have not begun, in the plan's order.

    Parameters
    ----------
    jobs
        The plan; no more of it is taken than what is needed next.
    """

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._groups = together(jobs)
        self._next: deque[tuple[Job, ...]] = deque()

    def __bool__(self) -> bool:
        return self._has(1)

    def take(self, *, free: int) -> tuple[Job, ...]:
        """Take what is to be made next; reports in several languages are parted where processes would be idle.

        Parameters
        ----------
        free
            Number of processes that have nothing to do.

        Raises
        ------
        IndexError
            If nothing waits.
        """
        if not self._has(free):
            self._next = deque((job,) for jobs in self._next for job in jobs)
        return self._next.popleft()

    def put_back(self, *groups: tuple[Job, ...]) -> None:
        """Let groups that could not be begun, or are to be begun anew, come first again."""
        self._next.extendleft(reversed(groups))

    def _has(self, number: int) -> bool:
        self._next.extend(islice(self._groups, max(0, number - len(self._next))))
        return len(self._next) >= number


def together(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    """Group jobs that follow each other and are the same report in several languages: one process makes those."""

    def report(job: Job) -> Job:
        return replace(job, task=replace(job.task, language=SOURCE), links=Links())

    group: tuple[Job, ...] = ()
    for job in jobs:
        is_more = group and job.warm and job.task.page not in {one.task.page for one in group}
        if is_more and report(job) == report(group[0]):
            group = (*group, job)
            continue
        if group:
            yield group
        group = (job,)
    if group:
        yield group
