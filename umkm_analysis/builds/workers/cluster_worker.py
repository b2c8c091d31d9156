"""Long-lived worker process started by a Dask worker thread.

It takes jobs from its standard input and answers on its standard output. A Dask worker has threads and may be a daemon,
which must not fork; this process has one thread and may.

Its first answer says why its kernels cannot be forks, or None if they can. With the argument "standard" nothing is
preloaded.
"""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import replace
from typing import BinaryIO

from umkm_analysis.builds.workers.pool import can_fork
from umkm_analysis.builds.workers.preloader import ENDED

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
    from umkm_analysis.builds.workers.worker import make_and_clear  # noqa: PLC0415 - after preloading

    while True:
        try:
            job = pickle.load(requests)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        _send(make_and_clear(replace(job, warm=job.warm and WARM and failure is None)), answers)


def _send(answer: object, answers: BinaryIO) -> None:
    pickle.dump(answer, answers)
    answers.flush()


if __name__ == "__main__":
    serve()
