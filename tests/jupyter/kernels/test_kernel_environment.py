"""Pages are the same whatever settings of the person lie in files, folders and the environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, copy_project
from umkm_analysis.builds.workers.preloader import can_fork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

pytestmark = pytest.mark.slow
ALL = ("--region", "3576", "--region", "3500")
ONE = ("--region", "3576", "--report", "economic-recovery")
KERNELS = {"warm": ALL, "standard": ONE} if can_fork() else {"standard": ALL}
"""What is built in each kind of kernels: a standard one takes three times as long for a page."""
MATPLOTLIBRC = "text.usetex: True\nfont.size: 31\nlines.linewidth: 9\nsavefig.dpi: 31\nfigure.figsize: 2, 2\n"
KERNEL = {"display_name": "", "language": "python"}
STARTUP = "import pandas\npandas.set_option('display.precision', 1)\nraise SystemExit\n"
OWN_CHART = """\
#| fig-alt: Dua titik
import matplotlib.pyplot as plt
plt.plot([1, 2], [0.123456, 2]);
"""
OWN_TABLE = "import pandas\npandas.Series([0.123456])"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, whose notebook on recovery has charts and a series beside those of the house."""
    home = copy_project(tmp_path_factory.mktemp("settings"))
    path = home / "notebooks" / "economic_recovery.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number, source in enumerate((OWN_CHART, OWN_TABLE, OWN_CHART)):
        cell = {"cell_type": "code", "id": f"own-{number}", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].insert(2 if number else len(notebook["cells"]), {**cell, "source": source})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return home


def _build(
    home: Path, folder: Path, kernel: str, chosen: Sequence[str], *, cwd: Path = ROOT, **environment: str
) -> dict[str, bytes]:
    """Build in a process of its own; return what was written, the manifest aside."""
    command = [sys.executable, "-m", "umkm_analysis", "build", *chosen, "--language", "id"]
    done = subprocess.run(  # noqa: S603 - ours
        [*command, "--kernel", kernel, "--output", str(folder)],
        capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, **environment, "UMKM_HOME": str(home)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".json"})
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module", params=KERNELS)
def kernel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def usual(project: Path, kernel: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _build(project, tmp_path_factory.mktemp("usual"), next(iter(KERNELS)), KERNELS[kernel])


@pytest.fixture
def hostile(tmp_path: Path) -> Callable[[], dict[str, str]]:
    """Hostile settings in every place where matplotlib, IPython, Jupyter and Python look for some."""

    def make() -> dict[str, str]:
        home, files = tmp_path / "person", tmp_path / "files"
        for path, text in {
            home / ".config/matplotlib/matplotlibrc": MATPLOTLIBRC,
            files / "matplotlibrc": MATPLOTLIBRC,
            home / ".ipython/profile_default/startup/00.py": STARTUP,
            home / ".ipython/profile_default/ipython_kernel_config.py": "c.InteractiveShellApp.exec_lines = ['1 / 0']",
            files / "ipython/profile_default/startup/00.py": STARTUP,
            files / "jupyter/jupyter_nbconvert_config.py": "c.HTMLExporter.exclude_output = True",
            files / "jupyter/jupyter_config.py": "c.HTMLExporter.exclude_output = True",
            files / "share/nbconvert/templates/umkm/index.html.j2": "hostile",
            files / "share/nbconvert/templates/umkm/page.css": "hostile",
            files / "share/nbconvert/templates/umkm/conf.json": '{"base_template": "lab"}',
            files / "share/kernels/python3/kernel.json": json.dumps({**KERNEL, "argv": ["false"]}),
            files / "start.py": "1 / 0",
        }.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (tmp_path / "matplotlibrc").write_bytes(b"\xff\xfe no text")
        return {
            "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "MATPLOTLIBRC": str(files / "matplotlibrc"),
            "MPLBACKEND": "there-is-none", "MPLCONFIGDIR": str(files / "start.py"), "PYTHONHASHSEED": "7",
            "PYTHONSTARTUP": str(files / "start.py"), "PYTHONPATH": str(files), "IPYTHONDIR": str(files / "ipython"),
            "JUPYTER_CONFIG_DIR": str(files / "jupyter"), "JUPYTER_CONFIG_PATH": str(files / "jupyter"),
            "JUPYTER_PATH": str(files / "share"), "JUPYTER_DATA_DIR": str(files / "share"),
            "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "LANGUAGE": "de", "TZ": "Pacific/Kiritimati", "COLUMNS": "20",
            "LINES": "5", "PYTHONIOENCODING": "ascii:strict",
        }  # fmt: skip

    return make


def test_settings_of_the_person_change_no_page(
    project: Path, usual: dict[str, bytes], hostile: Callable[[], dict[str, str]], tmp_path: Path, kernel: str
) -> None:
    (project / "notebooks" / "matplotlibrc").write_bytes(b"\xff\xfe no text")  # where the cells run
    found = _build(project, tmp_path / "out", kernel, KERNELS[kernel], cwd=tmp_path, **hostile())
    assert any(name.endswith("3576-kota-mojokerto/economic-recovery.html") for name in usual)
    assert [name for name in {**usual, **found} if found.get(name) != usual.get(name)] == []
