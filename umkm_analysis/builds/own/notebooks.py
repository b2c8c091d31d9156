"""Notebooks of a person's own as reports: what a page needs of one, what it is made of, and where its page goes."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n.translation import SOURCE, t, use_language
from umkm_analysis.jupyter.parameters_cell import TAG, ParametersCellError, parameters_cell, saved_defaults
from umkm_analysis.reports.registry import REPORTS
from umkm_analysis.reports.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from enum import StrEnum
    from pathlib import Path

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region

PREFIX = "own-"
"""Of the names of their pages, which no report of this package has, nor will have."""
NEEDED = ("region", "language")
"""Parameters that every build gives."""
FORMAT = 4
"""Of nbformat: cells stand in one list since then."""
IMPORTED = re.compile(r"^[ \t]*(?:from|import)[ ]+(\w+)", re.MULTILINE)
OF_REPORT = re.compile(r"\bumkm_analysis\.reports\.(\w+)|\bumkm_analysis\.reports import (\w+)")


@dataclass(frozen=True, kw_only=True)
class OwnNotebook(Report):
    """A notebook of a person's own, run once per region and language as those of the package are.

    What it reads is not known, so its page is built again when any table, any import or the package changes; what it
    reads besides, such as a file of the person's own, is not noticed.
    """

    path: str
    """Of the notebook, absolute."""
    name_of_pages: str
    untranslated: tuple[str, ...] = ()
    """First lines of its markdown cells that have no English."""
    bases: tuple[str, ...] = ()
    """Reports of this package whose modules it imports."""

    @property
    def name(self) -> str:
        """As in file names: own-mine."""
        return self.name_of_pages

    @property
    def notebook(self) -> str:
        """The notebook, as a path that stands for itself."""
        return self.path

    @property
    def file_name(self) -> str:
        """Of the notebook, without the folders above it."""
        return self.path.replace("\\", "/").rpartition("/")[2]

    @property
    def is_own(self) -> bool:
        """True."""
        return True

    @property
    def warmed(self) -> tuple[str, ...]:
        """Reports to render once before it is run: those that it is a copy of."""
        return self.bases or (self.name,)

    def index(self) -> None:
        """Nothing: the index only links to its pages."""

    def standing(self) -> None:
        """Nothing is held against other editions."""


def read_own(path: Path) -> OwnNotebook:
    """Read a notebook, and hold it against what a page needs.

    Parameters
    ----------
    path
        The notebook.

    Raises
    ------
    UsageError
        If it is none, or lacks something; the message has a line for each thing, and how to mend it.
    """
    cells, problems = _cells(path)
    if problems:
        raise UsageError(f"{path}: {problems[0]}")
    of_report = next((one for one in REPORTS if project.notebook(one.notebook).resolve() == path.resolve()), None)
    if of_report is not None:
        raise UsageError(f"{path} is the notebook of a report: use --report {of_report.name}, or copy it.")
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    problems = [*_of_parameters(code, path.name), *_of_name(path)]
    if problems:
        lines = "\n".join(f"* {problem}" for problem in problems)
        raise UsageError(f"{path} cannot become a page yet:\n{lines}")
    source = "\n".join(map(_source, code))
    named = {name for found in OF_REPORT.findall(source) for name in found if name}
    based = [report for report in REPORTS if report.package.rpartition(".")[2] in named]
    reasons = {reason: words for report in based for reason, words in report.reasons.items()}
    bases = tuple(report.name for report in based)
    without = {"unavailable_reason": partial(_unavailable_reason, bases), "reasons": reasons} if reasons else {}
    return OwnNotebook(
        package=PREFIX + path.stem,
        title=path.name,
        summary="",
        examples=("3576",),
        analyse=_analysed_there,
        inputs=_everything,
        extra_inputs=_every_import,
        path=str(path.resolve()),
        name_of_pages=page_name(path),
        untranslated=tuple(_untranslated(cells)),
        bases=bases,
        **without,  # type: ignore[arg-type]
    )


def read_all(paths: Sequence[Path]) -> list[OwnNotebook]:
    """Read notebooks, each as :func:`read_own` does.

    Raises
    ------
    UsageError
        Likewise, or if the pages of two would have the same name.
    """
    own = {path.resolve(): read_own(path) for path in paths}
    by_name: dict[str, Path] = {}
    for path, report in own.items():
        other = by_name.setdefault(report.name, path)
        if other != path:
            raise UsageError(f"{other} and {path} would both become {report.name}.html: rename one of them.")
    return list(own.values())


def page_name(path: PurePath) -> str:
    """Return the name of a notebook's pages: "own-", and letters and digits of the file's name.

    >>> from pathlib import Path
    >>> page_name(Path("Ekspor Kota (2).ipynb"))
    'own-ekspor-kota-2'
    """
    return PREFIX + "-".join(re.findall(r"[a-z0-9]+", path.stem.lower()))


def is_page_name(name: str) -> bool:
    """Whether pages of a notebook of a person's own may have a name."""
    return name != PREFIX and page_name(PurePath(name.removeprefix(PREFIX))) == name


def modules_of(notebook: Path) -> list[Path]:
    """Python files in a notebook's folder that it imports, or that one of these does."""
    folder = notebook.parent.resolve()
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    waiting, found = ["\n".join(_source(cell) for cell in cells if cell["cell_type"] == "code")], set()
    while waiting:
        for name in set(IMPORTED.findall(waiting.pop())):
            package = folder / name
            files = [folder / f"{name}.py", *(package.rglob("*.py") if (package / "__init__.py").is_file() else ())]
            for file in files:
                if file.is_file() and file not in found:
                    found.add(file)
                    waiting.append(file.read_text(encoding="utf-8", errors="replace"))
    return sorted(found)


def _cells(path: Path) -> tuple[list[Mapping[str, Any]], list[str]]:
    """Cells of a notebook, or why it is none."""
    if not path.is_file():
        return [], ["there is no such file. Name a notebook: umkm build --notebook notebooks/mine.ipynb"]
    if path.suffix != ".ipynb" or ".ipynb_checkpoints" in path.parts:
        return [], ["that is no notebook. Name a file that ends in .ipynb, and no checkpoint."]
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        cells, version, metadata = raw["cells"], raw["nbformat"], raw.get("metadata", {})
        sound = all(isinstance(_source(cell), str) and isinstance(cell["metadata"], dict) for cell in cells)
        language = (metadata.get("kernelspec") or {}).get("language") or (metadata.get("language_info") or {}).get(
            "name"
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [], [f"it cannot be read as a notebook ({type(error).__name__}). Save it again in JupyterLab."]
    if version != FORMAT or not sound:
        return [], [f"its format is not {FORMAT} of nbformat. Save it again in JupyterLab."]
    if language not in {None, "python"}:
        return [], [
            f"its kernel is of {language}, and pages are made by Python. Choose the kernel Python 3 in JupyterLab."
        ]
    return cells, []


def _of_parameters(code: Sequence[Mapping[str, Any]], name: str) -> Iterator[str]:
    """What a build cannot set, or what would not follow it."""
    try:
        cell = parameters_cell(code, name)
    except ParametersCellError as error:
        yield f"{error}."
        return
    if cell is not code[0]:
        yield (
            f'The cell tagged "{TAG}" is not the first code cell: what stands above it would be worked out for its '
            "own region. Move it to the top."
        )
    defaults = saved_defaults(cell)
    rest = "\n".join(_source(each) for each in code if each is not cell)
    for parameter in NEEDED:
        example = '"3576"' if parameter == "region" else f'"{SOURCE}"'
        if not isinstance(defaults.get(parameter), str):
            yield (
                f"Its parameters cell has no line {parameter} = {example}, a text in quotes, so the {parameter} "
                "could not be set. Add it."
            )
        elif not re.search(rf"\b{parameter}\b", rest):
            yield (
                f"No cell below its parameters cell uses {parameter}: every page would be the same. "
                + ("Work with it, as in analysis.analyse(region)." if parameter == "region"
                   else "Add a cell set_language(language), from umkm_analysis.i18n.translation.")
            )  # fmt: skip
        elif parameter in _assigned(rest):
            yield f"A cell below its parameters cell sets {parameter} again, so the build could not. Delete that line."


def _assigned(source: str) -> set[str]:
    """Names that lines at the edge set again; none where it is no plain Python, which the run will say."""
    try:
        lines = ast.parse(source).body
    except SyntaxError:
        return set()
    targets = [target for line in lines if isinstance(line, ast.Assign) for target in line.targets]
    targets += [line.target for line in lines if isinstance(line, ast.AnnAssign) and line.value is not None]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _of_name(path: Path) -> Iterator[str]:
    if page_name(path) == PREFIX:
        yield "Its name has neither a letter from a to z nor a digit, and its page bears it. Rename the file."


def _untranslated(cells: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    with use_language("en"):
        for cell in cells:
            tags, source = cell["metadata"].get("tags", []), _source(cell)
            shown = cell["cell_type"] == "markdown" and not {"notebook-only", "only-id", "only-en"} & set(tags)
            if shown and source.strip() and t(source) == source:
                yield source.strip().partition("\n")[0]


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _analysed_there(_: str) -> None:
    """Nothing is worked out here: the notebook does it."""


def _everything(_: Region) -> Inputs:
    return dict.fromkeys(resources())


def _every_import(region: Region) -> dict[str, str]:
    return {name: digits for report in REPORTS for name, digits in report.extra_inputs(region).items()}


def _unavailable_reason(bases: tuple[str, ...], region: Region) -> StrEnum | None:
    found = (report.unavailable_reason(region) for report in REPORTS if report.name in bases)
    return next((reason for reason in found if reason is not None), None)
