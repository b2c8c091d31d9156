"""The code a report is made by: which modules of this package its notebook draws in."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from platform import python_version

import umkm_analysis
from umkm_analysis.datasets.fingerprints import DIGITS

PACKAGE = "umkm_analysis"
ROOT = Path(umkm_analysis.__file__).parent
EXPORTING = ("umkm_analysis.builds.output.html", "umkm_analysis.jupyter.execute")
"""What makes a page of whatever notebook."""
UNDERNEATH = ("ipython", "markupsafe", "mistune", "nbclient", "nbformat", "numpy")
"""Libraries that shape a page without being named in pyproject.toml."""
ONLY_FOR_TYPES = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)*", re.MULTILINE)
IMPORT = re.compile(
    r"^[ \t]*(?:from[ ]+(?P<where>umkm_analysis[\w.]*)[ ]+import[ ]+(?P<what>\([^)]*\)|[^\n#]*)"
    r"|import[ ]+(?P<whole>umkm_analysis[\w.]*))",
    re.MULTILINE,
)


@cache
def of_notebook(notebook: Path) -> str:
    """Return the fingerprint of all modules that a notebook's report is made by.

    Parameters
    ----------
    notebook
        The notebook.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    modules = {module for start in (*EXPORTING, *_imported(source)) for module in _closure(start)}
    return fingerprint(sorted(path for module in modules if (path := _file(module)) is not None))


def of_modules(*modules: str) -> str:
    """Return the fingerprint of some modules and of all they import from this package."""
    reached = {module for start in modules for module in _closure(start)}
    return fingerprint(sorted(path for module in reached if (path := _file(module)) is not None))


@cache
def libraries() -> str:
    """Return the fingerprint of Python's version and those of the libraries that shape a page."""
    asked = [one for one in requires("umkm-analysis") or () if ";" not in one]  # behind it: for which extra
    named = {re.split(r"[^\w.-]", one, maxsplit=1)[0].lower() for one in asked}
    known = {"python": python_version()}
    for name in sorted({*named, *UNDERNEATH}):
        try:
            known[name] = version(name)
        except PackageNotFoundError:  # not needed by what is installed
            continue
    return hashlib.sha256(repr(known).encode()).hexdigest()[:DIGITS]


def fingerprint(files: list[Path]) -> str:
    """Return the first digits of the SHA-256 of some files and of where in the package they lie."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(repr((path.relative_to(ROOT).as_posix(), _content(path))).encode())
    return whole.hexdigest()[:DIGITS]


def fingerprint_of(file: Path) -> str:
    """Return the first digits of a file's SHA-256."""
    return _content(file)[:DIGITS]


@cache
def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _closure(module: str) -> frozenset[str]:
    reached: set[str] = set()
    waiting = [module]
    while waiting:
        one = waiting.pop()
        path = _file(one)
        if one in reached or path is None:
            continue
        reached.add(one)
        parents = one.split(".")
        waiting += [".".join(parents[:depth]) for depth in range(1, len(parents))]  # their __init__ runs too
        waiting += _imports_of(path)
    return frozenset(reached)


@cache
def _imports_of(path: Path) -> tuple[str, ...]:
    return tuple(_imported(path.read_text(encoding="utf-8")))


def _imported(source: str) -> list[str]:
    found = []
    for one in IMPORT.finditer(ONLY_FOR_TYPES.sub("", source)):
        if one["whole"]:
            found.append(one["whole"])
            continue
        names = re.findall(r"(\w+)(?:\s+as\s+\w+)?\s*(?:,|\)|$)", one["what"].strip())
        found += [one["where"], *(f"{one['where']}.{name}" for name in names)]
    return found


@cache
def _file(module: str) -> Path | None:
    """Find a module's file; None for a name that is no module of this package, such as a function."""
    place = ROOT.joinpath(*module.split(".")[1:])
    for path in (place / "__init__.py", place.with_suffix(".py") if place != ROOT else place / "__init__.py"):
        if path.is_file():
            return path
    return None
