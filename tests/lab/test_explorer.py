"""The explorer answers every choice, without a browser: figures are those of the library, files say where from."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

import umkm_analysis as ua
from umkm_analysis.errors import DataError, MissingToolError, UsageError
from umkm_analysis.i18n.translation import current_language, use_language
from umkm_analysis.lab import explore
from umkm_analysis.lab.answers import FROM_TABLES, OTHER, YEARLY, Choice, answer
from umkm_analysis.lab.charts import draw
from umkm_analysis.metrics.catalogue import METRICS
from umkm_analysis.metrics.comparison import rank

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.lab.explorer import Explorer

OWN, OTHERS = "3576", ("3500", "3578")


@pytest.fixture
def explorer() -> Explorer:
    return explore(OWN)


@pytest.mark.parametrize("name", [metric.id for metric in METRICS])
def test_every_metric_of_the_catalogue_has_an_answer(name: str) -> None:
    found = answer(Choice(OWN, OTHERS, 2019, name))
    assert not found.table.empty, found.notes
    if name in FROM_TABLES:
        assert found.about["sources"]
        assert "contoh" not in "".join(found.notes)
        assert (draw(found) is not None) == (found.shape != OTHER and name != "resilience_class")
    else:
        assert "contoh bawaannya, bukan angka daerah" in found.notes[0]


def test_figures_are_those_of_the_library() -> None:
    index = answer(Choice(OWN, OTHERS, 2019, "level_index"))
    expected = ua.level_index([OWN, *OTHERS], base_year=2019, wide="name")
    pd.testing.assert_frame_equal(
        index.table, pd.DataFrame(expected).dropna(how="all"), check_names=False, check_index_type=False
    )
    assert index.shape == YEARLY
    needed = answer(Choice(OWN, (), 2019, "break_even_growth")).table.loc[2020, "Kota Mojokerto"]
    assert round(float(needed), 2) == 3.84  # 1 / (1 − 0.0369) − 1, at full precision


def test_what_cannot_be_worked_out_is_a_sentence() -> None:
    found = answer(Choice(OWN, (), 2013, "sensitivity"))
    assert found.table.empty
    assert "nothing to resist" in found.notes[0]
    assert draw(found) is None


def test_a_choice_renews_table_chart_and_buttons(explorer: Explorer) -> None:
    assert list(explorer.table) == ["Kota Mojokerto", "Jawa Timur"]
    assert 'alt="Indeks' in explorer.picture.value
    explorer.metric.value = "growth_rate"
    assert explorer.table.loc[2021, "Kota Mojokerto"] == pytest.approx(3.65, abs=0.005)
    assert "3,65" in explorer.figures.value
    explorer.region.value, explorer.others.value = "Kota Kediri (3571)", ["Kota Blitar (3572)"]
    assert list(explorer.table) == ["Kota Kediri", "Kota Blitar"]
    explorer.metric.value = "shift_share"
    assert explorer.picture.value == ""
    assert explorer.buttons["SVG"].disabled
    assert not explorer.buttons["CSV"].disabled
    explorer.base_year.value = 2016
    assert explorer.table.attrs["base_year"] == 2016


@pytest.mark.parametrize("typed", ["Kota Medan", "kota medan", "1275", "Medan", "Kota Medan (1275)"])
def test_a_region_is_found_by_what_was_typed(explorer: Explorer, typed: str) -> None:
    explorer.region.value = typed
    assert explorer.region.value == "Kota Medan (1275)"
    assert explorer.choice.region == "1275"
    assert next(iter(explorer.table)) == "Kota Medan"
    assert not explorer.region.ensure_option  # else JupyterLab drops what is not in the list, and nothing happens


def test_a_text_that_names_no_region_changes_nothing_and_is_said(explorer: Explorer) -> None:
    before = explorer.table
    explorer.region.value = "Kediri"  # Kabupaten and Kota
    assert explorer.table is before
    assert "“Kediri” bukan nama atau kode satu daerah; yang tampil tetap Kota Mojokerto (3576)." in (
        explorer.unknown.value
    )
    assert "Kota Kediri (3571)" in explorer.unknown.value
    explorer.base_year.value = 2016  # still that of the region shown
    assert explorer.table.attrs["base_year"] == 2016
    explorer.region.value = "Kota Kediri"
    assert explorer.unknown.value == ""


def test_years_on_the_other_side_of_a_break_have_a_reason() -> None:
    for language, said in (("id", "deret terputus mulai 2022"), ("en", "the series has a break from 2022")):
        with use_language(language):
            notes = answer(Choice("1602", ("1600",), 2019, "level_index")).notes
        assert any(note.startswith(f"Kabupaten Ogan Komering Ilir – {said}") for note in notes)
    assert not any("terputus" in note for note in answer(Choice(OWN, OTHERS, 2019, "level_index")).notes)


def test_callbacks_speak_the_notebook_s_language() -> None:
    with use_language("en"):
        explorer = explore(OWN)
    assert current_language() == "id"
    explorer.metric.value = "growth_rate"
    assert "Growth rate" in explorer.figures.value
    assert "per cent" in explorer.figures.value
    assert "Data edition" in explorer.figures.value
    assert explorer.region.description == "Region"


def test_files_say_what_they_hold_and_from_where(
    explorer: Explorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    explorer.buttons["CSV"].click()
    path = tmp_path / "exports" / "level_index-3576-2019.csv"
    assert str(path) in explorer.said.value
    text = path.read_text(encoding="utf-8-sig")
    assert "# source: " in text
    assert "# base_year: 2019" in text
    read = pd.read_csv(io.StringIO(text), comment="#", index_col="year")
    pd.testing.assert_frame_equal(read, explorer.table, check_names=False, check_index_type=False)
    book = openpyxl.load_workbook(explorer.save("XLSX"))
    assert book.sheetnames == ["angka", "sumber"]
    assert book["angka"]["B1"].value == "Kota Mojokerto"
    assert explorer.save("SVG").read_bytes().startswith(b"<?xml")
    assert explorer.save("PNG").read_bytes().startswith(b"\x89PNG")
    explorer.metric.value = "recovery"
    explorer.metric.value = "shift_share"
    with pytest.raises(UsageError, match="tidak digambar"):
        explorer.save("PNG")
    with pytest.raises(UsageError, match="no export as PDF"):
        explorer.save("PDF")


@pytest.mark.parametrize(("region", "more"), [("Mojokerta", {}), (OWN, {"base_year": 1900}), (OWN, {"metric": "x"})])
def test_a_wrong_start_is_refused(region: str, more: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        explore(region, **more)  # type: ignore[arg-type]


def test_without_ipywidgets_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("umkm_analysis.lab.find_spec", lambda _: None)
    with pytest.raises(MissingToolError, match=r"ipywidgets is not installed in this kernel.*\[lab\]"):
        explore(OWN)


def test_units_headers_and_codes_are_in_the_language_of_the_notebook() -> None:
    for language, header, code, example in (
        ("id", "Pembilang", "memenuhi batas minimal", "(contoh)"),
        ("en", "Numerator", "meets the", "(example)"),
    ):
        with use_language(language):
            shown = explore(OWN, metric="procurement_share")
        assert header in shown.figures.value
        assert code in shown.figures.value
        assert "numerator" in shown.table  # for code, the names stay
        assert any(title.endswith(example) for title, _ in shown.metric.options)
        assert not any("contoh" in title for title, _ in shown.metric.options if language == "en")
    shown = explore(OWN, metric="median_days")
    assert "(hari)" in shown.figures.value
    shown.metric.value = "recovery"
    assert "<th>Tahun terendah</th>" in shown.figures.value
    assert "recovered" not in shown.figures.value.split("<table", 1)[1]


@pytest.mark.parametrize(("regions", "said"), [(1, "1 region has a value"), (2, "2 regions have a value")])
def test_a_rank_among_few_counts_them_in_its_refusal(regions: int, said: str) -> None:
    with pytest.raises(DataError, match=said):
        rank(pd.Series(range(regions), dtype="float64"))
