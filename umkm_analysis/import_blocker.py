"""Libraries imported without what they would load and nobody here uses."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Let imports go on as if some modules were not installed; whoever wants them later can have them.

    Parameters
    ----------
    names
        Modules; those that are imported already stay.
    """
    absent = [name for name in names if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
