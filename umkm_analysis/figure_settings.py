"""Settings that figures start from: matplotlib's own, whatever files or environment of the person say.

Importing this module imports matplotlib without reading a ``matplotlibrc`` of the person, and sets what every figure
starts from. A matplotlib that was loaded before is set to the same.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from contextlib import chdir, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKEND = "module://matplotlib_inline.backend_inline"
"""What ipykernel's own application gives matplotlib in a kernel."""
OF_THE_SESSION = ("backend", "interactive", "keymap.", "macosx.", "tk.", "toolbar", "webagg.")
"""Beginnings of the names of settings that say where figures are shown, not how they look."""


@contextmanager
def _nothing_of_the_person() -> Iterator[None]:
    """Let matplotlib find its own settings first, in the working directory, and no backend that is none."""
    spec = importlib.util.find_spec("matplotlib")
    data = Path(str(spec.origin)).with_name("mpl-data") if spec else Path()
    backend = os.environ.get("MPLBACKEND", BACKEND)
    if backend != BACKEND:
        del os.environ["MPLBACKEND"]
    try:
        with chdir(data) if _working_directory_exists() else nullcontext():
            yield
    finally:
        if backend != BACKEND:
            os.environ["MPLBACKEND"] = backend
            with suppress(ValueError):
                sys.modules["matplotlib"].rcParams["backend"] = backend


def _working_directory_exists() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - asked whether it is there; its name does not matter
    except OSError:
        return False
    return True


with _nothing_of_the_person():
    import matplotlib as mpl

SETTINGS: dict[str, Any] = {
    **{name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith(OF_THE_SESSION)},
    "svg.hashsalt": "umkm_analysis",  # ids of an SVG are the same in every run
}
"""What every figure starts from; what belongs to the session aside."""


def use() -> None:
    """Set what every figure starts from; what a person, or a cell, has set is gone."""
    current: dict[str, Any] = mpl.rcParams  # type: ignore[assignment]  # its own lookup would choose a backend
    if any(dict.__getitem__(current, name) != value for name, value in SETTINGS.items()):
        current.update(SETTINGS)


def use_in_kernel() -> None:
    """Set the same in a kernel, with the backend that shows figures under their cell."""
    use()
    os.environ["MPLBACKEND"] = BACKEND
    if mpl.get_backend(auto_select=False) != BACKEND:
        mpl.use(BACKEND)


use()
