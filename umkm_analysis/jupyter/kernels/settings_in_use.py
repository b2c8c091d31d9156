"""Settings of a process that code may change, and that later code would find: of Python, pandas, numpy, matplotlib."""

from __future__ import annotations

import decimal
import locale
import os
import sys
import threading
from typing import Any


def settings_in_use() -> dict[str, Any]:
    """Return what would be different for the next report, by name; those of a library only where it is imported."""
    found: dict[str, Any] = {
        "environment": dict(os.environ),
        "folder": _folder(),
        "locale": locale.setlocale(locale.LC_ALL),
        "decimal": _decimal(),
        "recursion": sys.getrecursionlimit(),
        "threads": threading.active_count(),
    }
    modules = sys.modules
    if "numpy" in modules:
        numpy = modules["numpy"]
        found |= {"numpy errors": numpy.geterr(), "numpy printing": repr(numpy.get_printoptions())}
    if "pandas" in modules:
        found["pandas"] = repr(modules["pandas"].options.d)
    if "matplotlib" in modules:
        # as it is kept: whoever asks for the backend chooses one
        found["matplotlib"] = repr([*dict.items(modules["matplotlib"].rcParams)])
    if "matplotlib._pylab_helpers" in modules:
        found["figures"] = [*modules["matplotlib._pylab_helpers"].Gcf.figs]
    return found


def _decimal() -> list[object]:
    """Settings of decimal numbers, without the note that some number was rounded."""
    context = decimal.getcontext()
    names = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")
    return [*(getattr(context, name) for name in names), dict(context.traps)]


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 - asked of every report
    except OSError:  # it is gone
        return None
