"""A real browser without a network, and pages built for it once for all test processes."""

from __future__ import annotations

import csv
import json
import math
import os
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from playwright.sync_api import Error, sync_playwright

from tests.conftest import ROOT, copy_project
from umkm_analysis.builds.output.index import write_index
from umkm_analysis.builds.output.pdf import find_browser
from umkm_analysis.builds.plan import Task
from umkm_analysis.datasets import regions
from umkm_analysis.errors import MissingToolError
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Ended

HOSTILE = """Kota <script>alert("x")</script> & 'kutip' {kurung} =1+1 مدينة """ + "panjang sekali " * 8 + "</title>"
HOSTILE_PAGES = {
    "own": "3573*/economic-recovery.html",
    "peer": "3576*/economic-recovery.html",
    "province": "3500*/province-overview.html",
}
"""Where that name stands: as the region's own, among its peers, and on the overview of its province."""
PRINTED = ("3576-kota-mojokerto/economic-recovery", "3500-jawa-timur/province-overview")
ADDRESS = "https://contoh.example/laporan"
NO_ADDRESS_BAR = (
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    "MediaRouter,OptimizationHints,PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning"
)
"""Pages of Chromium's own that each window would load for its address bar, which nobody sees here; and of what
Playwright turns off, which this replaces, that which matters to a page from a file."""


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
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking", NO_ADDRESS_BAR]
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def windows() -> dict[str, Page]:
    """The windows that are open, by what they were opened with."""
    return {}


@pytest.fixture
def visit(browser: Browser, windows: dict[str, Page]) -> Iterator[Callable[..., Page]]:
    """Open a page with the network cut; whatever it asked for or complained of is in ``page.heard``.

    A new window takes longer than any page: one serves all visits of its kind, one after the other. ``clock=True`` is
    a window whose clock goes as a test wants it; ``fresh=True`` one that nobody has visited before, for what a browser
    remembers: to empty its storage is a request that may come late.
    """
    alone: list[Page] = []

    def open_page(  # noqa: PLR0913 - what a visitor's machine may be like
        path: Path,
        *,
        width: int = 1280,
        height: int = 800,
        fragment: str = "",
        color_scheme: str = "light",
        reduced_motion: str = "no-preference",
        fresh: bool = False,
        **kind: Any,
    ) -> Page:
        page = (None if fresh else _cleared(windows.get(repr(kind)))) or _window(browser, **kind)
        if fresh:
            alone.append(page)
        else:
            windows[repr(kind)] = page
        page.home = path  # type: ignore[attr-defined]
        page.heard = []  # type: ignore[attr-defined]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion)  # type: ignore[arg-type]
        page.goto(path.as_uri() + fragment)
        page.evaluate("document.fonts.ready")
        return page

    yield open_page
    for page in alone:
        page.context.close()


def _window(browser: Browser, *, clock: bool = False, **options: Any) -> Page:
    context = browser.new_context(accept_downloads=True, **options)
    page: Any = context.new_page()
    page.on("request", lambda asked: page.heard.append(asked.url) if _leaves(asked.url, page.home) else None)
    page.on("console", lambda said: page.heard.append(said.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("dialog", lambda dialog: (page.heard.append(dialog.message), dialog.dismiss()))
    context.route(lambda url: _leaves(url, page.home), lambda route: route.abort())
    if clock:
        page.clock.install()
    return page


def _cleared(page: Page | None) -> Page | None:
    """Leave nothing of the last visit, neither what it stored nor where the mouse was; nothing of a broken window."""
    try:
        if page is not None and page.url.startswith("file:"):
            page.evaluate("[localStorage, sessionStorage].forEach((kept) => kept.clear())")
            page.goto("about:blank")
            page.mouse.move(-1, -1)
    except Error:
        return None
    return page


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory, umkm_process: Callable[..., Ended]) -> Path:
    """Every kind of report in both languages, with its index."""

    def make(site: Path) -> None:
        codes = sorted({report.examples[0] for report in REPORTS})
        chosen = [argument for code in codes for argument in ("--region", code)]
        _build(umkm_process, ROOT, site, *chosen)

    return _made_once(tmp_path_factory, "reports", make)


@pytest.fixture(scope="session")
def special(tmp_path_factory: pytest.TempPathFactory, umkm_process: Callable[..., Ended]) -> Path:
    """Reports on a region with synthetic lines and a synthetic register, one with a hostile name, and its province.

    Its map has made-up boundaries, as fine as any are kept.
    """

    def make(site: Path) -> None:
        home = copy_project(site.with_name("home"))
        _rename(home / "data" / "regions.csv", "3573", HOSTILE)
        register, boundaries = str(home / "demo.xlsx"), home / "batas.geojson"
        boundaries.write_text(json.dumps({"type": "FeatureCollection", "features": [*_outlines("35")]}))
        for arguments in (
            ("sample-lines", "--region", "3576", "--lines", "1500"),
            ("init-register", register, "--demo"),
            ("import", "register", register),
            ("import", "boundaries", str(boundaries), "--source", "SINTETIS, batas buatan", "--licence", "CC0"),
        ):
            done = umkm_process(*arguments, UMKM_HOME=str(home))
            assert done.returncode == 0, done.stderr
        _build(umkm_process, home, site, "--region", "3573", "--region", "3576", "--region", "3500")

    return _made_once(tmp_path_factory, "special", make)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of every region, over pages that are only their records."""

    def make(site: Path) -> None:
        for region in regions.all_regions().values():
            for language in ("id", "en"):
                _lay(site, Task(region, REPORTS[0], language))
        write_index(site, left_out=[], failed=[])

    return _made_once(tmp_path_factory, "whole", make)


@pytest.fixture(scope="session")
def printed(
    tmp_path_factory: pytest.TempPathFactory,
    umkm_process: Callable[..., Ended],
    *,
    reports: Path,
    special: Path,
    chromium: Path,
) -> Path:
    """Some of the reports and of the special ones, with their PDF files."""

    def make(site: Path) -> None:
        pages = {reports / one: site / one for page in PRINTED for one in (f"id/{page}.html", f"en/{page}.html")}
        for pattern in HOSTILE_PAGES.values():
            (page,) = (special / "id").glob(pattern)
            pages[page] = site / "special" / page.parent.name / page.name
        for page, copy in pages.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            for kind in (".html", ".json"):
                shutil.copy(page.with_suffix(kind), copy.with_suffix(kind))
        done = umkm_process("pdf", "--output", str(site), UMKM_BROWSER=str(chromium))
        assert done.returncode == 0, done.stderr
        assert re.match(rf"{len(pages)} printed, 0 failed; \d+\.\d s", done.stdout)

    return _made_once(tmp_path_factory, "printed", make)


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Let the first test process that needs a folder make it; test_sites.py sees to it that none waits."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"site-{name}" / name
    made = folder.with_name("made")
    with FileLock(f"{folder.parent}.lock"):
        if not made.exists():
            shutil.rmtree(folder.parent, ignore_errors=True)  # of a process that failed to make it
            folder.parent.mkdir()
            make(folder)
            made.touch()
    return folder


def _build(umkm_process: Callable[..., Ended], home: Path, site: Path, *regions: str) -> None:
    done = umkm_process("build", *regions, "--address", ADDRESS, "--output", str(site), UMKM_HOME=str(home))
    assert done.returncode == 0, done.stderr
    assert " 0 failed" in done.stdout, done.stderr


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
    years = range(2016, 2022)
    figures = {
        "level_index": {code: {str(year): (90 + year - 2016 if known else None) for year in years}},
        "growth_pct": {code: {str(year): (round(year / 3 - 672, 4) if known else None) for year in years}},
        "provisional_years": {"2021": "very preliminary"},
        "breaks": [{"table": "grdp_level", "year": 2018, "kind": "territory"}] if code == "5171" else [],
        "latest_ranking": {"rank": 4.0, "index": {code: 99.8, "3578": 97.0}, "year": 2021},
        "sectors": {"contribution_pp": {"2021": {"A": -0.126, "C": 0.5}}} if code == "3576" else None,
    }
    record = {
        "page": {"region": code, "language": task.language},
        "headline": {**headline, "verdict": "Tumbuh lagi 2021, pulih 2022"},
        "figures": figures,
        "provenance": {"parameters": {"base_year": 2019}},
    }
    changes = {"since": "2026.11.25", "revised": int(code) % 2, "flipped": []}  # odd codes: 3577, not 3576
    page.with_suffix(".json").write_text(json.dumps({**record, "changes": changes}))


def _outlines(province: str) -> Iterator[dict[str, Any]]:
    """A star of many points around the middle of each kabupaten and kota of a province."""
    angles = [number * math.tau / 600 for number in range(600)]
    reaches = [0.25 + 0.05 * math.sin(7 * angle) + 0.008 * math.sin(90 * angle) for angle in angles]
    star = [(reach * math.cos(angle), reach * math.sin(angle)) for reach, angle in zip(reaches, angles, strict=True)]
    for region in regions.all_regions().values():
        if not region.is_local or not region.code.startswith(province):
            continue
        ring = [(float(region.longitude or 0) + x, float(region.latitude or 0) + y) for x, y in star]
        shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        yield {"type": "Feature", "properties": {"idkab": region.code}, "geometry": shape}


def _leaves(url: str, page: Path) -> bool:
    return not url.startswith(("data:", "blob:", page.parents[2].as_uri(), page.parent.as_uri()))


def _rename(path: Path, code: str, name: str) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["name"] = name if row["code"] == code else row["name"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
