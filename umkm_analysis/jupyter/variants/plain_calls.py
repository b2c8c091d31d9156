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
    Positions of cells that only name what a function returned, of the other parameters; None if any cell does more
    than to import a report, to set the language, to name what a function of the report returns, and to show that.
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
        self._parameters, self._modules, self._named = set[str](), set[str](), set[str]()
        self._differing = {name}
        self.sets_language = False

    def is_in_common(self, cell: Mapping[str, Any]) -> bool:
        """Whether a cell need not run again."""
        statements = ast.parse(cell["source"]).body
        if {TAG, INJECTED} & set(cell["metadata"].get("tags", ())):
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
            _refuse_unless(self.sets_language)
            return False
        given, bound = self._names_given(statement), _bound(statement)
        # a name has one meaning, whatever runs again
        _refuse_unless(not bound & (self._parameters | self._modules | self._named | SETTERS.keys()))
        self._named |= bound
        if given & self._differing:
            self._differing |= bound
        return bool(bound) and not given & self._differing

    def _import(self, statement: ast.ImportFrom) -> None:
        for alias in statement.names:
            bound = alias.asname or alias.name
            if SETTERS.get(alias.name) == (statement.module, alias.name):
                _refuse_unless(bound == alias.name)
                self.sets_language = True
                continue
            _refuse_unless(OF_REPORTS.fullmatch(f"{statement.module} {alias.name}") is not None)
            _refuse_unless(bound not in self._parameters | self._named | SETTERS.keys())
            self._modules.add(bound)

    def _names_given(self, statement: ast.stmt) -> set[str]:
        """Names that a call of a module's function is given."""
        call = statement.value if isinstance(statement, ast.Assign | ast.Expr) else None
        function = call.func if isinstance(call, ast.Call) else None
        if not (isinstance(call, ast.Call) and isinstance(function, ast.Attribute)):
            raise _MoreThanCalls
        module, given = function.value, [*call.args, *(keyword.value for keyword in call.keywords)]
        _refuse_unless(isinstance(module, ast.Name) and module.id in self._modules)
        _refuse_unless(not function.attr.startswith("_") and all(keyword.arg for keyword in call.keywords))
        _refuse_unless(all(isinstance(one, ast.Name | ast.Constant) for one in given))
        _refuse_unless(isinstance(statement, ast.Expr) or len(_bound(statement)) == 1)
        return {one.id for one in given if isinstance(one, ast.Name)}


def _refuse_unless(plain: bool) -> None:  # noqa: FBT001 - what is refused is what stands there
    if not plain:
        raise _MoreThanCalls


def _bound(statement: ast.stmt) -> set[str]:
    """Names that an assignment gives a value, if each stands alone."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}
