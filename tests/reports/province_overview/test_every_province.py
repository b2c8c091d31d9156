"""What the province overview says of every province, held against its own tables, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from tests.reports import reading
from umkm_analysis.datasets import regions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages import provisional
from umkm_analysis.pages.charts import cartogram, palette
from umkm_analysis.reports.province_overview import analysis, inequality, page, text

pytestmark = pytest.mark.slow
CODES = [code for code, region in regions.all_regions().items() if region.kind == "province"]
PARTS = [part for part in page.CELLS if part not in {"claims", "provenance"}]
LANGUAGES = ("id", "en")
MARKED = r"\d{4}\*{0,2}"
BROKEN = ("Tidak ikut dibandingkan", "Excluded from the comparison")
VERDICTS = ("daerah yang mencapai atau melampaui tingkat", "regions at or above their")
"""Rows of verdicts that flipped: the middle cell is of the earlier edition, and has the marks of that."""
RELEASES = ("Direvisi berarti", "Revised means")
"""A sentence with the days of releases, which are no years of figures."""
"""Notes that quote the years of breaks from the table of breaks."""
every_province = pytest.mark.parametrize(  # each is analysed by one process alone
    "code", [pytest.param(code, marks=pytest.mark.xdist_group(f"province {code}")) for code in CODES]
)


@cache
def analysed(code: str) -> analysis.ProvinceOverview:
    return analysis.analyse(code)


@cache
def shown(code: str, language: str = "id") -> dict[str, tuple[str, str]]:
    """Text and HTML of every part of a page."""
    with use_language(language):
        parts = {part: getattr(page, part)(analysed(code)) for part in PARTS}
    return {part: (found.text.replace("\xa0", " "), found.html) for part, found in parts.items()}


def said(code: str, language: str = "id") -> str:
    """Everything that a page says and prints."""
    return "\n".join(f"{words}\n{reading.plain(html)}" for words, html in shown(code, language).values())


def read_tables(code: str, language: str = "id") -> dict[str, reading.ReadTable]:
    return reading.tables("".join(html for _, html in shown(code, language).values()))


def table(code: str, caption: str) -> reading.ReadTable:
    """A table by the beginning of its caption."""
    return next(found for name, found in read_tables(code).items() if name.startswith(caption))


def ranking(code: str) -> dict[str, float]:
    return {name: reading.number(cells[0]) for name, cells in table(code, "Indeks PDRB 20").by_first().items()}


def matched(pattern: str, sentence: str) -> tuple[str, ...]:
    found = re.search(pattern, sentence)
    assert found is not None, sentence
    return found.groups()


def marked(code: str, year: int) -> str:
    return text.year(analysed(code), year)


@every_province
def test_the_first_sentence_counts_what_the_ranking_lists(code: str) -> None:
    result, ranked = analysed(code), ranking(code)
    sentence = text.opening(result).replace("\xa0", " ")
    above = sum(index >= 100 for index in ranked.values())
    if above == len(ranked):
        year, count = matched(rf"^Pada ({MARKED}), seluruh (\d+) daerah", sentence)
    else:
        year, high, count, low = matched(
            rf"^Pada ({MARKED}), (\d+) dari (\d+) daerah .* dan (\d+) masih di bawahnya", sentence
        )
        assert (int(high), int(low)) == (above, len(ranked) - above)
    assert (year, int(count)) == (marked(code, 2025), len(ranked))
    silent = len(result.members) - len(ranked)
    assert (f"{silent} daerah tanpa data {year} tidak dihitung." in sentence) is (silent > 0)


@every_province
def test_the_counts_of_the_recovery_year_are_those_of_the_level_table(code: str) -> None:
    level = table(code, "PDRB daerah")
    column = next(at for at, head in enumerate(level.heads) if head.startswith("Indeks 2021"))
    known = [reading.number(row[column]) for row in level.rows[1:] if row[column] != n.unknown()]
    above, count = matched(r"\(2021: (\d+) dari (\d+)\)", text.opening(analysed(code)))
    assert (int(above), int(count)) == (sum(index >= 100 for index in known), len(known))


@every_province
def test_the_province_s_own_index_is_that_of_the_level_table(code: str) -> None:
    result, level = analysed(code), table(code, "PDRB daerah")
    assert level.rows[0][0] == result.region.name
    index, year = matched(rf"tercatat ({reading.NUMBER['id']}) \(2019 = 100\) pada ({MARKED})\.", text.opening(result))
    column = level.heads.index(f"Indeks {marked(code, result.own_year)}")
    digit = 10 ** -reading.decimals(index)
    assert reading.number(index) == pytest.approx(reading.number(level.rows[0][column]), abs=0.55 * digit)
    assert year.rstrip("*") == str(result.own_year)
    assert year.endswith("*") is (result.own_year in result.path.provisional_years(code))
    card = matched(rf"Indeks PDRB provinsi: ({reading.NUMBER['id']}) .*\(({MARKED})\) – di (atas|bawah)", said(code))
    assert card[1:] == (year, "atas" if reading.number(index) >= 100 else "bawah")
    assert reading.number(card[0]) == pytest.approx(reading.number(index), abs=0.55 * digit)


@every_province
def test_titles_and_cards_count_alike(code: str) -> None:
    result, ranked = analysed(code), ranking(code)
    above, year = sum(index >= 100 for index in ranked.values()), marked(code, 2025)
    expected = f"{above} dari {len(ranked)} daerah mencapai atau melampaui tingkat 2019 pada {year}"
    assert text.ranking_title(result) == expected
    words = shown(code)["opening"][0]
    card = matched(
        rf"tingkat 2019: (\d+) dari (\d+) \(({MARKED})\) – ([^;]+); (\d+|tidak satu pun) masih di bawahnya", words
    )
    status = "semua pulih" if above == len(ranked) else "sebagian pulih" if above else "belum ada yang pulih"
    assert card == (str(above), str(len(ranked)), year, status, str(len(ranked) - above or "tidak satu pun"))


@every_province
def test_the_extremes_in_words_are_the_ends_of_the_ranking(code: str) -> None:
    result = analysed(code)
    rows = table(code, "Indeks PDRB 20").rows
    sentence = text.apart(result)
    if len(rows) < 2:
        assert sentence == ""
        return
    year, low, worst, high, best = matched(
        rf"Indeks ({MARKED}) berkisar dari ([\d.,]+) \((.+)\) sampai ([\d.,]+) \((.+)\)\.", sentence
    )
    assert (low, worst, high, best) == (rows[-1][1], rows[-1][0], rows[0][1], rows[0][0])
    assert year == marked(code, 2025)
    order = [reading.number(row[1]) for row in rows]
    assert order == sorted(order, reverse=True)


@every_province
def test_the_gap_in_words_is_that_of_the_printed_extremes(code: str) -> None:
    last = table(code, "Sebaran indeks PDRB").rows[-1]
    year, gap = matched(rf"Pada ({MARKED}) .* terpaut ([\d.,]+) poin", text.spread_title(analysed(code)))
    assert year == last[0]
    assert reading.number(gap) == pytest.approx(reading.number(last[5]) - reading.number(last[1]))
    figures = [reading.number(cell) for cell in last[1:]]
    assert figures == sorted(figures)
    median = matched(
        rf"Median daerah: ([\d.,]+) .* \(({MARKED})\) – di (atas|bawah) .* antara ([\d.,]+) dan ([\d.,]+)$",
        next(line for line in shown(code)["opening"][0].splitlines() if line.startswith("Median")),
    )
    assert [reading.number(one) for one in (median[0], *median[3:])] == pytest.approx(
        [figures[2], figures[1], figures[3]], abs=0.055
    )
    assert (median[1], median[2]) == (year, "atas" if figures[2] >= 100 else "bawah")


@every_province
def test_the_share_of_the_economy_adds_up_from_the_level_table(code: str) -> None:
    result, level = analysed(code), table(code, "PDRB daerah")
    whole = back = 0.0
    for row in level.rows[1:]:
        if n.unknown() not in (row[1], row[-1]):
            whole += reading.number(row[1])
            back += reading.number(row[1]) * (reading.number(row[-1]) >= 100)
    card, year = matched(rf"Bobot ekonomi yang pulih: ([\d.,]+) persen PDRB 2019 \(({MARKED})\)", said(code))
    assert reading.number(card) == pytest.approx(back / whole * 100, abs=0.051)
    title_year, title = matched(
        rf"pada ({MARKED}) sudah mencapai tingkat 2019 menghasilkan ([\d.,]+)\s+persen PDRB 2019",
        text.map_title(result),
    )
    assert reading.number(title) == pytest.approx(back / whole * 100, abs=0.51)
    assert year == title_year == marked(code, 2025)
    for written in (card, title):
        assert (reading.number(written) == 100) is (back == whole)
    assert ("yang datanya tersedia" in text.map_title(result)) is (len(result.ranked) < len(result.members))


@every_province
def test_recovery_in_words_is_that_of_the_recovery_table(code: str) -> None:
    result, rows = analysed(code), table(code, "Tahun pulih").rows
    outcomes = Counter(row[2] for row in rows)
    chart = matched(
        r"Grafik batang\. (.+)\.$",
        next(line for line in shown(code)["recovery_years"][0].splitlines() if line.startswith("Grafik batang")),
    )[0]
    bars = {label: int(count) for label, count in (part.rsplit(": ", 1) for part in chart.split("; "))}
    assert bars == outcomes
    years = {row[2].removeprefix("pulih "): outcomes[row[2]] for row in rows if row[2].startswith("pulih ")}
    if years:
        most = sorted(year for year, count in years.items() if count == max(years.values()))
        count = f"{max(years.values())} dari {len(rows)}"
        expected = f"{count} daerah pulih pada {n.listed(most)}"
        if len(most) > 1:
            expected = f"Paling banyak daerah pulih pada {n.listed(most)}, masing-masing {count}"
        assert text.years_title(result) == expected
    left = [row[0] for row in rows if row[2].startswith("belum pulih")]
    card = matched(rf"Belum pulih: (\d+) daerah \(data hingga ({MARKED})\) – (tidak ada|masih ada)", said(code))
    assert card == (str(len(left)), marked(code, 2025), "masih ada" if left else "tidak ada")
    sentence = text.not_regained(result)
    assert all(name in sentence for name in left[: text.MOST_NAMES])
    for row in rows:
        fall = reading.number(row[1])
        assert fall <= 0
        assert (row[3] != "") is row[2].startswith("pulih")
        assert (fall == 0) is (row[2] == "tidak turun") or -0.05 < fall <= 0


@every_province
def test_no_region_is_called_unrecovered_beyond_its_own_last_year(code: str) -> None:
    result = analysed(code)
    for row, member in zip(table(code, "Tahun pulih").rows, result.members, strict=True):
        last = result.outcome.loc[member.code, "last_year"]
        if row[2].startswith("belum pulih"):
            assert row[2] == f"belum pulih hingga {marked(code, int(last))}"
            index = result.path.index.loc[int(last), member.code]
            assert index < 100
        if last != result.last_year and row[2].startswith("belum pulih"):
            assert f"{member.name} (data hingga {last})" in text.not_regained(result)


@every_province
def test_a_printed_number_has_the_colour_that_the_map_explains(code: str) -> None:
    result = analysed(code)
    low, high = matched(r"\bdi bawah (\d+) .* (\d+) atau lebih", reading.plain(shown(code)["opening"][1]))
    classes = cartogram.Classes.of(result.ranked)
    for written, value in zip(ranking(code).values(), result.ranked, strict=True):
        strong = palette.HIGH if written >= 100 else palette.LOW
        weak = palette.HIGH_SOFT if written >= 100 else palette.LOW_SOFT
        assert classes.colour(value) == (strong if written >= int(high) or written < int(low) else weak)


@pytest.mark.parametrize("language", LANGUAGES)
@every_province
def test_a_province_has_a_gross_regional_domestic_product(code: str, language: str) -> None:
    words = said(code, language)
    assert not re.search(r"\bPDB\b|\bGDP\b", words)
    assert re.search(r"\bPDRB\b" if language == "id" else r"\bGRDP\b", words)


def of_today(line: str) -> str:
    """Leave out the cell of an earlier edition from a verdict that flipped."""
    cells = line.split("  ")
    return "  ".join([cells[0], cells[-1]]) if line.startswith(VERDICTS) else line


@pytest.mark.parametrize("language", LANGUAGES)
@every_province
def test_a_year_of_figures_that_are_not_final_is_marked_wherever_it_stands(code: str, language: str) -> None:
    """Days have no mark, nor has the period in the title; the province's own last year has that of its own figure."""
    result = analysed(code)
    with use_language(language):
        days = "|".join(n.date(f"{year}-{day}") for year in range(2021, 2026) for day in ("06-30", "12-31"))
    every, own = result.provisional_years, result.path.provisional_years(code)
    for part in [part for part in PARTS if part != "data_notes"]:  # laws, and years from which figures are of another
        words, html = shown(code, language)[part]
        heads = [head for found in reading.tables(html).values() for head in found.heads]
        lines = [line for line in words.splitlines()[part == "opening" :] if not line.startswith((*BROKEN, *RELEASES))]
        for sentence in [*map(of_today, lines), *heads]:
            for year, mark in re.findall(r"(?<![\d,.])(20\d\d)(\*{0,2})(?![\d*])", re.sub(days, "", sentence)):
                states = [every.get(int(year)), *([own.get(int(year))] if int(year) == result.own_year else [])]
                assert mark in {provisional.MARKS.get(str(state), "") for state in states}, (part, sentence)


@every_province
def test_both_languages_say_the_same_numbers(code: str) -> None:
    for part in PARTS:
        first, second = (reading.plain(_without_links(shown(code, language)[part][1])) for language in LANGUAGES)
        if part == "data_notes":  # codes and what tables say in words have their own separators
            assert Counter(re.findall(r"\d+", first)) == Counter(re.findall(r"\d+", second))
        else:
            assert Counter(reading.numbers(first)) == Counter(reading.numbers(second, "en")), part


def _without_links(html: str) -> str:
    return re.sub(r"<svg.*?</svg>|2026\.11|<(p class=\"source\"|cite).*?</(p|cite)>", "", html, flags=re.DOTALL)


@every_province
def test_what_is_compared_in_a_table_has_the_same_decimals(code: str) -> None:
    for caption, found in read_tables(code).items():
        if not caption.startswith(("PDRB daerah", "Indeks PDRB", "Sebaran")):
            continue
        first = 2 if caption.startswith("PDRB daerah") else 1
        last = len(found.heads)
        columns = [[row[at] for row in found.rows for at in range(first, last)]]
        for cells in columns:
            written = [cell for cell in cells if re.fullmatch(reading.NUMBER["id"], cell)]
            assert len({reading.decimals(cell) for cell in written}) == 1, caption


@every_province
def test_inequality_in_words_is_that_of_its_table(code: str) -> None:
    result, captions = analysed(code), read_tables(code)
    sentence = inequality.unequal(result)
    if result.dispersion is None:
        found = captions["Ukuran ketimpangan, penduduk terdaftar"]
        pattern = rf"antardaerah adalah ([\d,]+) pada ({MARKED}) dan ([\d,]+) pada ({MARKED})\."
        before, first, after, last = matched(pattern, sentence)
        assert (first, last) == (found.rows[0][0], found.rows[-1][0])
        ends = [(before, found.rows[0][2]), (after, found.rows[-1][2])]
    else:
        found = captions["Ukuran ketimpangan"]
        by_year = found.by_first()
        before, first, after, last = matched(
            rf"[Ii]ndeks Williamson[^.]*? ([\d,]+) \(({MARKED})\)[^.]*? ([\d,]+) \(({MARKED})\)", sentence
        )
        ends = [(before, by_year[first][0]), (after, by_year[last][0])]
        rising = sum(a > b for a, b in zip(by_year[last], by_year[first], strict=True))
        title = inequality.dispersion_title(result, result.dispersion)
        assert ("Kelima ukuran ketimpangan naik" in title) is (rising == len(by_year[last]))
    for rounded, printed in ends:
        assert reading.number(rounded) == pytest.approx(reading.number(printed), abs=0.00055)


@every_province
def test_the_types_in_words_are_counted_in_their_table(code: str) -> None:
    found = analysed(code).convergence
    if found is None:
        return
    rows = table(code, "Tipologi Klassen").rows[1:]
    types = Counter(row[3] for row in rows)
    pattern = r"Dari (\d+) daerah, (\d+) maju dan tumbuh .*, (\d+) maju tetapi .*, (\d+) berkembang cepat, dan (\d+)"
    count, *each = matched(pattern, inequality.types_count(found))
    kinds = ("maju dan tumbuh cepat", "maju tetapi tertekan", "berkembang cepat", "relatif tertinggal")
    assert [int(one) for one in each] == [types[kind] for kind in kinds]
    assert int(count) == len(rows)


def test_every_province_is_there() -> None:
    assert len(CODES) == 38
