"""Rows of the catalogue: procurement and its suppliers."""

from __future__ import annotations

from umkm_analysis.metrics import competition, concentration, governance, procurement
from umkm_analysis.metrics.catalogue.metric import Metric

PROCUREMENT: tuple[Metric, ...] = (
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
        title_id="Jarak ke mandat, dalam rupiah",
        title_en="Headroom over the mandate in rupiah",
        unit="percentage points; rupiah",
        direction="higher",
        source="Perpres 12/2021, Pasal 65 (3): 40 per cent of belanja barang/jasa.",
    ),
    Metric(
        function=procurement.headroom_pp,
        title_id="Jarak ke mandat, dalam poin persen",
        title_en="Headroom over the mandate in percentage points",
        unit="percentage points",
        direction="higher",
        source="Perpres 12/2021, Pasal 65 (3).",
    ),
    Metric(
        function=procurement.mandate_status,
        title_id="Status pemenuhan mandat",
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
    Metric(
        function=competition.mean_bidders,
        title_id="Rata-rata jumlah penawar",
        title_en="Mean number of bidders",
        unit="bidders",
        direction="higher",
        source="Open Contracting Partnership, use case guide: indicators of competition.",
    ),
    Metric(
        function=competition.median_savings,
        title_id="Median penghematan terhadap HPS",
        title_en="Median savings against the estimate",
        unit="per cent",
        direction="higher",
        source="Identity: saving = 1 − contract value / estimate (HPS).",
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
    ),
    Metric(
        function=governance.itkp,
        title_id="Indeks Tata Kelola Pengadaan (ITKP)",
        title_en="Procurement governance index (ITKP)",
        unit="points",
        direction="higher",
        source="LKPP, SE Kepala LKPP 4/2021 and 5/2025; scores of Kabupaten Lumajang, Bagian PBJ, 2021–2025.",
    ),
)
