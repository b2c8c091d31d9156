"""What the onboarding report says of every region and register, held against its own tables, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.datasets import fingerprints
from umkm_analysis.datasets.register import store
from umkm_analysis.datasets.register.demo import demonstration
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.datasets.register.template import write_register
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.periods import last_day
from umkm_analysis.reports.umkm_onboarding import analysis, figures, page, text

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("id", "en")
EVERYWHERE = pytest.mark.parametrize(
    ("code", "language"), list(product(sorted(fingerprints.keys_of("onboarding")), LANGUAGES))
)
MARK = {"id": "DATA SINTETIS", "en": "SYNTHETIC DATA"}
STATES = ("in_entry", "listed_province", "listed_city")


def rows_of(html: str) -> list[list[str]]:
    """Cells of every row of the tables but their heads."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, flags=re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, flags=re.DOTALL) for row in rows if "<td" in row]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in cells]


def number(written: str, language: str) -> Decimal:
    plain = written.replace(".", "").replace(",", ".") if language == "id" else written.replace(",", "")
    return Decimal(plain)


def numbers(sentence: str, language: str) -> list[Decimal]:
    return [number(found, language) for found in re.findall(r"\d[\d.,]*\d|\d", sentence)]


def held_against_its_table(states: analysis.PublishedStates, language: str) -> None:
    """Read what is said of published states, and compare it with the table behind the chart."""
    table = rows_of(figures.states(states, source="x").html)
    counts = {row[0]: number(row[1], language) for row in table}
    total = sum(counts.values())
    entry = counts.get(text.labels.label(text.STATE, "in_entry"), Decimal(0))
    first, second = text.states(states)
    assert f"{' + '.join(row[1] for row in table)} = {n.number(float(total))}" in first
    said = numbers(text.states_title(states), language)
    assert said[:3] == [entry, total, total - entry]
    listed, of, share, *rest = numbers(second, language)
    assert (listed, of) == (total - entry, total)
    assert share == (listed / of * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    several = sum(count > 0 for name, count in counts.items()) - (entry > 0) > 1
    low, high = rest[-2:]
    assert low <= share <= high
    assert (len(rest) > 2) == several
    for row in table:
        value, lower, upper = (number(cell, language) for cell in row[2:5])
        assert value == (counts[row[0]] / total * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert lower <= value <= upper


@EVERYWHERE
def test_published_counts_are_those_of_the_table(code: str, language: str) -> None:
    result = analysis.analyse(code)
    with use_language(language):
        if result.states is not None:
            held_against_its_table(result.states, language)
        for row in result.trained.itertuples():
            assert n.number(row.umkm) in text.trained(result)
        dates = [*result.published["as_of"], *map(str, result.counts["year"])]
        assert result.newest is not None
        assert last_day(result.newest) == max(last_day(date) for date in dates)
        assert n.date(result.newest) in page.opening(result).html


@settings(max_examples=50, deadline=None)  # the first page of a process loads its typeface and catalogue
@given(counts=st.tuples(*[st.integers(0, 99_999)] * 3).filter(any))
def test_sentences_and_titles_hold_for_any_counts(counts: tuple[int, ...]) -> None:
    rows = pd.DataFrame(
        {
            "state": [*STATES, "total"],
            "umkm": [*counts, sum(counts)],
            "as_of": "2022-06-03",
            "source_id": "SEED_SJP",
        }
    )
    states = analysis.published_states(rows)
    assert states is not None
    held_against_its_table(states, "id")


@EVERYWHERE
def test_a_card_of_halal_certificates_is_of_the_table(code: str, language: str) -> None:
    result = analysis.analyse(code)
    halal = result.certifications["certificate"] == "Halal"
    with use_language(language):
        title = {"id": "Bersertifikat halal", "en": "Halal-certified"}[language]
        for certifications, expected in (
            (result.certifications[~halal], None),
            (result.certifications.assign(umkm=result.certifications["umkm"].mask(halal, 41)), "41"),
        ):
            opening = page.opening(replace(result, certifications=certifications)).text
            cards = [line for line in opening.splitlines() if line.startswith(title)]
            assert [line.split(": ", 1)[1].split(" ")[0] for line in cards] == ([expected] if expected else [])


@pytest.mark.slow  # writes and reads a workbook of hundreds of firms
@pytest.mark.parametrize("kind", ["nyata", "sintetis"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_register_s_sentences_are_its_tables(copied: Path, kind: str, language: str) -> None:
    sheets: dict[str, Any] = dict(demonstration())
    ((region, day, synthetic),) = sheets["register"]
    sheets["register"] = [(region, day, synthetic if kind == "sintetis" else "nyata")]
    if kind == "nyata":  # firms that the demonstration made up are refused there
        sheets = {
            name: [
                tuple(str(value).replace("DEMO-", "U-") if str(value).startswith("DEMO-") else value for value in row)
                for row in rows
            ]
            for name, rows in sheets.items()
        }
    write_register(copied / "r.xlsx", sheets)
    store.keep(read_register(copied / "r.xlsx"))
    result = analysis.analyse(region)
    summary = result.register
    assert summary is not None
    assert summary.register.synthetic == (kind == "sintetis")
    with use_language(language):
        shown = [
            getattr(page, part)(result).html for part in ("catalogue", "channels", "certificates", "stuck", "actions")
        ]
        sentences = text.register_sentences(summary)
        everyone, listed, entry, rest = numbers(sentences[0].split(",", 1)[1], language)[:4]
        assert everyone == listed + entry + rest == len(summary.register.firms)
        funnel = [[number(cell, language) for cell in row[1:2]] for row in rows_of(shown[0]) if "%" not in row]
        assert [everyone] in funnel
        assert [listed] in funnel
        coverage = rows_of(figures.coverage(summary, source="x").html)
        for row in coverage:
            if row[3] != n.unknown():
                lower, upper = number(row[3], language), number(row[4], language)
                (name,) = [key for key in summary.coverage.index if text.labels.label(text.CERTIFICATE, key) == row[0]]
                low, high = summary.coverage.loc[name, ["lower", "upper"]]
                assert lower <= Decimal(f"{low:.9f}") or lower == upper
                assert upper >= Decimal(f"{high:.9f}") or lower == upper
        (least,) = numbers(text.coverage_title(summary).split(",", 1)[1], language)
        assert least in [number(row[3], language) for row in coverage if row[3] != n.unknown()]
        titles = re.findall(r"<figcaption><h3>(.*?)</h3>|<caption>(.*?)</caption>", "".join(shown))
        of_register = [words for pair in titles for words in pair if words]
        marked = [words for words in (*of_register, *sentences) if words.startswith(MARK[language])]
        published = (len(result.channels) > 0) + (len(result.certifications) > 0)
        assert len(marked) == (len(of_register) - published + len(sentences) if summary.register.synthetic else 0)


def test_the_rarest_certificate_is_named_only_where_what_is_unknown_cannot_change_it(copied: Path) -> None:
    write_register(copied / "r.xlsx", demonstration())
    store.keep(read_register(copied / "r.xlsx"))
    summary = analysis.analyse("3576").register
    assert summary is not None
    for upper, said in (
        (19.99, "Sertifikat yang paling jarang dipegang adalah Halal"),
        (60.0, "Halal mempunyai batas bawah"),
    ):
        coverage = pd.DataFrame(
            {"lower": [50.0, 10.26], "upper": [80.0, upper], "applicable": 9, "unknown": 1}, index=["NIB", "Halal"]
        )
        title = text.coverage_title(replace(summary, coverage=coverage))
        assert title.startswith(said)
        assert "10,2\xa0persen" in title, "at least is rounded down"


def test_registered_and_active_are_told_apart_only_where_they_differ(copied: Path) -> None:
    write_register(copied / "r.xlsx", demonstration())
    store.keep(read_register(copied / "r.xlsx"))
    summary = analysis.analyse("3576").register
    assert summary is not None
    assert text.channels_title(summary) == "Terdaftar belum berarti berjualan"
    same = summary.channels.assign(active_lower=summary.channels["registered_pct"])
    assert text.channels_title(replace(summary, channels=same)) == "Semua UMKM yang terdaftar juga aktif"
