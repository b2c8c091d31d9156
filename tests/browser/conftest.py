"""A real browser without a network, and pages built for it once for all test processes."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from playwright.sync_api import sync_playwright

from umkm_analysis.builds.output.index import write_index
from umkm_analysis.builds.output.pdf import find_browser
from umkm_analysis.builds.plan import Task
from umkm_analysis.datasets import regions
from umkm_analysis.errors import MissingToolError
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = """Kota <script>alert("x")</script> & 'kutip' {kurung} =1+1 مدينة """ + "panjang sekali " * 8 + "</title>"
ADDRESS = "https://contoh.example/laporan"


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's Chromium; in CI a missing one is a failure."""
    try:
        return find_browser()
    except MissingToolError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no browser: {error}")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page with the network cut; whatever it asked for or complained of is in ``page.heard``."""
    contexts = []

    def open_page(path: Path, *, width: int = 1280, height: int = 800, fragment: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        contexts.append(context)
        heard: list[str] = []
        page = context.new_page()
        page.on("request", lambda asked: heard.append(asked.url) if _leaves(asked.url, path) else None)
        page.on("console", lambda said: heard.append(said.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
        context.route(lambda url: _leaves(url, path), lambda route: route.abort())
        page.heard = heard  # type: ignore[attr-defined]
        page.goto(path.as_uri() + fragment)
        page.evaluate("document.fonts.ready")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of report in both languages, with its index."""
    codes = sorted({report.examples[0] for report in REPORTS})
    chosen = [argument for code in codes for argument in ("--region", code)]
    return _built(tmp_path_factory, "reports", ROOT, *chosen, "--address", ADDRESS)


@pytest.fixture(scope="session")
def with_lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The procurement report of a region that has (synthetic) lines, in both languages."""
    home = _shared(tmp_path_factory) / "home-with-lines"
    with FileLock(f"{home}.lock"):
        if not home.exists():
            for folder in ("data", "notebooks"):
                shutil.copytree(ROOT / folder, home / folder, ignore=shutil.ignore_patterns("lines"))
            command = [sys.executable, "-m", "umkm_analysis", "sample-lines", "--region", "3576", "--lines", "1500"]
            subprocess.run(command, check=True, env={**os.environ, "UMKM_HOME": str(home)})  # noqa: S603 - ours
    return _built(
        tmp_path_factory, "with-lines", home, "--region", "3576", "--report", "procurement-share", "--address", ADDRESS
    )


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports in which a region bears a hostile name: its own, and its province's."""
    home = _shared(tmp_path_factory) / "home"
    with FileLock(f"{home}.lock"):
        if not home.exists():
            for folder in ("data", "notebooks"):
                shutil.copytree(ROOT / folder, home / folder, ignore=shutil.ignore_patterns("lines"))
            _rename(home / "data" / "regions.csv", "3573", HOSTILE)
    chosen = ("--region", "3573", "--region", "3500", "--report", "economic-recovery", "--report", "province-overview")
    return _built(tmp_path_factory, "hostile", home, *chosen, "--region", "3576")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on UMKM from a register that was made up."""
    home = _shared(tmp_path_factory) / "demonstration-home"
    with FileLock(f"{home}.lock"):
        if not home.exists():
            for folder in ("data", "notebooks"):
                shutil.copytree(ROOT / folder, home / folder, ignore=shutil.ignore_patterns("register"))
            for arguments in (("init-register", "demo.xlsx", "--demo"), ("import", "register", "demo.xlsx")):
                command = [sys.executable, "-m", "umkm_analysis", *arguments]
                subprocess.run(command, check=True, cwd=home, env={**os.environ, "UMKM_HOME": str(home)})  # noqa: S603 - ours
    return _built(tmp_path_factory, "demonstration", home, "--region", "3576", "--report", "umkm-onboarding")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of every region, over pages that are only their records."""
    output = _shared(tmp_path_factory) / "whole"
    with FileLock(f"{output}.lock"):
        if not (output / "index.html").is_file():
            for region in regions.all_regions().values():
                for language in ("id", "en"):
                    _lay(output, Task(region, REPORTS[0], language))
            write_index(output, left_out=[], failed=[])
    return output


def _lay(output: Path, task: Task) -> None:
    page = output / task.page
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("")
    code = task.region.code
    known = code != "3577"
    headline = {
        "year": 2021,
        "level_index": 90 + int(code) % 200 / 10 if known else None,
        "growth_pct": int(code) % 9 - 2 if known else None,
        "grdp_billion_idr_2010": 1000.0 + int(code) if known else None,
        "outcome": "recovered" if known else None,
        "recovery_year": 2021 + int(code) % 2 if known else None,
    }
    page.with_suffix(".json").write_text(json.dumps({"headline": headline}))


def _leaves(url: str, page: Path) -> bool:
    return not url.startswith(("data:", "blob:", page.parents[2].as_uri(), page.parent.as_uri()))


def _built(factory: pytest.TempPathFactory, name: str, home: Path, *arguments: str) -> Path:
    output = _shared(factory) / name
    with FileLock(f"{output}.lock"):
        if not (output / "index.html").is_file():
            command = [sys.executable, "-m", "umkm_analysis", "build", *arguments, "--output", str(output)]
            environment = {**os.environ, "UMKM_HOME": str(home)}
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - ours
            assert done.returncode in {0, 1}, done.stderr
            assert " 0 failed" in done.stdout, done.stderr
    return output


def _shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one test run share."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _rename(path: Path, code: str, name: str) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["name"] = name if row["code"] == code else row["name"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
