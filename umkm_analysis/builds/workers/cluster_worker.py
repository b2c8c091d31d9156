"""A warm process of its own for a worker elsewhere: takes jobs from its standard input, answers on its output.

A cluster's worker has threads and may be a daemon, from which nothing should be forked; this process has neither.
"""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import replace

from umkm_analysis.builds.workers.pool import can_fork

if can_fork():
    from umkm_analysis.builds.workers import preload  # noqa: F401 - imports and rehearses all that a report needs


def serve() -> None:
    """Make reports one after the other until nobody asks any more."""
    from umkm_analysis.builds.workers.worker import make  # noqa: PLC0415 - after the warm process has been set up

    asked = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    while True:
        try:
            job = pickle.load(asked)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        pickle.dump(make(replace(job, warm=job.warm and can_fork())), answers)
        answers.flush()


if __name__ == "__main__":
    serve()
