"""What each metric means: its title, unit, good direction, formula and source, one explicit row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from umkm_analysis.errors import UsageError
from umkm_analysis.metrics import (
    comparison,
    concentration,
    growth,
    level,
    procurement,
    recovery,
    resilience,
    structure,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["METRICS", "Metric", "by_id"]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """What a metric means, for readers and for tests."""

    id: str
    """Name of the function."""
    function: Callable[..., Any]
    title_id: str
    """Indonesian title."""
    title_en: str
    """English title."""
    unit: str
    """As in the result's ``attrs["unit"]``."""
    direction: Literal["higher", "lower", "neutral"]
    """Which values are good: higher or lower ones; neutral where that depends on the case."""
    formula: str
    """Plain text, as in the docstring."""
    source: str
    """Law, publication or paper, as in the docstring."""


def by_id(metric_id: str) -> Metric:
    """Find the row of a metric.

    Raises
    ------
    UsageError
        If there is no such metric.
    """
    for metric in METRICS:
        if metric.id == metric_id:
            return metric
    raise UsageError(f"there is no metric {metric_id!r}; there are {', '.join(row.id for row in METRICS)}")


METRICS: tuple[Metric, ...] = (
    Metric(
        id="growth_rate",
        function=growth.growth_rate,
        title_id="Laju pertumbuhan",
        title_en="Growth rate",
        unit="per cent",
        direction="higher",
        formula="growth[t] = (level[t] / level[t−1] − 1) * 100",
        source="BPS, Laju Pertumbuhan PDRB ADHK 2010.",
    ),
    Metric(
        id="growth_swing",
        function=growth.growth_swing,
        title_id="Perubahan laju pertumbuhan",
        title_en="Growth swing",
        unit="percentage points",
        direction="neutral",
        formula="swing[t] = growth[t] − growth[t−1]",
        source="BPS writes 'poin persen' for differences of percentages.",
    ),
    Metric(
        id="mean_growth",
        function=growth.mean_growth,
        title_id="Rata-rata laju pertumbuhan",
        title_en="Mean growth",
        unit="per cent",
        direction="higher",
        formula="mean = (prod(1 + growth[t] / 100, t = start … end) ** (1 / n) − 1) * 100",
        source="Any textbook: compound annual growth rate.",
    ),
    Metric(
        id="break_even_growth",
        function=growth.break_even_growth,
        title_id="Pertumbuhan impas",
        title_en="Break-even growth",
        unit="per cent",
        direction="neutral",
        formula="break_even = (1 / (1 + shock / 100) − 1) * 100; 0 where shock ≥ 0",
        source="Identity: (1 + shock) * (1 + break_even) = 1.",
    ),
    Metric(
        id="level_index",
        function=level.level_index,
        title_id="Indeks level PDRB",
        title_en="GRDP level index",
        unit="index points",
        direction="higher",
        formula=(
            "index[t] = 100 * prod(1 + growth[s] / 100, s = base_year + 1 … t); before the base year the chain "
            "runs backwards: index[t−1] = index[t] / (1 + growth[t] / 100)"
        ),
        source="IMF, World Economic Outlook, April 2021, chapter 2; BPS, Produk Domestik Regional Bruto (ADHK 2010).",
    ),
    Metric(
        id="level_index_from_levels",
        function=level.level_index_from_levels,
        title_id="Indeks level PDRB dari nilai PDRB",
        title_en="GRDP level index from levels",
        unit="index points",
        direction="higher",
        formula="index[t] = 100 * level[t] / level[base_year]",
        source="BPS, Produk Domestik Regional Bruto menurut Lapangan Usaha (ADHK 2010).",
    ),
    Metric(
        id="level_index_bounds",
        function=level.level_index_bounds,
        title_id="Batas pembulatan indeks level",
        title_en="Rounding bounds of the level index",
        unit="index points",
        direction="neutral",
        formula=(
            "low = level_index(growth − half_unit), high = level_index(growth + half_unit); before base_year reversed"
        ),
        source="BPS prints growth with two decimals.",
    ),
    Metric(
        id="level_index_from_levels_bounds",
        function=level.level_index_from_levels_bounds,
        title_id="Batas pembulatan indeks dari nilai PDRB",
        title_en="Rounding bounds of the index from levels",
        unit="index points",
        direction="neutral",
        formula=(
            "low[t] = 100 * (level[t] − half_unit) / (level[base_year] + half_unit); high[t] = 100 * (level[t] + "
            "half_unit) / (level[base_year] − half_unit); both are 100 in base_year"
        ),
        source="Simreg prints billion rupiah with two decimals.",
    ),
    Metric(
        id="level_gap",
        function=level.level_gap,
        title_id="Selisih terhadap level tahun dasar",
        title_en="Gap to the base-year level",
        unit="per cent",
        direction="higher",
        formula="gap = index − 100",
        source="Eurostat and World Bank, 'compared with 2019'.",
    ),
    Metric(
        id="recovery",
        function=recovery.recovery,
        title_id="Pemulihan",
        title_en="Recovery",
        unit="years; per cent",
        direction="neutral",
        formula=(
            "trough = year of the lowest level after base_year; recovery_year = first year after the trough with "
            "level ≥ level[base_year]"
        ),
        source=(
            "Reinhart and Rogoff (2014), Recovery from Financial Crises, American Economic Review 104(5): years "
            "to regain the peak."
        ),
    ),
    Metric(
        id="recouped_share",
        function=recovery.recouped_share,
        title_id="Bagian penurunan yang sudah pulih",
        title_en="Share of the fall recouped",
        unit="per cent",
        direction="higher",
        formula="recouped[t] = (level[t] − level[trough]) / (level[base_year] − level[trough]) * 100",
        source="World Bank, Global Economic Prospects: share of losses recouped.",
    ),
    Metric(
        id="trend_gap",
        function=recovery.trend_gap,
        title_id="Selisih terhadap tren",
        title_en="Gap to trend",
        unit="per cent",
        direction="higher",
        formula="gap[t] = (index[t] / (100 * (1 + trend / 100) ** (t − base_year)) − 1) * 100",
        source="World Bank, Global Economic Prospects, January 2021: level expected on the eve of the pandemic.",
    ),
    Metric(
        id="cumulative_loss",
        function=recovery.cumulative_loss,
        title_id="Kehilangan output kumulatif",
        title_en="Cumulative output loss",
        unit="per cent of base-year GRDP",
        direction="lower",
        formula="loss = sum(100 * (1 + trend / 100) ** (t − base_year) − index[t], t = base_year + 1 … until)",
        source="IMF, World Economic Outlook, October 2020: cumulative output loss.",
    ),
    Metric(
        id="sensitivity",
        function=resilience.sensitivity,
        title_id="Indeks sensitivitas",
        title_en="Sensitivity index",
        unit="ratio",
        direction="lower",
        formula="sensitivity = growth / reference",
        source=(
            "Martin (2012), Regional economic resilience, hysteresis and recessionary shocks, J. of Economic "
            "Geography 12(1), p. 16."
        ),
    ),
    Metric(
        id="resistance",
        function=resilience.resistance,
        title_id="Resistensi",
        title_en="Resistance",
        unit="ratio",
        direction="higher",
        formula="resistance = (growth − reference) / |reference|",
        source="Martin, Sunley, Gardiner, Tyler (2016), How regions react to recessions, Regional Studies 50(4).",
    ),
    Metric(
        id="recoverability",
        function=resilience.recoverability,
        title_id="Daya pulih",
        title_en="Recoverability",
        unit="ratio",
        direction="higher",
        formula="recoverability = (growth − reference) / reference",
        source="Martin, Sunley, Gardiner, Tyler (2016), How regions react to recessions, Regional Studies 50(4).",
    ),
    Metric(
        id="resilience_class",
        function=resilience.resilience_class,
        title_id="Kelas ketahanan",
        title_en="Resilience class",
        unit="class",
        direction="neutral",
        formula=(
            "RS: never below level[base_year]; RE: fell, and stands at or above it again; NR1: above its lowest "
            "level since, still below level[base_year]; NR2: at its lowest level since"
        ),
        source=(
            "Sensier, Bristow, Healy (2016), Measuring regional economic resilience across Europe, Spatial "
            "Economic Analysis 11(2)."
        ),
    ),
    Metric(
        id="contribution",
        function=structure.contribution,
        title_id="Sumber pertumbuhan",
        title_en="Contribution to growth",
        unit="percentage points",
        direction="higher",
        formula="contribution[i] = (end[i] − start[i]) / total * 100",
        source="BPS, sumber pertumbuhan PDRB; Eurostat, contributions to growth.",
    ),
    Metric(
        id="contribution_residual",
        function=structure.contribution_residual,
        title_id="Sisa sumber pertumbuhan",
        title_en="Residual of the contributions",
        unit="percentage points",
        direction="neutral",
        formula="residual = growth − sum(contribution)",
        source="BPS, sumber pertumbuhan PDRB: the printed sectors need not add up to the total.",
    ),
    Metric(
        id="location_quotient",
        function=structure.location_quotient,
        title_id="Kuosien lokasi (LQ)",
        title_en="Location quotient",
        unit="ratio",
        direction="neutral",
        formula="quotient[i] = (level[i] / sum(level)) / (reference[i] / sum(reference))",
        source="U.S. Bureau of Labor Statistics, QCEW location quotients.",
    ),
    Metric(
        id="shift_share",
        function=structure.shift_share,
        title_id="Analisis shift-share",
        title_en="Shift-share analysis",
        unit="unit of the levels",
        direction="higher",
        formula=(
            "national[i] = start[i] * G; industry_mix[i] = start[i] * (G[i] − G); regional[i] = start[i] * (g[i] "
            "− G[i]); with G and G[i] the reference's growth in total and by sector, g[i] the region's, all as "
            "fractions"
        ),
        source=(
            "Dunn (1960), A statistical and analytical technique for regional analysis, Papers in Regional "
            "Science 6(1)."
        ),
    ),
    Metric(
        id="rank",
        function=comparison.rank,
        title_id="Peringkat",
        title_en="Rank",
        unit="rank",
        direction="lower",
        formula="rank[r] = 1 + number better + (number equal − 1) / 2",
        source="Mean (mid-) ranks as in SciPy's rankdata.",
    ),
    Metric(
        id="percentile",
        function=comparison.percentile,
        title_id="Persentil",
        title_en="Percentile",
        unit="percentile",
        direction="higher",
        formula="percentile[r] = 100 * (number below + number equal / 2) / n, the region itself among the equal",
        source="Mean definition of percentileofscore in SciPy.",
    ),
    Metric(
        id="williamson_index",
        function=comparison.williamson_index,
        title_id="Indeks Williamson",
        title_en="Williamson index",
        unit="ratio",
        direction="lower",
        formula="W = sqrt(sum((y[i] − y)² * f[i] / n)) / y, y = sum(y[i] * f[i]) / n, n = sum(f[i])",
        source=(
            "Williamson (1965), Regional inequality and the process of national development, Econ. Dev. and "
            "Cultural Change 13(4)."
        ),
    ),
    Metric(
        id="theil_t",
        function=comparison.theil_t,
        title_id="Indeks Theil T",
        title_en="Theil T index",
        unit="ratio",
        direction="lower",
        formula="T = mean(y / m * ln(y / m)), m = mean(y); weighted by population where one is given",
        source="Theil (1967), Economics and Information Theory; OECD Regional Outlook.",
    ),
    Metric(
        id="theil_l",
        function=comparison.theil_l,
        title_id="Indeks Theil L",
        title_en="Theil L index",
        unit="ratio",
        direction="lower",
        formula="L = mean(ln(m / y)), m = mean(y); weighted by population where one is given",
        source="Theil (1967), Economics and Information Theory; Bourguignon (1979), Econometrica 47(4).",
    ),
    Metric(
        id="sigma_dispersion",
        function=comparison.sigma_dispersion,
        title_id="Dispersi sigma",
        title_en="Sigma dispersion",
        unit="ratio",
        direction="lower",
        formula="sigma = sqrt(mean((ln y[i] − mean(ln y))²))",
        source="Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).",
    ),
    Metric(
        id="coefficient_of_variation",
        function=comparison.coefficient_of_variation,
        title_id="Koefisien variasi",
        title_en="Coefficient of variation",
        unit="ratio",
        direction="lower",
        formula="CV = sqrt(mean((y[i] − m)²)) / m, m = mean(y)",
        source="Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).",
    ),
    Metric(
        id="procurement_share",
        function=procurement.procurement_share,
        title_id="Pangsa UMK-K",
        title_en="Procurement share",
        unit="per cent",
        direction="higher",
        formula="share = numerator / denominator * 100",
        source="Perpres 12/2021, Pasal 65; Inpres 2/2022.",
    ),
    Metric(
        id="share_bounds",
        function=procurement.share_bounds,
        title_id="Batas pangsa bila sebagian belum terklasifikasi",
        title_en="Bounds of a partly classified share",
        unit="per cent",
        direction="neutral",
        formula=(
            "lower = known / total * 100; upper = (known + unknown) / total * 100; coverage = (total − unknown) /"
            " total * 100"
        ),
        source="Manski (2003), Partial Identification of Probability Distributions.",
    ),
    Metric(
        id="headroom",
        function=procurement.headroom,
        title_id="Jarak ke kewajiban, dalam rupiah",
        title_en="Headroom over the mandate in rupiah",
        unit="percentage points; rupiah",
        direction="higher",
        formula=(
            "pp = numerator / denominator * 100 − mandate; rupiah = numerator − mandate / 100 * denominator, "
            "rounded down"
        ),
        source="Perpres 12/2021, Pasal 65 (3): 40 per cent of belanja barang/jasa.",
    ),
    Metric(
        id="headroom_pp",
        function=procurement.headroom_pp,
        title_id="Jarak ke kewajiban, dalam poin persen",
        title_en="Headroom over the mandate in percentage points",
        unit="percentage points",
        direction="higher",
        formula="headroom = share − mandate",
        source="Perpres 12/2021, Pasal 65 (3).",
    ),
    Metric(
        id="mandate_status",
        function=procurement.mandate_status,
        title_id="Status pemenuhan kewajiban",
        title_en="Mandate status",
        unit="status",
        direction="neutral",
        formula="meets if lower ≥ mandate; misses if upper < mandate; else undetermined",
        source="Inpres 2/2022: plan, allocate and realise at least 40 per cent.",
    ),
    Metric(
        id="absorption",
        function=procurement.absorption,
        title_id="Serapan pagu",
        title_en="Absorption",
        unit="per cent",
        direction="higher",
        formula="absorption = realised / pagu * 100",
        source="LKPP, realisation against RUP.",
    ),
    Metric(
        id="plan_realised_gap",
        function=procurement.plan_realised_gap,
        title_id="Selisih rencana dan realisasi",
        title_en="Gap between plan and realisation",
        unit="percentage points",
        direction="lower",
        formula="gap = plan − realised",
        source="Inpres 2/2022 obliges plan, allocation and realisation separately.",
    ),
    Metric(
        id="concentration",
        function=concentration.concentration,
        title_id="Konsentrasi penyedia (HHI)",
        title_en="Supplier concentration (HHI)",
        unit="hhi 0–10,000; normalised 0–1; suppliers",
        direction="lower",
        formula="H = sum(share²); hhi = 10,000 * H; normalised = (H − 1/n) / (1 − 1/n); effective_number = 1 / H",
        source="U.S. Department of Justice and FTC, Merger Guidelines (2023).",
    ),
)
