"""Rows of the catalogue: growth, level, recovery and resilience of regions."""

from __future__ import annotations

from umkm_analysis.metrics import growth, level, recovery, resilience
from umkm_analysis.metrics.catalogue import samples
from umkm_analysis.metrics.catalogue.metric import Metric
from umkm_analysis.metrics.catalogue.samples import Sample

GROWTH: tuple[Metric, ...] = (
    Metric(
        function=growth.growth_rate,
        title_id="Laju pertumbuhan",
        title_en="Growth rate",
        unit="per cent",
        direction="higher",
        source="BPS, Laju Pertumbuhan PDRB ADHK 2010.",
        sample=Sample((samples.INDEX,), samples.SHAPE),
    ),
    Metric(
        function=growth.growth_swing,
        title_id="Perubahan laju pertumbuhan",
        title_en="Growth swing",
        unit="percentage points",
        direction="neutral",
        source="BPS writes 'poin persen' for differences of percentages.",
        sample=Sample((samples.GROWTH,), samples.SHAPE),
    ),
    Metric(
        function=growth.mean_growth,
        title_id="Rata-rata laju pertumbuhan",
        title_en="Mean growth",
        unit="per cent",
        direction="higher",
        source="Any textbook: compound annual growth rate.",
        sample=Sample((samples.GROWTH,), samples.REGIONS, {"start": 2019, "end": 2021}),
    ),
    Metric(
        function=growth.break_even_growth,
        title_id="Pertumbuhan minimum untuk pulih",
        title_en="Break-even growth",
        unit="per cent",
        direction="neutral",
        source="Identity: (1 + shock) * (1 + break_even) = 1.",
        sample=Sample((samples.GROWTH,), samples.SHAPE),
    ),
    Metric(
        function=level.level_index,
        title_id="Indeks PDRB dari laju pertumbuhan",
        title_en="GRDP level index",
        unit="index points",
        direction="higher",
        source="IMF, World Economic Outlook, April 2021, chapter 2; BPS, Produk Domestik Regional Bruto (ADHK 2010).",
        sample=Sample((samples.GROWTH,), samples.SHAPE, samples.FROM_2019, known=(100.0,)),
    ),
    Metric(
        function=level.level_index_from_levels,
        title_id="Indeks PDRB dari nilai PDRB",
        title_en="GRDP level index from levels",
        unit="index points",
        direction="higher",
        source="BPS, Produk Domestik Regional Bruto menurut Lapangan Usaha (ADHK 2010).",
        sample=Sample((samples.INDEX,), samples.SHAPE, samples.FROM_2019),
    ),
    Metric(
        function=level.level_index_bounds,
        title_id="Batas pembulatan indeks PDRB dari laju pertumbuhan",
        title_en="Rounding bounds of the level index",
        unit="index points",
        direction="neutral",
        source="BPS prints growth with two decimals.",
        sample=Sample((samples.GROWTH,), samples.SHAPE, samples.FROM_2019, known=(100.0,)),
    ),
    Metric(
        function=level.level_index_from_levels_bounds,
        title_id="Batas pembulatan indeks dari nilai PDRB",
        title_en="Rounding bounds of the index from levels",
        unit="index points",
        direction="neutral",
        source="Simreg prints billion rupiah with two decimals.",
        sample=Sample((samples.INDEX,), samples.SHAPE, samples.FROM_2019),
    ),
    Metric(
        function=level.level_gap,
        title_id="Selisih terhadap tingkat tahun dasar",
        title_en="Gap to the base-year level",
        unit="per cent",
        direction="higher",
        source="Eurostat and World Bank, 'compared with 2019'.",
        sample=Sample((samples.INDEX,), samples.SHAPE),
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
        sample=Sample((samples.INDEX,), samples.REGIONS, samples.FROM_2019),
    ),
    Metric(
        function=recovery.severity_index,
        title_id="Indeks keparahan (persen ditambah tahun)",
        title_en="Severity index (per cent plus years)",
        unit="per cent plus years",
        direction="lower",
        source="Reinhart and Rogoff (2014), Recovery from Financial Crises, American Economic Review 104(5)",
        sample=Sample((samples.INDEX,), samples.REGIONS, samples.FROM_2019),
    ),
    Metric(
        function=recovery.recouped_share,
        title_id="Bagian penurunan yang sudah pulih",
        title_en="Share of the fall recouped",
        unit="per cent",
        direction="higher",
        source="World Bank, Global Economic Prospects: share of losses recouped.",
        sample=Sample((samples.INDEX,), samples.SHAPE, samples.FROM_2019),
    ),
    Metric(
        function=recovery.trend_gap,
        title_id="Selisih terhadap tren",
        title_en="Gap to trend",
        unit="per cent",
        direction="higher",
        source="World Bank, Global Economic Prospects, January 2021: level expected on the eve of the pandemic.",
        sample=Sample((samples.INDEX,), samples.SHAPE, {**samples.FROM_2019, "trend": 5.0}),
    ),
    Metric(
        function=recovery.cumulative_loss,
        title_id="Kehilangan output kumulatif",
        title_en="Cumulative output loss",
        unit="per cent of base-year GRDP",
        direction="lower",
        source="IMF, World Economic Outlook, October 2020: cumulative output loss.",
        sample=Sample((samples.INDEX,), samples.REGIONS, {**samples.FROM_2019, "until": 2021}),
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
        sample=Sample((samples.GROWTH.loc[2020], -2.07), samples.SHAPE),
    ),
    Metric(
        function=resilience.resistance,
        title_id="Resistensi",
        title_en="Resistance",
        unit="ratio",
        direction="higher",
        source="Martin, Sunley, Gardiner, Tyler (2016), How regions react to recessions, Regional Studies 50(4).",
        sample=Sample((samples.GROWTH.loc[2020], -2.07), samples.SHAPE),
    ),
    Metric(
        function=resilience.recoverability,
        title_id="Daya pulih",
        title_en="Recoverability",
        unit="ratio",
        direction="higher",
        source="Martin, Sunley, Gardiner, Tyler (2016), How regions react to recessions, Regional Studies 50(4).",
        sample=Sample((samples.GROWTH.loc[2021], 3.69), samples.SHAPE),
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
        sample=Sample((samples.INDEX,), samples.REGIONS, {**samples.FROM_2019, "at_year": 2021}),
    ),
)
