"""Rows of the catalogue: onboarding of UMKM."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.metrics import onboarding
from umkm_analysis.metrics.catalogue import samples
from umkm_analysis.metrics.catalogue.metric import Metric
from umkm_analysis.metrics.catalogue.samples import Sample

ONBOARDING: tuple[Metric, ...] = (
    Metric(
        function=onboarding.status_share,
        title_id="Pangsa status",
        title_en="Share of a status",
        unit="per cent",
        direction="neutral",
        source="Kota Mojokerto at ISPE 2022: 73 = 60 in entry + 3 listed by the province + 10 by the city.",
        sample=Sample((samples.COUNTS,), samples.SHAPE, {"total": samples.COUNTS.sum()}),
    ),
    Metric(
        function=onboarding.funnel_rates,
        title_id="Laju antartahap dari jumlah per tahap",
        title_en="Funnel rates from counts of stages",
        unit="per cent",
        direction="higher",
        source="Kota Mojokerto at ISPE 2022 supports one step only: 73 on the way, 13 listed.",
        sample=Sample((pd.Series({"way": 73, "entry": 50, "listed": 13}),), samples.REGIONS, {"total": 73}),
    ),
    Metric(
        function=onboarding.firm_funnel,
        title_id="Tahapan usaha dalam register",
        title_en="Funnel of known firms",
        unit="firms; per cent",
        direction="higher",
        source="Firms listed twice, in the city's and the province's catalogue, count once.",
        sample=Sample((samples.FIRMS.iloc[:, :2],), samples.REGIONS),
    ),
    Metric(
        function=onboarding.union_bounds,
        title_id="Batas gabungan katalog",
        title_en="Bounds of overlapping catalogues",
        unit="firms",
        direction="neutral",
        source="Fréchet (1951), Sur les tableaux de corrélation dont les marges sont données.",
        sample=Sample((samples.COUNTS,), samples.REGIONS, {"total": samples.COUNTS.sum() - 10}),
    ),
    Metric(
        function=onboarding.wilson_interval,
        title_id="Selang Wilson",
        title_en="Wilson interval",
        unit="per cent",
        direction="neutral",
        source="Wilson (1927), J. Amer. Statist. Assoc. 22; computed as by scipy.stats.binomtest.",
        sample=Sample((samples.PART, samples.WHOLE), samples.REGIONS, {"group": "census"}),
    ),
    Metric(
        function=onboarding.channel_adoption,
        title_id="Adopsi kanal",
        title_en="Channel adoption",
        unit="per cent",
        direction="higher",
        source=("Bounds of an unknown part as in Manski (2003), Partial Identification of Probability Distributions."),
        sample=Sample((samples.FIRMS, samples.FIRMS * 0), samples.REGIONS),
    ),
    Metric(
        function=onboarding.training_reach,
        title_id="Jangkauan pelatihan",
        title_en="Training reach",
        unit="firms; per cent",
        direction="higher",
        source="Kota Mojokerto at ISPE 2022: 400 trained on Jubelio, of how many eligible is not stated.",
        sample=Sample((samples.FIRMS, samples.FIRMS["A"]), samples.REGIONS),
    ),
    Metric(
        function=onboarding.training_conversion,
        title_id="Konversi pelatihan",
        title_en="Training conversion",
        unit="firms; per cent",
        direction="higher",
        source=("Kota Mojokerto at ISPE 2022: 400 trained and 73 on the way to the catalogue are different firms."),
        sample=Sample((samples.FIRMS, samples.FIRMS["A"]), samples.REGIONS),
    ),
    Metric(
        function=onboarding.certificate_coverage,
        title_id="Cakupan sertifikat",
        title_en="Certificate coverage",
        unit="firms; per cent",
        direction="higher",
        source="Manski (2003), Partial Identification of Probability Distributions.",
        sample=Sample((samples.FIRMS, samples.FIRMS * 0 + float("nan")), samples.REGIONS),
    ),
    Metric(
        function=onboarding.certificates_complete,
        title_id="Kelengkapan semua sertifikat yang berlaku",
        title_en="Completeness of all applicable certificates",
        unit="flag",
        direction="higher",
        source=(
            "Certificates that an UMKM needs: NIB for all; halal, BPOM or PIRT, HACCP, nutrition test for food makers."
        ),
        sample=Sample((samples.FIRMS, samples.FIRMS * 0 + 1), samples.YEARLY),
    ),
    Metric(
        function=onboarding.active_within,
        title_id="Aktif dalam sekian hari terakhir",
        title_en="Active within the last days",
        unit="flag",
        direction="higher",
        source="Ninety days as in the register's instructions.",
        sample=Sample((samples.DATES,), samples.SHAPE, {"at": pd.Timestamp("2024-06-01")}),
    ),
    Metric(
        function=onboarding.time_to_listing,
        title_id="Waktu menuju tayang (Kaplan–Meier)",
        title_en="Time to listing (Kaplan–Meier)",
        unit="firms; per cent",
        direction="lower",
        source=(
            "Kaplan and Meier (1958), J. Amer. Statist. Assoc. 53; interval by log-log, computed by scipy.stats.ecdf."
        ),
        sample=Sample((pd.Series([10, 20, 30]), pd.Series([1, 0, 1])), samples.OWN),
    ),
    Metric(
        function=onboarding.median_time_to_listing,
        title_id="Median waktu menuju tayang",
        title_en="Median time to listing",
        unit="days",
        direction="lower",
        source="Kaplan and Meier (1958), J. Amer. Statist. Assoc. 53.",
        sample=Sample(
            (pd.DataFrame({samples.CITY: [80.0, 50.0], samples.PROVINCE: [90.0, 40.0]}, [10, 20]),), samples.REGIONS
        ),
    ),
    Metric(
        function=onboarding.cohort_activity,
        title_id="Aktivitas kohor",
        title_en="Cohort activity",
        unit="firms; per cent",
        direction="higher",
        source="Cohort tables as in retention analysis; activity is at least one transaction.",
        sample=Sample(
            (samples.DATES[samples.PROVINCE], samples.DATES[samples.CITY]),
            samples.OWN,
            {"at": pd.Timestamp("2024-06-01")},
        ),
    ),
)
