"""What the procurement report says of procurement lines, synthetic and real, held against their own tables."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import copy_project
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.sample import write_sample
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.procurement_share import analysis, page
from umkm_analysis.reports.procurement_share.line_page import page as line_page
from umkm_analysis.reports.procurement_share.line_page import text as line_text
from umkm_analysis.reports.procurement_share.lines import analysis as line_analysis
from umkm_analysis.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

pytestmark = pytest.mark.xdist_group("made-up lines")  # whose lines are made once
CODES, YEARS = ("3300", "3500", "3576"), (2022, 2023, 2024)
LANGUAGES = ("id", "en")
EVERYWHERE = pytest.mark.parametrize(("code", "language"), list(product(CODES, LANGUAGES)))
MARK = {"id": "DATA SINTETIS", "en": "SYNTHETIC DATA"}
BETWEEN = {
    "id": r"menghasilkan (UMK-K|PDN) \((?:rencana|realisasi)\) ([\d,]+) persen sampai ([\d,]+) persen: ",
    "en": r"give (UMK-K|PDN) \((?:planned|realised)\) ([\d.]+) per cent to ([\d.]+) per cent: ",
}
WITHIN = {"id": "angka publikasi berada di dalam batas.", "en": "the published figure lies within the bounds."}


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, analysis.ProcurementShare]]:
    """The report of three regions with synthetic lines."""
    home = copy_project(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UMKM_HOME", str(home))
        patch.delenv("UMKM_LINES", raising=False)
        write_sample([regions.find(code) for code in CODES], YEARS, each=400)
        yield {code: analysis.analyse(code) for code in CODES}


def real(result: analysis.ProcurementShare) -> analysis.ProcurementShare:
    """The same report as if its lines were real."""
    assert result.lines is not None
    lines = replace(result.lines, synthetic=False)
    return replace(result, lines=lines, claims=line_analysis.held_against_lines(result.shares, lines))


def lines_of(result: analysis.ProcurementShare) -> line_analysis.LineAnalysis:
    assert result.lines is not None
    return result.lines


def read(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


@EVERYWHERE
def test_synthetic_lines_judge_no_published_figure(
    made_up: dict[str, analysis.ProcurementShare], code: str, language: str
) -> None:
    result = made_up[code]
    assert len(result.claims)
    with use_language(language):
        record: Any = line_page.record(result)
        assert [claim["within"] for claim in record["claims"]] == [None] * len(result.claims)
        for claim in result.claims.itertuples():
            sentence = line_text.claim_sentence(claim, of=result.region.name)
            assert sentence.startswith(MARK[language])
            assert not re.search(r"batas|bounds|meets|memenuhi", sentence)
            numbers = {n.bare_share(claim.lower), n.bare_share(claim.upper)} - {n.bare_share(claim.value)}
            assert not any(number in sentence for number in numbers)
        assert WITHIN[language] not in page.own_shares(result).text


@EVERYWHERE
def test_whatever_comes_from_synthetic_lines_says_so(
    made_up: dict[str, analysis.ProcurementShare], code: str, language: str
) -> None:
    result = made_up[code]
    with use_language(language):
        html = page.own_shares(result).html + page.breakdown(result).html
        captions = re.findall(r"<figcaption><h3>(.*?)</h3>|<caption>(.*?)</caption>", html)
        assert len(captions) >= 7
        assert all(words.startswith(MARK[language]) for pair in captions for words in pair if words)
        said = [
            *line_text.summary(result),
            line_text.carriers_title(lines_of(result)),
            *line_text.concentration_sentence(lines_of(result)),
        ]
        assert all(words.startswith(MARK[language]) for words in said)
        honest = real(result)
        assert MARK[language] not in page.own_shares(honest).html + page.breakdown(honest).html


@EVERYWHERE
def test_what_is_printed_of_a_claim_agrees_with_its_verdict(
    made_up: dict[str, analysis.ProcurementShare], code: str, language: str
) -> None:
    result = real(made_up[code])
    lines = lines_of(result)
    base = result.shares[
        result.shares["numerator"].isin(["UMK-K", "PDN"]) & (result.shares["denominator"] == "not stated")
    ]
    bounds = line_analysis.held_against_lines(base, lines)
    tried = set()
    with use_language(language):
        for row in bounds.itertuples():
            steps = [
                row.lower - 0.01,
                row.lower,
                (row.lower + row.upper) / 2,
                row.upper,
                row.upper + 0.01,
                row.upper + 9,
            ]
            for value, digits in product(steps, (0, 1, 2)):
                shares = base.loc[[row.Index]] if row.Index in base.index else base.iloc[[0]]
                moved = shares.assign(value=round(value, digits), as_of=str(row.year))
                for claim in line_analysis.held_against_lines(moved, lines).itertuples():
                    sentence = plain(line_text.claim_sentence(claim, of=result.region.name))
                    _, low, high = re.search(BETWEEN[language], sentence).groups()  # type: ignore[union-attr]
                    inside = read(low) <= read(n.bare_share(claim.value)) <= read(high)
                    assert inside == (WITHIN[language] in sentence)
                    assert claim.within is {"within": True, "outside": False}.get(claim.verdict_by_lines)
                    tried.add(claim.verdict_by_lines)
    assert {"within", "outside"} <= tried


def test_a_rounded_figure_that_may_lie_between_the_bounds_is_not_judged(
    made_up: dict[str, analysis.ProcurementShare],
) -> None:
    result = real(made_up["3576"])
    row = next(result.claims[result.claims["stage"] == "realised"].itertuples())
    shares = result.shares[result.shares["numerator"] == "UMK-K"]
    above = math.ceil(row.upper)
    assert 0 < above - row.upper <= 0.5, "the sample's upper bound rounds to the whole number above it"
    (claim,) = line_analysis.held_against_lines(shares.assign(value=float(above)), lines_of(result)).itertuples()
    assert (claim.verdict_by_lines, claim.within) == ("rounding", None)


@pytest.mark.parametrize(
    ("change", "verdict", "said"),
    [
        ({"numerator": "UMKM"}, "numerator", "karena pembilangnya berbeda"),
        ({"numerator": "UMK"}, "numerator", "karena pembilangnya berbeda"),
        ({"denominator": "packages"}, "denominator", "karena penyebutnya berbeda"),
        ({"denominator": "PDN plan", "numerator": "PDN"}, "denominator", "karena penyebutnya berbeda"),
        ({"denominator": "APBD spending"}, "denominator", "karena penyebutnya berbeda"),
    ],
)
def test_a_share_of_something_else_is_shown_beside_the_lines_and_not_judged(
    made_up: dict[str, analysis.ProcurementShare], change: dict[str, str], verdict: str, said: str
) -> None:
    result = real(made_up["3576"])
    shares = result.shares[result.shares["numerator"] == "UMK-K"].assign(**change)
    (claim,) = line_analysis.held_against_lines(shares, lines_of(result)).itertuples()
    assert (claim.verdict_by_lines, claim.within) == (verdict, None)
    assert said in line_text.claim_sentence(claim, of=result.region.name)


@EVERYWHERE
def test_bounds_are_rounded_outward_wherever_they_are_printed(
    made_up: dict[str, analysis.ProcurementShare], code: str, language: str
) -> None:
    result = made_up[code]
    lines = lines_of(result)
    with use_language(language):
        table = rows_of(page.own_shares(result).html)
        for row in lines.yearly.itertuples():
            for part, stage in product(("umkk", "pdn"), ("plan", "realised")):
                low, high = (getattr(row, f"{part}_{stage}_{end}") for end in ("lower", "upper"))
                lower, upper = (
                    f"{end:.2f}" for end in (rounded(low, 2, towards="down"), rounded(high, 2, towards="up"))
                )
                if language == "id":
                    lower, upper = lower.replace(".", ","), upper.replace(".", ",")
                sentence = plain(line_text.share_sentence(row, part, stage))
                assert low == high or all(f" {end} " in sentence for end in (lower, upper))
                label = f"{line_text.PART[part]}, {labels.label(line_text.STAGE, stage)} {row.year}"
                assert low == high or [cells[2:4] for cells in table if cells[0] == label] == [[lower, upper]]
        (lowest,) = lines.yearly[lines.yearly["year"] == lines.latest]["umkk_realised_lower"]
        title = plain(line_text.bounds_title(lines))
        written = re.search(r"sekurang-kurangnya ([\d,]+)|at least ([\d.]+)|antara ([\d,]+)|between ([\d.]+)", title)
        assert written
        number = next(group for group in written.groups() if group)
        assert read(number) == rounded(lowest, 2, towards="down")


def rows_of(html: str) -> list[list[str]]:
    """Cells of every table row but the first, which heads it."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, flags=re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, flags=re.DOTALL) for row in rows]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in row][1:] for row in cells]


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_held_against_a_target_say_target(made_up: dict[str, analysis.ProcurementShare], language: str) -> None:
    lines = lines_of(real(made_up["3576"]))
    assert lines.rule is not None
    targets = replace(
        lines, rule=replace(lines.rule, is_target=True), yearly=_kind(lines.yearly), agencies=_kind(lines.agencies)
    )
    with use_language(language):
        for found, word in ((lines, {"id": "batas minimal", "en": "mandate"}[language]), (targets, "target")):
            above = replace(found, agencies=found.agencies.assign(umkk_realised_headroom=1))
            none = replace(found, agencies=found.agencies.assign(umkk_realised_headroom=float("nan")))
            said = [line_text.agencies_note(found), *(line_text.carriers_title(lines_) for lines_ in (above, none))]
            said += [
                line_text.bounds_title(replace(found, yearly=found.yearly.assign(umkk_realised_status=status)))
                for status in ("meets", "misses")
            ]
            said.append(line_text.verdict(next(found.agencies.itertuples()), "umkk_realised"))
            assert all(re.search(rf"\b{word}\b", words) for words in said), said
        assert not re.search(r"batas minimal|mandate", " ".join(said))


def _kind(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(umkk_realised_mandate_kind="target")


def test_without_a_rule_no_agency_is_above_or_below_one(made_up: dict[str, analysis.ProcurementShare]) -> None:
    lines = replace(lines_of(real(made_up["3576"])), rule=None)
    assert line_text.carriers_title(lines) == "Tidak ada batas minimal atau target untuk realisasi 2024"
    assert line_text.agencies_note(lines) == "Tahun 2024."


def test_plans_are_named_only_where_there_are_any(made_up: dict[str, analysis.ProcurementShare]) -> None:
    lines = lines_of(real(made_up["3576"]))
    nothing = lines.yearly.assign(umkk_realised_lower=float("nan"))
    assert line_text.bounds_title(replace(lines, yearly=nothing)).startswith("Baru ada rencana")
    unplanned = line_text.bounds_title(replace(lines, yearly=nothing.assign(planned=0)))
    assert unplanned.startswith("Data paket 2024 belum memuat rencana")


def test_the_newest_figure_is_never_a_synthetic_one(made_up: dict[str, analysis.ProcurementShare]) -> None:
    result = made_up["3500"]
    assert result.newest == "2023-09-14"
    assert real(result).newest == "2024"


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (39.0, 39.996, "39,000–39,996"),
        (39.0, 39.99, "39,00–39,99"),
        (39.0, 40.0, "39,00–40,00"),
        (12.3456, 12.3456, "12,35"),
    ],
)
def test_an_upper_bound_below_the_mandate_is_printed_below_it(low: float, high: float, written: str) -> None:
    assert line_text.span(low, high, line_text.bound_digits(high, 40.0)) == written
