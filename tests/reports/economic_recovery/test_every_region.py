"""What the recovery report says of every region, held against its own tables."""

from __future__ import annotations

import re
from functools import cache

import pytest
from markupsafe import Markup

from tests.reports import reading
from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages import provisional
from umkm_analysis.pages.charts import cartogram, figure
from umkm_analysis.reports.economic_recovery import analysis, figures, notes, page, peers, text, titles

pytestmark = pytest.mark.slow
CODES = sorted(series.regions_with_levels())
GROUPS = [
    pytest.param(CODES[start::8], id=f"every eighth from {start}", marks=pytest.mark.xdist_group(f"eighth {start}"))
    for start in range(8)
]
NOISE = 1e-9
"""Of binary arithmetic: the base year's own index may be 100 less 1e-14."""
NUMBER = r"[−+]?\d[\d.]*(?:,\d+)?"


@cache
def analysed(code: str) -> analysis.Recovery:
    return analysis.analyse(code)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put drawings together and leave their rendering out, half of the time of a figure whose table is read."""
    monkeypatch.setattr(figure, "inline_svg", lambda *_, **__: Markup())


def numbers(sentence: str) -> list[float]:
    return [read(number) for number in re.findall(NUMBER, sentence)]


def read(number: str) -> float:
    return float(number.replace(".", "").replace(",", ".").replace("−", "-"))


def rows(table: str) -> dict[str, list[str]]:
    lines = [line.split("  ") for line in table.splitlines()[2:]]
    return {cells[0]: cells[1:] for cells in lines}


@pytest.mark.parametrize("codes", GROUPS)
def test_the_first_sentence_is_the_table_s_last_year(codes: list[str]) -> None:
    for code in codes:
        result = analysed(code)
        sentence = text.newest(result).replace("\xa0", " ")
        year, product, index, base = re.match(  # type: ignore[union-attr]
            rf"Pada (\d{{4}}\*{{0,2}}) indeks (PDB|PDRB) .* tercatat ({NUMBER}) \((\d{{4}}) = 100\)", sentence
        ).groups()
        table = rows(figures.level_table(result).text)
        known = [label for label, cells in table.items() if cells[0] != n.unknown()]
        assert year == known[-1]
        # a column has the decimals that any of its figures needs, a sentence those of its own
        digit = 10 ** -len(index.partition(",")[2])
        assert read(index) == pytest.approx(read(table[known[-1]][0]), abs=0.55 * digit)
        assert base == "2019"
        assert product == ("PDB" if code == "0000" else "PDRB")
        side = "di bawah 2019" if read(index) < 100 else "di atas 2019"
        assert side in sentence
        assert year == provisional.year(result.last_year, result.provisional_years)


@pytest.mark.parametrize("codes", GROUPS)
def test_the_nation_alone_has_a_gross_domestic_product(codes: list[str]) -> None:
    for code in codes:
        result = analysed(code)
        said = " ".join([*text.summary(result), *notes.break_even(result), titles.trend_title(result)])
        assert not re.search(r"\bPDRB\b" if result.region.kind == "nation" else r"\bPDB\b", said)


@pytest.mark.parametrize("codes", GROUPS)
def test_what_was_needed_and_what_came_are_compared_as_printed(codes: list[str]) -> None:
    for code in codes:
        result = analysed(code)
        sentence = notes.break_even(result)[0].replace("\xa0", " ")
        found = re.search(
            rf"pertumbuhan ({NUMBER}) persen; realisasinya ({NUMBER}) persen\. (Tidak )?[tT]ercapai, "
            rf"(dengan kelebihan|kurang) ({NUMBER}) poin",
            sentence,
        )
        if found is None:
            assert result.break_even == 0
            continue
        needed, came, missed, word, size = found.groups()
        assert len({len(part.partition(",")[2]) for part in (needed, came, size)}) == 1
        assert (read(came) >= read(needed)) is (missed is None)
        assert (word == "dengan kelebihan") is (missed is None)
        assert read(size) == pytest.approx(abs(read(came) - read(needed)))


@pytest.mark.parametrize("codes", GROUPS)
def test_every_index_lies_within_the_bounds_printed_beside_it(codes: list[str]) -> None:
    for code in codes:
        result = analysed(code)
        others = len(result.references)
        for year, cells in rows(figures.level_table(result).text).items():
            index, low, high = cells[0], cells[1 + others], cells[2 + others]
            if index == n.unknown():
                assert low == n.unknown()
                continue
            assert read(low) <= read(index) <= read(high), (code, year)
            share = cells[-1]
            assert share in {"pulih", labels.NOTHING} or read(share) < 100, (code, year)
        for value, low_, high_ in re.findall(
            rf"({NUMBER}); pembulatan .* antara ({NUMBER}) dan ({NUMBER})\.", notes.route_note(result)
        ):
            assert read(low_) <= read(value) <= read(high_)


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("codes", GROUPS)
def test_what_is_compared_in_a_table_has_the_same_decimals_and_stays_on_its_side_of_100(codes: list[str]) -> None:
    for code in codes:
        result = analysed(code)
        level = reading.tables(figures.level_table(result).html)[f"Indeks {labels.product(result.region)}, 2019 = 100"]
        others = len(result.references)
        groups = [[cell for row in level.rows for cell in row[1 : 4 + others]], level.column(-1)]
        if result.latest_ranking is not None and result.positions is not None:
            values = result.latest_ranking.index
            shown = reading.tables(peers.ranking(result, result.latest_ranking).html)
            ranked = shown[f"Indeks PDRB {result.latest_ranking.year}"]
            below = [value < 100 - NOISE for value in values]
            assert [read(index) < 100 for index in ranked.column(1)] == below
            assert [gap.startswith("−") for gap in ranked.column(2)] == below
            position = reading.tables(peers.positions(result, result.positions).html)["Posisi menurut ukuran"]
            groups += [ranked.column(1), ranked.column(2), *map(position.column, range(1, len(position.heads)))]
            order = [code, *(other for other in result.positions.index if other != code)]
            for at in (-1, -2):
                values = result.positions.iloc[:, at].loc[order]
                for value, written in zip(values, position.column(at), strict=True):
                    assert written == n.unknown() or (read(written) < 100) is (value < 100 - NOISE)
        for group in groups:
            written = [cell for cell in group if re.fullmatch(NUMBER, cell)]
            assert len({reading.decimals(cell) for cell in written}) <= 1, (code, group)


@pytest.mark.parametrize("codes", GROUPS)
def test_an_index_has_the_colour_of_its_printed_number(codes: list[str]) -> None:
    for code in codes:
        values = analysed(code).path.index[code].dropna()
        classes = cartogram.Classes.of(values)
        for value in values:
            assert classes.colour(value) == classes.colour(read(n.index(value, *values)))
            assert (value < 100 - NOISE) is (read(n.index(value)) < 100)


@pytest.mark.parametrize("codes", GROUPS)
def test_a_year_is_marked_where_the_publisher_calls_it_provisional_and_nowhere_else(codes: list[str]) -> None:
    for code in codes:
        result = analysed(code)
        state = result.path.state[code].dropna()
        marked = {int(year[:4]) for year in rows(figures.growth_table(result).text) if year.endswith("*")}
        own = {int(year) for year in state.index[state != "final"]}
        assert {year for year in marked if year <= result.newest_year} == own
        said = text.data_until(result)
        assert all(provisional.year(year, result.provisional_years) in said for year in own)


@pytest.mark.parametrize("codes", GROUPS)
def test_english_says_the_same_numbers(codes: list[str]) -> None:
    for code in codes:
        result = analysed(code)
        indonesian = numbers(text.newest(result))
        with use_language("en"):
            english = text.newest(result)
        english = [
            float(one.replace(",", "").replace("−", "-")) for one in re.findall(r"[−+]?\d[\d,]*(?:\.\d+)?", english)
        ]
        assert sorted(english) == sorted(indonesian)  # each language has its own order


def test_every_region_with_levels_is_there() -> None:
    assert set(CODES) == set(regions.all_regions())


SUMS = ["9100", "9200", "9400", "9500", "9600", "9700"]


@pytest.mark.parametrize("code", SUMS)
def test_a_sum_of_members_is_shown_beside_what_bps_published(code: str) -> None:
    result = analysed(code)
    published = tables.read("grdp_growth").query("code == @code and year >= 2023").set_index("year")["growth_pct"]
    assert list(result.published.index) == list(published.index) == [2023, 2024]
    shown = reading.tables(page.data_notes(result).html)["Laju pertumbuhan publikasi terhadap nilai ADHK"].column(1)
    said = text.caveat(result)
    assert shown == [n.number(rate, 2, signed=True) for rate in published]
    for rate in published:
        assert n.signed_percent(rate) in said
    assert set(result.published["verdict"]) <= {"sum of members", "agrees"}
    assert result.published.loc[abs(result.published["difference"]) > 0.05, "verdict"].eq("sum of members").all()


@pytest.mark.parametrize("code", ["9100", "9400", "9403", "3519"])
def test_no_page_denies_a_break_it_knows(code: str) -> None:
    result = analysed(code)
    assert result.known_breaks
    assert "Tidak ada deret" not in page.data_notes(result).text


@pytest.mark.parametrize("codes", GROUPS)
def test_a_shrinking_base_year_is_no_path(codes: list[str]) -> None:
    for code in codes:
        result = analysed(code)
        if result.trends[0].rate > 0:
            continue
        said = " ".join([*text.summary(result), titles.trend_title(result), figures.trend(result).text])
        assert "jalur sebelum guncangan" not in said
        assert "penurunan tidak dapat menjadi acuan pemulihan" in said
        assert result.trends[0].gap.isna().all()


def test_there_are_shrinking_base_years() -> None:
    assert all(analysed(code).trends[0].rate <= 0 for code in ("9412", "9600"))


def test_no_rank_is_told_of_a_year_before_the_province() -> None:
    for code in ("9107", "9404", "9412"):
        result = analysed(code)
        assert result.ranking is None or "2021" not in text.standing(result)
    assert "2021" in text.standing(analysed("3576"))
