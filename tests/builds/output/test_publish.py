"""What is kept besides pages: executed notebooks of failed reports, and what cells wrote to standard error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Failure, Made, Warned
from umkm_analysis.builds.output.private_paths import clean
from umkm_analysis.builds.output.publish import failed_notebook_path, publish_result, warnings_path
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from pathlib import Path

(TASK,) = make_plan(choose_regions(named=["3576"]), reports=["economic-recovery"]).tasks
WARNED = Made(b"<html></html>", b"{}", (Warned("code cell 2", "awas\nsekali"), Warned("code cell 4", "lagi")))


def test_what_cells_wrote_to_standard_error_is_kept_until_they_write_nothing(tmp_path: Path) -> None:
    result = publish_result(TASK, WARNED, tmp_path, seconds=0)
    kept = tmp_path / "warnings/id/3576-kota-mojokerto/economic-recovery.txt"
    assert (result.warned, result.kept, result.failure) == (WARNED.warned, kept, None)
    assert kept.read_text() == "code cell 2:\nawas\nsekali\n\ncode cell 4:\nlagi\n"
    result = publish_result(TASK, Made(b"<html></html>", b"{}"), tmp_path, seconds=0)
    assert (result.warned, result.kept) == ((), None)
    assert not (tmp_path / "warnings").exists()


def test_a_report_that_fails_afterwards_leaves_no_old_warnings(tmp_path: Path) -> None:
    publish_result(TASK, WARNED, tmp_path, seconds=0)
    publish_result(TASK, Failure("no", executed=b"{}"), tmp_path, seconds=0)
    assert not (tmp_path / "warnings").exists()


def test_warnings_are_not_written_through_a_link(tmp_path: Path) -> None:
    output, victim = tmp_path / "out", tmp_path / "victim"
    theirs = warnings_path(victim, TASK)
    theirs.parent.mkdir(parents=True)
    theirs.write_text("a person's")
    output.mkdir()
    (output / "warnings").symlink_to(victim / "warnings")
    for made in (WARNED, Made(b"<html></html>", b"{}"), Failure("no")):
        result = publish_result(TASK, made, output, seconds=0)
        assert result.kept is None
        assert theirs.read_text() == "a person's"


def test_warnings_name_no_path_of_this_machine() -> None:
    made = Made(b"", b"", (Warned("code cell 1", f"{project.root()}/notebooks/x.py:1: UserWarning"),))
    cleaned = clean(made)
    assert isinstance(cleaned, Made)
    assert cleaned.warned == (Warned("code cell 1", "notebooks/x.py:1: UserWarning"),)


def test_a_kept_notebook_is_the_same_and_hides_nothing(tmp_path: Path) -> None:
    cells = ["con\u202efirmed\u200b \x1b[31m é"]
    executed = json.dumps({"cells": cells}, ensure_ascii=False).encode()
    publish_result(TASK, Failure("no", executed=executed), tmp_path, seconds=0)
    text = failed_notebook_path(tmp_path, TASK).read_text(encoding="utf-8")
    assert json.loads(text) == {"cells": cells}
    assert text.isprintable()
