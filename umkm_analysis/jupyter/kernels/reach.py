"""Names by which code comes to the names, the sources or the process of the notebook that runs it."""

from __future__ import annotations

import re
import sysconfig
from functools import cache
from pathlib import Path
from types import CodeType

from ipykernel.compiler import get_tmp_directory

REACHES = {
    "__globals__", "__main__", "_current_frames", "_getframe", "capture_locals", "ctypes", "currentframe", "f_back",
    "f_globals", "f_locals", "gc", "get_ipython", "get_native_id", "getipython", "getpid", "getppid", "inspect",
    "InteractiveShell", "multiprocessing", "psutil", "register_at_fork", "show_locals", "tb_frame", "user_module",
    "user_ns", "walk_stack",
}  # fmt: skip
"""What a module or a cell has to name to come to them, or to something that forks of a process share."""
IN_CELLS = REACHES - {"get_ipython"}
"""Of them what counts in a cell: magics call the other, and are judged by the source of the cell before it runs."""
PACKAGE = Path(__file__).parents[2]


def is_installed(file: str) -> bool:
    """Whether a file is of Python itself, of an installed library or of this package, or no file at all."""
    return file.startswith("<frozen ") or any(Path(file).is_relative_to(folder) for folder in _installed())


def reaches_notebook(code: CodeType) -> bool:
    """Whether code, or a function or class that it defines, names one of :data:`REACHES`, in a text too."""
    reaches = IN_CELLS if code.co_filename.startswith(get_tmp_directory()) else REACHES
    return any(not reaches.isdisjoint(re.findall(r"\w+", name)) for name in _names(code))


def _names(code: CodeType) -> list[str]:
    found = [*code.co_names, *code.co_varnames, *code.co_freevars]
    waiting = list(code.co_consts)
    while waiting:
        constant = waiting.pop()
        if isinstance(constant, CodeType):
            found += _names(constant)
        elif isinstance(constant, tuple | frozenset):
            waiting += constant
        elif isinstance(constant, str):
            found.append(constant)
    return found


@cache
def _installed() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    return (paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"], str(PACKAGE))
