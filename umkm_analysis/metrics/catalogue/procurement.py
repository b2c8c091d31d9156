"""Rows of the catalogue: procurement and its suppliers."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.metrics import concentration, potential, procurement
from umkm_analysis.metrics.catalogue import samples
from umkm_analysis.metrics.catalogue.metric import Metric
from umkm_analysis.metrics.catalogue.samples import Sample
from umkm_analysis.metrics.contracting import competition, governance, indicators

PROCUREMENT: tuple[Metric, ...] = (
    Metric(
        function=procurement.procurement_share,
        title_id="Pangsa UMK-K",
        title_en="Procurement share",
        unit="per cent",
        direction="higher",
        source="Perpres 12/2021, Pasal 65; Inpres 2/2022.",
        sample=Sample((samples.PART, samples.WHOLE), samples.SHAPE),
    ),
    Metric(
        function=procurement.share_bounds,
        title_id="Batas pangsa bila sebagian belum terklasifikasi",
        title_en="Bounds of a partly classified share",
        unit="per cent",
        direction="neutral",
        source="Manski (2003), Partial Identification of Probability Distributions.",
        sample=Sample(
            (samples.PART, samples.PART // 10, samples.WHOLE), samples.REGIONS, known=((10000 - 476) / 10000 * 100,)
        ),
    ),
    Metric(
        function=procurement.headroom,
        title_id="Jarak ke batas minimal, dalam rupiah",
        title_en="Headroom over the mandate in rupiah",
        unit="percentage points; rupiah",
        direction="higher",
        source="Perpres 12/2021, Pasal 65 (3): 40 per cent of belanja barang/jasa.",
        sample=Sample((samples.PART, samples.WHOLE), samples.REGIONS, {"mandate": 40.0}),
    ),
    Metric(
        function=procurement.headroom_pp,
        title_id="Jarak ke batas minimal, dalam poin persen",
        title_en="Headroom over the mandate in percentage points",
        unit="percentage points",
        direction="higher",
        source="Perpres 12/2021, Pasal 65 (3).",
        sample=Sample((samples.SHARE,), samples.SHAPE, {"mandate": 40.0}),
    ),
    Metric(
        function=procurement.mandate_status,
        title_id="Status pemenuhan batas minimal",
        title_en="Mandate status",
        unit="status",
        direction="neutral",
        source="Inpres 2/2022: plan, allocate and realise at least 40 per cent.",
        sample=Sample((samples.SHARE, samples.SHARE + 1), samples.SHAPE, {"mandate": 40.0}, known=("undetermined",)),
    ),
    Metric(
        function=procurement.absorption,
        title_id="Serapan pagu",
        title_en="Absorption",
        unit="per cent",
        direction="higher",
        source="LKPP, realisation against RUP.",
        sample=Sample((samples.PART, samples.WHOLE), samples.SHAPE),
    ),
    Metric(
        function=procurement.plan_realised_gap,
        title_id="Selisih rencana dan realisasi",
        title_en="Gap between plan and realisation",
        unit="percentage points",
        direction="lower",
        source="Inpres 2/2022 obliges plan, allocation and realisation separately.",
        sample=Sample((samples.SHARE, samples.SHARE - 1), samples.SHAPE),
    ),
    Metric(
        function=concentration.concentration,
        title_id="Konsentrasi penyedia (HHI)",
        title_en="Supplier concentration (HHI)",
        unit="hhi 0–10,000; normalised 0–1; suppliers",
        direction="lower",
        source="U.S. Department of Justice and FTC, Merger Guidelines (2023).",
        sample=Sample((samples.SECTORS,), samples.REGIONS),
    ),
    Metric(
        function=concentration.concentration_from_sums,
        title_id="Konsentrasi penyedia (HHI) dari jumlah",
        title_en="Supplier concentration (HHI) from sums",
        unit="hhi 0–10,000; normalised 0–1; suppliers",
        direction="lower",
        source="U.S. Department of Justice and FTC, Merger Guidelines (2023).",
        sample=Sample((samples.PART, samples.PART**2, samples.WHOLE), samples.REGIONS),
    ),
    Metric(
        function=competition.mean_bidders,
        title_id="Rata-rata jumlah penawar",
        title_en="Mean number of bidders",
        unit="bidders",
        direction="higher",
        source="Open Contracting Partnership, use case guide: indicators of competition.",
        sample=Sample((samples.COUNTS,), samples.REGIONS),
    ),
    Metric(
        function=competition.median_savings,
        title_id="Median penghematan terhadap HPS",
        title_en="Median savings against the estimate",
        unit="per cent",
        direction="higher",
        source="Identity: saving = 1 − contract value / estimate (HPS).",
        sample=Sample((samples.SECTORS, samples.SECTORS + 10), samples.REGIONS),
    ),
    Metric(
        function=competition.median_days,
        title_id="Median hari dari pengumuman ke penetapan",
        title_en="Median days from notice to award",
        unit="days",
        direction="lower",
        source=(
            "European Commission, Single Market Scoreboard, Public procurement: decision speed; EU average "
            "2024: 74 days."
        ),
        sample=Sample((samples.DATES, samples.DATES + pd.Timedelta(days=9)), samples.REGIONS),
    ),
    Metric(
        function=governance.itkp,
        title_id="Indeks Tata Kelola Pengadaan (ITKP)",
        title_en="Procurement governance index (ITKP)",
        unit="points",
        direction="higher",
        source="LKPP, SE Kepala LKPP 4/2021 and 5/2025; scores of Kabupaten Lumajang, Bagian PBJ, 2021–2025.",
        sample=Sample((samples.COUNTS, pd.Series(samples.NAN, samples.COUNTS.index)), samples.REGIONS),
    ),
    Metric(
        function=governance.itkp_points,
        title_id="Nilai komponen ITKP",
        title_en="Points of a part of ITKP",
        unit="points",
        direction="higher",
        source=(
            "Pemerintah Kabupaten Purbalingga, ITKP 2024: 3.03 of 4 for 75.66 per cent, 4.55 of 5 for 91.04, 4.51 of 5 "
            "for 90.17."
        ),
        sample=Sample((samples.SHARE, samples.SHARE * 0 + 5.0), samples.SHAPE),
    ),
    Metric(
        function=potential.potential_share,
        title_id="Pangsa UMK-K bila yang dapat dialihkan ikut",
        title_en="Share with what could still go to UMK-K",
        unit="per cent",
        direction="higher",
        source="Perpres 12/2021, Pasal 65 (4): packages up to Rp 15 billion.",
        sample=Sample((samples.PART // 2, samples.PART // 4, samples.WHOLE), samples.SHAPE),
    ),
    Metric(
        function=indicators.single_bid_rate,
        title_id="Tender dengan satu peserta",
        title_en="Contracts with a single bidder",
        unit="per cent",
        direction="lower",
        source="Open Contracting Partnership, Cardinal, indicator R018; European Commission, Single Market Scoreboard.",
        sample=Sample((samples.COUNTS,), samples.REGIONS),
    ),
    Metric(
        function=indicators.few_bidders_rate,
        title_id="Tender dengan sedikit peserta",
        title_en="Contracts with few bidders",
        unit="per cent",
        direction="lower",
        source="Open Contracting Partnership, use case guide: indicators of competition.",
        sample=Sample((samples.COUNTS,), samples.REGIONS, {"most": 5}),
    ),
    Metric(
        function=indicators.short_period_rate,
        title_id="Tender dengan masa singkat",
        title_en="Tenders open for a short time",
        unit="per cent",
        direction="lower",
        source="Open Contracting Partnership, Cardinal, indicator R003.",
        sample=Sample((samples.DATES, samples.DATES + pd.Timedelta(days=9)), samples.REGIONS),
    ),
    Metric(
        function=indicators.near_limit_rate,
        title_id="Pengadaan langsung sedikit di bawah batas",
        title_en="Direct awards just under the limit",
        unit="per cent",
        direction="lower",
        source="Perpres 16/2018, Pasal 28 (4), as amended by Perpres 46/2025 (table ``direct_award_limits``).",
        sample=Sample((samples.COUNTS, samples.COUNTS * 0 + 61), samples.REGIONS),
    ),
    Metric(
        function=indicators.near_limit_awards,
        title_id="Pengadaan langsung berulang sedikit di bawah batas",
        title_en="Repeated direct awards just under the limit",
        unit="awards",
        direction="lower",
        source="Perpres 16/2018, Pasal 28 (4), as amended by Perpres 46/2025 (table ``direct_award_limits``).",
        sample=Sample((samples.SHARE, samples.SHARE * 0 + 48, pd.Series("A–X", samples.SHARE.index)), samples.SHAPE),
    ),
    Metric(
        function=indicators.split_value,
        title_id="Nilai bersama paket yang mungkin dipecah",
        title_en="Value of packages that may have been split",
        unit="rupiah",
        direction="neutral",
        source="Perpres 16/2018, Pasal 20 (2) d and Pasal 28 (4), as amended by Perpres 46/2025.",
        sample=Sample(
            (
                samples.PART,
                samples.WHOLE,
                pd.Series(pd.Timestamp("2024-05-01"), samples.PART.index),
                pd.Series("A–X", samples.PART.index),
            ),
            samples.SHAPE,
        ),
    ),
)
