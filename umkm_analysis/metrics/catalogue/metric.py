"""Row of the catalogue of metrics."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.metrics.catalogue.samples import Sample


@dataclass(frozen=True, kw_only=True)
class Metric:
    """Metric as the catalogue describes it."""

    function: Callable[..., Any]
    title_id: str
    """Indonesian title."""
    title_en: str
    """English title."""
    unit: str
    """As in the result's ``attrs["unit"]``."""
    direction: Literal["higher", "lower", "neutral"]
    """Which values are good: higher or lower ones; neutral where that depends on the case."""
    source: str
    """Law, publication or paper, as in the docstring."""
    sample: Sample = field(repr=False, compare=False)
    """A call, for the rules that every metric obeys."""

    @property
    def id(self) -> str:
        """Name of the function."""
        return self.function.__name__

    @property
    def summary(self) -> str:
        """What the metric computes, in a sentence: the first line of the docstring."""
        return self._documentation.split("\n\n")[0]

    @property
    def formula(self) -> str:
        """Plain text: the second paragraph of the docstring, its lines joined by "; "."""
        return "; ".join(line.strip() for line in self._documentation.split("\n\n")[1].splitlines())

    @property
    def example(self) -> str:
        """The docstring's last section: code with its results, and a remark where there is one."""
        return self._documentation.split("Examples\n--------\n")[1]

    @property
    def script(self) -> str:
        """The example as a script that runs as it stands: imports, code, remarks and results as comments."""
        import doctest  # noqa: PLC0415 - a tenth of a second, which only this needs

        parts = doctest.DocTestParser().parse(self.example)
        code = "".join(part.source for part in parts if isinstance(part, doctest.Example))
        lines = [*self._imports(code), ""]
        for part in parts:
            if isinstance(part, doctest.Example):
                lines += [*part.source.splitlines(), *(f"# {line}".rstrip() for line in part.want.splitlines())]
            else:
                lines += [f"# {line.strip()}" for line in part.splitlines() if line.strip()]
        return "\n".join(lines)

    def _imports(self, code: str) -> list[str]:
        """Imports of what an example takes from its function's module."""
        names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
        used = {name: value for name, value in vars(inspect.getmodule(self.function)).items() if name in names}
        libraries = [
            f"import {value.__name__} as {name}" for name, value in used.items() if isinstance(value, ModuleType)
        ]
        functions = [
            f"from {value.__module__} import {name}" for name, value in used.items() if inspect.isfunction(value)
        ]
        return [*libraries, *functions]

    @property
    def _documentation(self) -> str:
        return inspect.cleandoc(self.function.__doc__ or "")
