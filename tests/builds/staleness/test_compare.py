"""What is there is not built again; what is no longer as it would be built is, and says why."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.atomic_write import digest_of, write_atomically
from umkm_analysis.builds.job import Failure, Job, Result
from umkm_analysis.builds.links import links_of
from umkm_analysis.builds.output.state_dir import journal_file, parts_folder
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.staleness import code_fingerprint, inputs, manifest
from umkm_analysis.builds.staleness.compare import index_key, orphaned_pages, prune, record_results, split_stale
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PAGE = "id/3576-kota-mojokerto/economic-recovery.html"
ENGLISH = "en/3576-kota-mojokerto/economic-recovery.html"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that every test leaves as it is, and whose tables are read once."""
    return settle(project.root(), tmp_path_factory.mktemp("home"))


@pytest.fixture
def home(settled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(project.HOME_VARIABLE, str(settled))
    return settled


@pytest.fixture
def forgotten() -> Iterator[None]:
    """What the test made another must not be remembered of the home that all share."""
    yield
    project.clear_caches()


def settle(source: Path, home: Path) -> Path:
    for folder in ("data", "notebooks"):
        shutil.copytree(source / folder, home / folder)
    return home


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    parts_folder(folder)
    return folder


def plan(output: Path, *codes: str, languages: Sequence[str] = ("id", "en"), **parameters: object) -> list[Job]:
    tasks = make_plan(
        choose_regions(named=codes or ("3576", "3515")), reports=["economic-recovery"], languages=languages
    ).tasks
    return [Job(task, parameters, links_of(task, output=output, languages=languages)) for task in tasks]


def pretend(jobs: Sequence[Job], output: Path) -> manifest.Manifest:
    """Build without building: pages that hold their own path."""
    known = manifest.read(output)
    stale, _ = split_stale(jobs, output, known)
    for _ in record_results([published(one.job, output) for one in stale], stale, output, known):
        pass
    manifest.write(output, known)
    return manifest.read(output)


def published(job: Job, output: Path) -> Result:
    page = output / job.task.page
    write_atomically({page: str(page), page.with_suffix(".json"): "{}"})
    return Result(job.task, 0.1, digests=(digest_of(str(page).encode()), digest_of(b"{}")))


def whys(jobs: Sequence[Job], output: Path, *, force: bool = False) -> dict[str, str]:
    return {one.job.task.page: one.reason for one in split_stale(jobs, output, manifest.read(output), force=force)[0]}


@pytest.mark.usefixtures("home")
def test_what_was_built_is_not_built_again(output: Path) -> None:
    jobs = plan(output)
    assert set(whys(jobs, output).values()) == {"not built yet"}
    pretend(jobs, output)
    stale, fresh = split_stale(jobs, output, manifest.read(output))
    assert ([*stale], fresh) == ([], 4)
    assert not journal_file(output).exists()
    assert set(whys(jobs, output, force=True).values()) == {"--force"}


@pytest.mark.usefixtures("home")
def test_a_page_that_is_gone_or_was_touched_is_built_again(output: Path) -> None:
    jobs = plan(output)
    pretend(jobs, output)
    (output / PAGE).unlink()
    (output / ENGLISH).with_suffix(".json").write_text("{} ")
    assert whys(jobs, output) == {PAGE: "its page is gone", ENGLISH: "its page is not the one that was built"}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("data/grdp_level.csv", "3576,2021,4976.49", "3576,2021,4976.50", "changed: data/grdp_level"),
        ("data/grdp_level.csv", "3571,2021,", "3571,2021,1", "changed: data/grdp_level"),  # a peer it is ranked among
        ("data/mandates.csv", "40", "41", "changed: data/mandates"),  # a claim on the city is held against it
        ("data/datapackage.json", "2026.11", "2026.12", "changed: data/datapackage.json"),
        ("notebooks/economic_recovery.ipynb", "Cara membaca", "Cara baca", "changed: its notebook"),
    ],
)
def test_what_a_report_reads_makes_it_stale(  # noqa: PLR0913 - a case and its place
    *,
    file: str,
    old: str,
    new: str,
    why: str,
    home: Path,
    output: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pretend(plan(output, "3576"), output)
    other = settle(home, tmp_path / "other")
    monkeypatch.setenv(project.HOME_VARIABLE, str(other))
    replace(other / file, old, new)
    assert whys(plan(output, "3576"), output) == {PAGE: why, ENGLISH: why}


def test_what_a_report_does_not_read_leaves_it_fresh(
    home: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(plan(output, "3576"), output)
    other = settle(home, tmp_path / "other")
    monkeypatch.setenv(project.HOME_VARIABLE, str(other))
    for file, old, new in (
        ("data/grdp_level.csv", "3501,2021,", "3501,2021,1"),  # no peer of a city
        ("data/grdp_level.csv", "5171,2021,", "5171,2021,1"),
        ("data/channels.csv", "Mojo Market", "Mojo Pasar"),
        ("notebooks/procurement_share.ipynb", "Cara membaca", "Cara baca"),
    ):
        replace(other / file, old, new)
    assert whys(plan(output, "3576"), output) == {}


@pytest.mark.usefixtures("home")
def test_parameters_and_the_other_languages_of_a_build_count(output: Path) -> None:
    pretend(plan(output, "3576"), output)
    assert whys(plan(output, "3576", base_year=2018), output)[PAGE] == "changed: its parameters"
    (output / ENGLISH).unlink()
    assert whys(plan(output, "3576", languages=["id"]), output) == {PAGE: "changed: where it points"}


@pytest.mark.parametrize(
    ("part", "named", "pages"),
    [
        ("template", "the page's template", {PAGE, ENGLISH}),
        ("libraries", "Python or a library", {PAGE, ENGLISH}),
        ("messages", "the catalogue of its language", {ENGLISH}),
        ("of_notebook", "the code that makes it", {PAGE, ENGLISH}),
    ],
)
@pytest.mark.usefixtures("home", "forgotten")
def test_what_makes_pages_counts(
    part: str, named: str, pages: set[str], output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(plan(output, "3576"), output)
    monkeypatch.setattr(inputs if hasattr(inputs, part) else inputs.code_fingerprint, part, lambda *_: "other")
    project.clear_caches()  # the next build is another process
    assert whys(plan(output, "3576"), output) == dict.fromkeys(pages, f"changed: {named}")


@pytest.mark.usefixtures("home")
def test_what_failed_is_tried_again_and_keeps_its_reason_until_then(output: Path) -> None:
    jobs = plan(output, "3576", languages=["id"])
    known = manifest.read(output)
    stale, _ = split_stale(jobs, output, known)
    list(record_results([Result(jobs[0].task, 0.1, Failure("no figures", 5))], stale, output, known))
    manifest.write(output, known)
    assert manifest.read(output).failed == {PAGE: {"reason": "no figures", "cell": 5}}
    assert whys(jobs, output) == {PAGE: "it failed last time"}
    assert pretend(jobs, output).failed == {}
    assert whys(jobs, output) == {}


@pytest.mark.usefixtures("home")
def test_a_killed_build_keeps_what_it_had_published(output: Path) -> None:
    jobs = plan(output)
    known = manifest.read(output)
    stale, _ = split_stale(jobs, output, known)
    list(record_results([published(jobs[0], output), published(jobs[1], output)], stale, output, known))
    with journal_file(output).open("a", encoding="utf-8") as file:
        file.write('{"at": "id/torn')  # killed in the middle of a line, and no manifest
    assert set(whys(jobs, output)) == {one.task.page for one in jobs[2:]}
    assert manifest.read(output).index == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 0}', '{"version": 1, "pages": {"a": {"b": 1}}}'])
@pytest.mark.usefixtures("home")
def test_a_manifest_that_cannot_be_read_counts_as_none(text: str, output: Path) -> None:
    jobs = plan(output)
    pretend(jobs, output)
    (output / manifest.NAME).write_text(text, encoding="utf-8")
    assert set(whys(jobs, output).values()) == {"not built yet"}


@pytest.mark.usefixtures("home")
def test_two_builds_of_the_same_leave_the_same_manifest(output: Path) -> None:
    jobs = plan(output)
    pretend(jobs, output)
    first = (output / manifest.NAME).read_bytes()
    (output / manifest.NAME).unlink()
    pretend(list(reversed(jobs)), output)
    assert (output / manifest.NAME).read_bytes() == first
    assert list(json.loads(first)["pages"]) == sorted(one.task.page for one in jobs)


@pytest.mark.usefixtures("home")
def test_pages_that_the_plan_does_not_name_are_named_and_pruned_with_all_that_is_theirs(output: Path) -> None:
    pretend(plan(output), output)
    (output / PAGE).with_suffix(".pdf").write_bytes(b"pdf")
    (output / PAGE).with_suffix(".pptx").write_bytes(b"pptx")
    foreign = output / "id" / "3576-kota-mojokerto" / "mine.html"
    foreign.write_text("a person's own")
    known = manifest.read(output)
    unwanted = orphaned_pages([job.task.page for job in plan(output, "3515")], known)
    assert unwanted == [ENGLISH, PAGE]
    prune(unwanted, output, known)
    assert orphaned_pages([job.task.page for job in plan(output, "3515")], known) == []
    assert [path.name for path in (output / "id" / "3576-kota-mojokerto").iterdir()] == ["mine.html"]
    assert not (output / "en" / "3576-kota-mojokerto").exists()
    assert (output / "en" / "3515-kabupaten-sidoarjo" / "economic-recovery.html").is_file()


@pytest.mark.usefixtures("home")
def test_the_index_is_stale_when_a_page_or_what_it_tells_is_another(output: Path) -> None:
    known = pretend(plan(output), output)
    before = index_key(output, known, ["left out"])
    assert index_key(output, known, ["left out"]) == before
    assert index_key(output, known, []) != before
    assert index_key(output, known, ["a", "b"]) == index_key(output, known, ["b", "a"])  # reports fail in any order
    (output / "id" / "3515-kabupaten-sidoarjo" / "procurement-share.html").write_text("put there")
    assert index_key(output, known, ["left out"]) != before


@pytest.mark.parametrize(
    "file",
    sorted(path for name in ("__init__", "index") for path in code_fingerprint.ROOT.glob(f"reports/*/{name}.py")),
)
def test_the_index_is_written_again_when_a_report_s_part_of_it_changes(
    file: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = index_key(output, manifest.Manifest(), [])
    content = code_fingerprint._sha256  # noqa: SLF001 - what a file holds
    monkeypatch.setattr(code_fingerprint, "_sha256", lambda path: content(path) + ("!" if path == file else ""))
    assert index_key(output, manifest.Manifest(), []) != before
