"""One row of the catalogue."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, kw_only=True)
class Metric:
    """What a metric means, for readers and for tests."""

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
    def formula(self) -> str:
        """Plain text: the second paragraph of the function's docstring, its lines joined by "; "."""
        lines = inspect.cleandoc(self.function.__doc__ or "").split("\n\n")[1].splitlines()
        return "; ".join(line.strip() for line in lines)
