"""JupyterLab as a program that ends with the one that started it, however that ends.

Its first argument is the number of an open pipe that nothing is ever written to: it closes with the other program, when
that is killed too.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

PATIENCE = 20.0
"""Seconds for JupyterLab to end its kernels, which takes it a few."""


def main() -> None:
    """Run JupyterLab until it ends or the pipe closes."""
    pipe = int(sys.argv.pop(1))
    os.set_inheritable(pipe, False)  # noqa: FBT003 - it has no name
    threading.Thread(target=_end_with_pipe, args=(pipe,), daemon=True).start()
    runpy.run_module("jupyterlab", run_name="__main__", alter_sys=True)


def _end_with_pipe(pipe: int) -> None:
    os.read(pipe, 1)
    timer = threading.Timer(PATIENCE, os._exit, [1])
    timer.daemon = True
    timer.start()
    os.kill(os.getpid(), signal.SIGTERM)  # which ends its kernels, in order


if __name__ == "__main__":
    main()
