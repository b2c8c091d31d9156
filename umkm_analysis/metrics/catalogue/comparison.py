"""Rows of the catalogue: sectors, and regions among each other."""

from __future__ import annotations

from umkm_analysis.metrics import comparison, convergence, structure
from umkm_analysis.metrics.catalogue.metric import Metric

COMPARISON: tuple[Metric, ...] = (
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
        function=convergence.klassen_typology,
        title_id="Tipologi Klassen",
        title_en="Klassen typology",
        unit="type",
        direction="neutral",
        source=(
            "Klaassen (1965), Area Economic and Social Redevelopment, OECD; Sjafrizal (1997), Prisma 3; "
            "BPS, provincial publications."
        ),
    ),
    Metric(
        function=convergence.beta_convergence,
        title_id="Konvergensi beta",
        title_en="Beta convergence",
        unit="percentage points; per cent a year; years; ratio; regions",
        direction="neutral",
        source=(
            "Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2); computed by "
            "scipy.stats.linregress."
        ),
    ),
)
