"""Notebooks of a person's own as files: what a page needs of one, which modules it is made of, and its page's name.

Neither pandas nor a report is imported here: what a notebook lacks is said at once.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from umkm_analysis.errors import UsageError
from umkm_analysis.i18n.translation import SOURCE
from umkm_analysis.jupyter.parameters_cell import TAG, ParametersCellError, parameters_cell, saved_defaults
from umkm_analysis.reports import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    Cells = Sequence[Mapping[str, Any]]

Read = TypeVar("Read")
PREFIX = "own-"
"""Of the names of their pages, which no report of this package has, nor will have."""
NEEDED = ("region", "language")
"""Parameters that every build gives."""
FORMAT = 4
"""Of nbformat: cells stand in one list since then."""
IMPORTED = re.compile(
    r"(?:^|[;:])[ \t]*(?:from[ \t]+(?P<one>\w+)|import[ \t]+(?P<several>(?:\\\n|[^\n#;])+))", re.MULTILINE
)
OF_REPORT = re.compile(r"\bumkm_analysis\.reports\.(\w+)|\bumkm_analysis\.reports import (\w+)")


def cells_of(path: Path) -> Cells:
    """Read the cells of a notebook, and hold it against what a page needs.

    Raises
    ------
    UsageError
        If it is none, or lacks something; the message has a line for each thing, and how to mend it.
    """
    cells, problems = _cells(path)
    if problems:
        raise UsageError(f"{path}: {problems[0]}")
    of_report = next((name for name in names.names() if names.notebook(name).resolve() == path.resolve()), None)
    if of_report is not None:
        raise UsageError(f"{path} is the notebook of a report: use --report {of_report}, or copy it.")
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    problems = [*_of_parameters(code, path.name), *_of_name(path)]
    if problems:
        lines = "\n".join(f"* {problem}" for problem in problems)
        raise UsageError(f"{path} cannot become a page yet:\n{lines}")
    return cells


def bases_of(cells: Cells) -> tuple[str, ...]:
    """Names of the reports of this package whose modules a notebook imports."""
    source = "\n".join(source_of(cell) for cell in cells if cell["cell_type"] == "code")
    named = {name.replace("_", "-") for found in OF_REPORT.findall(source) for name in found if name}
    return tuple(name for name in names.names() if name in named)


def distinct(paths: Sequence[Path]) -> list[Path]:
    """Return the paths of notebooks, without repeats.

    Raises
    ------
    UsageError
        If the pages of two would have the same name.
    """
    found = list({path.resolve(): path for path in reversed(paths)}.values())[::-1]
    by_name: dict[str, Path] = {}
    for path in found:
        other = by_name.setdefault(page_name(path), path)
        if other != path:
            raise UsageError(f"{other} and {path} would both become {page_name(path)}.html: rename one of them.")
    return found


def each_read(paths: Sequence[Path], read: Callable[[Path], Read]) -> list[Read]:
    """Read notebooks, each by a function that refuses what it cannot read.

    Raises
    ------
    UsageError
        With a line for each that cannot be read.
    """
    found, faults = [], []
    for path in paths:
        try:
            found.append(read(path))
        except UsageError as fault:
            faults.append(str(fault))
    if faults:
        raise UsageError("\n".join(faults))
    return found


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
    """Python files in a notebook's folder, or in a folder there, that it imports, or that one of these does."""
    folder = notebook.parent.resolve()
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    waiting, found = ["\n".join(source_of(cell) for cell in cells if cell["cell_type"] == "code")], set()
    while waiting:
        for name in _imported(waiting.pop()):
            package = folder / name
            # without that file too it can be imported from, but may as well be a folder with an environment in it
            inside = package.rglob if (package / "__init__.py").is_file() else package.glob
            files = [folder / f"{name}.py", *inside("*.py")]
            for file in files:
                if file.is_file() and file not in found:
                    found.add(file)
                    waiting.append(file.read_text(encoding="utf-8", errors="replace"))
    return sorted(found)


def _imported(source: str) -> set[str]:
    """First names of the modules that some lines import."""
    several = [(found["one"] or found["several"]).split(",") for found in IMPORTED.finditer(source)]
    names = [re.match(r"[\s\\]*(\w+)", name) for line in several for name in line]
    return {name[1] for name in names if name}


def source_of(cell: Mapping[str, Any]) -> str:
    """Text of a cell."""
    return "".join(cell["source"])


def _cells(path: Path) -> tuple[list[Mapping[str, Any]], list[str]]:
    """Cells of a notebook, or why it is none."""
    if not path.is_file():
        return [], ["there is no such file. Name a notebook: umkm build --notebook notebooks/mine.ipynb"]
    if path.suffix != ".ipynb" or ".ipynb_checkpoints" in path.parts:
        return [], ["that is no notebook. Name a file that ends in .ipynb, and no checkpoint."]
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        cells, version, metadata = raw["cells"], raw["nbformat"], raw.get("metadata", {})
        sound = all(isinstance(source_of(cell), str) and isinstance(cell["metadata"], dict) for cell in cells)
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
    rest = "\n".join(source_of(each) for each in code if each is not cell)
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
