"""Built pages as PDF files, fact sheets and pictures to share, all by one browser."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.datasets import project
from umkm_analysis.errors import DataError, MissingToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from playwright.sync_api import BrowserContext
    from playwright.sync_api import Page as Tab

COMMANDS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge",
)  # fmt: skip
PROGRAMS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
NO_BROWSER = (
    "There is no Chromium to print with. Install it (Debian and Ubuntu: apt install chromium; Fedora: dnf install "
    "chromium; macOS: brew install --cask chromium; Windows: Edge does), or name one with --browser PATH."
)
NO_DRIVER = "Playwright, which drives the browser, is not installed. Install it with: "


PATIENCE = 5000
"""Milliseconds for a page's script to put a part together."""
WINDOWS = {"square": (1080, 1080), "wide": (1200, 630)}
"""Cards of a page's script by name: their width and height."""


@dataclass(frozen=True)
class Form:
    """What is made of a page."""

    capture: Callable[[Tab, str], Mapping[str, bytes]]
    """Makes files of the page at an address: what follows the page's name → content."""
    scripted: bool = False
    """Whether the page's own script puts it together."""


@dataclass(frozen=True)
class Printed:
    """Result of printing a page."""

    page: Path
    files: tuple[Path, ...] = ()
    reason: str | None = None
    """Why there are none; None if there are some."""


def find_pages(output: Path) -> list[Path]:
    """Report pages of an output folder: every language/region/report.html that has a record."""
    return sorted(page for page in output.glob("*/*/*.html") if page.with_suffix(".json").is_file())


def find_browser(name: str | None = None) -> Path:
    """Find a Chromium.

    Parameters
    ----------
    name
        Path or command to use instead of searching for one.

    Raises
    ------
    MissingToolError
        If there is none, with what to install.
    """
    if name is not None:
        path = shutil.which(name)
        if path is None:
            raise MissingToolError(f'There is no browser "{name}". {NO_BROWSER}')
        return Path(path)
    for command in COMMANDS:
        path = shutil.which(command)
        if path is not None:
            return Path(path)
    for program in PROGRAMS:
        if Path(program).is_file():
            return Path(program)
    raise MissingToolError(NO_BROWSER)


def print_pages(pages: Sequence[Path], *, browser: Path, form: Form | None = None) -> Iterator[Printed]:
    """Make files of pages, in the same folders.

    Parameters
    ----------
    pages
        Built pages.
    browser
        A Chromium.
    form
        What to make; default: :data:`PAGE`.

    Yields
    ------
    The result of each page as it comes; a page that cannot be printed does not stop the others.

    Raises
    ------
    MissingToolError
        If Playwright is not installed, or the browser does not start.
    """
    from umkm_analysis.builds.output.asked import misplaced  # noqa: PLC0415 - pandas, which a refusal need not wait for

    form = form or PAGE
    with _context(browser, scripted=form.scripted) as context:
        for page in pages:
            wrong = misplaced(page)
            if wrong:
                yield Printed(page, reason=wrong)
                continue
            try:
                made = _made(context, page, form)
                files = {page.with_name(f"{page.stem}{ending}"): content for ending, content in made.items()}
                write_atomically(files)
            except Exception as error:  # noqa: BLE001 - whatever it is, it costs this page only, and is reported
                yield Printed(page, reason=f"{type(error).__name__}: {error}".partition("\n")[0])
            else:
                yield Printed(page, tuple(files))


@contextmanager
def _context(browser: Path, *, scripted: bool) -> Iterator[BrowserContext]:
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise MissingToolError(NO_DRIVER + project.install_command("pdf")) from error
    # Chromium's own sandbox does not work for root, as in containers; pages run no script, or their own alone
    sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as driver:
        try:
            chromium = driver.chromium.launch(
                executable_path=browser, args=[*sandbox, "--disable-background-networking"]
            )
        except Error as error:
            raise MissingToolError(f"{browser} does not start: {str(error).partition(chr(10))[0]}") from error
        try:
            yield chromium.new_context(java_script_enabled=scripted, offline=True, color_scheme="light")
        finally:
            chromium.close()


def _made(context: BrowserContext, page: Path, form: Form) -> Mapping[str, bytes]:
    tab = context.new_page()
    try:
        return form.capture(tab, page.resolve().as_uri())
    finally:
        tab.close()


def _whole(tab: Tab, address: str) -> Mapping[str, bytes]:
    tab.goto(address)
    return {".pdf": tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)}


def _fact_sheet(tab: Tab, address: str) -> Mapping[str, bytes]:
    _open(tab, f"{address}#factsheet", ".sheet")
    return {"-factsheet.pdf": tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)}


def _cards(tab: Tab, address: str) -> Mapping[str, bytes]:
    pictures = {}
    for name, (width, height) in WINDOWS.items():
        tab.set_viewport_size({"width": width, "height": height})
        tab.goto("about:blank")  # a page is not loaded anew for what stands after its #
        _open(tab, f"{address}#card={name}", ".only-card svg")
        pictures[f"-{name}.png"] = tab.screenshot()
    return pictures


def _open(tab: Tab, address: str, part: str) -> None:
    """Open a page whose script puts a part together, as soon as its typeface is there to measure by."""
    from playwright.sync_api import Error  # noqa: PLC0415 - an extra, and slow to import

    tab.goto(address)
    tab.evaluate("document.fonts.ready")
    try:
        tab.locator(part).first.wait_for(state="attached", timeout=PATIENCE)
    except Error:
        raise DataError("it has no first screen of this version to take it from; build it anew") from None


PAGE = Form(_whole)
"""The page on paper: A4, tagged, with bookmarks."""
FACT_SHEET = Form(_fact_sheet, scripted=True)
"""One A4 page with the verdict, its chart, three figures, peers, claims and sources."""
CARDS = Form(_cards, scripted=True)
"""Pictures of 1080 × 1080 and 1200 × 630 pixels with verdict, chart, source and edition."""
