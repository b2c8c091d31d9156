"""Fingerprint of the code that makes a report: the modules of this package that its notebook imports.

Imports are found by regular expressions, not by ``ast``: 0.03 s for the 171 modules instead of 0.6 s (measured on the
machine of the tests), which every build would wait for, also one that finds all pages up to date. A test holds both to
the same result for every module.
"""

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
"""Modules that make the page of any notebook."""
INDIRECT_LIBRARIES = ("ipython", "markupsafe", "mistune", "nbclient", "nbformat", "numpy", "pygments")
"""Libraries that shape a page without being named in pyproject.toml; the last one colours code in markdown."""
RULES = (
    "umkm_analysis.characters",
    "umkm_analysis.datasets.corrections",
    "umkm_analysis.datasets.csv_reader",
    "umkm_analysis.datasets.own.store",
    "umkm_analysis.datasets.rules.bad_rows",
    "umkm_analysis.datasets.rules.cells",
    "umkm_analysis.datasets.rules.rows",
    "umkm_analysis.datasets.schema",
    "umkm_analysis.datasets.tables",
    "umkm_analysis.datasets.validity",
)
"""Modules whose code decides whether data can be used."""
ONLY_FOR_TYPES = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)*", re.MULTILINE)
IMPORT = re.compile(
    r"^[ \t]*(?:from[ ]+(?P<package>umkm_analysis[\w.]*)[ ]+import[ ]+(?P<names>\([^)]*\)|[^\n#]*)"
    r"|import[ ]+(?P<module>umkm_analysis[\w.]*))",
    re.MULTILINE,
)


@cache
def of_notebook(notebook: Path) -> str:
    """Fingerprint of all modules that make a notebook's report.

    Parameters
    ----------
    notebook
        The notebook.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    modules = {module for start in (*EXPORTING, *_imported(source)) for module in _closure(start)}
    return fingerprint(sorted(path for module in modules if (path := _file(module)) is not None))


@cache
def of_package() -> str:
    """Fingerprint of every module of this package, of which a notebook of a person's own may use any."""
    return fingerprint(sorted(ROOT.rglob("*.py")))


def of_modules(*modules: str) -> str:
    """Fingerprint of some modules and of all they import from this package."""
    reached = {module for start in modules for module in _closure(start)}
    return fingerprint(sorted(path for module in reached if (path := _file(module)) is not None))


def of_rules() -> str:
    """Fingerprint of the modules that decide whether data can be used."""
    return of_modules(*RULES)


@cache
def libraries() -> str:
    """Fingerprint of the versions of Python and of the libraries that shape a page."""
    requirements = [line for line in requires("umkm-analysis") or () if ";" not in line]  # after it: for which extra
    direct = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() for line in requirements}
    versions = {"python": python_version()}
    for name in sorted({*direct, *INDIRECT_LIBRARIES}):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:  # not needed by what is installed
            continue
    return hashlib.sha256(repr(versions).encode()).hexdigest()[:DIGITS]


def fingerprint(files: list[Path]) -> str:
    """First digits of the SHA-256 of some files and of their paths in the package."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(repr((path.relative_to(ROOT).as_posix(), _sha256(path))).encode())
    return digest.hexdigest()[:DIGITS]


def fingerprint_of(file: Path) -> str:
    """First digits of a file's SHA-256."""
    return _sha256(file)[:DIGITS]


@cache
def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _closure(module: str) -> frozenset[str]:
    reached: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = _file(name)
        if name in reached or path is None:
            continue
        reached.add(name)
        parents = name.split(".")
        waiting += [".".join(parents[:depth]) for depth in range(1, len(parents))]  # their __init__ runs too
        waiting += _imports_of(path)
    return frozenset(reached)


@cache
def _imports_of(path: Path) -> tuple[str, ...]:
    return tuple(_imported(path.read_text(encoding="utf-8")))


def _imported(source: str) -> list[str]:
    modules = []
    for match in IMPORT.finditer(ONLY_FOR_TYPES.sub("", source)):
        if match["module"]:
            modules.append(match["module"])
            continue
        names = re.findall(r"(\w+)(?:\s+as\s+\w+)?\s*(?:,|\)|$)", match["names"].strip())
        modules += [match["package"], *(f"{match['package']}.{name}" for name in names)]
    return modules


@cache
def _file(module: str) -> Path | None:
    """File of a module; None for a name that is no module of this package, such as a function."""
    base = ROOT.joinpath(*module.split(".")[1:])
    for path in (base / "__init__.py", base.with_suffix(".py") if base != ROOT else base / "__init__.py"):
        if path.is_file():
            return path
    return None
