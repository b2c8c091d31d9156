"""What a command imports before it does anything: it answers at once where it imports little."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
import typer

from umkm_analysis.cli import COMMANDS, application

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

pytestmark = pytest.mark.xdist_group("start-up")  # whose commands are run once
TABLES = ("numpy", "pandas", "pyarrow")
HEAVY = (
    "IPython", "PIL", "asyncio", "babel", "bs4", "duckdb", "httpcore", "httpx", "jinja2", "matplotlib",
    "multiprocessing", "narwhals", "nbconvert", "nbformat", "openpyxl", "pandera", "papermill", "polars", "scipy",
    "segno", "shapely", "ssl", "umkm_analysis.builds.build", "umkm_analysis.pages", "umkm_analysis.reports.registry",
    "umkm_analysis.datasets.procurement_lines.importer",
)  # fmt: skip
"""Modules that take long to import; no command needs one to explain itself or to refuse an option."""
WRONG = (
    "build --region 3576 --report recovery",
    "build --region Mojokrto",
    "build --region 91",
    "build --province 3576",
    "build --all --region 3576",
    "build --language fr",
    "build --notebook none.ipynb",
    "build --notebook README.md",
    "build --edition none",
    "build --output README.md",
    "build --address ftp://x",
    "build --region 3576 -p base_yaer=1",
    "build --retry-failed --output none",
    "build --cluster nowhere",
    "build --cluster tcp://host",
    "list --report recovery",
    "list --province Jawa",
    "list --kind town",
    "claims check none.csv",
    "claims check data",
    "claims check data/claims.csv --language fr",
    "import nokind none.csv --year 2024",
    "import tender none.csv --year 1999",
    "import tender none.csv --year 2024",
    "import tender README.md --year 2024 --region Mojokrto",
    "import grdp none.csv",
    "import register none.xlsx",
    "import register README.md",
    "import boundaries none.geojson",
    "lines export x.csv --where colour=red",
    "lines export x.csv --where figure=realisd",
    "lines export x.csv --region Mojokrto",
    "lines export x.csv --as-of yesterday",
    "lines remove tendr --year 2024",
    "shares --region Mojokrto",
    "shares --by colour",
    "shares --year 1800",
    "sample-lines --region Mojokrto",
    "sample-lines --year 1800",
    "lines remove tender --year 1800",
    "data undo own-x",
    "data diff none",
    "metrics growht",
    "pdf none.html",
    "pdf README.md",
    "cards none.html",
    "pptx --report recovery",
    "pptx --region Mojokrto",
    "preview none",
    "preview economic-recovery --region Mojokrto",
    "new-report economic-recovery",
    "init-register README.md",
    "fetch inaproc tendr --institution D1 --year 2024",
    "lab --language fr",
)
"""Errors of use: what is named does not exist, or cannot be meant."""
REFUSING = [name for name, command in COMMANDS.items() if command.settings is None]
"""Commands that refuse options they do not know; lab passes them on."""
SCRIPT = """
import contextlib, io, json, sys
import umkm_analysis
loaded = {"import umkm_analysis": sorted(sys.modules)}
from umkm_analysis.cli import main
for arguments in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            main(arguments)
        except SystemExit as ended:
            loaded[" ".join(arguments)] = [ended.code, *sorted(sys.modules)]
print(json.dumps(loaded))
"""


EXPORT = """\
Nama Instansi,Kode Paket,Total Nilai (Rp),Status Paket
Kota Mojokerto,1,1000,SELESAI
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of a process that finds the data checked, and answers remembered."""
    found = {**os.environ, "UMKM_CACHE": str(tmp_path_factory.mktemp("cache"))}
    for said in (["check"], ["claims", "check", "data/claims.csv"], ["list"], ["metrics"]):  # fills the memory
        run = [sys.executable, "-m", "umkm_analysis", *said]
        subprocess.run(run, check=False, capture_output=True, env=found)  # noqa: S603 - ours
    return found


def _loaded_by(asked: list[list[str]], environment: dict[str, str], script: str = SCRIPT) -> dict[str, list[str]]:
    run = [sys.executable, "-c", script, json.dumps(asked)]
    done = subprocess.run(run, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - ours
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def unseen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of claims that nobody has checked."""
    path = tmp_path_factory.mktemp("claims") / "speech.csv"
    path.write_text("code,indicator,value,unit,year\n3576,grdp_growth,3.65,persen,2021\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def loaded(environment: dict[str, str], unseen: Path) -> dict[str, list[str]]:
    """Command → its exit code and every module there was after it; all in one process, the lightest first."""
    asked = [
        ["--help"],
        ["no-such-command"],
        *([name, "--help"] for name in COMMANDS),
        *([name, "--no-such-option"] for name in REFUSING),
        *(wrong.split() for wrong in WRONG),
        ["check"],
        ["claims", "check", "data/claims.csv"],
        ["list"],
        ["metrics"],
        ["claims", "check", str(unseen)],
        ["list", "--kind", "kota"],
    ]
    return _loaded_by(asked, environment)


def _of(modules: list[str], *names: str) -> list[str]:
    return [name for name in names if name in modules]


@pytest.mark.slow
def test_explaining_and_refusing_import_nothing_heavy(loaded: dict[str, list[str]]) -> None:
    assert _of(loaded["import umkm_analysis"], "typer", "rich", *TABLES, *HEAVY) == []
    assert loaded["--help"][0] == 0
    assert {loaded[f"{name} --help"][0] for name in COMMANDS} == {0}
    assert {loaded[f"{name} --no-such-option"][0] for name in REFUSING} == {2}
    light = [command for command in loaded if command.endswith(("--help", "command", "-option"))]
    assert len(light) == 2 + len(COMMANDS) + len(REFUSING)
    assert {command: found for command in light if (found := _of(loaded[command], *TABLES, *HEAVY))} == {}


@pytest.mark.slow
def test_an_error_of_use_is_answered_before_anything_heavy_is_imported(loaded: dict[str, list[str]]) -> None:
    assert {wrong: loaded[wrong][0] for wrong in WRONG} == dict.fromkeys(WRONG, 2)
    assert {wrong: found for wrong in WRONG if (found := _of(loaded[wrong], *TABLES, *HEAVY))} == {}


@pytest.mark.slow
def test_checked_data_are_neither_read_nor_validated_again(loaded: dict[str, list[str]]) -> None:
    assert loaded["check"][0] == 0
    assert _of(loaded["check"], *TABLES, *HEAVY) == []
    for command in ("claims check data/claims.csv", "list", "metrics"):
        assert loaded[command][0] in {0, 4}
        assert _of(loaded[command], *TABLES, *HEAVY) == [], command


@pytest.mark.slow
def test_what_is_asked_for_the_first_time_draws_nothing(loaded: dict[str, list[str]]) -> None:
    drawing = ("pandera", "matplotlib", "papermill", "nbformat", "duckdb", "scipy", "shapely", "httpx")
    assert loaded["list --kind kota"][0] == 0
    assert "pandas" in loaded["list --kind kota"]
    assert _of(loaded["list --kind kota"], *drawing) == []


@pytest.mark.slow
def test_claims_that_nobody_has_checked_wait_for_tables_and_words_alone(
    loaded: dict[str, list[str]], unseen: Path
) -> None:
    code, *modules = loaded[f"claims check {unseen}"]
    assert code == 0
    assert {"pandas", "babel"} <= {*modules}
    needed = {"babel", "umkm_analysis.pages"}
    assert _of(modules, *(name for name in HEAVY if name not in needed), "http.client", "urllib.request") == []


@pytest.mark.slow
def test_what_was_planned_before_is_planned_without_tables(environment: dict[str, str], tmp_path: Path) -> None:
    asked = ["build", "--all", "--dry-run", "--output", str(tmp_path / "out")]
    script = f"from umkm_analysis.builds import in_fork\nin_fork.can_fork_safely = lambda: False\n{SCRIPT}"
    first = _loaded_by([asked], environment, script)[" ".join(asked)]
    again = _loaded_by([asked], environment, script)[" ".join(asked)]
    assert first[0] == again[0] == 0
    assert "pandas" in first
    needed = {
        "babel",
        "multiprocessing",
        "umkm_analysis.builds.build",
        "umkm_analysis.pages",
        "umkm_analysis.reports.registry",
    }
    assert _of(again, *TABLES, *(name for name in HEAVY if name not in needed)) == []


@pytest.mark.slow
def test_an_import_of_lines_needs_no_pandas(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "realisasi.csv"
    file.write_text(EXPORT, encoding="utf-8")
    asked = ["import", "inaproc", str(file), "--year", "2025"]
    loaded = _loaded_by([asked], {**environment, "UMKM_LINES": str(tmp_path / "lines")})
    code, *modules = loaded[" ".join(asked)]
    assert code == 0
    assert "pyarrow" in modules
    assert _of(modules, "pandas", "pandera", "narwhals", "openpyxl", "jinja2", "matplotlib", "asyncio") == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str, umkm: Callable[..., Ended]) -> None:
    command = COMMANDS[name]
    function = getattr(import_module(f"umkm_analysis.commands.{command.module}"), command.function)
    own = function.info.help if isinstance(function, typer.Typer) else function.__doc__
    assert own.startswith(command.help)
    assert f"  {name}" in umkm("--help").stdout


def test_a_list_of_commands_holds_all_in_their_order() -> None:
    assert [command.name for command in application().registered_commands] == list(COMMANDS)
