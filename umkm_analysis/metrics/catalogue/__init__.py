"""What each metric means: its title, unit, good direction, formula and source, one explicit row each."""

from __future__ import annotations

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
from umkm_analysis.metrics.catalogue.metric import Metric
from umkm_analysis.metrics.catalogue.onboarding import ONBOARDING

__all__ = ["METRICS", "Metric", "by_id"]


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
        function=growth.growth_rate,
        title_id="Laju pertumbuhan",
        title_en="Growth rate",
        unit="per cent",
        direction="higher",
        source="BPS, Laju Pertumbuhan PDRB ADHK 2010.",
    ),
    Metric(
        function=growth.growth_swing,
        title_id="Perubahan laju pertumbuhan",
        title_en="Growth swing",
        unit="percentage points",
        direction="neutral",
        source="BPS writes 'poin persen' for differences of percentages.",
    ),
    Metric(
        function=growth.mean_growth,
        title_id="Rata-rata laju pertumbuhan",
        title_en="Mean growth",
        unit="per cent",
        direction="higher",
        source="Any textbook: compound annual growth rate.",
    ),
    Metric(
        function=growth.break_even_growth,
        title_id="Pertumbuhan impas",
        title_en="Break-even growth",
        unit="per cent",
        direction="neutral",
        source="Identity: (1 + shock) * (1 + break_even) = 1.",
    ),
    Metric(
        function=level.level_index,
        title_id="Indeks level PDRB",
        title_en="GRDP level index",
        unit="index points",
        direction="higher",
        source="IMF, World Economic Outlook, April 2021, chapter 2; BPS, Produk Domestik Regional Bruto (ADHK 2010).",
    ),
    Metric(
        function=level.level_index_from_levels,
        title_id="Indeks level PDRB dari nilai PDRB",
        title_en="GRDP level index from levels",
        unit="index points",
        direction="higher",
        source="BPS, Produk Domestik Regional Bruto menurut Lapangan Usaha (ADHK 2010).",
    ),
    Metric(
        function=level.level_index_bounds,
        title_id="Batas pembulatan indeks level",
        title_en="Rounding bounds of the level index",
        unit="index points",
        direction="neutral",
        source="BPS prints growth with two decimals.",
    ),
    Metric(
        function=level.level_index_from_levels_bounds,
        title_id="Batas pembulatan indeks dari nilai PDRB",
        title_en="Rounding bounds of the index from levels",
        unit="index points",
        direction="neutral",
        source="Simreg prints billion rupiah with two decimals.",
    ),
    Metric(
        function=level.level_gap,
        title_id="Selisih terhadap level tahun dasar",
        title_en="Gap to the base-year level",
        unit="per cent",
        direction="higher",
        source="Eurostat and World Bank, 'compared with 2019'.",
    ),
    Metric(
        function=recovery.recovery,
        title_id="Pemulihan",
        title_en="Recovery",
        unit="years; per cent",
        direction="neutral",
        source=(
            "Reinhart and Rogoff (2014), Recovery from Financial Crises, American Economic Review 104(5): years "
            "to regain the peak."
        ),
    ),
    Metric(
        function=recovery.recouped_share,
        title_id="Bagian penurunan yang sudah pulih",
        title_en="Share of the fall recouped",
        unit="per cent",
        direction="higher",
        source="World Bank, Global Economic Prospects: share of losses recouped.",
    ),
    Metric(
        function=recovery.trend_gap,
        title_id="Selisih terhadap tren",
        title_en="Gap to trend",
        unit="per cent",
        direction="higher",
        source="World Bank, Global Economic Prospects, January 2021: level expected on the eve of the pandemic.",
    ),
    Metric(
        function=recovery.cumulative_loss,
        title_id="Kehilangan output kumulatif",
        title_en="Cumulative output loss",
        unit="per cent of base-year GRDP",
        direction="lower",
        source="IMF, World Economic Outlook, October 2020: cumulative output loss.",
    ),
    Metric(
        function=resilience.sensitivity,
        title_id="Indeks sensitivitas",
        title_en="Sensitivity index",
        unit="ratio",
        direction="lower",
        source=(
            "Martin (2012), Regional economic resilience, hysteresis and recessionary shocks, J. of Economic "
            "Geography 12(1), p. 16."
        ),
    ),
    Metric(
        function=resilience.resistance,
        title_id="Resistensi",
        title_en="Resistance",
        unit="ratio",
        direction="higher",
        source="Martin, Sunley, Gardiner, Tyler (2016), How regions react to recessions, Regional Studies 50(4).",
    ),
    Metric(
        function=resilience.recoverability,
        title_id="Daya pulih",
        title_en="Recoverability",
        unit="ratio",
        direction="higher",
        source="Martin, Sunley, Gardiner, Tyler (2016), How regions react to recessions, Regional Studies 50(4).",
    ),
    Metric(
        function=resilience.resilience_class,
        title_id="Kelas ketahanan",
        title_en="Resilience class",
        unit="class",
        direction="neutral",
        source=(
            "Sensier, Bristow, Healy (2016), Measuring regional economic resilience across Europe, Spatial "
            "Economic Analysis 11(2)."
        ),
    ),
    Metric(
        function=structure.contribution,
        title_id="Sumber pertumbuhan",
        title_en="Contribution to growth",
        unit="percentage points",
        direction="higher",
        source="BPS, sumber pertumbuhan PDRB; Eurostat, contributions to growth.",
    ),
    Metric(
        function=structure.contribution_residual,
        title_id="Sisa sumber pertumbuhan",
        title_en="Residual of the contributions",
        unit="percentage points",
        direction="neutral",
        source="BPS, sumber pertumbuhan PDRB: the printed sectors need not add up to the total.",
    ),
    Metric(
        function=structure.location_quotient,
        title_id="Kuosien lokasi (LQ)",
        title_en="Location quotient",
        unit="ratio",
        direction="neutral",
        source="U.S. Bureau of Labor Statistics, QCEW location quotients.",
    ),
    Metric(
        function=structure.shift_share,
        title_id="Analisis shift-share",
        title_en="Shift-share analysis",
        unit="unit of the levels",
        direction="higher",
        source=(
            "Dunn (1960), A statistical and analytical technique for regional analysis, Papers in Regional "
            "Science 6(1)."
        ),
    ),
    Metric(
        function=comparison.rank,
        title_id="Peringkat",
        title_en="Rank",
        unit="rank",
        direction="lower",
        source="Mean (mid-) ranks as in SciPy's rankdata.",
    ),
    Metric(
        function=comparison.percentile,
        title_id="Persentil",
        title_en="Percentile",
        unit="percentile",
        direction="higher",
        source="Mean definition of percentileofscore in SciPy.",
    ),
    Metric(
        function=comparison.williamson_index,
        title_id="Indeks Williamson",
        title_en="Williamson index",
        unit="ratio",
        direction="lower",
        source=(
            "Williamson (1965), Regional inequality and the process of national development, Econ. Dev. and "
            "Cultural Change 13(4)."
        ),
    ),
    Metric(
        function=comparison.theil_t,
        title_id="Indeks Theil T",
        title_en="Theil T index",
        unit="ratio",
        direction="lower",
        source="Theil (1967), Economics and Information Theory; OECD Regional Outlook.",
    ),
    Metric(
        function=comparison.theil_l,
        title_id="Indeks Theil L",
        title_en="Theil L index",
        unit="ratio",
        direction="lower",
        source="Theil (1967), Economics and Information Theory; Bourguignon (1979), Econometrica 47(4).",
    ),
    Metric(
        function=comparison.sigma_dispersion,
        title_id="Dispersi sigma",
        title_en="Sigma dispersion",
        unit="ratio",
        direction="lower",
        source="Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).",
    ),
    Metric(
        function=comparison.coefficient_of_variation,
        title_id="Koefisien variasi",
        title_en="Coefficient of variation",
        unit="ratio",
        direction="lower",
        source="Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).",
    ),
    Metric(
        function=procurement.procurement_share,
        title_id="Pangsa UMK-K",
        title_en="Procurement share",
        unit="per cent",
        direction="higher",
        source="Perpres 12/2021, Pasal 65; Inpres 2/2022.",
    ),
    Metric(
        function=procurement.share_bounds,
        title_id="Batas pangsa bila sebagian belum terklasifikasi",
        title_en="Bounds of a partly classified share",
        unit="per cent",
        direction="neutral",
        source="Manski (2003), Partial Identification of Probability Distributions.",
    ),
    Metric(
        function=procurement.headroom,
        title_id="Jarak ke kewajiban, dalam rupiah",
        title_en="Headroom over the mandate in rupiah",
        unit="percentage points; rupiah",
        direction="higher",
        source="Perpres 12/2021, Pasal 65 (3): 40 per cent of belanja barang/jasa.",
    ),
    Metric(
        function=procurement.headroom_pp,
        title_id="Jarak ke kewajiban, dalam poin persen",
        title_en="Headroom over the mandate in percentage points",
        unit="percentage points",
        direction="higher",
        source="Perpres 12/2021, Pasal 65 (3).",
    ),
    Metric(
        function=procurement.mandate_status,
        title_id="Status pemenuhan kewajiban",
        title_en="Mandate status",
        unit="status",
        direction="neutral",
        source="Inpres 2/2022: plan, allocate and realise at least 40 per cent.",
    ),
    Metric(
        function=procurement.absorption,
        title_id="Serapan pagu",
        title_en="Absorption",
        unit="per cent",
        direction="higher",
        source="LKPP, realisation against RUP.",
    ),
    Metric(
        function=procurement.plan_realised_gap,
        title_id="Selisih rencana dan realisasi",
        title_en="Gap between plan and realisation",
        unit="percentage points",
        direction="lower",
        source="Inpres 2/2022 obliges plan, allocation and realisation separately.",
    ),
    Metric(
        function=concentration.concentration,
        title_id="Konsentrasi penyedia (HHI)",
        title_en="Supplier concentration (HHI)",
        unit="hhi 0–10,000; normalised 0–1; suppliers",
        direction="lower",
        source="U.S. Department of Justice and FTC, Merger Guidelines (2023).",
    ),
    Metric(
        function=concentration.concentration_from_sums,
        title_id="Konsentrasi penyedia (HHI) dari jumlah",
        title_en="Supplier concentration (HHI) from sums",
        unit="hhi 0–10,000; normalised 0–1; suppliers",
        direction="lower",
        source="U.S. Department of Justice and FTC, Merger Guidelines (2023).",
    ),
    *ONBOARDING,
)
