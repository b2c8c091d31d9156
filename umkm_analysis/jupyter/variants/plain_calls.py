"""Notebooks whose cells only call functions of reports of this package, read from their sources."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from umkm_analysis.jupyter.kernels.branching import SETTERS
from umkm_analysis.jupyter.parameters_cell import INJECTED, TAG
from umkm_analysis.jupyter.variants.cells import is_constant, sets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGE_PARAMETER = "language"
"""That every report has."""
OF_REPORTS = re.compile(r"umkm_analysis\.(?:reports\.\w+ (?:analysis|page)|pages fragment)")
"""Module and name of what such a cell may import besides :data:`SETTERS`: functions that leave nothing behind."""
ANALYSE = ("analysis", "analyse")
"""Module and name of the functions that return the same whatever the language: all others may return texts in it."""
SKIPPED = "skip-execution"
"""Tag of a cell that nbclient passes over."""


def cells_in_common(cells: Sequence[Mapping[str, Any]], name: str) -> frozenset[int] | None:
    """Find the cells that need not run again for another value of a parameter.

    Parameters
    ----------
    cells
        The notebook's, with papermill's cell of parameters.
    name
        The parameter.

    Returns
    -------
    Positions of cells that only name what an analysis of the other parameters returned; None if any cell does more
    than to import a report, to set the language before anything else, to name what a function of the report returns,
    and to show that.
    """
    reader = _Reader(name)
    try:
        code = [(index, cell) for index, cell in enumerate(cells) if cell["cell_type"] == "code"]
        common = frozenset(index for index, cell in code if reader.is_in_common(cell))
    except (_MoreThanCalls, SyntaxError, ValueError, RecursionError):  # a magic of IPython's is no Python
        return None
    return common if reader.sets_language else None


class _MoreThanCalls(Exception):  # noqa: N818 - an outcome, not an error of the program
    """A cell does more than to call functions of reports."""


class _Reader:
    """Reads the cells of a notebook, the first one first."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parameters, self._named = set[str](), set[str]()
        self._modules: dict[str, str] = {}
        self._differing = {name}
        self._has_setter = False
        self.sets_language = False

    def is_in_common(self, cell: Mapping[str, Any]) -> bool:
        """Whether a cell need not run again."""
        statements = ast.parse(cell["source"]).body
        tags = set(cell["metadata"].get("tags", ()))
        _refuse_unless(SKIPPED not in tags)
        if {TAG, INJECTED} & tags:
            _refuse_unless(all(map(is_constant, statements)))
            self._parameters |= {bound for statement in statements for bound in _bound(statement)}
            return False
        in_common = [self._is_in_common(statement) for statement in statements]  # each is read, whatever the first is
        return bool(in_common) and all(in_common)

    def _is_in_common(self, statement: ast.stmt) -> bool:
        if isinstance(statement, ast.ImportFrom):
            self._import(statement)
            return False
        if sets(statement, self._name):
            _refuse_unless(self._has_setter)
            self.sets_language = True
            return False
        _refuse_unless(self.sets_language)  # or it would speak the language of the run before
        (function, given), bound = self._call(statement), _bound(statement)
        # a name has one meaning, whatever runs again
        _refuse_unless(not bound & (self._parameters | self._modules.keys() | self._named | SETTERS.keys()))
        self._named |= bound
        if function != ANALYSE or given & self._differing:
            self._differing |= bound
        return bool(bound) and not bound & self._differing

    def _import(self, statement: ast.ImportFrom) -> None:
        for alias in statement.names:
            bound = alias.asname or alias.name
            if SETTERS.get(alias.name) == (statement.module, alias.name):
                _refuse_unless(bound == alias.name)
                self._has_setter = True
                continue
            _refuse_unless(OF_REPORTS.fullmatch(f"{statement.module} {alias.name}") is not None)
            _refuse_unless(bound not in self._parameters | self._named | SETTERS.keys() and not bound.startswith("_"))
            self._modules[bound] = alias.name

    def _call(self, statement: ast.stmt) -> tuple[tuple[str, str], set[str]]:
        """Module and name of the function that is called, and names that it is given."""
        call = statement.value if isinstance(statement, ast.Assign | ast.Expr) else None
        function = call.func if isinstance(call, ast.Call) else None
        module = function.value if isinstance(function, ast.Attribute) else None
        if not (isinstance(call, ast.Call) and isinstance(function, ast.Attribute) and isinstance(module, ast.Name)):
            raise _MoreThanCalls
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        names, bound = {one.id for one in given if isinstance(one, ast.Name)}, _bound(statement)
        _refuse_unless(module.id in self._modules)
        _refuse_unless(not function.attr.startswith("_") and all(keyword.arg for keyword in call.keywords))
        _refuse_unless(all(isinstance(one, ast.Name | ast.Constant) for one in given))
        _refuse_unless(isinstance(statement, ast.Expr) or len(bound) == 1)
        # what IPython names, "_" and the like, is what cells have shown, those of another run too
        _refuse_unless(
            names <= self._parameters | self._named and not any(name.startswith("_") for name in names | bound)
        )
        return (self._modules[module.id], function.attr), names


def _refuse_unless(plain: bool) -> None:  # noqa: FBT001 - what is refused is what stands there
    if not plain:
        raise _MoreThanCalls


def _bound(statement: ast.stmt) -> set[str]:
    """Names that an assignment gives a value, if each stands alone."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}
