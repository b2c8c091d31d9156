from __future__ import annotations

import json

import pytest

from umkm_analysis.installation.notebook_cells import Cell, differences, fingerprint, read_cells


def cells(*sources: str, ids: str = "") -> tuple[Cell, ...]:
    names = ids or " " * len(sources)
    return tuple(
        Cell(name.strip(), "code", tuple(text.splitlines())) for name, text in zip(names, sources, strict=True)
    )


def told(before: tuple[Cell, ...], after: tuple[Cell, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(change.cell, change.kind, change.lines) for change in differences(before, after)]


def test_running_or_saving_a_notebook_changes_no_fingerprint() -> None:
    cell = {"cell_type": "code", "id": "a", "metadata": {"tags": ["parameters"]}, "source": ["x = 1\n", "y = 2"]}
    plain = {"cells": [{**cell, "outputs": [], "execution_count": None}], "metadata": {}, "nbformat": 4}
    run = {
        "cells": [
            {**cell, "source": "x = 1\ny = 2", "outputs": [{"output_type": "stream"}], "execution_count": 3},
        ],
        "metadata": {"language_info": {"version": "3.13.1"}},
        "nbformat": 4,
    }
    prints = [fingerprint(read_cells(json.dumps(notebook, indent=2).encode())) for notebook in (plain, run)]
    assert prints[0] == prints[1]
    cell["metadata"] = {"tags": []}
    assert fingerprint(read_cells(json.dumps({"cells": [cell]}).encode())) != prints[0]


def test_an_edited_cell_is_the_same_cell_and_its_lines_are_told() -> None:
    before, after = cells("a = 1\nb = 2\nc = 3", "d", ids="xy"), cells("a = 1\nb = 5\nc = 3", "d", ids="xy")
    assert told(before, after) == [("cell 1 (code)", "changed", ("- b = 2", "+ b = 5"))]
    assert differences(before, before) == []


def test_added_removed_and_moved_cells_are_told_apart() -> None:
    before, after = cells("a", "b", "c", "d", ids="wxyz"), cells("c", "a", "new", "d", ids="ywnz")
    assert told(before, after) == [
        ("cell 1 (code)", "moved", ()),
        ("cell 2 (code)", "removed", ("- b",)),
        ("cell 3 (code)", "added", ("+ new",)),
    ]


def test_cells_without_ids_are_known_by_their_text() -> None:
    assert told(cells("a", "b"), cells("a", "B")) == [
        ("cell 2 (code)", "removed", ("- b",)),
        ("cell 2 (code)", "added", ("+ B",)),
    ]


def test_lines_that_look_like_marks_of_a_difference_are_kept() -> None:
    assert told(cells("-- a", ids="x"), cells("++ b", ids="x")) == [
        ("cell 1 (code)", "changed", ("- -- a", "+ ++ b")),
    ]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"cells": [{"cell_type": "code"}]}', b'{"cells": ["x"]}'])
def test_what_is_no_notebook_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_cells(content)
