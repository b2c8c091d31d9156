"""The command as a person runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.conftest import copy_project
from umkm_analysis import __main__
from umkm_analysis.builds.output.lock import locked
from umkm_analysis.builds.output.state_dir import holder_file
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.staleness import manifest
from umkm_analysis.builds.staleness.manifest import Entry, Manifest
from umkm_analysis.builds.workers import preloader
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.cli import main
from umkm_analysis.commands.exit_codes import ExitCode
from umkm_analysis.datasets import datapackage, fingerprints, project, regions, tables
from umkm_analysis.errors import DataError
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended


def _reports_on(code: str) -> list[str]:
    """Names of the reports that a region has without being asked for."""
    region = regions.find(code)
    return [one.name for one in REPORTS if one.concerns(region) and one.unavailable_reason(region) is None]


def _break(copied: Path, source: str) -> None:
    path = copied / "notebooks" / "procurement_share.ipynb"
    whole = nbformat.read(path, as_version=4)
    nbformat.write(new_notebook(cells=[whole.cells[1], new_code_cell(source)], metadata=whole.metadata), path)


def test_two_builds_are_byte_identical_and_the_index_lists_them(
    copied: Path, umkm_process: Callable[..., Ended]
) -> None:
    arguments = ("build", "--region", "3576", "--output")
    first, second = (umkm_process(*arguments, str(copied / name)) for name in ("one", "two"))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    pages = 2 * len(_reports_on("3576"))
    assert re.search(rf"{pages} built, 0 up to date, 0 left out .* 0 failed", first.stdout)
    assert (copied / "one" / "index.html").as_uri() in first.stdout
    found = (path.relative_to(copied / "one") for path in (copied / "one").rglob("*") if path.is_file())
    files = sorted(path for path in found if not path.name.startswith("."))
    assert (
        len(files) == 2 * pages + 8
    )  # pages with their records; indexes, claims and comparisons, two each; manifest and lock
    assert all((copied / "one" / name).read_bytes() == (copied / "two" / name).read_bytes() for name in files)
    index = (copied / "one" / "index.html").read_text(encoding="utf-8")
    assert 'href="id/3576-kota-mojokerto/economic-recovery.html"' in index
    record = json.loads((copied / "one/id/3576-kota-mojokerto/economic-recovery.json").read_text(encoding="utf-8"))
    assert record["figures"]["growth_swing_pp"] == 7.34
    assert {row["verdict"] for row in record["figures"]["published_check"]} == {"agrees"}
    assert record["figures"]["growth_status"]["2021"] == "verified"


@dataclass(frozen=True)
class Fate:
    """What a broken cell does to the report of a region."""

    region: str
    source: str
    why: str
    cell: int | None


FATES = {
    "raises": Fate("0000", "1 / 0", "ZeroDivisionError: division by zero", 2),
    "kills its kernel": Fate("1275", "import os; os._exit(1)", "the kernel died", None),
    "shows nothing": Fate("3578", "print(1)", "the notebook shows 0 records", None),
    "speaks": Fate("3576", "from umkm_analysis.errors import DataError; raise DataError('say it')", "say it", 2),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, umkm_process: Callable[..., Ended]) -> tuple[Path, Ended]:
    """One build of the reports of four regions, of which one fails in each: the output folder, and how it ended."""
    home = copy_project(tmp_path_factory.mktemp("broken"))
    _break(home, "\n".join(f"if region == {fate.region!r}:\n    {fate.source}" for fate in FATES.values()))
    chosen = [argument for fate in FATES.values() for argument in ("--region", fate.region)]
    output = home / "out"
    return output, umkm_process("build", *chosen, "--language", "id", "--output", str(output), UMKM_HOME=str(home))


@pytest.mark.xdist_group("fates")
def test_failures_stop_no_other(broken: tuple[Path, Ended]) -> None:
    output, done = broken
    assert done.returncode == 1, done.stderr
    planned = make_plan(choose_regions(named=[fate.region for fate in FATES.values()]), languages=["id"]).tasks
    assert f"{len(planned) - len(FATES)} built" in done.stdout
    assert f"{len(FATES)} failed" in done.stdout
    assert "Traceback" not in done.stderr
    assert f"Gagal dibuat: {len(FATES)}" in (output / "index.html").read_text(encoding="utf-8")


@pytest.mark.xdist_group("fates")
@pytest.mark.parametrize("fate", FATES.values(), ids=FATES)
def test_one_failure_stops_no_other(broken: tuple[Path, Ended], fate: Fate) -> None:
    output, done = broken
    region = regions.find(fate.region)
    assert f"{fate.region} {region.name} · procurement-share · id  FAILED {fate.why}" in done.stdout
    others = [task for task in make_plan([region], languages=["id"]).tasks if task.report.name != "procurement-share"]
    assert others
    for task in others:
        assert f"{task.title}  ok" in done.stdout
    place = f"id/{region.slug}"
    built = {f"{task.report.name}.{kind}" for task in others for kind in ("html", "json")}
    assert {path.name for path in (output / place).iterdir()} == built
    assert (output / "failed" / place / "procurement-share.ipynb").is_file()
    if fate.cell is not None:
        assert re.search(rf"{fate.region} .*procurement-share\W+id\W+{fate.cell}\W", done.stderr), done.stderr


def test_a_folder_that_is_being_built_is_left_alone(copied: Path, umkm_process: Callable[..., Ended]) -> None:
    output = copied / "out"
    output.mkdir()
    arguments = (
        "build",
        "--region",
        "3576",
        "--report",
        "procurement-share",
        "--language",
        "id",
        "--output",
        str(output),
    )
    with locked(output):
        done = umkm_process(*arguments)
    assert done.returncode == 2
    assert re.search(rf"is being built by process {os.getpid()} on \S+ since \d\d:\d\d:\d\d\. Wait for it", done.stderr)
    assert not (output / "id").exists()
    assert umkm_process(*arguments).returncode == 0


@pytest.mark.slow
def test_a_lock_whose_build_was_killed_holds_nobody_up(copied: Path) -> None:
    output = copied / "out"
    output.mkdir()
    code = (
        "import os; from pathlib import Path; from umkm_analysis.builds.output.lock import locked\n"
        f"with locked(Path({str(output)!r})): os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 - ours
    with locked(output):
        assert (holder_file(output)).read_text().startswith(f"by process {os.getpid()}")
    assert not (holder_file(output)).exists()


def test_machines_read_one_object_a_report(copied: Path, umkm_process: Callable[..., Ended]) -> None:
    _break(copied, "raise ValueError('kurang')")
    done = umkm_process(
        "build", "--region", "3576", "--language", "id", "--log-format", "json", "--output", str(copied / "out")
    )
    assert done.returncode == 1
    told = {line["report"]: line for line in map(json.loads, done.stdout.splitlines())}
    built, failed = told["economic-recovery"], told["procurement-share"]
    assert (built["status"], built["page"]) == ("built", "id/3576-kota-mojokerto/economic-recovery.html")
    assert built["seconds"] > 0
    assert (failed["status"], failed["reason"], failed["cell"]) == ("failed", "ValueError: kurang", 2)
    assert f"{len(_reports_on('3576')) - 1} built" in done.stderr


def test_a_table_that_cannot_be_used_ends_with_3_and_writes_nothing(
    copied: Path, umkm_process: Callable[..., Ended]
) -> None:
    path = copied / "data" / "grdp_level.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("rounded_to", "rounded", 1), encoding="utf-8")
    done = umkm_process("build", "--region", "3576", "--output", str(copied / "out"))
    assert done.returncode == 3
    assert "column rounded_to: – expected this column" in done.stderr.replace('"', "")
    assert not (copied / "out").exists()


def _spoil_a_level_and_a_source(copied: Path) -> None:
    levels, sources = copied / "data" / "grdp_level.csv", copied / "data" / "sources.csv"
    levels.write_text(
        levels.read_text(encoding="utf-8").replace("1101,2015,1344.66", "1101,2015,abc"), encoding="utf-8"
    )
    text = sources.read_text(encoding="utf-8")
    sources.write_text(
        text.replace(",2023,published,https://github.com/zakiibnu723", ",Oktober 2023,published,"), "utf-8"
    )


@pytest.mark.parametrize("kernel", ["warm", "standard"])
def test_one_bad_row_stops_the_reports_that_read_it_and_no_other(
    copied: Path, kernel: str, umkm_process: Callable[..., Ended]
) -> None:
    if kernel == "warm" and not can_fork():
        pytest.skip("no warm process here")
    _spoil_a_level_and_a_source(copied)
    regions_ = ("--region", "1101", "--region", "5171", "--language", "id", "--report", "economic-recovery")
    done = umkm_process("build", *regions_, "--kernel", kernel, "--output", str(copied / "out"))
    assert done.returncode == 1
    assert 'row 30, column grdp_billion_idr_2010: "abc"' in done.stderr
    assert "1101" in done.stdout
    record = json.loads((copied / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert record["checked"] == ""
    assert (copied / "out" / "index.html").is_file()
    assert (copied / "out" / "claims.html").is_file()
    assert [page.parent.name for page in (copied / "out" / "id").glob("*/*.html")] == ["5171-kota-denpasar"]


def test_a_dry_run_says_which_reports_a_bad_row_stops(copied: Path, umkm: Callable[..., Ended]) -> None:
    _spoil_a_level_and_a_source(copied)
    asked = ("build", "--dry-run", "--language", "id", "--report", "economic-recovery", "--output", str(copied / "out"))
    some = umkm(*asked, "--region", "1101", "--region", "5171")
    assert some.returncode == 0
    assert some.stdout.startswith("1 to build into ")
    planned, stopped = some.stdout.split("1 cannot be made\n")
    assert "1101" not in planned
    assert stopped.startswith("1101 ")
    assert 'row 30, column grdp_billion_idr_2010: "abc"' in stopped
    assert umkm(*asked, "--region", "1101").returncode == 3


def test_a_check_names_every_bad_row_and_counts_the_other_tables(copied: Path, umkm: Callable[..., Ended]) -> None:
    _spoil_a_level_and_a_source(copied)
    checked = umkm("check")
    assert checked.returncode == 3
    assert f"ok  data/regions.csv  {len(tables.read('regions'))} rows" in checked.stdout
    assert 'column published: "Oktober 2023"' in checked.stderr
    assert 'column grdp_billion_idr_2010: "abc"' in checked.stderr


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("build", "--region", "91"), "Use 9400 for Papua, 9100 for Papua Barat"),
        (("build", "--region", "Mojokerto"), "Did you mean 3516 Kabupaten Mojokerto or 3576 Kota Mojokerto?"),
        (("build", "--report", "procurement"), "Did you mean procurement-share"),
        (("build", "--language", "id,fr"), 'There is no language "fr"; there are id, en'),
        (("build", "--address", "contoh.go.id"), "begins with https://"),
        (("build", "--address", "contoh.go.id/@x"), "umkm: --address is no address on the web"),
        (("build", "--tls-ca", "ca.pem"), "--tls-ca, --tls-cert and --tls-key belong together"),
        (
            ("build", "--cluster", "tcp://a:1", "--tls-ca", "a", "--tls-cert", "b", "--tls-key", "c"),
            "certificates are for an encrypted connection",
        ),
        (
            ("build", "--cluster", "tls://a:1", "--tls-ca", "/no", "--tls-cert", "/no", "--tls-key", "/no"),
            "/no is no file",
        ),
        (
            ("build", "--region", "3576", "--report", "province-overview"),
            "province-overview: this report is available for provinces only",
        ),
        (("build", "--region", "3576", "--report", "economic-recovery", "-p", "language=en"), "with --language"),
        (("pdf", "--output", "/nowhere"), "Build reports first: umkm build"),
        (("pdf", "/nowhere/x.html"), "/nowhere/x.html is no page"),
        (("build", "--region", "3576", "--report", "economic-recovery", "-p", "base_yaer=1"), "Did you mean base_year"),
        (("list", "--kind", "city"), 'There is no kind "city"'),
        (("build", "--nonsense"), "No such option"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_was_meant(
    arguments: tuple[str, ...], answer: str, umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        preloader, "start_preloading", lambda *_, **__: None
    )  # it would outlive the command, in this process
    done = umkm(*arguments)
    assert done.returncode == 2
    assert answer in done.stderr


@pytest.mark.parametrize(
    ("option", "address"),
    [
        ("--address", "https://budi:rahasia@contoh.go.id/laporan"),
        ("--address", "https://rahasia@contoh.go.id"),
        ("--address", "budi:rahasia@contoh.go.id"),
        ("--address", "budi:rahasia@contoh://go.id"),
        ("--address", "https://budi:rahasia@contoh.go.id/x?y=http://z"),
        ("--address", "https:\\\\budi:rahasia@contoh.go.id"),
        ("--address", "//budi:rahasia@contoh.go.id"),
        ("--cluster", "tcp://budi:rahasia@host:8786"),
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(
    option: str, address: str, tmp_path: Path, umkm: Callable[..., Ended]
) -> None:
    done = umkm("build", option, address, "--output", str(tmp_path / "out"))
    assert done.returncode == 2
    assert option in done.stderr
    assert "rahasia" not in done.stdout + done.stderr
    assert not (tmp_path / "out").exists()


def test_a_build_that_is_refused_while_its_process_warms_up_ends_like_any_other(
    tmp_path: Path, umkm_process: Callable[..., Ended]
) -> None:
    done = umkm_process("build", "--region", "91", "--output", str(tmp_path / "out"))
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"umkm: .*Use 9400 for Papua, 9100 for Papua Barat.*\n", done.stderr), done.stderr
    assert not (tmp_path / "out").exists()


def test_a_dry_run_prints_the_plan_and_the_reasons(copied: Path, umkm: Callable[..., Ended]) -> None:
    done = umkm("build", "--dry-run", "--output", str(copied / "out"))
    assert done.returncode == 0
    planned = make_plan(choose_regions(), languages=("id", "en"))
    assert f"{len(planned.tasks)} to build into" in done.stdout
    assert f"{len(planned.left_out)} left out" in done.stdout
    assert re.search(r"id/3576-kota-mojokerto/economic-recovery.html\s+not built yet", done.stdout)
    assert (
        "3501 Kabupaten Pacitan  procurement-share: no procurement figure has been published for this region yet"
        in done.stdout
    )
    assert not (copied / "out").exists()


@pytest.mark.skipif(not can_fork(), reason="no warm process here")
def test_the_warm_process_starts_before_the_check_only_where_something_is_sure_to_be_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UMKM_CACHE", str(tmp_path / "cache"))  # what was checked before need not be checked
    steps: list[object] = []

    def check() -> None:
        steps.append("check")
        raise DataError("that is enough")

    monkeypatch.setattr(preloader, "start_preloading", lambda *given, pages: steps.append((*given, pages)))
    monkeypatch.setattr(tables, "set_aside_bad_rows", check)
    warmed = (fingerprints.data_version(project.root()), ("economic-recovery",), None)
    alone = (*warmed[:2], 1)
    manifest.write(tmp_path / "built", Manifest({"id/3576-x/y.html": Entry({}, "", "")}))
    for output, more, expected in (
        ("empty", (), [warmed, "check"]),
        ("empty", ("--region", "3576", "--language", "id"), [alone, "check"]),
        ("empty", ("--dry-run",), ["check"]),
        ("empty", ("--kernel", "standard"), ["check"]),
        ("built", (), ["check"]),
        ("built", ("--force",), [warmed, "check"]),
    ):
        steps.clear()
        with pytest.raises(SystemExit):
            main(["build", "--report", "economic_recovery", "--output", str(tmp_path / output), *more])
        assert steps == expected, (output, more)


def test_list_names_regions_and_their_reports(umkm: Callable[..., Ended]) -> None:
    done = umkm("list", "--province", "3500", "--kind", "kota")
    lines = done.stdout.splitlines()
    assert len(lines) == 9
    assert any(
        re.fullmatch(rf"3576\s+Kota Mojokerto\s+kota\s+Jawa Timur\s+{' '.join(_reports_on('3576'))}", one)
        for one in lines
    )


def test_an_ambiguous_code_is_answered_with_one_sentence(umkm: Callable[..., Ended]) -> None:
    done = umkm("build", "--region", "9604", "--region", "9604", "--report", "economic-recovery", "--dry-run")
    assert "9404 Kabupaten Nabire" in done.stdout
    assert done.stderr.count("96.04 is the Kemendagri code of Kabupaten Tambrauw") == 1


def test_an_error_of_the_program_looks_like_no_failed_report(
    umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(regions, "all_regions", fail)
    done = umkm("list")
    assert done.returncode == 70
    assert "ZeroDivisionError: of ours" in done.stderr
    assert done.stderr.endswith("umkm: this is an error of umkm_analysis; please report it with the lines above\n")


def test_exit_codes_have_one_meaning_each_and_stand_in_the_help(umkm: Callable[..., Ended]) -> None:
    assert len({code.value for code in ExitCode}) == len(ExitCode.__members__) == 9
    assert __main__.INTERRUPTED == ExitCode.INTERRUPTED
    said = umkm("--help").stdout
    assert all(re.search(rf"\b{code.value}\b", said) for code in ExitCode if code is not ExitCode.CONTRADICTED)
    assert "4 something is" in " ".join(umkm("claims", "check", "--help").stdout.split())


def test_a_kemendagri_code_finds_its_region_with_one_sentence(umkm: Callable[..., Ended]) -> None:
    done = umkm("build", "--region", "91.04", "--report", "economic-recovery", "--dry-run")
    assert done.returncode == 0
    assert "9404 Kabupaten Nabire" in done.stdout
    assert done.stderr.count("91.04 was, until 2022-07-24, the Kemendagri code of Kabupaten Nabire") == 1


def test_check_passes_on_the_checkout(umkm: Callable[..., Ended]) -> None:
    done = umkm("check")
    assert done.returncode == 0
    assert done.stdout.count("ok  data/") == len(datapackage.resources())
    assert "true extremes exist" in done.stdout


def test_the_list_of_commands_says_each_in_full(umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = umkm("--help").stdout.split("Commands:\n")[1]
    assert "..." not in listed
    assert "import             Import statistics, lines, a register or boundaries." in listed
    assert len(listed.splitlines()) == 22


def test_a_file_in_place_of_the_output_folder_is_refused_at_once(
    umkm: Callable[..., Ended], tmp_path: Path, root: Path
) -> None:
    file = tmp_path / "pages"
    file.write_text("mine")
    ended = umkm("build", "--region", "3576", "--output", str(file))
    assert ended.returncode == 2
    assert "that is a file. Name a folder" in ended.stderr
    ended = umkm("build", "--region", "3576", "--output", os.devnull)
    assert (ended.returncode, "Name a folder" in ended.stderr) == (2, True)
    notebook = str(root / "notebooks" / "economic_recovery.ipynb")
    for command in (("build",), ("preview", notebook), ("pptx",)):
        ended = umkm(*command, "--region", "3576", "--output", str(file / "below"))
        assert (ended.returncode, f"{file} is a file. Name a folder" in ended.stderr) == (2, True), command
    assert file.read_text() == "mine"


def test_a_folder_that_may_not_be_written_is_named_and_no_temporary_file_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied", "/srv/lines/.lock")

    monkeypatch.setattr("umkm_analysis.cli.application", refuse)
    with pytest.raises(SystemExit) as ended:
        main(["lines"])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "umkm: /srv/lines: files cannot be written there (Permission denied). Name a folder" in " ".join(
        said.split()
    )
    assert ".lock" not in said
