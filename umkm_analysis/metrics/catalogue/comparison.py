"""Rows of the catalogue: sectors, and regions among each other."""

from __future__ import annotations

from umkm_analysis.metrics import comparison, convergence, structure
from umkm_analysis.metrics.catalogue import samples
from umkm_analysis.metrics.catalogue.metric import Metric
from umkm_analysis.metrics.catalogue.samples import Sample

COMPARISON: tuple[Metric, ...] = (
    Metric(
        function=structure.contribution,
        title_id="Sumber pertumbuhan",
        title_en="Contribution to growth",
        unit="percentage points",
        direction="higher",
        source="BPS, sumber pertumbuhan PDRB; Eurostat, contributions to growth.",
        sample=Sample((samples.SECTORS, samples.SECTORS * 1.1), samples.SHAPE, {"total": samples.TOTAL}),
    ),
    Metric(
        function=structure.contribution_residual,
        title_id="Sisa sumber pertumbuhan",
        title_en="Residual of the contributions",
        unit="percentage points",
        direction="neutral",
        source="BPS, sumber pertumbuhan PDRB: the printed sectors need not add up to the total.",
        sample=Sample((samples.SECTORS, samples.TOTAL), samples.REGIONS),
    ),
    Metric(
        function=structure.location_quotient,
        title_id="Kuosien lokasi (LQ)",
        title_en="Location quotient",
        unit="ratio",
        direction="neutral",
        source="U.S. Bureau of Labor Statistics, QCEW location quotients.",
        sample=Sample((samples.SECTORS, samples.REFERENCE), samples.SHAPE),
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
        sample=Sample(
            (samples.SECTORS, samples.SECTORS * 1.1),
            samples.EFFECTS,
            {"reference_start": samples.REFERENCE, "reference_end": samples.REFERENCE * 1.05},
        ),
    ),
    Metric(
        function=comparison.rank,
        title_id="Peringkat",
        title_en="Rank",
        unit="rank",
        direction="lower",
        source="Mean (mid-) ranks as in SciPy's rankdata.",
        sample=Sample((samples.SHARE,), samples.SHAPE),
    ),
    Metric(
        function=comparison.percentile,
        title_id="Persentil",
        title_en="Percentile",
        unit="percentile",
        direction="higher",
        source="Mean definition of percentileofscore in SciPy.",
        sample=Sample((samples.SHARE,), samples.SHAPE),
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
        sample=Sample((samples.INDEX, samples.PEOPLE), samples.YEARLY),
    ),
    Metric(
        function=comparison.theil_t,
        title_id="Indeks Theil T",
        title_en="Theil T index",
        unit="ratio",
        direction="lower",
        source="Theil (1967), Economics and Information Theory; OECD Regional Outlook.",
        sample=Sample((samples.INDEX,), samples.YEARLY, {"population": samples.PEOPLE}),
    ),
    Metric(
        function=comparison.theil_l,
        title_id="Indeks Theil L",
        title_en="Theil L index",
        unit="ratio",
        direction="lower",
        source="Theil (1967), Economics and Information Theory; Bourguignon (1979), Econometrica 47(4).",
        sample=Sample((samples.INDEX,), samples.YEARLY, {"population": samples.PEOPLE}),
    ),
    Metric(
        function=comparison.sigma_dispersion,
        title_id="Dispersi sigma",
        title_en="Sigma dispersion",
        unit="ratio",
        direction="lower",
        source="Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).",
        sample=Sample((samples.INDEX,), samples.YEARLY),
    ),
    Metric(
        function=comparison.coefficient_of_variation,
        title_id="Koefisien variasi",
        title_en="Coefficient of variation",
        unit="ratio",
        direction="lower",
        source="Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).",
        sample=Sample((samples.INDEX,), samples.YEARLY),
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
        sample=Sample(
            (samples.INDEX.loc[2022], samples.GROWTH.loc[2022]),
            samples.SHAPE,
            {"reference_income": 106, "reference_growth": 5},
        ),
    ),
    Metric(
        function=convergence.beta_convergence,
        title_id="Konvergensi beta",
        title_en="Beta convergence",
        unit="percentage points; per cent a year; years; ratio; regions",
        direction="neutral",
        source=(
            "Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2); by ordinary "
            "least squares, computed as by scipy.stats.linregress."
        ),
        sample=Sample((samples.SHARE, samples.SHARE * 1.1 + 1), samples.OWN, {"years": 5}),
    ),
)
