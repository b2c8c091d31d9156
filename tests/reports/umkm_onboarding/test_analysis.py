"""The report on UMKM: from published counts alone, and from a register."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.register import store
from umkm_analysis.datasets.register.demo import demonstration
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.datasets.register.template import write_register
from umkm_analysis.errors import DataError
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.jupyter.records import RECORD_MIME
from umkm_analysis.reports.umkm_onboarding import Unavailable
from umkm_analysis.reports.umkm_onboarding import analysis as report
from umkm_analysis.reports.umkm_onboarding import page as show

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.reports.umkm_onboarding.register_analysis import RegisterSummary

DAY = dt.date(2024, 6, 30)
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "register": [("3576", DAY, "nyata")],
    "umkm": [(f"U-{number}", "Magersari", "makanan", "mikro") for number in range(1, 6)],
    "katalog": [
        ("U-1", "lokal", "tayang", dt.date(2024, 1, 1), dt.date(2024, 1, 31)),
        ("U-1", "provinsi", "tayang", dt.date(2024, 1, 1), dt.date(2024, 3, 1)),
        ("U-2", "lokal", "proses entri", dt.date(2024, 1, 1), None),
        ("U-3", "lokal", "proses entri", dt.date(2024, 6, 20), None),
        ("U-4", "lokal", "proses entri", None, None),
    ],
    "kanal": [
        ("U-1", "Grab", dt.date(2023, 1, 5), dt.date(2024, 6, 1)),
        ("U-2", "Grab", dt.date(2023, 2, 5), dt.date(2023, 3, 1)),
        ("U-3", "Grab", dt.date(2023, 2, 5), None),
        ("U-3", "Meeber", dt.date(2023, 2, 5), "belum pernah"),
    ],
    "pelatihan": [("U-1", "Jubelio", dt.date(2022, 5, 20)), ("U-2", "Jubelio", dt.date(2022, 5, 20))],
    "sertifikat": [
        ("U-1", "NIB", "ya", "ya", "9120001234567", "tanpa batas"),
        ("U-1", "Halal", "ya", "ya", "ID1", dt.date(2024, 6, 30)),
        ("U-2", "NIB", "ya", "ya", "9120001234568", "tanpa batas"),
        ("U-2", "Halal", "ya", "ya", "ID2", dt.date(2024, 6, 29)),
        ("U-3", "NIB", "ya", "tidak", None, None),
        ("U-3", "Halal", "tidak tahu", "tidak", None, None),
        ("U-4", "NIB", "ya", "ya", "9120001234569", None),
        ("U-4", "Halal", "tidak", "tidak", None, None),
    ],
}


@pytest.fixture
def kept(copied: Path) -> RegisterSummary:
    write_register(copied / "r.xlsx", ROWS)
    store.keep(read_register(copied / "r.xlsx"))
    found = report.analyse("3576").register
    assert found is not None
    return found


def test_published_counts_alone_say_what_is_known_and_no_more() -> None:
    city = report.analyse("3576")
    assert city.register is None
    assert city.states is not None
    assert city.states.total == 73
    assert city.states.counts.to_dict() == {"in_entry": 60, "listed_province": 3, "listed_city": 10}
    assert city.states.listed.tolist() == [10, 13]
    assert city.states.listed_rate == pytest.approx(17.8, abs=0.05)
    np.testing.assert_allclose(
        city.states.interval.loc["listed_city", ["lower", "upper"]].astype(float), [7.6, 23.4], atol=0.05
    )
    assert set(city.states.interval["meaning"]) == {"process uncertainty"}
    assert city.channels["umkm"].isna().all()
    assert city.certifications["umkm"].isna().all()


def test_published_states_that_do_not_add_up_are_refused(copied: Path) -> None:
    path = copied / "data" / "onboarding.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("in_entry,60", "in_entry,61"), encoding="utf-8")
    with pytest.raises(DataError, match=r"61 \+ 3 \+ 10 = 74"):
        report.analyse("3576")


def test_there_is_no_report_where_nothing_is_known() -> None:
    assert report.unavailable_reason(regions.find("3501")) is Unavailable.NEITHER_FIGURE_NOR_REGISTER
    assert report.unavailable_reason(regions.find("3576")) is None


def test_a_register_makes_a_report_possible(copied: Path) -> None:
    rows = {**ROWS, "register": [("3501", DAY, "nyata")]}
    write_register(copied / "r.xlsx", rows)
    store.keep(read_register(copied / "r.xlsx"))
    assert report.unavailable_reason(regions.find("3501")) is None
    found = report.analyse("3501")
    assert found.states is None
    for language in ("id", "en"):
        with use_language(language):
            assert all(getattr(show, part)(found).html for part in show.CELLS)


def test_a_firm_in_two_catalogues_is_listed_once(kept: RegisterSummary) -> None:
    assert kept.listed_anywhere == 1
    assert kept.listings.loc["lokal"].tolist() == [3, 1]
    assert kept.states["firms"].to_dict() == {"not begun": 1, "in entry": 3, "listed": 1}
    assert kept.funnel["firms"].tolist() == [5, 4, 1]
    np.testing.assert_allclose(kept.funnel["overall"], [100, 80, 20])


def test_who_waits_longest_stands_first_and_the_undated_last(kept: RegisterSummary) -> None:
    assert kept.waiting["firm"].tolist() == ["U-2", "U-3", "U-4"]
    assert kept.waiting["days"].tolist()[:2] == [181, 10]
    assert kept.overdue["firm"].tolist() == ["U-2"]
    assert kept.undated == 1
    assert kept.curve is not None
    assert kept.curve.loc[[30, 60], "waiting"].round(1).tolist() == [66.7, 33.3]
    assert kept.median_days == 60


def test_older_entries_are_those_older_than_was_asked(kept: RegisterSummary) -> None:
    assert len(kept.overdue) == 1
    found = report.analyse("3576", entry_days=9).register
    assert found is not None
    assert found.overdue["firm"].tolist() == ["U-2", "U-3"]
    with pytest.raises(DataError, match="entry_days 0"):
        report.analyse("3576", entry_days=0)


def test_registered_is_not_active_and_not_known_is_not_idle(kept: RegisterSummary) -> None:
    np.testing.assert_allclose(kept.channels.loc["Grab"], [3, 60, 20, 40])
    np.testing.assert_allclose(kept.channels.loc["Meeber"], [1, 20, 0, 0])
    assert (kept.on_any_channel, kept.channels_per_firm) == (3, 0.8)
    assert kept.cohorts_without == 1
    np.testing.assert_allclose(kept.cohorts.loc["2023Q1"], [2, 50, 50, 50])


def test_training_counts_the_same_firms(kept: RegisterSummary) -> None:
    row = kept.trainings.loc["Jubelio"]
    assert (row["trained"], row["listed"], row["conversion"], row["reach"]) == (2, 1, 50, 40)


def test_certificates_expire_the_day_after_and_the_unknown_gives_bounds(kept: RegisterSummary) -> None:
    nib, halal = kept.coverage.loc["NIB"], kept.coverage.loc["Halal"]
    assert nib.tolist() == [5, 2, 40, 80]
    assert halal.tolist() == [2, 2, 25, 2 / 3 * 100]
    np.testing.assert_allclose(kept.completeness, [20, 60, 60])
    assert kept.one_lacking[["firm", "certificate"]].to_numpy().tolist() == [["U-2", "Halal"]]


def test_what_is_made_up_says_so_in_every_part_that_shows_it(copied: Path) -> None:
    write_register(copied / "r.xlsx", demonstration())
    store.keep(read_register(copied / "r.xlsx"))
    found = report.analyse("3576")
    for language, word, title in (("id", "SINTETIS", "PERAGAAN"), ("en", "SYNTHETIC", "DEMONSTRATION")):
        with use_language(language):
            for part in ("opening", "catalogue", "channels", "certificates", "stuck", "actions"):
                assert word in getattr(show, part)(found).html, part
            record = show.provenance(found)._repr_mimebundle_()[RECORD_MIME]
            assert title in record["page"]["title"]
            assert record["headline"]["synthetic"] is True
            assert record["figures"]["register"]["synthetic"] is True
            assert "DEMO-" not in str(record), "firms are counted in the record, never listed"


def test_a_real_register_is_not_called_made_up(kept: RegisterSummary) -> None:
    assert not kept.register.synthetic
    html = "".join(getattr(show, part)(report.analyse("3576")).html for part in show.CELLS)
    assert "SINTETIS" not in html
    assert "register dinas, per 30 Juni 2024" in html


def test_the_next_actions_can_be_taken_as_csv(kept: RegisterSummary) -> None:
    assert len(kept.waiting) == 3
    html = show.actions(report.analyse("3576")).html
    assert 'download="tindakan-id.csv"' in html
    assert "urus Halal" in html
    assert "selesaikan entri di e-katalog lokal" in html
