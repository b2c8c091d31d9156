"""Rounds of exports: which dates stand together, and what of a date is missing."""

from __future__ import annotations

import pytest

from umkm_analysis.analysis import line_series
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.catalog import Import, Part, Snapshot, Stored

STAGES = {"rup-provider": "plan", "rup-selfmanaged": "plan", "rup-budget": "budget", "bidders": "bid"}


def made(kind: str, date: str, region: str | None = "3576", year: int = 2025) -> Import:
    part = Part((f"{kind}-{date}.parquet",), region or "x", "Nama", region, (), 1, 10)
    stage = STAGES.get(kind, "contract")
    return Import(kind, stage, year, date, False, ((f"{kind}-{date}.csv", date),), {}, (part,))  # noqa: FBT003


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> object:
    """Let imports stand: of each kind the last one given counts."""

    def run(*imports: Import) -> None:
        last = {(import_.kind, import_.year, import_.parts[0].region): import_ for import_ in imports}
        older = tuple(Snapshot(import_.as_of, import_) for import_ in imports if import_ not in last.values())
        monkeypatch.setattr(catalog, "stored", lambda: Stored(tuple(last.values()), older))

    return run


def seen(**chosen: object) -> list[list[tuple[str, str, list[str], tuple[str, ...]]]]:
    return [
        [(at.stage, at.date, sorted(f"{s.key[0]} {s.date}" for s in at.states), at.missing) for at in some]
        for some in line_series.rounds(**chosen)  # type: ignore[arg-type]
    ]


def test_exports_of_a_few_days_are_one_round_and_each_kind_stands_as_it_was_last(stand: object) -> None:
    stand(made("tender", "2025-03-30"), made("nontender", "2025-04-02"), made("tender", "2025-06-29"),  # type: ignore[operator]
          made("nontender", "2025-06-30"), made("tender", "2025-09-30"))  # fmt: skip
    assert seen() == [
        [
            ("realised", "2025-04-02", ["nontender 2025-04-02", "tender 2025-03-30"], ()),
            ("realised", "2025-06-30", ["nontender 2025-06-30", "tender 2025-06-29"], ()),
            ("realised", "2025-09-30", ["nontender 2025-06-30", "tender 2025-09-30"], ()),
        ]
    ]


def test_a_kind_that_came_later_is_missing_before(stand: object) -> None:
    stand(made("tender", "2025-03-31"), made("tender", "2025-06-30"), made("recorded", "2025-06-30"))  # type: ignore[operator]
    assert [at[1:] for at in seen()[0]] == [
        ("2025-03-31", ["tender 2025-03-31"], ("recorded",)),
        ("2025-06-30", ["recorded 2025-06-30", "tender 2025-06-30"], ()),
    ]


def test_the_same_kind_twice_in_a_week_is_two_rounds(stand: object) -> None:
    stand(made("rup-provider", "2025-03-31"), made("rup-provider", "2025-04-01"))  # type: ignore[operator]
    assert [at[1] for at in seen()[0]] == ["2025-03-31", "2025-04-01"]


def test_only_what_is_in_shares_and_counts_has_rounds_and_each_region_its_own(stand: object) -> None:
    kinds = ("rup-selfmanaged", "rup-budget", "bidders")
    twice = [made(kind, date) for kind in kinds for date in ("2025-03-31", "2025-06-30")]
    elsewhere = [made("rup-provider", date, "3578") for date in ("2025-03-31", "2025-06-30")]
    nowhere = [made("rup-provider", date, None) for date in ("2025-03-31", "2025-06-30")]
    stand(*twice, *elsewhere, *nowhere, made("rup-provider", "2025-06-30"))  # type: ignore[operator]
    assert [some[0][0] for some in seen()] == ["plan"]
    assert (seen(region="3576"), seen(years=[2024]), len(seen(region="3578"))) == ([], [], 1)


def test_snapshots_of_lines_that_another_kind_replaced_are_in_no_round(monkeypatch: pytest.MonkeyPatch) -> None:
    orphans = tuple(Snapshot(date, made("tender", date)) for date in ("2025-03-31", "2025-06-30"))
    monkeypatch.setattr(catalog, "stored", lambda: Stored((made("inaproc", "2025-09-30"),), orphans))
    assert seen() == []
