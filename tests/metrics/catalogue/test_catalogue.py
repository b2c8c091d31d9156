"""One table of rules that every metric obeys, and a catalogue that agrees with the code."""

from __future__ import annotations

import copy
import importlib
import inspect
import pkgutil
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from umkm_analysis import metrics
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.metrics.catalogue import METRICS, Metric, by_id

if TYPE_CHECKING:
    from types import ModuleType

NAN = float("nan")
CITY, PROVINCE = "3576", "3500"
YEARS = pd.RangeIndex(2018, 2023, name="year")
GROWTH = pd.DataFrame({CITY: [5.8, 5.65, -3.69, 3.65, 5.56], PROVINCE: [5.5, 5.5, -2.3, 3.6, 5.3]}, index=YEARS)
INDEX = pd.DataFrame({CITY: [94.7, 100, 96.31, 99.82, 105.4], PROVINCE: [94.8, 100, 97.7, 101.2, 106.5]}, index=YEARS)
SHARE = pd.Series({CITY: 47.62, PROVINCE: 39.0, "0000": 27.54, "3573": 36.1, "3578": 52.0, "3579": 44.4}, name="share")
PART, WHOLE = (SHARE * 100).round().astype("int64"), (SHARE * 0 + 10_000).astype("int64")
PEOPLE = pd.DataFrame({CITY: 134_000, PROVINCE: 41_000_000}, index=YEARS)
SECTORS = pd.DataFrame({CITY: [1.0, 30.0, 69.0], PROVINCE: [20.0, 50.0, 30.0]}, index=["A", "C", "G"])
REFERENCE = SECTORS.sum(axis=1)
TOTAL = SECTORS.sum()

FIRMS = pd.DataFrame({"A": [1, 1, 1, 0, 0], "B": [1, 0, 1, 0, 0], "C": [0, 0, 1, 0, 0]}, index=YEARS, dtype="float64")
"""Five firms, with years for ids."""
COUNTS = pd.DataFrame({CITY: [60, 3, 10], PROVINCE: [20, 5, 5]}, index=["in entry", "province", "city"])
DATES = pd.DataFrame({CITY: pd.to_datetime(["2024-05-01"] * 5), PROVINCE: pd.to_datetime(["2023-05-01"] * 5)}, YEARS)

SHAPE, REGIONS, YEARLY, EFFECTS = "same shape", "one row per region", "one value per year", "columns region × effect"
OWN = "an index of its own"
"""Days or cohorts: what is missing there is refused, see the module's tests."""


@dataclass(frozen=True)
class Call:
    """How a metric is called, what its result keeps, and what is known without any figure of a region."""

    args: tuple[Any, ...]
    keeps: str
    options: dict[str, Any] = field(default_factory=dict)
    known: tuple[Any, ...] = ()


BASE = {"base_year": 2019}
CALLS = {
    "growth_rate": Call((INDEX,), SHAPE),
    "growth_swing": Call((GROWTH,), SHAPE),
    "mean_growth": Call((GROWTH,), REGIONS, {"start": 2019, "end": 2021}),
    "break_even_growth": Call((GROWTH,), SHAPE),
    "level_index": Call((GROWTH,), SHAPE, BASE, known=(100.0,)),
    "level_index_from_levels": Call((INDEX,), SHAPE, BASE),
    "level_index_bounds": Call((GROWTH,), SHAPE, BASE, known=(100.0,)),
    "level_index_from_levels_bounds": Call((INDEX,), SHAPE, BASE),
    "level_gap": Call((INDEX,), SHAPE),
    "recovery": Call((INDEX,), REGIONS, BASE),
    "severity_index": Call((INDEX,), REGIONS, BASE),
    "recouped_share": Call((INDEX,), SHAPE, BASE),
    "trend_gap": Call((INDEX,), SHAPE, {**BASE, "trend": 5.0}),
    "cumulative_loss": Call((INDEX,), REGIONS, {**BASE, "until": 2021}),
    "sensitivity": Call((GROWTH.loc[2020], -2.07), SHAPE),
    "resistance": Call((GROWTH.loc[2020], -2.07), SHAPE),
    "recoverability": Call((GROWTH.loc[2021], 3.69), SHAPE),
    "resilience_class": Call((INDEX,), REGIONS, {**BASE, "at_year": 2021}),
    "contribution": Call((SECTORS, SECTORS * 1.1), SHAPE, {"total": TOTAL}),
    "contribution_residual": Call((SECTORS, TOTAL), REGIONS),
    "location_quotient": Call((SECTORS, REFERENCE), SHAPE),
    "shift_share": Call(
        (SECTORS, SECTORS * 1.1), EFFECTS, {"reference_start": REFERENCE, "reference_end": REFERENCE * 1.05}
    ),
    "rank": Call((SHARE,), SHAPE),
    "percentile": Call((SHARE,), SHAPE),
    "williamson_index": Call((INDEX, PEOPLE), YEARLY),
    "theil_t": Call((INDEX,), YEARLY, {"population": PEOPLE}),
    "theil_l": Call((INDEX,), YEARLY, {"population": PEOPLE}),
    "sigma_dispersion": Call((INDEX,), YEARLY),
    "coefficient_of_variation": Call((INDEX,), YEARLY),
    "klassen_typology": Call(
        (INDEX.loc[2022], GROWTH.loc[2022]), SHAPE, {"reference_income": 106, "reference_growth": 5}
    ),
    "beta_convergence": Call((SHARE, SHARE * 1.1 + 1), OWN, {"years": 5}),
    "procurement_share": Call((PART, WHOLE), SHAPE),
    "share_bounds": Call((PART, PART // 10, WHOLE), REGIONS, known=((10_000 - 476) / 10_000 * 100,)),
    "headroom": Call((PART, WHOLE), REGIONS, {"mandate": 40.0}),
    "headroom_pp": Call((SHARE,), SHAPE, {"mandate": 40.0}),
    "mandate_status": Call((SHARE, SHARE + 1), SHAPE, {"mandate": 40.0}, known=("undetermined",)),
    "absorption": Call((PART, WHOLE), SHAPE),
    "plan_realised_gap": Call((SHARE, SHARE - 1), SHAPE),
    "concentration": Call((SECTORS,), REGIONS),
    "concentration_from_sums": Call((PART, PART**2, WHOLE), REGIONS),
    "mean_bidders": Call((COUNTS,), REGIONS),
    "median_savings": Call((SECTORS, SECTORS + 10), REGIONS),
    "median_days": Call((DATES, DATES + pd.Timedelta(days=9)), REGIONS),
    "itkp": Call((COUNTS, pd.Series(NAN, COUNTS.index)), REGIONS),
    "status_share": Call((COUNTS,), SHAPE, {"total": COUNTS.sum()}),
    "funnel_rates": Call((pd.Series({"way": 73, "entry": 50, "listed": 13}),), REGIONS, {"total": 73}),
    "firm_funnel": Call((FIRMS.iloc[:, :2],), REGIONS),
    "union_bounds": Call((COUNTS,), REGIONS, {"total": COUNTS.sum() - 10}),
    "wilson_interval": Call((PART, WHOLE), REGIONS, {"group": "census"}),
    "channel_adoption": Call((FIRMS, FIRMS * 0), REGIONS),
    "training_reach": Call((FIRMS, FIRMS["A"]), REGIONS),
    "training_conversion": Call((FIRMS, FIRMS["A"]), REGIONS),
    "certificate_coverage": Call((FIRMS, FIRMS * 0 + float("nan")), REGIONS),
    "certificates_complete": Call((FIRMS, FIRMS * 0 + 1), YEARLY),
    "active_within": Call((DATES,), SHAPE, {"at": pd.Timestamp("2024-06-01")}),
    "time_to_listing": Call((pd.Series([10, 20, 30]), pd.Series([1, 0, 1])), OWN),
    "median_time_to_listing": Call((pd.DataFrame({CITY: [80.0, 50.0], PROVINCE: [90.0, 40.0]}, [10, 20]),), REGIONS),
    "cohort_activity": Call((DATES[PROVINCE], DATES[CITY]), OWN, {"at": pd.Timestamp("2024-06-01")}),
}
NOT_FLOAT = {
    "recovery": {"trough_year", "status", "recovery_year", "years_to_recover", "last_year"},
    "headroom": {"rupiah"},
    "wilson_interval": {"meaning"},
}
RELATIVE = {"rank", "percentile", "funnel_rates", "firm_funnel"}
"""What one label has depends on the others."""
TEXT = {"resilience_class", "mandate_status", "klassen_typology"}
PAIRS = {"level_index_bounds", "level_index_from_levels_bounds"}
SECTIONS = ("Parameters", "Returns", "Raises", "Notes", "References", "Examples")

every_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)


def results(metric: Metric, *args: Any) -> list[Any]:
    """Call a metric; pairs of bounds count as two results."""
    call = CALLS[metric.id]
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
    call = CALLS[metric.id]
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
    call = CALLS[metric.id]
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
    call = CALLS[metric.id]
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
    call = CALLS[metric.id]
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


def test_every_public_function_has_a_row_and_an_example_here() -> None:
    public = {
        name
        for module in modules()
        for name, value in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and (name in module.__all__ or value.__module__ == module.__name__)
    }
    assert public == {metric.id for metric in METRICS} == set(CALLS)


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
    assert by_id("break_even_growth").title_id == "Pertumbuhan impas"


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
