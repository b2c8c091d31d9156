"""One table of rules that every metric obeys, and a catalogue that agrees with the code."""

from __future__ import annotations

import copy
import importlib
import inspect
import pkgutil
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from umkm_analysis import metrics
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.metrics.catalogue import METRICS, Metric, by_id
from umkm_analysis.metrics.catalogue.samples import EFFECTS, OWN, REGIONS, SHAPE, YEARLY

if TYPE_CHECKING:
    from types import ModuleType

NOT_FLOAT = {
    "recovery": {"trough_year", "status", "recovery_year", "years_to_recover", "last_year"},
    "headroom": {"rupiah"},
    "wilson_interval": {"meaning"},
}
RELATIVE = {"rank", "percentile", "funnel_rates", "firm_funnel", "near_limit_awards", "split_value"}
"""What one label has depends on the others."""
TEXT = {"resilience_class", "mandate_status", "klassen_typology"}
PAIRS = {"level_index_bounds", "level_index_from_levels_bounds"}
SECTIONS = ("Parameters", "Returns", "Raises", "Notes", "References", "Examples")

every_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)


def results(metric: Metric, *args: Any) -> list[Any]:
    """Call a metric; pairs of bounds count as two results."""
    call = metric.sample
    found = metric.function(*(args or call.args), **call.options)
    return list(found) if metric.id in PAIRS else [found]


def labels(data: pd.Series | pd.DataFrame) -> pd.Index:
    """Return the regions of an input: columns of a table, index of a Series."""
    return data.columns if isinstance(data, pd.DataFrame) else data.index


def of_region(result: Any, region: Any, keeps: str) -> Any:
    """Return what a result says of one region (or year)."""
    return result[region] if keeps in {SHAPE, EFFECTS} and isinstance(result, pd.DataFrame) else result.loc[[region]]


@every_metric
def test_the_result_keeps_its_labels_in_order(metric: Metric) -> None:
    call = metric.sample
    given = call.args[0]
    for result in results(metric) if call.keeps != OWN else []:
        if call.keeps == REGIONS:
            assert result.index.tolist() == labels(given).tolist()
            continue
        assert result.index.tolist() == given.index.tolist()
        if call.keeps == SHAPE:
            assert type(result) is type(given)
            assert labels(result).tolist() == labels(given).tolist()
        if call.keeps == EFFECTS:
            assert result.columns.unique(0).tolist() == given.columns.tolist()


@every_metric
def test_missing_in_missing_out_and_only_there(metric: Metric) -> None:
    call = metric.sample
    given = call.args[0]
    blank, other = (2020, 2021) if call.keeps == YEARLY else labels(given)[:2]
    dated = "datetime" in str(given.dtypes)
    holed = given.copy() if dated else given.astype("float64")
    if call.keeps == OWN:
        with pytest.raises(DataError, match="missing"):
            results(metric, holed.shift(), *call.args[1:])
        return
    if isinstance(holed, pd.DataFrame) and call.keeps != YEARLY:
        holed[blank] = pd.NaT if dated else float("nan")
    else:
        holed.loc[blank] = float("nan")
    for result, whole in zip(results(metric, holed, *call.args[1:]), results(metric), strict=True):
        gone = of_region(result, blank, call.keeps)
        assert (gone.isna() | gone.isin(call.known)).all(axis=None)
        if metric.id not in RELATIVE:
            assert of_region(result, other, call.keeps).equals(of_region(whole, other, call.keeps))


@every_metric
def test_the_input_is_left_alone(metric: Metric) -> None:
    call = metric.sample
    given = [*call.args, *call.options.values()]
    before = copy.deepcopy(given)
    results(metric)
    for now, then in zip(given, before, strict=True):
        if isinstance(now, pd.Series):
            pd.testing.assert_series_equal(now, then)
        elif isinstance(now, pd.DataFrame):
            pd.testing.assert_frame_equal(now, then)
        assert getattr(now, "attrs", None) == getattr(then, "attrs", None)


@every_metric
def test_the_unit_of_the_result_is_the_catalogues(metric: Metric) -> None:
    for result in results(metric):
        assert result.attrs == {"unit": metric.unit}


@every_metric
def test_a_series_is_named_after_its_function(metric: Metric) -> None:
    for result in results(metric):
        if isinstance(result, pd.Series):
            assert result.name == metric.id


@every_metric
def test_so_is_that_of_one_region(metric: Metric) -> None:
    call = metric.sample
    if call.keeps == SHAPE and not any(isinstance(one, pd.Series) for one in call.options.values()):
        args = [one.iloc[:, 0] if isinstance(one, pd.DataFrame) else one for one in call.args]
        for result in results(metric, *args):
            assert result.name == metric.id


@every_metric
def test_numbers_are_float64_but_for_years_and_rupiah(metric: Metric) -> None:
    for result in results(metric):
        if metric.id in TEXT:
            assert result.dtype == "str"
        elif isinstance(result, pd.Series):
            assert result.dtype == "float64"
        else:
            odd = {str(name) for name, kind in result.dtypes.items() if kind != "float64"}
            assert odd == NOT_FLOAT.get(metric.id, set())


@every_metric
def test_options_are_keyword_only_and_none_changes_the_return_type(metric: Metric) -> None:
    for parameter in inspect.signature(metric.function).parameters.values():
        if parameter.default is not parameter.empty:
            assert parameter.kind is parameter.KEYWORD_ONLY
        assert parameter.annotation != "bool" or (metric.id, parameter.name) == ("rank", "higher_is_better")


@every_metric
def test_the_docstring_has_every_section_in_order(metric: Metric) -> None:
    documentation = inspect.getdoc(metric.function) or ""
    assert re.findall(r"^(\w+)\n-+$", documentation, re.MULTILINE) == list(SECTIONS)
    assert ">>> " in documentation


@every_metric
def test_every_parameter_is_documented(metric: Metric) -> None:
    documentation = inspect.getdoc(metric.function) or ""
    section = documentation.split("Parameters\n----------\n")[1].split("\n\nReturns")[0]
    named = [name for line in re.findall(r"^\w[\w, ]*$", section, re.MULTILINE) for name in line.split(", ")]
    assert named == list(inspect.signature(metric.function).parameters)


@every_metric
def test_formula_and_source_are_those_of_the_docstring(metric: Metric) -> None:
    documentation = " ".join((inspect.getdoc(metric.function) or "").replace('"', "'").split())
    for part in metric.formula.split("; "):
        assert part in documentation
    assert metric.source in documentation
    assert re.search(r" [=≥<] |: ", metric.formula), "the second paragraph of the docstring is the formula"


@every_metric
def test_the_id_is_the_functions_name_and_no_text_is_empty(metric: Metric) -> None:
    assert metric.id == metric.function.__name__
    texts = (metric.title_id, metric.title_en, metric.unit, metric.formula, metric.source)
    assert all(text == text.strip() != "" for text in texts)
    assert metric.direction in {"higher", "lower", "neutral"}


@pytest.mark.parametrize("name", ["id", "title_id", "title_en"])
def test_no_two_metrics_share(name: str) -> None:
    values = [getattr(metric, name) for metric in METRICS]
    assert len(set(values)) == len(values)


def modules() -> list[ModuleType]:
    """Import every module of metrics but for the checks and the catalogue."""
    names = [
        module.name
        for module in pkgutil.walk_packages(metrics.__path__, f"{metrics.__name__}.")
        if ".catalogue" not in module.name and not module.name.rpartition(".")[2].startswith("_")
    ]
    return [importlib.import_module(name) for name in names]


def test_every_public_function_has_a_row() -> None:
    public = {
        name
        for module in modules()
        for name, value in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and (name in module.__all__ or value.__module__ == module.__name__)
    }
    assert public == {metric.id for metric in METRICS}


def test_everything_public_stands_in_all() -> None:
    for module in modules():
        own = [
            name
            for name, value in inspect.getmembers(module, inspect.isfunction)
            if value.__module__ == module.__name__
        ]
        assert {name for name in own if not name.startswith("_")} <= set(module.__all__)
        assert sorted(module.__all__) == list(module.__all__)
        assert all(hasattr(module, name) for name in module.__all__)


def test_a_metric_is_found_by_its_id() -> None:
    assert by_id("break_even_growth").title_id == "Pertumbuhan minimum untuk pulih"


@pytest.mark.parametrize(
    ("asked", "suggested"),
    [
        pytest.param("growth", "growth_rate or growth_swing or mean_growth", id="a part of ids"),
        pytest.param("growth_rat", "growth_rate", id="a letter left out"),
        pytest.param("Theil-L", "theil_l", id="case and hyphen"),
        pytest.param("Kuosien", "location_quotient", id="a part of an Indonesian title"),
        pytest.param("hedonic", None, id="nothing alike"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_an_unknown_metric_is_refused_with_what_may_be_meant(asked: str, suggested: str | None) -> None:
    with pytest.raises(UsageError) as refusal:
        by_id(asked)
    message = str(refusal.value)
    assert message.startswith(f'There is no metric "{asked}". ')
    assert message.endswith(f"umkm metrics lists all {len(METRICS)}.")
    assert f"Did you mean {suggested}" in message if suggested else "Did you mean" not in message


@every_metric
def test_summary_and_example_are_those_of_the_docstring(metric: Metric) -> None:
    documentation = inspect.getdoc(metric.function) or ""
    assert documentation.startswith(f"{metric.summary}\n\n")
    assert metric.summary.endswith(".")
    assert documentation.endswith(f"Examples\n--------\n{metric.example}")
    assert re.search(r"^>>> .*\n(\.\.\. .*\n)*(>>> .*\n(\.\.\. .*\n)*)*[^>.\s]", metric.example, re.MULTILINE)


def test_a_row_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        METRICS[0].unit = "fraction"  # type: ignore[misc]
