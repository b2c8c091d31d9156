"""Short texts of result objects: what they are, of which region and years, their main figures, and their tables."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from html import escape
from typing import Any, TypeVar

T = TypeVar("T")

WIDTH = 100
"""Characters of a line."""
MOST_LINES = {"figures": 5, "tables": 3, "more": 2}
"""Lines of each part: twelve at most with the first line."""
FIGURES_OF = "main_figures"
"""Method by which a class gives figures that no field of its own holds: name → figure."""
LONG = 60
"""Characters from which an item may break."""
NO_BREAK = "\N{NO-BREAK SPACE}"
MOST_LISTED = 4
"""Regions of a tuple that are named."""


def summarised(kind: type[T]) -> type[T]:
    """Give a dataclass a text of a few lines in place of every table in it, and the same as HTML for JupyterLab.

    Parameters
    ----------
    kind
        A dataclass of results. Its method ``main_figures``, where it has one, gives further figures by name.

    Returns
    -------
    The same class.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @summarised
    ... @dataclass(frozen=True)
    ... class Rise:
    ...     base_year: int
    ...     swing: float
    >>> Rise(2019, 7.338)
    Rise
      base_year 2019; swing 7.34
    """
    # set after the class was made: dataclass would write its own, with every row of every table
    kind.__repr__ = _text  # type: ignore[method-assign]
    kind._repr_html_ = _html  # type: ignore[attr-defined]
    return kind


def _text(self: Any) -> str:
    parts = _parts(self)
    lines = [_head(self)]
    figures = [f"{name} {value}" for name, value in parts["figures"].items()]
    lines += _wrapped(figures, "; ", MOST_LINES["figures"])
    for part in ("tables", "more"):
        if parts[part]:
            listed = [f"{name} ({value})" for name, value in parts[part].items()]
            lines += _wrapped(listed, ", ", MOST_LINES[part], start=f"{part}: ")
    return "\n".join(lines)


def _html(self: Any) -> str:
    parts = _parts(self)
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in parts["figures"].items()
    )
    rest = "".join(
        f"<br>{part}: {escape(', '.join(f'{name} ({value})' for name, value in parts[part].items()))}"
        for part in ("tables", "more")
        if parts[part]
    )
    table = f"<table>{rows}</table>" if rows else ""
    small = f"<p><small>{rest.removeprefix('<br>')}</small></p>" if rest else ""
    return f'<div class="umkm-result"><p><strong>{escape(_head(self))}</strong></p>{table}{small}</div>'


def _head(self: Any) -> str:
    """Name of the class, with the first region among its fields."""
    region = next((value for _, value in _values(self) if _is_region(value)), None)
    kind = type(self).__name__
    return f"{kind}: {region.name} ({region.code})" if region is not None else kind


def _parts(self: Any) -> dict[str, dict[str, str]]:
    """Figures, tables and other things that an object holds: name → text."""
    found: dict[str, dict[str, str]] = {"figures": {}, "tables": {}, "more": {}}
    given = getattr(self, FIGURES_OF, None)
    for name, value in (given() if given else {}).items():
        found["figures"][name] = _figure(value)
    for name, value in _values(self):
        if value is None or _is_region(value):
            continue
        if hasattr(value, "shape"):
            found["tables"][name] = _table(value)
        elif isinstance(value, tuple) and value and all(map(_is_region, value)):
            found["figures"][name] = _listed([one.name for one in value])
        elif isinstance(value, bool | int | float | str):
            found["figures"][name] = _figure(value)
        elif is_dataclass(value):
            found["more"][name] = type(value).__name__
        elif isinstance(value, tuple | list | Mapping | set | frozenset):
            if value:
                found["more"][name] = str(len(value))
        else:
            found["figures"][name] = _figure(value)
    return found


def _values(self: Any) -> list[tuple[str, Any]]:
    return [(one.name, getattr(self, one.name)) for one in fields(self) if one.repr]


def _is_region(value: object) -> bool:
    return type(value).__name__ == "Region"


def _table(value: Any) -> str:
    """Write the size of a table; of one by year its years."""
    rows, *columns = value.shape
    index = value.index
    if rows and index.dtype.kind == "i" and index[0] > 1900:  # noqa: PLR2004 - years, not positions
        rows = f"{index[0]}–{index[-1]}"
    return " × ".join(map(str, [rows, *columns]))


def _figure(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".") if math.isfinite(value) else "–"
    text = str(value)
    return textwrap.shorten(text, WIDTH // 2, placeholder="…")


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_LISTED
    return ", ".join(names[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _wrapped(items: list[str], between: str, most: int, *, start: str = "") -> list[str]:
    """Write items in lines that break between two of them."""
    if not items:
        return []
    kept = [item.replace(" ", NO_BREAK) if len(item) < LONG else item for item in items]
    lines = textwrap.wrap(
        start + between.join(kept), WIDTH, initial_indent="  ", subsequent_indent="    ", max_lines=most,
        placeholder=" …", break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [line.replace(NO_BREAK, " ") for line in lines]
