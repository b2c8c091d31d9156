"""State of a process that is a fork and is to be as a new kernel: what it inherits and must not keep."""

from __future__ import annotations

import builtins
import gc
import logging
import os
import random
import sys

from umkm_analysis.jupyter.kernels import processes

COLLECT = (50_000, 20, 20)
"""Thresholds of the garbage collector: a report's process is short, and what all reports share is frozen."""
KERNEL_PROGRAM = "ipykernel_launcher.py"
"""First argument of a standard kernel's process."""


def reset() -> None:
    """Reset what a fork inherits and a new kernel would not have."""
    processes.end_with_parent()
    _detach_from_terminal()
    processes.adopt_orphans()  # daemons that a cell starts stay below this process, which is ended with them
    gc.set_threshold(*COLLECT)
    vars(builtins).pop("_", None)  # an interactive parent's last answer
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    sys.argv = [KERNEL_PROGRAM]  # the command, its folders included, is no concern of a cell
    if "" not in sys.path:  # modules beside the notebook, behind the standard library, as IPython has it
        libraries = (at for at, path in enumerate(sys.path) if path.endswith(("site-packages", "dist-packages")))
        sys.path.insert(next(libraries, len(sys.path)), "")
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "matplotlib._pylab_helpers" in sys.modules:
        sys.modules["matplotlib._pylab_helpers"].Gcf.figs.clear()  # figures that the parent has open
    from umkm_analysis import figure_settings  # noqa: PLC0415 - loads numpy, whose threads must not be forked

    figure_settings.use_in_kernel()


def _detach_from_terminal() -> None:
    """Let programs and libraries that a cell calls neither read nor write what the command's own streams are.

    What they write is collected for the notebook, as what Python prints, and would be repeated here with its escapes.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    if nothing > 2:  # noqa: PLR2004 - the three standard streams
        os.close(nothing)
