"""Trial of a kernel, run as a program of its own: prints the kernel's Python, or fails with the reason.

python -m umkm_analysis.installation.checks.kernel_trial warm|standard
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from umkm_analysis.import_blocker import import_without
from umkm_analysis.jupyter.optional_dependencies import OPTIONAL_DEPENDENCIES

CELL = "import sys\nimport umkm_analysis\nprint(sys.executable)"
SECONDS = 60.0


def try_kernel(*, warm: bool) -> str:
    """Run a cell as a build does.

    Parameters
    ----------
    warm
        Whether in a fork of this process instead of a standard kernel.

    Returns
    -------
    Path of the kernel's Python.
    """
    import_without(OPTIONAL_DEPENDENCIES, "umkm_analysis.jupyter.execute")
    from umkm_analysis.jupyter.execute import run_notebook  # noqa: PLC0415 - takes a second to import

    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": CELL,
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "trial.ipynb"
        source.write_text(json.dumps(notebook), encoding="utf-8")
        done = run_notebook(source, source.with_name("executed.ipynb"), {}, seconds=SECONDS, warm=warm)
    return "".join(output.get("text", "") for output in done.cells[0].outputs).strip()


if __name__ == "__main__":
    sys.stdout.write(try_kernel(warm=sys.argv[1] == "warm") + "\n")
