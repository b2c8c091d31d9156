from __future__ import annotations

import pytest

from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError
from umkm_analysis.reports import names
from umkm_analysis.reports.registry import REPORTS, find_report


def test_names_are_those_of_the_registry_with_its_notebooks() -> None:
    assert names.names() == tuple(report.name for report in REPORTS)
    assert [names.notebook(name) for name in names.names()] == [project.notebook(report.notebook) for report in REPORTS]


def test_a_name_is_refused_in_the_words_of_the_registry() -> None:
    assert names.known(" Economic_Recovery ") == "economic-recovery"
    with pytest.raises(UsageError, match="Did you mean economic-recovery"):
        names.known("recovery")
    with pytest.raises(UsageError) as whole:
        find_report("recovery")
    with pytest.raises(UsageError) as alone:
        names.known("recovery")
    assert str(alone.value) == str(whole.value)
