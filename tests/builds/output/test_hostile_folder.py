"""An output folder that came from somebody else, or that somebody changes meanwhile: nothing outside it is touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.atomic_write import digest_of
from umkm_analysis.builds.job import Failure, Job, Made
from umkm_analysis.builds.output.publish import failed_notebook_path, publish_result
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.staleness import manifest
from umkm_analysis.builds.staleness.compare import prune, split_stale
from umkm_analysis.builds.staleness.manifest import Entry, Manifest
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = "id/3576-kota-mojokerto/economic-recovery.html"
(TASK,) = make_plan(choose_regions(named=["3576"]), reports=["economic-recovery"]).tasks
MADE = Made(b"<html></html>", b"{}")


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A folder outside the output folder, with a page of the same name as one inside."""
    folder = tmp_path / "victim"
    for name in (PAGE, PAGE.replace(".html", ".json"), PAGE.replace(".html", ".pdf"), "x.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"a person's {name}")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def known_as_it_is(folder: Path, *pages: str) -> Manifest:
    """A manifest that knows pages by what lies there, wherever that is."""
    entries = {}
    for page in pages:
        digests = [digest_of((folder / page).with_suffix(suffix).read_bytes()) for suffix in (".html", ".json")]
        entries[page] = Entry({}, *digests)
    return Manifest(entries)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_prune_removes_nothing_behind_a_link(depth: int, tmp_path: Path, victim: Path) -> None:
    output, before = tmp_path / "out", content(victim)
    link = output.joinpath(*PAGE.split("/")[:depth])
    link.parent.mkdir(parents=True)
    link.symlink_to(victim.joinpath(*PAGE.split("/")[:depth]))
    if depth == 3:
        link.with_suffix(".json").write_text("{}")
    known = known_as_it_is(output, PAGE)
    assert prune([PAGE], output, known) == [PAGE]
    assert content(victim) == before
    assert PAGE in known.pages


@pytest.mark.parametrize(
    "name",
    ["../victim/x.html", "{}/x.html", "id/../../victim/x.html", "a/../../x", "ID/3576-x/y.html", "id/3576-x/\0.html"],
)
def test_prune_removes_nothing_that_is_no_page(name: str, tmp_path: Path, victim: Path) -> None:
    output, before = tmp_path / "out", content(victim)
    output.mkdir()
    page = name.format(victim)
    known = Manifest({page: Entry({}, digest_of(before["x.html"]), "")})
    assert prune([page], output, known) == [page]
    assert content(victim) == before


def test_prune_leaves_what_somebody_has_changed_or_put_there(tmp_path: Path) -> None:
    output = tmp_path / "out"
    publish_result(TASK, MADE, output, seconds=0)
    (output / PAGE).with_suffix(".pdf").write_text("printed")
    known = known_as_it_is(output, PAGE)
    (output / PAGE).write_text("edited by hand")
    assert prune([PAGE], output, known) == [PAGE]
    (output / PAGE).unlink()
    (output / PAGE).mkdir()
    assert prune([PAGE], output, known) == [PAGE]
    (output / PAGE).rmdir()
    (output / PAGE).write_bytes(MADE.page)
    assert prune([PAGE], output, known) == []
    assert not (output / "id").exists()
    assert known.pages == {}


@pytest.mark.parametrize("depth", [1, 2])
def test_nothing_is_written_or_removed_through_a_linked_folder(depth: int, tmp_path: Path, victim: Path) -> None:
    output = tmp_path / "out"
    places = [(PAGE.split("/"), output / PAGE), (["failed", *PAGE.split("/")], failed_notebook_path(output, TASK))]
    for names, _ in places:
        there = victim.joinpath(*names[:depth])
        there.mkdir(parents=True, exist_ok=True)
        link = output.joinpath(*names[:depth])
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(there)
    notebook = failed_notebook_path(victim, TASK)
    notebook.parent.mkdir(parents=True, exist_ok=True)
    notebook.write_text("a person's")
    before = content(victim)
    failed = publish_result(TASK, MADE, output, seconds=0).failure
    assert failed is not None
    link = "/".join(PAGE.split("/")[:depth])
    assert (
        failed.reason
        == f"cannot be written: {link} is a link, and nothing is written through links; remove it ({PAGE})"
    )
    kept = publish_result(TASK, Failure("it failed", executed=b"{}"), output, seconds=0).failure
    assert kept is not None
    assert (kept.reason, kept.kept) == ("it failed", None)
    assert content(victim) == before


def test_a_link_in_a_page_s_place_is_replaced(tmp_path: Path, victim: Path) -> None:
    output, before = tmp_path / "out", content(victim)
    (output / PAGE).parent.mkdir(parents=True)
    for suffix in (".html", ".json"):
        (output / PAGE).with_suffix(suffix).symlink_to((victim / PAGE).with_suffix(suffix))
    assert publish_result(TASK, MADE, output, seconds=0).failure is None
    assert (output / PAGE).read_bytes() == MADE.page
    assert not (output / PAGE).is_symlink()
    assert content(victim) == before


@pytest.mark.parametrize("suffix", [".html", ".json"])
def test_a_folder_in_a_page_s_place_costs_that_page_with_a_sentence(suffix: str, tmp_path: Path) -> None:
    blocked = (tmp_path / PAGE).with_suffix(suffix)
    blocked.mkdir(parents=True)
    failure = publish_result(TASK, MADE, tmp_path, seconds=0).failure
    assert failure is not None
    assert failure.reason == f"cannot be written: a folder of this name is in the way ({PAGE})"
    assert list(tmp_path.rglob("*")) == [blocked.parent.parent, blocked.parent, blocked] or content(tmp_path) == {}


def test_nobody_waits_for_a_pipe_in_a_page_s_place(tmp_path: Path) -> None:
    (tmp_path / PAGE).parent.mkdir(parents=True)
    os.mkfifo(tmp_path / PAGE)
    job = Job(TASK, {})
    ((stale,), _) = split_stale([job], tmp_path, Manifest({PAGE: Entry({}, "", "")}))
    current = Manifest({PAGE: Entry(stale.fingerprints, "", "")})
    ((stale,), _) = split_stale([job], tmp_path, current)
    assert stale.reason == "something else is in its page's place"


def settled(home: Path, copy_data: Callable[[Path], Path], write_notebook: Callable[..., Path], *cells: str) -> Path:
    copy_data(home)
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", *cells)
    return home


def build(home: Path, output: Path, *more: str) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "umkm_analysis",
        "build",
        "--region",
        "3576",
        "--region",
        "3577",
        "--language",
        "id",
    ]
    command += ["--report", "economic-recovery", "--output", str(output), *more]
    environment = {**os.environ, project.HOME_VARIABLE: str(home)}
    return subprocess.Popen(  # noqa: S603 - ours
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_folders_in_the_way_cost_what_they_stand_for_and_no_other(
    tmp_path: Path, copy_data: Callable[[Path], Path], write_notebook: Callable[..., Path], record_cell: str
) -> None:
    home, output = settled(tmp_path / "home", copy_data, write_notebook, record_cell), tmp_path / "out"
    for name in ("manifest.json", "index.html", ".umkm/lock", ".umkm/journal.jsonl", PAGE):
        (output / name).mkdir(parents=True)
    said, why = build(home, output).communicate(timeout=120)
    assert "1 built, 0 up to date" in said, why
    assert "Traceback" not in why
    assert f"a folder of this name is in the way ({PAGE})" in said
    assert "index.html cannot be written: a folder of this name is in the way; move it." in why
    assert ".umkm/lock in the output folder was no file of a build; it is now lock.aside-1" in why
    assert manifest.read(output).pages.keys() == {"id/3577-kota-madiun/economic-recovery.html"}
    assert (output / "claims.html").is_file()
    for name in (PAGE, "index.html"):
        (output / name).rmdir()
    with build(home, output) as again:
        said, why = again.communicate(timeout=120)
    assert (again.returncode, "1 built, 1 up to date" in said) == (0, True), why


@pytest.mark.slow
def test_a_folder_removed_during_the_build_is_said_and_ends_with_1(
    tmp_path: Path, copy_data: Callable[[Path], Path], write_notebook: Callable[..., Path], record_cell: str
) -> None:
    slow = "import time; time.sleep(0.0 if region == '3576' else 3.0)"
    home, output = settled(tmp_path / "home", copy_data, write_notebook, slow, record_cell), tmp_path / "out"
    with build(home, output, "--jobs", "1") as running:
        until = time.monotonic() + 60
        while not (output / PAGE).is_file() and time.monotonic() < until:
            time.sleep(0.02)
        shutil.rmtree(output)
        said, why = running.communicate(timeout=120)
    assert running.returncode == 1, said
    assert "Traceback" not in why
    assert f"{output} was removed or replaced while the build ran; build again." in why
    assert "1 built, 0 up to date, 0 left out (umkm build --dry-run says why), 1 failed" in said
    assert json.loads((output / "manifest.json").read_text())["failed"].keys() == {PAGE}
