"""Long-lived worker process started by a Dask worker thread.

It takes jobs from its standard input, those of one report together, and answers on its standard output. A Dask worker
has threads and may be a daemon, which must not fork; this process has one thread and may.

Its first answer says why its kernels cannot be forks, or None if they can. With the argument "standard" nothing is
preloaded.
"""

from __future__ import annotations

import os
import pickle
import select
import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from umkm_analysis.builds.workers.cluster_process import VARIABLE
from umkm_analysis.builds.workers.memory import limit_memory
from umkm_analysis.builds.workers.preloader import ENDED, can_fork

IDLE_SECONDS = 60.0
"""A process that has nothing to do for so long ends, and with it its folder."""
WARM = can_fork() and "standard" not in sys.argv[1:]
if WARM:
    from umkm_analysis.builds.workers import preload


def serve() -> None:
    """Make reports one after the other until standard input is closed."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    failure = preload.failure if WARM else ENDED if can_fork() else None
    _send(failure, answers)
    from umkm_analysis.builds.workers.worker import make_together  # noqa: PLC0415 - after preloading
    from umkm_analysis.jupyter.kernels import kept_kernel  # noqa: PLC0415 - likewise

    kept_kernel.allow()  # this process is of one build

    while True:
        # requests come singly, so nothing lies in the buffer; Windows knows no select on pipes
        if os.name == "posix" and not select.select([requests], [], [], IDLE_SECONDS)[0]:
            return
        try:
            jobs = pickle.load(requests)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        if jobs[0].memory is not None:
            limit_memory(jobs[0].memory)
        is_warm = jobs[0].warm and WARM and failure is None
        _send([*make_together([replace(job, warm=is_warm) for job in jobs])], answers)


def _send(answer: object, answers: BinaryIO) -> None:
    pickle.dump(answer, answers)
    answers.flush()


if __name__ == "__main__":
    try:
        with suppress(BrokenPipeError):  # the worker that waited for the answer is gone
            serve()
    finally:
        shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)
