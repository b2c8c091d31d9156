"""What a plan refuses before anything is built."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.request import read_asked
from umkm_analysis.builds.staleness.file_states import FileStates
from umkm_analysis.builds.staleness.manifest import Manifest
from umkm_analysis.commands.exit_codes import ExitCode
from umkm_analysis.commands.pages.planning import plan_build
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended
    from umkm_analysis.commands.pages.planning import Planned


def test_a_notebook_that_is_not_there_is_named_with_what_to_do(copied: Path, umkm: Callable[..., Ended]) -> None:
    notebook = copied / "notebooks" / "economic_recovery.ipynb"
    notebook.unlink()
    asked = ("build", "--region", "3576", "--output", str(copied / "out"))
    ended = umkm(*asked)
    assert ended.returncode == ExitCode.DATA
    assert f"{notebook}: there is no such notebook" in ended.stderr.replace("\n", "")
    assert "UMKM_HOME" in ended.stderr
    assert not (copied / "out").exists()
    assert umkm(*asked, "--report", "procurement-share", "--dry-run").returncode == 0


@pytest.mark.parametrize(("words", "told"), [(["Satu."], "1 markdown cell without"), (["Satu.", "Dua."], "2 markdown")])
def test_cells_without_english_are_counted_and_the_first_is_named(
    copied: Path, umkm: Callable[..., Ended], words: list[str], told: str
) -> None:
    mine = copied / "notebooks" / "mine.ipynb"
    raw = json.loads((mine.parent / "economic_recovery.ipynb").read_text(encoding="utf-8"))
    raw["cells"] += [{"cell_type": "markdown", "id": f"m{len(one)}", "metadata": {}, "source": one} for one in words]
    mine.write_text(json.dumps(raw), encoding="utf-8")
    ended = umkm("build", "--notebook", str(mine), "--region", "3576", "--dry-run", "--output", str(copied / "out"))
    said = " ".join(ended.stderr.split())
    assert told in said
    assert 'the first is "Satu."' in said


def test_what_is_not_retried_is_left_as_it_is(copied: Path) -> None:
    reports = ["economic-recovery", "procurement-share", "province-overview"]  # the last one is of provinces only
    asked = read_asked(
        region=["3576"], province=(), everything=False, report=reports, notebook=(), language=["id"], parameter=(),
        limit=None, cluster=None,
    )  # fmt: skip

    def planned(manifest: Manifest, *, retry_failed: bool) -> Planned:
        states = FileStates(project.root())
        return plan_build(
            asked, copied / "out", manifest, states,
            address=None, seconds=60, warm=True, force=False, prune=True, retry_failed=retry_failed,
        )  # fmt: skip

    everything = planned(Manifest(), retry_failed=False)
    assert everything.not_retried == ()
    pages = [job.task.page for job in everything.jobs]
    failed = Manifest(failed={pages[0]: {"reason": "it stopped", "cell": 1}})
    again = planned(failed, retry_failed=True)
    assert [job.task.page for job in again.jobs] == pages[:1]
    assert again.not_retried == sorted(pages[1:])
    assert again.left_out == everything.left_out
    assert len(again.left_out) == 1
    assert again.jobs[0].links == everything.jobs[0].links


@pytest.mark.slow
def test_after_what_failed_is_retried_a_folder_is_as_if_nothing_had(
    copied: Path, umkm_process: Callable[..., Ended], write_notebook: Callable[..., Path], record_cell: str
) -> None:
    names = ("economic_recovery", "procurement_share")
    for name in names:
        write_notebook(copied / "notebooks" / f"{name}.ipynb", record_cell)
    write_notebook(copied / "notebooks" / "procurement_share.ipynb", "1 / 0", record_cell)
    asked = ["build", "--region", "3576", "--language", "id", "--prune"]
    asked += [word for name in names for word in ("--report", name.replace("_", "-"))]
    folders = retried, clean = copied / "retried", copied / "clean"
    assert umkm_process(*asked, "--output", str(retried)).returncode == ExitCode.FAILED
    write_notebook(copied / "notebooks" / "procurement_share.ipynb", record_cell)
    ended = umkm_process(*asked, "--output", str(retried), "--retry-failed")
    assert (ended.returncode, "removed" in ended.stdout) == (0, False), ended
    assert umkm_process(*asked, "--output", str(clean)).returncode == 0
    made = [{page.relative_to(folder): page.read_bytes() for page in folder.rglob("*.html")} for folder in folders]
    assert made[0] == made[1]
