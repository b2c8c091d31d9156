from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError
from umkm_analysis.installation import workspace
from umkm_analysis.installation.notebook_versions import Comparison, State, compare, replace, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Edit = Callable[[Path, int, str], None]

UNTOUCHED, EDITED, BOTH, LACKING = (
    f"{name}.ipynb" for name in ("economic_recovery", "procurement_share", "province_overview", "umkm_onboarding")
)


@pytest.fixture
def home(shipped: Path, tmp_path: Path, edit: Edit) -> Path:
    """A workspace after an upgrade: one notebook not edited, one edited, one edited on both sides, one removed."""
    folder = tmp_path / "office"
    workspace.make(folder)
    edit(folder / "notebooks" / EDITED, 0, "# mine")
    edit(folder / "notebooks" / BOTH, 0, "# mine")
    edit(folder / "notebooks" / BOTH, 1, "# mine here too")
    (folder / "notebooks" / LACKING).unlink()
    for name in (UNTOUCHED, BOTH, LACKING):
        edit(shipped / "notebooks" / name, 1, "# of the new version")
    return folder


def states(home: Path) -> dict[str, State]:
    return {each.name: each.state for each in compare(home)}


def by_name(home: Path, name: str) -> Comparison:
    (found,) = compare(home, [name])
    return found


def test_a_new_workspace_is_as_shipped(shipped: Path, tmp_path: Path) -> None:
    del shipped
    workspace.make(tmp_path / "office")
    assert set(states(tmp_path / "office").values()) == {State.CURRENT}


def test_who_changed_what_is_told_apart(home: Path) -> None:
    assert states(home) == {
        UNTOUCHED: State.OUTDATED, EDITED: State.EDITED, BOTH: State.BOTH, LACKING: State.MISSING,
        project.EXPLORER: State.CURRENT,
    }  # fmt: skip
    (change,) = by_name(home, UNTOUCHED).by_version
    assert (change.kind, change.lines) == ("changed", ("+ # of the new version",))
    assert [change.lines for change in by_name(home, EDITED).by_person] == [("+ # mine",)]
    both = by_name(home, BOTH)
    assert [change.lines for change in both.by_person] == [("+ # mine",), ("+ # mine here too",)]
    assert [change.lines for change in both.by_version] == [("+ # of the new version",)]
    assert {change.key for change in both.by_version} & {change.key for change in both.by_person}


def test_comparing_touches_nothing(home: Path, contents: Callable[[Path], dict[str, bytes | None]]) -> None:
    before = contents(home)
    compare(home)
    assert contents(home) == before


def test_only_what_the_person_did_not_edit_is_replaced_and_a_copy_kept(home: Path, shipped: Path) -> None:
    old = {name: (home / "notebooks" / name).read_bytes() for name in (UNTOUCHED, EDITED, BOTH)}
    replaced = replace(home, compare(home), named=False)
    assert set(replaced) == {UNTOUCHED, LACKING}
    assert replaced[LACKING] is None
    backup = replaced[UNTOUCHED]
    assert backup is not None
    assert backup.read_bytes() == old[UNTOUCHED]
    for name in (UNTOUCHED, LACKING):
        assert (home / "notebooks" / name).read_bytes() == (shipped / "notebooks" / name).read_bytes()
    for name in (EDITED, BOTH):
        assert (home / "notebooks" / name).read_bytes() == old[name]
    assert states(home) == {
        UNTOUCHED: State.CURRENT, EDITED: State.EDITED, BOTH: State.BOTH, LACKING: State.CURRENT,
        project.EXPLORER: State.CURRENT,
    }  # fmt: skip
    assert replace(home, compare(home), named=False) == {}


def test_an_edited_one_is_replaced_only_by_name_and_a_copy_kept(home: Path, shipped: Path) -> None:
    old = (home / "notebooks" / BOTH).read_bytes()
    backup = replace(home, compare(home, ["province-overview"]), named=True)[BOTH]
    assert backup is not None
    assert backup.read_bytes() == old
    assert (home / "notebooks" / BOTH).read_bytes() == (shipped / "notebooks" / BOTH).read_bytes()
    assert states(home)[UNTOUCHED] is State.OUTDATED


def test_what_was_taken_over_by_hand_is_not_shown_again_until_the_next_version(
    home: Path, shipped: Path, edit: Edit
) -> None:
    settle(home, compare(home, [BOTH]))
    assert states(home)[BOTH] is State.EDITED
    edit(shipped / "notebooks" / BOTH, 2, "# of a still newer version")
    both = by_name(home, BOTH)
    assert both.state is State.BOTH
    assert [change.lines for change in both.by_version] == [("+ # of a still newer version",)]


def test_without_the_original_the_two_versions_are_compared(home: Path) -> None:
    (home / ".umkm" / "notebooks" / BOTH).unlink()
    both = by_name(home, BOTH)
    assert both.state is State.UNKNOWN
    assert [change.lines for change in both.by_version] == [
        ("- # mine",), ("- # mine here too", "+ # of the new version"),
    ]  # fmt: skip


def test_a_broken_and_a_retired_notebook_are_named(home: Path, monkeypatch: pytest.MonkeyPatch, shipped: Path) -> None:
    (home / "notebooks" / EDITED).write_text("{")
    assert states(home)[EDITED] is State.UNREADABLE
    kept = {name: content for name, content in workspace.shipped_notebooks().items() if name != UNTOUCHED}
    monkeypatch.setattr(workspace, "shipped_notebooks", lambda: kept)
    assert states(home)[UNTOUCHED] is State.RETIRED
    assert UNTOUCHED not in replace(home, compare(home), named=True)
    assert (shipped / "notebooks" / UNTOUCHED).is_file()


def test_a_name_that_is_none_is_answered_with_the_closest(home: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean economic_recovery"):
        compare(home, ["economic_recovry"])
