from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.installation import workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Umkm = Callable[..., tuple[int, str, str]]


def edited(content: bytes, cell: int, line: str) -> bytes:
    notebook = json.loads(content)
    notebook["cells"][cell]["source"] = [*notebook["cells"][cell]["source"], f"\n{line}"]
    return json.dumps(notebook).encode()


@pytest.fixture
def upgraded(office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace after an upgrade: one notebook is changed by the version, one by both, in the same cell."""
    workspace.make(office)
    own = office / "notebooks" / "province_overview.ipynb"
    own.write_bytes(edited(own.read_bytes(), 1, "# mine"))
    new = {
        name: edited(content, 1, "# new") if name in {"economic_recovery.ipynb", own.name} else content
        for name, content in workspace.shipped_notebooks().items()
    }
    monkeypatch.setattr(workspace, "shipped_notebooks", lambda: new)
    return office


def test_both_sides_are_shown_and_nothing_is_touched(upgraded: Path, umkm: Umkm) -> None:
    before = {path: path.read_bytes() for path in upgraded.rglob("*") if path.is_file()}
    code, said, _ = umkm("upgrade-notebooks")
    assert code == 0
    assert (
        said
        == """\
economic_recovery.ipynb: not edited; this version changes it
  this version changes:
    cell 2 (code), changed
      + # new
explore.ipynb: as shipped
procurement_share.ipynb: as shipped
province_overview.ipynb: edited by you; this version changes it too
  this version changes:
    cell 2 (code), changed – you have edited this cell too
      + # new
  you have edited:
    cell 2 (code), changed – this version changes this cell too
      + # mine
umkm_onboarding.ipynb: as shipped
Nothing was touched. umkm upgrade-notebooks --apply takes over economic_recovery.ipynb.
You decide on province_overview.ipynb: take over by hand what you want, then umkm upgrade-notebooks NAME --merged; \
or replace yours (a copy is kept): umkm upgrade-notebooks NAME --apply
"""
    )
    assert {path: path.read_bytes() for path in upgraded.rglob("*") if path.is_file()} == before


def test_applying_keeps_what_was_edited_unless_it_is_named(upgraded: Path, umkm: Umkm) -> None:
    code, said, _ = umkm("upgrade-notebooks", "--apply")
    assert code == 0
    assert "notebooks/economic_recovery.ipynb: replaced; yours is kept as" in said
    own = upgraded / "notebooks" / "province_overview.ipynb"
    assert b"# mine" in own.read_bytes()
    assert "no notebook was touched" in umkm("upgrade-notebooks", "--apply")[1]
    umkm("upgrade-notebooks", "province-overview", "--apply")
    assert b"# mine" not in own.read_bytes()
    assert [b"# mine" in path.read_bytes() for path in sorted((upgraded / ".umkm" / "backups").iterdir())] == [
        False,
        True,
    ]


def test_what_was_taken_over_by_hand_is_noted(upgraded: Path, umkm: Umkm) -> None:
    del upgraded
    assert "Noted for province_overview.ipynb" in umkm("upgrade-notebooks", "province_overview", "--merged")[1]
    assert "province_overview.ipynb: edited by you; this version changes nothing" in umkm("upgrade-notebooks")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--merged"], "needs the names"), (["x", "--apply", "--merged"], "choose one"), (["x"], 'no notebook "x"')],
)
def test_wrong_use_is_named(upgraded: Path, umkm: Umkm, arguments: list[str], words: str) -> None:
    del upgraded
    code, _, said = umkm("upgrade-notebooks", *arguments)
    assert code == 2
    assert words in said


def test_a_checkout_has_no_copies(umkm: Umkm) -> None:
    code, _, said = umkm("upgrade-notebooks")
    assert code == 2
    assert "is a checkout, whose notebooks are the shipped ones" in said
