from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.errors import UsageError
from umkm_analysis.jupyter.parameters import defaults, read_parameters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def notebooks(tmp_path: Path, write_notebook: Callable[..., Path]) -> Path:
    parameters = 'region: str = "3576"  # kode\nbase_year: int = 2019  # tahun\nweight = 0.4\nword = "a"'
    write_notebook(tmp_path / "full.ipynb", parameters=parameters)
    write_notebook(tmp_path / "bare.ipynb", parameters='region = "3576"')
    return tmp_path


def test_values_take_the_type_of_the_default(notebooks: Path) -> None:
    given = ["base_year=2018", "weight=-0.5", "word=x=1, y"]
    assert read_parameters(given, [notebooks / "full.ipynb"]) == {"base_year": 2018, "weight": -0.5, "word": "x=1, y"}


def test_defaults_are_read_from_the_parameters_cell(notebooks: Path) -> None:
    assert defaults(notebooks / "full.ipynb") == {"region": "3576", "base_year": 2019, "weight": 0.4, "word": "a"}


def test_no_parameters_need_no_notebook(tmp_path: Path) -> None:
    assert read_parameters([], [tmp_path / "none.ipynb"]) == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["base_year"], "write NAME=VALUE"),
        (["base_yaer=2018"], r"full\.ipynb has no parameter \"base_yaer\"\. Did you mean base_year\?"),
        (["region=3577"], "chosen with --region"),
        (["language=en"], "chosen with --language"),
        (["base_year=2018.0"], "is not a whole number"),
        (["base_year=2_018"], "is not a whole number"),
        (["base_year="], "the default is 2019"),
        (["weight=0,4"], "a number with a decimal point"),
        (["weight=nan"], "a number with a decimal point"),
        (["base_year=2018", "base_year=2017"], "given twice"),
    ],
)
def test_what_a_notebook_cannot_take_is_refused(given: list[str], said: str, notebooks: Path) -> None:
    with pytest.raises(UsageError, match=said):
        read_parameters(given, [notebooks / "full.ipynb"])


def test_every_report_must_know_the_parameter(notebooks: Path) -> None:
    with pytest.raises(UsageError, match=r"bare\.ipynb has no parameter .*--report .*full\.ipynb"):
        read_parameters(["base_year=2018"], [notebooks / "full.ipynb", notebooks / "bare.ipynb"])


def test_a_report_without_parameters_says_so(notebooks: Path) -> None:
    with pytest.raises(UsageError, match="none but region and language"):
        read_parameters(["base_year=2018"], [notebooks / "bare.ipynb"])


@pytest.mark.parametrize("default", ["True", "None", "[1]", "2 * 3"])
def test_a_default_must_be_text_or_a_number(default: str, tmp_path: Path, write_notebook: Callable[..., Path]) -> None:
    path = write_notebook(tmp_path / "odd.ipynb", parameters=f"strict = {default}")
    with pytest.raises(UsageError, match="must be plain text or a number"):
        defaults(path)
