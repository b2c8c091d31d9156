"""Figures of one metric for chosen regions: from the published tables, else on the catalogue's own example."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.analysis.provenance import source_ids
from umkm_analysis.analysis.sectors import sector_analysis
from umkm_analysis.api.result import citations, used
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.editions import edition
from umkm_analysis.errors import UmkmError
from umkm_analysis.i18n.labels import sector_names
from umkm_analysis.i18n.translation import current_language, t
from umkm_analysis.metrics import comparison, growth, level, recovery, resilience
from umkm_analysis.metrics.catalogue import by_id
from umkm_analysis.reports.procurement_share.analysis import shares_of
from umkm_analysis.reports.province_overview import analysis as province

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from umkm_analysis.analysis.growth_path import GrowthPath
    from umkm_analysis.metrics.catalogue import Metric

YEARLY, BY_REGION, OTHER = "yearly", "by region", "other"


@dataclass(frozen=True)
class Choice:
    """What a person has chosen."""

    region: str
    """BPS code."""
    others: tuple[str, ...] = ()
    """BPS codes of those that it is compared with."""
    base_year: int = 2019
    metric: str = "level_index"

    @property
    def codes(self) -> list[str]:
        """All of them, each once."""
        return list(dict.fromkeys([self.region, *self.others]))


@dataclass(frozen=True)
class Answer:
    """A table, what it is, and where it comes from."""

    table: pd.DataFrame
    """Year × region's name, region's name × column, or a shape of the metric's own."""
    shape: str
    """One of :data:`YEARLY`, :data:`BY_REGION` and :data:`OTHER`: how it can be drawn."""
    metric: Metric
    notes: tuple[str, ...] = ()
    """Sentences."""
    own: str = ""
    """Name of the region that was chosen first."""
    about: Mapping[str, Any] = field(default_factory=dict)
    """``attrs`` of a result: units, sources, edition, provisional years."""

    @property
    def title(self) -> str:
        """The metric's, in the language in use."""
        return self.metric.title_en if current_language() == "en" else self.metric.title_id


@dataclass(frozen=True)
class _Asked:
    choice: Choice
    path: GrowthPath

    @property
    def base(self) -> int:
        return self.choice.base_year

    @property
    def own(self) -> str:
        return self.choice.region

    @property
    def last(self) -> int:
        """Last year that all of them have a level of."""
        found = self.path.last_shared_year()
        return self.base if found is None else found


def answer(choice: Choice) -> Answer:
    """Work out a metric for the chosen regions.

    Parameters
    ----------
    choice
        Regions, base year and metric.

    Returns
    -------
    Figures of these regions where the published tables hold what the metric needs; else the catalogue's own example,
    which a note says. What cannot be worked out is a note, and the table is empty.

    Raises
    ------
    UsageError
        If there is no such metric.
    """
    metric = by_id(choice.metric)
    if metric.id not in FROM_TABLES:
        return Answer(_framed(metric.function(*metric.sample.args, **metric.sample.options)), OTHER, metric, (
            t("Metrik ini memerlukan data Anda sendiri (baris pengadaan atau register: umkm import --help). Tabel ini "
              "adalah contoh bawaannya, bukan angka daerah."),
        ))  # fmt: skip
    shape, work_out = FROM_TABLES[metric.id]
    asked = _Asked(choice, growth_path(choice.codes, base_year=choice.base_year))
    try:
        found = work_out(asked)
    except UmkmError as error:
        return Answer(pd.DataFrame(), OTHER, metric, (str(error),))
    if found is None or found.empty:
        return Answer(pd.DataFrame(), OTHER, metric, (t("Tidak ada angka untuk pilihan ini."),))
    notes = []
    if without := _without(found, shape):
        notes.append(t("Tanpa angka pada deret ini: {names}.", names=", ".join(_named(without))))
    notes += _broken(asked, found, shape)
    if metric.id in UNTIL_LAST:
        notes.append(t("Sampai {year}, tahun terakhir yang dimiliki semua daerah terpilih.", year=asked.last))
    return Answer(
        _with_names(found, shape), shape, metric, tuple(notes), _names()[choice.region], _about(asked, metric, shape)
    )


def _per_region(asked: _Asked, function: Callable[[pd.Series], float]) -> pd.DataFrame:
    values = {}
    for code in asked.path.index:
        try:
            values[code] = function(asked.path.index[code])
        except UmkmError:  # this region's series does not reach; the others' do
            values[code] = float("nan")
    return pd.DataFrame({asked.choice.metric: pd.Series(values, dtype="float64")})


def _outcome(asked: _Asked) -> pd.DataFrame:
    found = recovery.recovery(asked.path.index, base_year=asked.base)
    return found.loc[asked.path.index.columns]


def _trend_gap(asked: _Asked) -> pd.DataFrame:
    before = asked.path.growth.loc[asked.base]
    return pd.DataFrame({
        code: recovery.trend_gap(asked.path.index[code], base_year=asked.base, trend=float(rate))
        for code, rate in before.dropna().items()
    }).reindex(columns=asked.path.index.columns)  # fmt: skip


def _bounds(asked: _Asked) -> pd.DataFrame:
    parts = {t("paling rendah"): asked.path.index_low, t("indeks"): asked.path.index,
             t("paling tinggi"): asked.path.index_high}  # fmt: skip
    return pd.DataFrame({name: frame[asked.own] for name, frame in parts.items()})


def _against_province(asked: _Asked, function: Callable[..., pd.Series], years: int) -> pd.DataFrame:
    """Growth of a year held against that of the province, or of the nation for a province."""
    above = regions.province_of(regions.find(asked.own))
    code = above.code if above is not None and above.code != asked.own else regions.NATION
    reference = growth_path([code], base_year=asked.base).growth.loc[asked.base + years, code]
    return function(asked.path.growth.loc[asked.base + years], float(reference)).to_frame(asked.choice.metric)


def _among_peers(asked: _Asked, function: Callable[[pd.Series], pd.Series]) -> pd.DataFrame:
    """Place of every region of the same kind in the same province, by level index: few regions have no ranking."""
    own = regions.find(asked.own)
    peers = [
        one.code for one in regions.all_regions().values() if (one.kind, one.parent_code) == (own.kind, own.parent_code)
    ]
    path = growth_path(peers, base_year=asked.base)
    year = path.last_shared_year() or asked.base
    return function(path.index.loc[year]).sort_values(ascending=False).to_frame(f"{asked.choice.metric}")


def _classes(asked: _Asked) -> pd.DataFrame:
    found = resilience.resilience_class(asked.path.index, base_year=asked.base, at_year=asked.last)
    return found.to_frame("resilience_class")


def _sectors(asked: _Asked, part: str) -> pd.DataFrame | None:
    own = regions.find(asked.own)
    found = sector_analysis(own, regions.province_of(own), asked.base, growth_path([own.code], base_year=asked.base))
    table = getattr(found, part, None)
    if table is None:
        return None
    names = sector_names()
    return _framed(table).rename(index=lambda code: names.get(code, code)).rename_axis(t("sektor"))


def _of_province(asked: _Asked) -> str:
    above = regions.province_of(regions.find(asked.own))
    return asked.own if above is None else above.code


def _dispersion(asked: _Asked, column: str) -> pd.DataFrame | None:
    code = _of_province(asked)
    found = province.analyse(code, base_year=asked.base).dispersion
    return None if found is None else found.measures[[column]].rename(columns={column: code})


def _convergence(asked: _Asked, part: str) -> pd.DataFrame | None:
    found = province.analyse(_of_province(asked), base_year=asked.base).convergence
    table = None if found is None else getattr(found, part)
    if table is None:
        return None
    return table.rename(index=_names()) if part == "types" else _framed(table)


def _shares(asked: _Asked) -> pd.DataFrame | None:
    shares = shares_of(regions.find(asked.own))
    columns = ["as_of", "numerator", "denominator", "basis", "value", "mandate", "distance", "verdict", "instrument"]
    return shares[columns].set_index("as_of").rename(columns={"value": "share_pct", "distance": "headroom_pp"})


FROM_TABLES: Mapping[str, tuple[str, Callable[[_Asked], pd.DataFrame | None]]] = {
    "growth_rate": (YEARLY, lambda asked: asked.path.growth),
    "growth_swing": (YEARLY, lambda asked: growth.growth_swing(asked.path.growth)),
    "mean_growth": (BY_REGION, lambda asked: growth.mean_growth(
        asked.path.growth, start=asked.base + 1, end=asked.last).to_frame("mean_growth")),
    "break_even_growth": (YEARLY, lambda asked: growth.break_even_growth(level.level_gap(asked.path.index))),
    "level_index": (YEARLY, lambda asked: asked.path.index),
    "level_index_from_levels": (YEARLY, lambda asked: asked.path.index.where(asked.path.index_from == "levels")),
    "level_index_bounds": (OTHER, _bounds),
    "level_index_from_levels_bounds": (OTHER, _bounds),
    "level_gap": (YEARLY, lambda asked: level.level_gap(asked.path.index)),
    "recovery": (BY_REGION, _outcome),
    "severity_index": (BY_REGION, lambda asked: _per_region(
        asked, lambda one: float(recovery.severity_index(one.to_frame("x"), base_year=asked.base).iloc[0]))),
    "recouped_share": (YEARLY, lambda asked: recovery.recouped_share(asked.path.index, base_year=asked.base)),
    "trend_gap": (YEARLY, _trend_gap),
    "cumulative_loss": (BY_REGION, lambda asked: _per_region(asked, lambda one: float(
        recovery.cumulative_loss(one.to_frame("x"), base_year=asked.base, until=asked.last).iloc[0]))),
    "sensitivity": (BY_REGION, lambda asked: _against_province(asked, resilience.sensitivity, 1)),
    "resistance": (BY_REGION, lambda asked: _against_province(asked, resilience.resistance, 1)),
    "recoverability": (BY_REGION, lambda asked: _against_province(asked, resilience.recoverability, 2)),
    "resilience_class": (BY_REGION, _classes),
    "contribution": (OTHER, lambda asked: _sectors(asked, "contribution")),
    "contribution_residual": (OTHER, lambda asked: _sectors(asked, "residual")),
    "location_quotient": (OTHER, lambda asked: _sectors(asked, "location_quotient")),
    "shift_share": (OTHER, lambda asked: _sectors(asked, "shift_share")),
    "rank": (BY_REGION, lambda asked: _among_peers(asked, comparison.rank)),
    "percentile": (BY_REGION, lambda asked: _among_peers(asked, comparison.percentile)),
    **{
        name: (YEARLY, lambda asked, name=name: _dispersion(asked, name))  # type: ignore[misc]
        for name in ("williamson_index", "theil_t", "theil_l", "sigma_dispersion", "coefficient_of_variation")
    },
    "klassen_typology": (OTHER, lambda asked: _convergence(asked, "types")),
    "beta_convergence": (OTHER, lambda asked: _convergence(asked, "beta")),
    "procurement_share": (OTHER, _shares),
    "headroom_pp": (OTHER, _shares),
    "mandate_status": (OTHER, _shares),
}  # fmt: skip
"""Metric → shape of its figures, and how they are worked out from the published tables."""


UNTIL_LAST = ("mean_growth", "cumulative_loss", "resilience_class")
"""Metrics whose last year is that which all chosen regions have."""
OF_SECTORS = ("contribution", "contribution_residual", "location_quotient", "shift_share")
OF_PROVINCE = (
    "williamson_index", "theil_t", "theil_l", "sigma_dispersion", "coefficient_of_variation", "klassen_typology",
    "beta_convergence",
)  # fmt: skip
OF_SHARES = ("procurement_share", "headroom_pp", "mandate_status")


def _about(asked: _Asked, metric: Metric, shape: str) -> dict[str, Any]:
    states = asked.path.state
    found: dict[str, dict[str, list[str]]] = {}
    if shape == YEARLY:
        for code in states:
            for year, state in states[code].dropna().items():
                if state != "final":
                    found.setdefault(str(year), {}).setdefault(str(state), []).append(str(code))
    return {
        "title": metric.title_en,
        "metric": metric.id,
        "units": {metric.id: metric.unit},
        "base_year": asked.base,
        "sources": citations(_sources(asked, metric)),
        "edition": edition.current().name,
        "provisional": found,
    }


def _sources(asked: _Asked, metric: Metric) -> list[str]:
    if metric.id in OF_SECTORS:
        return source_ids({"grdp_sector": [asked.own]})
    if metric.id in OF_PROVINCE:
        above = regions.find(_of_province(asked))
        members = [above.code, *(one.code for one in regions.members(above))]
        return source_ids({"grdp_level": members, "population": members})
    if metric.id in OF_SHARES:
        return source_ids({"procurement": [asked.own]})
    return used(asked.path.source, asked.path.growth)


def _framed(found: Any) -> pd.DataFrame:
    """Make one table of whatever a metric returns."""
    if isinstance(found, pd.DataFrame):
        return found
    if isinstance(found, pd.Series):
        return found.to_frame(str(found.name or "value"))
    if isinstance(found, tuple):
        return pd.concat([_framed(part) for part in found], axis=1, keys=range(1, len(found) + 1))
    return pd.DataFrame({"value": [found]})


def _without(found: pd.DataFrame, shape: str) -> list[str]:
    """BPS codes without any figure."""
    if shape == YEARLY:
        return [str(code) for code in found.columns[found.isna().all()]]
    return [str(code) for code in found.index[found.isna().all(axis=1)]] if shape == BY_REGION else []


def _broken(asked: _Asked, found: pd.DataFrame, shape: str) -> list[str]:
    """Sentences on the breaks that leave regions without figures: no figure holds across one."""
    english, sentences = current_language() == "en", []
    for one in asked.path.breaks:
        if shape == YEARLY and one.code in found:
            years = found.index >= one.year if one.year > asked.base else found.index < one.year
            gap = bool(found.loc[years, one.code].isna().any())
        else:
            gap = shape == BY_REGION and one.code in found.index and bool(found.loc[one.code].isna().all())
        if gap and one.year in asked.path.index.index:
            reason = one.reason_en if english else one.reason_id
            named = t("deret terputus mulai {year}: {reason}", year=one.year, reason=reason)
            sentences.append(f"{_names()[one.code]} – {named}.")
    return list(dict.fromkeys(sentences))


def _with_names(found: pd.DataFrame, shape: str) -> pd.DataFrame:
    names = _names()
    if shape == YEARLY:
        return found.dropna(how="all").rename(columns=names).rename_axis(index="year", columns=None)
    return found.rename(index=names).rename_axis("region") if shape == BY_REGION else found


def _names() -> dict[str, str]:
    return {code: region.name for code, region in regions.all_regions().items()}


def _named(codes: Sequence[str]) -> list[str]:
    names = _names()
    return [names.get(code, code) for code in codes]
