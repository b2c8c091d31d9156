"""Import blocker: imports libraries without optional dependencies that take long to load.

Some libraries import whatever happens to be installed, for features that nobody here uses. While such a library is
imported, those modules look as if they were not installed; afterwards they can be imported as usual.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


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


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """Let what is imported inside the block import some modules only when it first uses them.

    Parameters
    ----------
    names
        Of modules that are imported whole, ``import requests``, or with all names of a package that is there,
        ``from numpy import *``. Those that are there already stay as they are.
    """
    later = {name: _Deferred(name) for name in names if name not in sys.modules}
    sys.modules.update(later)
    parts = [(vars(sys.modules[package]), part, module) for package, part, module in _parts(later)]
    for names_of_package, part, module in parts:
        # a package that imports its parts when they are asked for would ask itself for this one forever
        names_of_package.setdefault(part, module)
    try:
        yield
    finally:
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
        for names_of_package, part, module in parts:
            if names_of_package.get(part) is module:
                del names_of_package[part]


def _parts(modules: Mapping[str, ModuleType]) -> Iterator[tuple[str, str, ModuleType]]:
    """Yield those that are parts of packages that are there: package, name in it, module."""
    for name, module in modules.items():
        package, _, part = name.rpartition(".")
        if package in sys.modules:
            yield package, part, module


class _Deferred(ModuleType):
    """Stands for a module, which is imported when anything of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def arrow_without_pandas() -> Iterator[None]:
    """Let Arrow look for pandas in vain, which it imports for its first scalar, unless that is imported already.

    Inside the block Arrow makes no DataFrame; pandas itself can be imported as usual. After it Arrow looks anew.
    """
    if "pandas" in sys.modules:
        yield
        return
    absent = _Absent("pandas")
    sys.meta_path.insert(0, absent)
    try:
        import pyarrow as pa  # noqa: PLC0415 - only now

        pa.scalar(0)
    finally:
        sys.meta_path.remove(absent)
    try:
        yield
    finally:
        with suppress(AttributeError):  # an Arrow that remembers elsewhere
            pa.lib._pandas_api.__init__()  # noqa: SLF001 - there is no other way to make it forget


class _Absent:
    """Finder of a module that is not there; compiled code does not see the mark of :func:`_block_imports`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse the module, and leave every other to the finders behind."""
        del path, target
        if name == self._name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
