"""Reading of tables for tests that break one of thirty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import csv_reader, project
from umkm_analysis.datasets.rules import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    import pandas as pd

    from umkm_analysis.datasets.datapackage import Reference, Resource
    from umkm_analysis.errors import Problem


def once(data: Path) -> Callable[..., tuple[pd.DataFrame, list[Problem]]]:
    """Make a reader of tables that reads what is as in a folder a single time, and all else as the package does.

    The same bytes, judged by the same schema, the same keys of other tables and on the same day, give the same table.
    """
    files = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    results: dict[tuple[Any, ...], tuple[Resource, pd.DataFrame, list[Problem]]] = {}

    def read(
        path: Path, resource: Resource, keys: Mapping[Reference, AbstractSet[str]], **how: Any
    ) -> tuple[pd.DataFrame, list[Problem]]:
        if not path.is_file() or project.content(path) != files.get(path.name):
            return csv_reader.read_csv(path, resource, keys, **how)
        judged_by = frozenset((reference, frozenset(values)) for reference, values in keys.items())
        key = (path.name, judged_by, cells.today(), *sorted(how.items()))
        if key not in results or results[key][0] != resource:
            results[key] = resource, *csv_reader.read_csv(path, resource, keys, **how)
        _, table, problems = results[key]
        return table.copy(), [*problems]

    return read
