"""Import blocker: imports libraries without optional dependencies that take long to load.

Some libraries import whatever happens to be installed, for features that nobody here uses. While such a library is
imported, those modules look as if they were not installed; afterwards they can be imported as usual.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def import_without(blocked: Collection[str], *modules: str) -> None:
    """Import modules while some others cannot be imported.

    If that fails, they are imported without the block: a library may need what it did not need in another version.

    Parameters
    ----------
    blocked
        Names of the modules to block; those that are already imported stay available.
    modules
        Names of the modules to import.

    Raises
    ------
    ImportError
        If a module cannot be imported without the block either.
    """
    try:
        with _block_imports(blocked):
            for module in modules:
                importlib.import_module(module)
    except ImportError:
        for module in modules:
            importlib.import_module(module)


@contextmanager
def _block_imports(names: Collection[str]) -> Iterator[None]:
    absent = [name for name in names if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]  # how Python marks a module that cannot be imported
    try:
        yield
    finally:
        for name in absent:
            if sys.modules.get(name, ...) is None:
                del sys.modules[name]
