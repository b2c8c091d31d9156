"""Environment of a standard kernel: none of the person's settings of Python, IPython, Jupyter and matplotlib."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DROPPED = ("COLUMNS", "LINES", "MATPLOTLIBRC", "MPLBACKEND", "PYTHONSTARTUP", "PYTHONWARNINGS")
"""Variables that would change what cells show; ipykernel chooses the backend itself where none is named."""
STARTUP = "from umkm_analysis import figure_settings\nfigure_settings.use_in_kernel()\ndel figure_settings\n"
"""What runs in a kernel before its first cell."""


@contextmanager
def kernel_settings() -> Iterator[Path]:
    """Make a folder that a kernel takes for IPython's and Jupyter's: no startup files and settings but ours."""
    with tempfile.TemporaryDirectory(prefix="settings-", ignore_cleanup_errors=True) as folder:
        startup = Path(folder) / "profile_default" / "startup"
        startup.mkdir(parents=True)
        (startup / "figures.py").write_text(STARTUP, encoding="utf-8")
        yield Path(folder)


def kernel_environment(settings: Path) -> dict[str, str]:
    """Environment for a kernel.

    Parameters
    ----------
    settings
        From :func:`kernel_settings`.
    """
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    return {**kept, "IPYTHONDIR": str(settings), "JUPYTER_CONFIG_DIR": str(settings), "JUPYTER_CONFIG_PATH": ""}
