"""Reference of the public library: every name of ``umkm_analysis.__all__``, from its docstring."""

from __future__ import annotations

import inspect
from types import ModuleType

import umkm_analysis

PAGE = "reference/api.rst"
START = """\
Python API
==========

``import umkm_analysis as ua``: these names and no others are public. Each returns a plain pandas
DataFrame, or what it says.

"""


def public_names() -> list[str]:
    """Names that the package promises, in its own order."""
    return [name for name in getattr(umkm_analysis, "__all__", ()) if not name.startswith("__")]


def pages() -> dict[str, str]:
    """One page with the docstring of every public name."""
    return {
        PAGE: START
        + "\n".join(_entry(f"umkm_analysis.{name}", getattr(umkm_analysis, name)) for name in public_names())
    }


def _entry(path: str, value: object) -> str:
    if isinstance(value, ModuleType):
        names = [name for name in getattr(value, "__all__", ()) if not name.startswith("_")]
        title = f"{path}"
        inner = "\n".join(_entry(f"{path}.{name}", getattr(value, name)) for name in names)
        return f"{title}\n{'-' * len(title)}\n\n.. automodule:: {value.__name__}\n   :no-members:\n\n{inner}"
    kind = "autoclass" if inspect.isclass(value) else "autofunction" if callable(value) else "autodata"
    members = "\n   :members:" if kind == "autoclass" else ""
    return f".. {kind}:: {path}{members}\n"
