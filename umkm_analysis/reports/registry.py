"""Registry of the reports: every package in this folder that registers one, by name.

``reports/__init__.py`` must not import it: a page's fingerprint follows imports, and each would depend on all reports.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

from umkm_analysis import reports
from umkm_analysis.reports import names
from umkm_analysis.reports.report import Report

if TYPE_CHECKING:
    from types import ModuleType


def find_reports(package: ModuleType = reports) -> tuple[Report, ...]:
    """Import every report's registration, in the order of the folders' names.

    Parameters
    ----------
    package
        Where they lie.

    Raises
    ------
    TypeError
        If a package there registers none.
    """
    found = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg)
    return tuple(_registration(f"{package.__name__}.{name}") for name in found)


def _registration(package: str) -> Report:
    report = getattr(import_module(package), "REPORT", None)
    if not isinstance(report, Report) or report.package != package:
        raise TypeError(f"{package}: its __init__.py must hold REPORT = Report(package=__name__, …)")
    return report


REPORTS = find_reports()


def find_report(name: str) -> Report:
    """Find a report by its name; underscores do for hyphens.

    Raises
    ------
    UsageError
        If there is none, with the near matches.
    """
    by_name = {report.name: report for report in REPORTS}
    return by_name[names.known(name, by_name)]
