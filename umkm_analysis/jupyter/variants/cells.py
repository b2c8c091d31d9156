"""What a cell has to do with a parameter of its notebook, read from its source."""

from __future__ import annotations

import ast
import re
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from IPython.core.inputtransformer2 import TransformerManager

from umkm_analysis.jupyter.kernels.branching import SETTERS
from umkm_analysis.jupyter.kernels.reach import REACHES
from umkm_analysis.jupyter.parameters_cell import INJECTED, TAG

if TYPE_CHECKING:
    from collections.abc import Mapping

REACHES_ALL = REACHES | {
    "__builtins__", "__closure__", "__code__", "__dict__", "compile", "dir", "eval", "exec", "getsource", "globals",
    "In", "locals", "modules", "vars",
}  # fmt: skip
"""Names by which a cell may come to any other name, the parameter's and the cells' own sources included."""
REACHES_IN_TEXT = {word for word in REACHES_ALL if "_" in word}
"""Of them those that no text in a human language has."""
HARMLESS_MAGIC = re.compile(r"^%(?:matplotlib|config)\b.*$", re.MULTILINE)
"""Magics that only say how figures are shown, unless they name the parameter or a way to it."""
OF_KINDS = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.Constant, ast.expr_context,
)  # fmt: skip
"""Parts of an annotation that only names kinds of values; it is worked out as any other expression is."""
HISTORY = re.compile(r"_i{1,3}|_ih|_i\d+")
"""Names under which IPython keeps the sources of cells."""


class Use(Enum):
    """What a cell has to do with a parameter."""

    NONE = "none"
    SETS = "sets"
    """It hands it to one of :data:`SETTERS`, and that is all."""
    READS = "reads"
    """It names the parameter, or may come to it: what it does may differ."""


def use_of(cell: Mapping[str, Any], name: str) -> Use:
    """Say what a code cell has to do with a parameter.

    Parameters
    ----------
    cell
        The cell.
    name
        The parameter.
    """
    is_of_parameters = {TAG, INJECTED} & set(cell["metadata"].get("tags", ()))
    return _use(cell["source"], name, constants_only=bool(is_of_parameters))


@cache
def _use(source: str, name: str, *, constants_only: bool) -> Use:
    try:
        code = TransformerManager().transform_cell(_without_harmless(source, name))  # type: ignore[no-untyped-call]
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError):
        return Use.READS
    if constants_only:
        return Use.NONE if all(map(is_constant, tree.body)) else Use.READS
    rest = [statement for statement in tree.body if not sets(statement, name)]
    nodes = [node for statement in rest for node in ast.walk(statement)]
    if any(_reads(node, name) for node in nodes):
        return Use.READS
    if len(rest) == len(tree.body):
        return Use.NONE
    return Use.READS if any(map(_binds_setter, nodes)) else Use.SETS


def _without_harmless(source: str, name: str) -> str:
    def kept(magic: re.Match[str]) -> str:
        words = {*re.findall(r"\w+", magic[0])}
        return magic[0] if words & {name, *REACHES_ALL} else ""

    return HARMLESS_MAGIC.sub(kept, source)


def is_constant(statement: ast.stmt) -> bool:
    """Whether a statement gives a name a number, a text or the like, or is one."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return False
    value = statement.value
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    if not all(isinstance(target, ast.Name) for target in targets):  # a place in an object may be anybody's
        return False
    if isinstance(statement, ast.AnnAssign) and not all(
        isinstance(n, OF_KINDS) for n in ast.walk(statement.annotation)
    ):
        return False
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    return isinstance(value, ast.Constant)


def sets(statement: ast.stmt, name: str) -> bool:
    """Whether a statement hands a parameter to one of :data:`SETTERS`, and that is all."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SETTERS):
        return False
    return not call.keywords and [getattr(argument, "id", None) for argument in call.args] == [name]


def _binds_setter(node: ast.AST) -> bool:
    """Whether a name of :data:`SETTERS` may mean another function afterwards."""
    if isinstance(node, ast.ImportFrom):
        known = {name for name, (module, function) in SETTERS.items() if (module, function) == (node.module, name)}
        bound = {alias.asname or alias.name for alias in node.names}
        renamed = {alias.asname for alias in node.names if alias.asname not in {None, alias.name}}
        return bool((bound & SETTERS.keys()) - known or renamed & SETTERS.keys() or "*" in bound)
    if isinstance(node, ast.Import):
        return any((alias.asname or alias.name) in SETTERS for alias in node.names)
    if isinstance(node, ast.Name):
        return node.id in SETTERS and not isinstance(node.ctx, ast.Load)
    return not isinstance(node, ast.alias) and getattr(node, "name", None) in SETTERS


def _reads(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
        return True  # a process is forked in the middle of no loop but the kernel's own
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool({name, *REACHES_IN_TEXT} & set(re.findall(r"\w+", node.value)))
    named = [getattr(node, field, None) for field in ("id", "attr", "arg", "name", "asname", "module")]
    words = [word for text in named if isinstance(text, str) for word in text.split(".")]
    return any(word == name or word in REACHES_ALL or HISTORY.fullmatch(word) for word in words)
