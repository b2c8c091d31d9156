"""Which state of lines counts, and what becomes of the others."""

from __future__ import annotations

from itertools import permutations

import pytest

from umkm_analysis.datasets.procurement_lines.store import snapshots
from umkm_analysis.datasets.procurement_lines.store.catalog import Import, Part, Snapshot, Stored
from umkm_analysis.errors import UsageError

A, B = "3576", "3578"


def made(date: str, *institutions: str, kind: str = "tender", year: int = 2025, name: str = "") -> Import:
    parts = tuple(Part((f"{kind}-{date}-{own}.parquet",), own, own, own, (), 1, 10) for own in institutions)
    return Import(kind, "contract", year, date, False, ((name or f"{date}.csv", date),), {}, parts)  # noqa: FBT003


def standing(stored: Stored) -> set[tuple[str, str, str, bool]]:
    return {(*state.key[:1], state.part.institution, state.date, state.counts) for state in snapshots.states(stored)}


@pytest.mark.parametrize("order", list(permutations(("2025-03-31", "2025-06-30", "2025-09-30"))))
def test_the_newest_counts_whenever_it_was_imported(order: tuple[str, ...]) -> None:
    stored = Stored()
    for date in order:
        stored = snapshots.with_snapshot(stored, made(date, A))
    assert standing(stored) == {
        ("tender", A, "2025-03-31", False),
        ("tender", A, "2025-06-30", False),
        ("tender", A, "2025-09-30", True),
    }
    assert [import_.as_of for import_ in stored.imports] == ["2025-09-30"]


def test_each_institution_of_a_file_counts_at_its_own_newest_date() -> None:
    stored = Stored((made("2025-06-30", A, B), made("2025-05-01", B, year=2024), made("2025-05-01", A, kind="rup")))
    stored = snapshots.with_snapshot(stored, made("2025-09-30", A))
    stored = snapshots.with_snapshot(stored, made("2025-03-31", A, B))
    of_2025 = {state for state in standing(stored) if state[0] == "tender" and state[2] != "2025-05-01"}
    assert of_2025 == {
        ("tender", A, "2025-09-30", True),
        ("tender", A, "2025-06-30", False),
        ("tender", A, "2025-03-31", False),
        ("tender", B, "2025-06-30", True),
        ("tender", B, "2025-03-31", False),
    }
    # of another year or kind nothing moves, and an import's institutions stay in one entry
    assert {("tender", B, "2025-05-01", True), ("rup", A, "2025-05-01", True)} <= standing(stored)
    assert [len(snapshot.lines.parts) for snapshot in stored.snapshots if snapshot.date == "2025-03-31"] == [2]


def test_lines_that_were_added_to_each_other_are_one_state() -> None:
    stored = Stored((made("2025-03-30", A, name="a.csv"), made("2025-03-31", A, name="b.csv")))
    stored = snapshots.with_snapshot(stored, made("2025-06-30", A))
    assert {(snapshot.date, snapshot.lines.as_of) for snapshot in stored.snapshots} == {
        ("2025-03-31", "2025-03-30"),
        ("2025-03-31", "2025-03-31"),
    }
    (state,) = [state for state in snapshots.states(stored) if not state.counts]
    assert len(state.lines) == len(state.files) == 2


@pytest.mark.parametrize("date", ["2025-03-31", "2025-06-30"])
def test_two_states_of_one_day_are_refused(date: str) -> None:
    stored = snapshots.with_snapshot(Stored((made("2025-03-31", A),)), made("2025-06-30", A))
    with pytest.raises(UsageError, match=rf"tender 2025 for {A} as of {date} stand already \(from {date}.csv\)"):
        snapshots.with_snapshot(stored, made(date, A, name="new.csv"))


def test_where_the_counting_state_goes_the_newest_snapshot_counts() -> None:
    stored = Stored()
    for date in ("2025-03-31", "2025-06-30", "2025-09-30"):
        stored = snapshots.with_snapshot(stored, made(date, A))
    newest = [state for state in snapshots.states(stored) if state.counts]
    after, raised = snapshots.remove(stored, newest)
    assert [state.date for state in raised] == ["2025-06-30"]
    assert standing(after) == {("tender", A, "2025-03-31", False), ("tender", A, "2025-06-30", True)}
    first = [state for state in snapshots.states(after) if not state.counts]
    alone, raised = snapshots.remove(after, first)
    assert (raised, standing(alone)) == ([], {("tender", A, "2025-06-30", True)})
    assert snapshots.remove(alone, snapshots.states(alone)) == (Stored(), [])


def test_older_lines_never_count_beside_a_newer_snapshot() -> None:
    orphan = Stored((), (Snapshot("2025-06-30", made("2025-06-30", A)),))
    new = made("2025-03-31", A)
    with pytest.raises(UsageError, match=r"a snapshot as of 2025-06-30 stands .* and these are as of 2025-03-31"):
        snapshots.refuse_older(Stored((new,), orphan.snapshots), new)
    snapshots.refuse_older(Stored((made("2025-07-01", A),), orphan.snapshots), made("2025-07-01", A))
