"""Use of the procurement systems as lines show it: what the parts of LKPP's index (ITKP) measure, as far as files tell.

The nearest that the exports hold, and no more: what is counted and what LKPP counts differ, and the page says how.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.clean.cells import statuses
from umkm_analysis.datasets.procurement_lines.clean.cells.sql import among
from umkm_analysis.datasets.procurement_lines.questions import BOUGHT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RUPIAH, PACKAGES = "rupiah", "packages"
OTHER_METHODS = ("direct", "excepted")
"""Groups of methods that are neither tenders nor e-purchasing."""
SELECTIONS = ("tender", "nontender")
CONTRACT_PAPERS = ("award-letters", "start-orders", "handovers")
CATALOGUES = ("ekatalog-v5", "ekatalog-v6", "inaproc")


@dataclass(frozen=True)
class Use:
    """One part: so much of so much."""

    part: int
    whole: int
    unit: str
    """:data:`RUPIAH` or :data:`PACKAGES`."""


def system_use(connection: DuckDBPyConnection) -> dict[str, Use]:
    """Work out what each part of ITKP measures, of those that lines can tell.

    Parameters
    ----------
    connection
        See :func:`~umkm_analysis.datasets.procurement_lines.packages.reading`, of one region and year.

    Returns
    -------
    Component, as in the table ``itkp_weights`` → its use; components that nothing in the files tells of are left out.
    """
    queries = {
        # all plans of the RUP, of the budget for procurement
        "sirup": (RUPIAH, "SELECT sum(value) FILTER (stage = 'plan'), sum(value) FILTER (stage = 'budget') FROM lines"),
        # plans that a contract or payment names by their code, of all plans by these methods
        "e_tendering": (RUPIAH, _followed_up("competitive")),
        "other_methods": (RUPIAH, _followed_up(*OTHER_METHODS)),
        "e_purchasing": (PACKAGES, _completed()),
        "e_contract": (PACKAGES, _with_papers()),
    }
    found = {}
    for component, (unit, query) in queries.items():
        part, whole = connection.execute(query).fetchall()[0]
        if part is not None and whole:
            found[component] = Use(int(part), int(whole), unit)
    return found


def _followed_up(*groups: str) -> str:
    named = f"SELECT DISTINCT unnest(string_split(rup, ';')) FROM lines WHERE {BOUGHT} AND rup IS NOT NULL"  # noqa: S608
    return f"""SELECT CASE WHEN (SELECT count(*) FROM ({named})) > 0
            THEN coalesce(sum(value) FILTER (package IN ({named})), 0) END, sum(value)
        FROM lines WHERE stage = 'plan' AND method_group IN ({among(groups)})"""  # noqa: S608 - our own


def _completed() -> str:
    orders = f"""SELECT status, count(*) AS orders FROM lines
        WHERE method_group = 'e_purchasing' AND kind IN ({among(CATALOGUES)}) AND status IS NOT NULL
        GROUP BY status"""  # noqa: S608 - our own
    return f"""SELECT coalesce(sum(orders) FILTER ({statuses.done("status")}), 0), sum(orders) FROM ({orders})
        WHERE {statuses.state("status")} = '{statuses.COUNTS}'"""  # noqa: S608 - our own


def _with_papers() -> str:
    key = "institution, year, package"
    selected = f"SELECT DISTINCT {key} FROM lines WHERE kind IN ({among(SELECTIONS)})"  # noqa: S608 - our own
    papers = f"SELECT DISTINCT {key} FROM papers WHERE kind IN ({among(CONTRACT_PAPERS)})"  # noqa: S608 - our own
    return f"""SELECT CASE WHEN (SELECT count(*) FROM ({papers})) > 0
            THEN (SELECT count(*) FROM ({selected}) SEMI JOIN ({papers}) USING ({key})) END,
        (SELECT count(*) FROM ({selected}))"""  # noqa: S608 - our own
