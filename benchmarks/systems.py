"""Ways to make a page per region from one notebook: ours, the usual ones, and those of other projects."""

from __future__ import annotations

import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from measuring import call

from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BIN = Path(sys.executable).parent
API = """\
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
import papermill
from nbconvert import HTMLExporter

def one(code):
    made = papermill.execute_notebook(sys.argv[1], None, {"region": code}, kernel_name="python3", progress_bar=False)
    html, _ = HTMLExporter(exclude_input=True).from_notebook_node(made)
    Path(sys.argv[2], f"{code}.html").write_text(html)

if __name__ == "__main__":
    workers, codes = int(sys.argv[3]), sys.argv[4:]
    if workers == 1:
        list(map(one, codes))
    else:
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            list(pool.map(one, codes))
"""
FLOOR = """\
import io
import json
import re
import sys
from pathlib import Path

def shows(value):
    if hasattr(value, "html"):
        return value.html
    for show in ("_repr_mimebundle_", "_repr_html_"):
        if hasattr(value, show):
            return str(getattr(value, show)())
    return ""

def draws():
    pyplot = sys.modules.get("matplotlib.pyplot")
    for number in pyplot.get_fignums() if pyplot else ():
        picture = io.BytesIO()
        pyplot.figure(number).savefig(picture, format="png", bbox_inches="tight")
        pyplot.close(number)
        yield str(picture.getvalue())

told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))  # no Jupyter at all
cells = ["".join(c["source"]) for c in told["cells"] if c["cell_type"] == "code"]
languages, shares = sys.argv[3].split(","), sys.argv[4] == "shares"
for code in sys.argv[5:]:
    given, kept = {"region": code}, {}
    for language in languages:
        given["language"] = language
        shown, names = [], {"__name__": "__main__"}
        for number, cell in enumerate(cells):
            if number == 0:
                pattern = re.compile(r'^(region|language)(: str)? = ".*?"', re.M)
                cell = pattern.sub(lambda found: f'{found[1]} = "{given[found[1]]}"', cell)
            if shares and cell.startswith("result = "):
                if cell not in kept:
                    exec(cell, names)
                    kept[cell] = names["result"]
                names["result"] = kept[cell]
                continue
            *before, last = cell.splitlines()
            try:
                compiled = compile(last, "cell", "eval")
            except SyntaxError:
                exec(cell, names)
            else:
                exec("\\n".join(before), names)
                shown.append(shows(eval(compiled, names)))
            shown += draws()
        Path(sys.argv[2], f"{code}-{language}.html").write_text("".join(shown))
"""
"""The cells by a plain function; "shares": with one analysis for all languages."""
SPHINX = """\
extensions = ["myst_nb"]
nb_execution_mode = "force"
nb_execution_timeout = 600
nb_execution_raise_on_error = True
"""


@dataclass(frozen=True)
class System:
    """A way to make pages."""

    name: str
    run: Callable[[Path, Sequence[str]], None]
    each_alone: bool = False
    """Whether it starts anew for each report: then a few reports tell what many cost."""
    pages: int = 1
    """How many it makes for each region."""


def systems(
    notebook: Path,
    peers: Path | None,
    *,
    home: Path | None = None,
    report: str | None = "economic-recovery",
    languages: Sequence[str] = ("id",),
) -> list[System]:
    """List every way there is.

    Parameters
    ----------
    notebook
        The notebook they all run.
    peers
        Folder of commands of an environment that has the other projects too; None to leave them out.
    home
        Project folder that holds it as the report's notebook; None for this checkout.
    report
        The report whose notebook it is; None for a notebook of one's own.
    languages
        What ours makes each report in; the others know one.
    """
    what = ("--notebook", notebook) if report is None else ("--report", report)
    place = {} if home is None else {project.HOME_VARIABLE: str(home)}

    def ours(*how: str) -> Callable[[Path, Sequence[str]], None]:
        def run(folder: Path, codes: Sequence[str]) -> None:
            chosen = [argument for code in codes for argument in ("--region", code)]
            call(
                BIN / "umkm",
                "build",
                *what,
                "--language",
                ",".join(languages),
                "--output",
                folder,
                *how,
                *chosen,
                **place,
            )

        return run

    def api(workers: int) -> Callable[[Path, Sequence[str]], None]:
        def run(folder: Path, codes: Sequence[str]) -> None:
            script = folder / "api.py"
            script.write_text(API)
            call(sys.executable, script, notebook, folder, workers, *codes)

        return run

    def loop(folder: Path, codes: Sequence[str]) -> None:
        for code in codes:
            made = folder / f"{code}.ipynb"
            call(BIN / "papermill", "-k", "python3", "--no-progress-bar", notebook, made, "-r", "region", code)
            call(BIN / "jupyter", "nbconvert", "--to", "html", "--no-input", made)

    found = [
        System("umkm build, warm kernels, two jobs", ours("--jobs", "2"), pages=len(languages)),
        System("umkm build, warm kernels, one job", ours("--jobs", "1"), pages=len(languages)),
        System("umkm build, standard kernels, two jobs", ours("--jobs", "2", "--kernel", "standard")),
        System("papermill + nbconvert, pool of two", api(2)),
        System("papermill + nbconvert, one process", api(1)),
        System("papermill CLI + nbconvert CLI in a loop", loop, each_alone=True),
        System("floor: the cells by a plain warm process", _floor(notebook, languages, "alone"), pages=len(languages)),
    ]
    if len(languages) > 1:
        name = "floor with one analysis for all languages"
        found.append(System(name, _floor(notebook, languages, "shares"), pages=len(languages)))
    # what two processors can do: where they slow each other down, half of the floor of one is out of reach
    both = _floor(notebook, languages, "shares", 2)
    found.append(System("floor in two processes, half of the regions each", both, pages=len(languages)))
    return found if peers is None else [*found[:-1], *_of_others(notebook, peers), found[-1]]


def _floor(
    notebook: Path, languages: Sequence[str], how: str, processes: int = 1
) -> Callable[[Path, Sequence[str]], None]:
    def one(folder: Path, codes: Sequence[str]) -> None:
        call(sys.executable, "-c", FLOOR, notebook, folder, ",".join(languages), how, *codes)

    def run(folder: Path, codes: Sequence[str]) -> None:
        with ThreadPoolExecutor(processes) as pool:
            list(pool.map(one, [folder] * processes, [codes[first::processes] for first in range(processes)]))

    return run


def _of_others(notebook: Path, peers: Path) -> list[System]:
    def myst(folder: Path, codes: Sequence[str]) -> None:
        _prepared(notebook, folder / "in", codes)
        (folder / "in" / "conf.py").write_text(SPHINX)
        (folder / "in" / "index.md").write_text("# x\n\n```{toctree}\n:glob:\nr*\n```\n")
        call(peers / "sphinx-build", "-q", "-j", "2", "-b", "html", folder / "in", folder / "out")
        for extra in ("index", "search", "genindex"):
            (folder / "out" / f"{extra}.html").unlink(missing_ok=True)

    def jcache(folder: Path, codes: Sequence[str]) -> None:
        made = _prepared(notebook, folder / "in", codes)
        cache = {"JUPYTERCACHE": str(folder / "cache")}
        call(peers / "jcache", "notebook", "add", *made, **cache)
        call(peers / "jcache", "project", "execute", "--executor", "local-parallel", "--timeout", 600, **cache)
        (folder / "out").mkdir()
        for one in made:
            call(peers / "jcache", "notebook", "merge", one, folder / "out" / one.name, **cache)
        call(peers / "jupyter", "nbconvert", "--to", "html", "--no-input", *(folder / "out" / one.name for one in made))

    def each(*command: str) -> Callable[[Path, Sequence[str]], None]:
        def run(folder: Path, codes: Sequence[str]) -> None:
            for one in _prepared(notebook, folder / "in", codes):
                made = folder / one.name
                call(peers / command[0], *(word.format(source=one, made=made) for word in command[1:]))
                _mend(made)
                call(peers / "jupyter", "nbconvert", "--to", "html", "--no-input", made)

        return run

    def marimo(folder: Path, codes: Sequence[str]) -> None:
        for one in _prepared(notebook, folder / "in", codes):
            script = folder / f"{one.stem}.py"
            call(peers / "marimo", "convert", one, "-o", script)
            (folder / "marimo").mkdir(exist_ok=True)
            page = folder / "marimo" / f"{one.stem}.html"
            call(peers / "marimo", "export", "html", "--no-include-code", script, "-o", page)

    return [
        System("myst-nb (sphinx-build -j 2)", myst),
        System("jupyter-cache (local-parallel) + nbconvert CLI", jcache),
        System(
            "execnb CLI + nbconvert CLI in a loop", each("exec_nb", "{source}", "--dest", "{made}"), each_alone=True
        ),
        System(
            "ploomber-engine CLI + nbconvert CLI in a loop",
            each("ploomber-engine", "{source}", "{made}"),
            each_alone=True,
        ),
        System("marimo export in a loop", marimo, each_alone=True),
    ]


def _prepared(notebook: Path, folder: Path, codes: Sequence[str]) -> list[Path]:
    """Write a notebook for each region, for those that take no parameters."""
    folder.mkdir(parents=True)
    made = []
    for code in codes:
        nb = nbformat.read(notebook, as_version=4)
        for cell in nb.cells:
            cell.source = cell.source.replace('region: str = "3576"', f'region: str = "{code}"')
        path = folder / f"r{code}.ipynb"
        nbformat.write(nb, path)
        made.append(path)
    return made


def _mend(notebook: Path) -> None:
    """Drop the times that execnb notes: they break the notebook format, and nbconvert refuses them."""
    told = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in told["cells"]:
        cell["metadata"].pop("execution", None)
    notebook.write_text(json.dumps(told), encoding="utf-8")


def with_figures(notebook: Path, home: Path, count: int) -> Path:
    """Make a project whose recovery report shows a figure so many times.

    Parameters
    ----------
    notebook
        The recovery report's.
    home
        Where to make it.
    count
        How many figures.
    """
    shutil.copytree(project.root() / "data", home / "data")
    (home / "notebooks").mkdir()
    told = json.loads(notebook.read_text(encoding="utf-8"))
    code = [cell for cell in told["cells"] if cell["cell_type"] == "code"]
    shown = [cell for cell in code if "show.growth(result)" in "".join(cell["source"])]
    rest = [cell for cell in code if "show." not in "".join(cell["source"])]
    last = [cell for cell in code if "show.provenance" in "".join(cell["source"])]
    repeated = [{**shown[0], "id": f"figure-{number}"} for number in range(count)]
    path = home / "notebooks" / notebook.name
    path.write_text(json.dumps({**told, "cells": [*rest, *repeated, *last]}), encoding="utf-8")
    return path
