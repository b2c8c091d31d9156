"""Verdicts of every report on every region: short, true against the figures, and of words only."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.datasets import fingerprints, regions, series
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.metrics import recovery as recoveries
from umkm_analysis.metrics.level import level_gap
from umkm_analysis.pages.front import MAX_LETTERS
from umkm_analysis.reports.economic_recovery import analysis as recovery
from umkm_analysis.reports.economic_recovery import outcomes
from umkm_analysis.reports.economic_recovery.verdict import verdict as of_recovery
from umkm_analysis.reports.procurement_share import analysis as procurement
from umkm_analysis.reports.procurement_share.verdict import chosen, chosen_amount
from umkm_analysis.reports.procurement_share.verdict import numbers as of_procurement_numbers
from umkm_analysis.reports.procurement_share.verdict import verdict as of_procurement
from umkm_analysis.reports.province_overview import analysis as overview
from umkm_analysis.reports.province_overview.verdict import verdict as of_overview
from umkm_analysis.reports.umkm_onboarding import analysis as onboarding
from umkm_analysis.reports.umkm_onboarding.verdict import verdict as of_onboarding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.reports.economic_recovery.analysis import Recovery

LANGUAGES = ("id", "en")
RECOVERY = sorted(series.regions_with_levels() | series.regions_with_growth())
PROCUREMENT = sorted(fingerprints.keys_of("procurement"))
PROVINCES = [region.code for region in regions.all_regions().values() if region.kind == "province"]
NOT_WORDS = re.compile(r"\bnan\b|None|<NA>|inf\b|tidak tersedia|not available|\{|\}", re.IGNORECASE)


class Followed:
    """What the verdict on a recovery rests on, at a fraction of the report's cost."""

    def __init__(self, code: str, base_year: int = 2019) -> None:
        self.region, self.base_year = regions.all_regions()[code], base_year
        codes = [code, *(above.code for above in outcomes.references(self.region))]
        self.path = growth_path(codes, base_year=base_year)
        self.gap = level_gap(self.path.index)
        self.outcome = recoveries.recovery(self.path.index, base_year=base_year)
        self.last_year = int(self.path.index[code].last_valid_index() or base_year)

    is_followed = recovery.Recovery.is_followed
    newest_year = recovery.Recovery.newest_year
    newest_of_all = recovery.Recovery.newest_of_all


@cache
def followed(code: str) -> Any:
    return Followed(code)


def both(make: Any, result: Any) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        with use_language(language):
            words = make(result)
            assert 0 < len(words) <= MAX_LETTERS, words
            assert not NOT_WORDS.search(words), words
            yield language, words.replace("\xa0", " ")


def test_a_recovery_s_verdict_is_short_and_true_everywhere() -> None:
    seen = set()
    for code in RECOVERY:
        result = followed(code)
        index = result.path.index[code].loc[result.base_year :]
        for language, words in both(of_recovery, result):
            if not result.is_followed:
                seen.add("growth alone")
                continue
            last, status = float(index[result.last_year]), result.outcome.loc[code, "status"]
            seen.add(str(status))
            if fall := re.match(r"(?:Turun|Down) ([\d.,]+) (?:persen pada|per cent in) (\d{4})", words):
                seen.add("collapse")
                change = (index[int(fall[2])] / index[int(fall[2]) - 1] - 1) * 100
                assert change <= -5, (code, words)
                assert abs(float(fall[1].replace(",", ".")) + change) <= 0.5, (code, words)
                assert int(fall[2]) == result.last_year, (code, words)
                assert ({"id": "di atas", "en": "above"}[language] in words) == (last >= 100), (code, words)
                continue
            above = {"id": ("di atas", "di bawah 2019"), "en": ("above", "below 2019")}[language]
            never = {"id": ("Tidak pernah di bawah", "Tidak di bawah"), "en": ("Never below", "Not below")}[language]
            rest = words
            if status == "no fall":
                assert words.startswith(never), (code, words)
                assert (index.dropna() >= 100 - 1e-9).all(), (code, words)
                rest = words.removeprefix(f"{never[0]} 2019").removeprefix(f"{never[1]} 2019")
            assert (above[0] in rest) == (last >= 100), (code, words)
            assert (above[1] in rest) == (last < 100), (code, words)
            if status == "recovered":
                year = int(result.outcome.loc[code, "recovery_year"])
                assert str(year) in words, (code, words)
                assert index[year] >= 100, (code, words)
            if status == "not recovered":
                assert re.search({"id": "elum pulih", "en": "not yet recovered|Not recovered"}[language], words), words
                assert (index.loc[: result.last_year].dropna().iloc[1:] < 100).any()
            for word, year in re.findall(r"(Tumbuh lagi|Turun|Growing again in|Fell in) (\d{4})", words):
                change = index[int(year)] - index[int(year) - 1]
                assert (change > 0) == word.startswith(("Tumbuh", "Growing")), (code, words)
            size = re.search(r"([\d.,]+) (?:persen|per cent)", words)
            assert size is not None, (code, words)
            thousands, decimal = (".", ",") if language == "id" else (",", ".")
            said = size[1].replace(thousands, "").replace(decimal, ".")
            exact = abs(last - 100)
            assert abs(float(said) - exact) <= (0.0501 if "." in said else 0.5), (code, words)
            now = {"id": "kini", "en": "now"}[language] in words
            assert now == (result.last_year == max(followed_years(result))), (code, words)
            assert now or str(result.last_year) in words, (code, words)
    assert {"recovered", "not recovered", "no fall", "collapse"} <= seen


def followed_years(result: Any) -> list[int]:
    return [int(frame.dropna(how="all").index[-1]) for frame in (result.path.index, result.path.growth)]


@pytest.mark.parametrize(
    ("index", "said"),
    [
        ({2019: 100, 2020: 97, 2021: 99, 2022: 104, 2025: 120},
         "Tumbuh lagi 2021, pulih 2022 – kini 20 persen di atas 2019"),
        ({2019: 100, 2020: 97, 2021: 101, 2025: 99}, "Sempat pulih 2021 – kini kembali 1,0 persen di bawah 2019"),
        ({2019: 100, 2020: 97, 2025: 90}, "Turun 2020, belum pulih – kini 10 persen di bawah 2019"),
        ({2019: 100, 2020: 97, 2021: 98, 2025: 99.5}, "Tumbuh lagi 2021, belum pulih – kini 0,5 persen di bawah 2019"),
        ({2019: 100, 2020: 97, 2025: 100.01}, "Pulih 2025 – kini kurang dari 0,1 persen di atas 2019"),
        ({2019: 100, 2020: 101, 2024: 150, 2025: 139}, "Turun 7,3 persen pada 2025 – masih 39 persen di atas 2019"),
        ({2019: 100, 2020: 97, 2024: 96, 2025: 90}, "Turun 6,3 persen pada 2025 – 10 persen di bawah 2019"),
        ({2019: 100, 2020: 101, 2025: 109.96}, "Tidak pernah di bawah 2019 – kini 10 persen di atasnya"),
    ],
)  # fmt: skip
def test_every_turn_of_a_recovery_has_its_words(index: dict[int, float], said: str) -> None:
    levels = pd.Series(index, dtype="float64").reindex(range(2019, 2026)).interpolate()
    assert of_recovery(made(levels)).replace("\xa0", " ") == said


def test_a_series_that_ends_early_or_has_a_gap_says_so() -> None:
    ended = pd.Series({2019: 100.0, 2020: 97.0, 2021: 102.0}).reindex(range(2019, 2026))
    assert of_recovery(made(ended)).replace("\xa0", " ") == "Turun 2020, pulih 2021 – 2,0 persen di atas 2019 pada 2021"
    gap = pd.Series({2019: 100.0, 2024: 104.0, 2025: 106.0}).reindex(range(2019, 2026))
    words = of_recovery(made(gap)).replace("\xa0", " ")
    assert words == "Tahun pulih tidak diketahui – kini 6,0 persen di atas 2019"


def test_growth_alone_judges_no_recovery() -> None:
    alone = pd.Series({2019: 100.0}).reindex(range(2019, 2026))
    words = [of_recovery(made(alone, rate=rate)).replace("\xa0", " ") for rate in (3.2, -1.25, 0.001)]
    assert words == [
        "Tumbuh 3,20 persen pada 2025 – pemulihan belum dapat dinilai",
        "Menyusut 1,25 persen pada 2025 – pemulihan belum dapat dinilai",
        "Tidak tumbuh pada 2025 – pemulihan belum dapat dinilai",
    ]
    assert of_recovery(made(alone, rate=float("nan"))) == "Belum ada angka sejak 2019 untuk menilai pemulihan"


def made(index: pd.Series, *, rate: float | None = None) -> Any:
    """A result with a made-up level index, beside a nation with figures to 2025."""
    result = Followed("3576")
    growth = index.pct_change(fill_method=None) * 100
    if rate is not None:
        growth = pd.Series(rate, index.index).where(index.index > 2024)
    frame = pd.DataFrame({"3576": index, "0000": [100.0 + year for year in range(len(index))]})
    rates = pd.DataFrame({"3576": growth, "0000": 1.0}, index=index.index)
    result.path = _Path(frame, rates)  # type: ignore[assignment]
    result.gap = frame - 100
    result.outcome = recoveries.recovery(frame, base_year=2019)
    result.last_year = int(index.last_valid_index())
    return result


class _Path:
    def __init__(self, index: pd.DataFrame, growth: pd.DataFrame) -> None:
        self.index, self.growth = index, growth

    def provisional_years(self, _: str) -> dict[int, str]:
        return {}


def test_a_procurement_verdict_is_short_and_true_everywhere() -> None:
    seen = set()
    for code in PROCUREMENT:
        result = procurement.analyse(code)
        share, amount = chosen(result.shares), chosen_amount(result.amounts)
        for language, words in both(of_procurement, result):
            if share is not None:
                seen.add(share.verdict)
                with use_language(language):
                    assert n.bare_share(share.value) in words, (code, words)
                assert share.as_of[:4] in words
                held = {"id": ("memenuhi", "di bawah"), "en": ("meets", "below")}[language]
                assert (held[0] not in words) or share.verdict == "meets", (code, words)
                assert (held[1] not in words) or share.verdict == "misses", (code, words)
                if share.scope != result.region.name:
                    assert not re.match("Real", words), (code, words)
            elif len(result.shares):
                seen.add("planned")
                assert words.startswith(("Baru ", "Only ")), (code, words)
            elif amount is not None:
                seen.add("value")
                assert amount.as_of[:4] in words
                assert "Rp" in words
            else:
                seen.add("nothing")
                assert "UMK-K" in words
            figures = of_procurement_numbers(result)
            assert len(figures) == 3, code
            assert all("nan" not in f"{figure}".casefold() for figure in figures)
    assert {"meets", "misses", "no mandate", "planned", "value", "nothing"} <= seen


@pytest.mark.slow
def test_an_overview_s_verdict_is_short_and_true_everywhere() -> None:
    for code in PROVINCES:
        result = overview.analyse(code)
        below = len(result.ranked) - result.regained
        for language, words in both(of_overview, result):
            numbers = {int(number) for number in re.findall(r"\d+", words)}
            if not len(result.ranked):
                continue
            assert len(result.ranked) in numbers, (code, words)
            assert result.regained in numbers or result.regained in {0, len(result.ranked)}, (code, words)
            assert words.startswith(("Semua", "All")) == (below == 0), (code, words)
            if words.endswith((" belum", " is not")):
                assert below == 1, (code, words)
            assert language in LANGUAGES


def test_the_verdict_on_umkm_names_what_is_certain() -> None:
    words = dict(both(of_onboarding, onboarding.analyse("3576")))
    assert words == {
        "id": "Juni 2022: 60 dari 73 UMKM disebut masih entri, maksimal 13 tayang",
        "en": "June 2022: 60 of 73 UMKM said to be in entry, at most 13 listed",
    }


def test_the_verdicts_of_the_first_city() -> None:
    result: Recovery = recovery.analyse("3576")
    assert dict(both(of_recovery, result)) == {
        "id": "Tumbuh lagi 2021, pulih 2022 – kini 20 persen di atas 2019",
        "en": "Growing again in 2021, recovered in 2022 – now 20 per cent above 2019",
    }
    assert dict(both(of_procurement, procurement.analyse("3576")))["id"] == (
        "Realisasi UMK-K 47,62 persen (2023) – memenuhi minimal 40 persen"
    )
