"""What the procurement report says of every region, held against its own tables, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.datasets import fingerprints, regions, tables
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages import components
from umkm_analysis.reports.procurement_share import analysis, cards, figures, page, shares_chart, text
from umkm_analysis.reports.procurement_share.hero import hero
from umkm_analysis.reports.procurement_share.index import columns

if TYPE_CHECKING:
    import pandas as pd

CODES = sorted(fingerprints.keys_of("procurement"))
LANGUAGES = ("id", "en")
EVERYWHERE = pytest.mark.parametrize(  # each is analysed by one process alone
    ("code", "language"),
    [
        pytest.param(code, language, marks=pytest.mark.xdist_group(f"procurement {code}"))
        for code, language in product(CODES, LANGUAGES)
    ],
)
NOT_REALISED = ("planned", "budgeted", "allocated", "committed", "target")
NUMBER = r"[−+]?[\d.,]*\d"
SENTENCE = {
    "id": rf"(?:(?P<scope>[^:]+): )?(?P<share>{NUMBER}) persen (?P<basis>\w+) untuk (?P<numerator>.+) "
    r"\((?P<date>[^;()]+); penyebut (?P<denominator>[^()]+)\)"
    rf"(?:: (?P<distance>{NUMBER}) poin persen terhadap (?P<kind>batas minimal|target) (?P<mandate>{NUMBER}) persen "
    r"\((?P<instrument>[^)]+)\))?(?P<undetermined>, tetapi belum dapat dinilai .+)?\.",
    "en": rf"(?:(?P<scope>[^:]+): )?(?P<share>{NUMBER}) per cent (?P<basis>\w+) for (?P<numerator>.+) "
    r"\((?P<date>[^;()]+); denominator (?P<denominator>[^()]+)\)"
    rf"(?:: (?P<distance>{NUMBER}) percentage points against the (?P<mandate>{NUMBER}) per cent "
    r"(?P<kind>mandate|target) \((?P<instrument>[^)]+)\))?(?P<undetermined>, but it cannot be assessed.+)?\.",
}
KIND = {"id": {"target": "target"}, "en": {"target": "target"}}
MANDATE = {"id": "batas minimal", "en": "mandate"}


@cache
def analysed(code: str) -> analysis.ProcurementShare:
    return analysis.analyse(code)


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


def read(number: str, language: str) -> Decimal:
    if language == "id":
        number = number.replace(".", "").replace(",", ".")
    return Decimal(number.replace(",", "").replace("−", "-"))


def rows(table: str) -> list[list[str]]:
    return [line.split("  ") for line in plain(table).splitlines()[2:]]


def parsed(sentence: str, language: str) -> dict[str, str]:
    found = re.fullmatch(SENTENCE[language], plain(sentence))
    assert found, sentence
    return found.groupdict()


def printed(result: analysis.ProcurementShare, shares: pd.DataFrame) -> list[list[str]]:
    return rows(figures.shares_table(result, shares, name="x").text)


@EVERYWHERE
def test_every_sentence_is_its_row_of_the_table(code: str, language: str) -> None:
    result = analysed(code)
    with use_language(language):
        for shares, of in ((result.shares, result.region.name), (result.reference_shares, "")):
            for share, row in zip(shares.itertuples(), printed(result, shares), strict=True):
                said = parsed(text.share_sentence(share, of=of), language)
                date, scope, value, numerator, denominator, basis, rule, distance, verdict = row[:9]
                assert said["scope"] == (None if share.scope == of else scope)
                parts = (said["date"], said["share"], said["numerator"], said["denominator"], said["basis"])
                assert parts == (date, value, numerator, denominator, labels.label(labels.PARTICIPLE, share.basis))
                assert basis == labels.label(labels.BASIS, share.basis)
                assert (said["distance"] or labels.NOTHING) == distance
                if said["mandate"]:
                    apart = read(value, language) - read(said["mandate"], language)
                    assert read(distance, language) == apart
                    assert said["instrument"] in rule
                    is_target = share.rule_kind == "target"
                    assert said["kind"] == ("target" if is_target else MANDATE[language])
                    assert ("target" in rule, "target" in verdict) == (is_target, is_target)
                    if share.verdict in {"meets", "misses"}:
                        assert (share.verdict == "meets") == (apart >= 0)
                assert (said["undetermined"] is not None) == (share.verdict == "undetermined")


@EVERYWHERE
def test_every_share_is_in_the_summary_once_or_named_as_conflicting(code: str, language: str) -> None:
    result = analysed(code)
    with use_language(language):
        sentences = text.summary(result)
        conflicts = " ".join(text.conflict_sentences(result))
        for share in result.shares.itertuples():
            sentence = text.share_sentence(share, of=result.region.name)
            assert sentences.count(sentence) == (share.Index not in result.conflicts.index)
        for row in result.conflicts.itertuples():
            named = (n.share(row.value), labels.label(labels.DENOMINATOR, row.denominator))
            assert all(words in conflicts for words in named)


@EVERYWHERE
def test_cards_and_rows_carry_the_scope_and_differ(code: str, language: str) -> None:
    result = analysed(code)
    name = result.region.name
    with use_language(language):
        shown = [cards.card(share, of=name) for share in result.shares.itertuples()]
        for shares, of in ((result.shares, name), (result.reference_shares, "")):
            names = [text.strip_label(share, of=of) for share in shares.itertuples()]
            values = [f"{text_} {share.value}" for text_, share in zip(names, shares.itertuples(), strict=True)]
            assert max(Counter(values).values(), default=1) == 1
            different = shares.drop_duplicates(["scope", "as_of", "numerator", "denominator", "basis"])
            assert len(set(names)) == len(different)
            for share, label in zip(shares.itertuples(), names, strict=True):
                scope = labels.label(labels.SCOPE, share.scope)
                assert label.startswith(f"{scope}\n") == (share.scope != of)
        different = result.shares.drop_duplicates(["scope", "as_of", "numerator", "basis"])
        assert len({(card.label, card.period) for card in shown}) == len(different)
        for share, card in zip(result.shares.itertuples(), shown, strict=True):
            assert card.label.endswith(f" – {labels.label(labels.SCOPE, share.scope)}") == (share.scope != name)
            assert labels.label(labels.DENOMINATOR, share.denominator) in card.comparison
            assert (card.value, card.period) == (n.bare_share(share.value), n.date(share.as_of))


@EVERYWHERE
def test_drawings_name_their_rows_in_full_and_their_alt_text_is_the_sentences(code: str, language: str) -> None:
    result = analysed(code)
    with use_language(language):
        chart = (len(result.shares) and hero(result)) or page.shares(result)
        for shown, shares, of in (
            (chart.html, result.shares, result.region.name),
            (page.references(result).html, result.reference_shares, ""),
        ):
            if shares.empty:
                assert "<svg" not in shown
                continue
            drawing, narrow = re.findall(r"<svg.*?</svg>", shown, flags=re.DOTALL)
            assert "…" not in drawing
            assert "…" not in narrow
            alt = plain(re.search(r"<title[^>]*>(.*?)</title>", drawing, flags=re.DOTALL)[1])  # type: ignore[index]
            for share in shares.itertuples():
                words = plain(text.share_sentence(share, of=of)).replace("'", "&#39;").replace('"', "&#34;")
                assert words in alt
            source = re.search(r'<p class="source">.*?</p>', shown, flags=re.DOTALL)[0]  # type: ignore[index]
            sources = result.provenance.sources
            publishers = {components.short_publisher(sources.loc[one]) for one in set(shares["source_id"])}
            named = {publisher for publisher in publishers if ">" + publisher.replace("&", "&amp;") in source}
            others = re.search(r"(\d+) (?:penerbit lain|other publishers?)", source)
            assert len(named) + (int(others[1]) if others else 0) == len(publishers)
            for source_id in set(shares["source_id"]) if others else ():  # by its number, its publisher named or not
                assert f"[{sources.index.get_loc(source_id) + 1}]" in source


@EVERYWHERE
def test_the_title_is_the_newest_realised_share_with_what_it_is_of(code: str, language: str) -> None:
    result = analysed(code)
    if result.shares.empty:
        return
    with use_language(language):
        title, table = text.strip_title(result), printed(result, result.shares)
        realised = [row for row in table if row[5] == labels.label(labels.BASIS, "realised")]
        others = [row for row in table if row not in realised]
        if realised:
            date, scope, value, numerator, denominator = realised[-1][:5]
            assert all(words in plain(title) for words in (date, value, numerator))
            assert (scope in plain(title)) == (scope != result.region.name) or scope in numerator
            stated = denominator != labels.label(labels.DENOMINATOR, "not stated")
            assert (denominator in plain(title)) == stated
        else:
            assert title.startswith(str(len(table)))
        named = not realised or (len(realised) == 1 and bool(others))
        assert [row[5] in title for row in others] == [named] * len(others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_notes_name_the_bases_that_are_there_and_no_other(language: str) -> None:
    result = analysed("3576")
    with use_language(language):
        words = {basis: labels.label(labels.BASIS, basis) for basis in (*NOT_REALISED, "realised")}
        for mix in product((*NOT_REALISED, "realised"), repeat=3):
            shares = result.shares.iloc[1:4].assign(basis=list(mix))
            title, how = text.strip_title(replace(result, shares=shares)), text.strip_how(shares)
            for basis in NOT_REALISED:
                assert not re.search(rf"\b{words[basis]}\b", title) or basis in mix
                assert bool(re.search(rf"\b{words[basis]}\b", how)) == (basis in mix)
            others = [basis for basis in mix if basis != "realised"]
            if len(others) >= 2:
                assert all(words[basis] in title for basis in others)
            assert not re.search(r"\b(rencana|anggaran|plans?|budget)\b", title + how)
            assert ("penuh" in how or "filled" in how) == ("realised" in mix)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_held_against_a_target_is_called_target(language: str) -> None:
    result = analysed("3576")
    target = replace(result, reference_shares=result.reference_shares.assign(rule_kind="target"))
    with use_language(language):
        for found, word in ((result, MANDATE[language]), (target, "target")):
            said = [*text.nation_sentence(found), text.references_title(found)]
            measure = text.strip_measure(found.reference_shares)
            assert all(re.search(rf"\b{word}\b", words) for words in (*said, measure))
        assert not re.search(
            r"batas minimal|mandate", " ".join([*text.nation_sentence(target), text.references_title(target)])
        )
        kinds = ["law", "target", *[None] * (len(result.reference_shares) - 2)]
        both = result.reference_shares.assign(rule_kind=kinds)
        assert {"id": "batas minimal atau target", "en": "mandate or target"}[language] in text.strip_measure(both)
        unruled = result.reference_shares.assign(rule_kind=None)
        assert not re.search(r"batas minimal|mandate|target", text.strip_measure(unruled))


@pytest.mark.parametrize(
    ("value", "said"), [(40.0, "tepat pada batas minimal"), (39.9, "di bawah"), (40.1, "0,1 poin persen di atas")]
)
def test_the_nation_s_title_agrees_with_its_printed_figures(value: float, said: str) -> None:
    result = analysed("3576")
    rows_ = result.reference_shares.assign(value=value)
    assert said in plain(text.references_title(replace(result, reference_shares=rows_)))


def test_the_nation_is_not_compared_where_no_rule_was_in_force() -> None:
    result = analysed("3576")
    unruled = result.reference_shares.assign(mandate=float("nan"), rule_kind=None, verdict="no mandate")
    assert (
        text.references_title(replace(result, reference_shares=unruled)) == "Pangsa publikasi untuk wilayah pembanding"
    )


def test_shares_of_other_scopes_are_not_the_nation_s() -> None:
    result = analysed("3576")
    others = result.reference_shares.assign(scope="Indonesia - 34 provinces")
    assert text.nation_sentence(replace(result, reference_shares=others)) == []


def test_every_scope_has_a_name() -> None:
    places = {region.name for region in regions.all_regions().values()}
    assert set(tables.read("procurement")["scope"]) - places == set(labels.SCOPE)


@EVERYWHERE
def test_the_record_and_the_index_say_what_the_page_says(code: str, language: str) -> None:
    result = analysed(code)
    with use_language(language):
        record: Any = page.provenance(result).record
        headline = record["headline"]
        assert record["figures"]["summary"] == text.summary(result)
        dates = [*result.shares["as_of"], *result.amounts["as_of"]]
        assert headline["newest"] in dates
        assert headline["newest"][:4] == max(date[:4] for date in dates)
        assert n.date(headline["newest"]) in page.opening(result).html
        (column,) = columns([headline])
        cell = column.cell(headline)
        if result.shares.empty:
            assert cell.text == labels.NOTHING
            return
        assert headline["status"] == text.strip_title(result)
        last = next(result.shares.iloc[::-1].itertuples())
        assert cell.text == n.bare_share(last.value)
        assert labels.label(labels.DENOMINATOR, last.denominator) in cell.note
        assert (labels.label(labels.SCOPE, last.scope) in cell.note) == (last.scope != result.region.name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_room_beside_its_dot(language: str) -> None:
    share = next(analysed("3576").shares.itertuples())
    with use_language(language):
        for scope, numerator, denominator, basis in product(
            labels.SCOPE, labels.NUMERATOR, labels.DENOMINATOR, labels.BASIS
        ):
            longest = share._replace(
                scope=scope, numerator=numerator, denominator=denominator, basis=basis, as_of="2023-09-30"
            )
            lines = text.strip_label(longest, of="").split("\n")
            assert len(lines) in shares_chart.ROW_HEIGHTS
            assert all(len(line) <= text.LABEL_LETTERS for line in lines), lines
