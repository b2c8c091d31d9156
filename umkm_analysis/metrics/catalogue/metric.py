"""Row of the catalogue of metrics."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable


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
    def _documentation(self) -> str:
        return inspect.cleandoc(self.function.__doc__ or "")
