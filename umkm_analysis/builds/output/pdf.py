"""Printing of built pages to tagged PDF files, all by one browser."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.output.asked import misplaced
from umkm_analysis.datasets import project
from umkm_analysis.errors import MissingToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import BrowserContext

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


@dataclass(frozen=True)
class Printed:
    """Result of printing a page."""

    page: Path
    pdf: Path
    reason: str | None = None
    """Why there is no PDF; None if there is one."""


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


def print_pages(pages: Sequence[Path], *, browser: Path) -> Iterator[Printed]:
    """Print pages to PDF files in the same folders: A4, tagged, with bookmarks.

    Parameters
    ----------
    pages
        Built pages.
    browser
        A Chromium.

    Yields
    ------
    The result of each page as it comes; a page that cannot be printed does not stop the others.

    Raises
    ------
    MissingToolError
        If Playwright is not installed, or the browser does not start.
    """
    with _context(browser) as context:
        for page in pages:
            pdf = page.with_suffix(".pdf")
            wrong = misplaced(page)
            if wrong:
                yield Printed(page, pdf, wrong)
                continue
            try:
                write_atomically({pdf: _print(context, page)})
            except Exception as error:  # noqa: BLE001 - whatever it is, it costs this page only, and is reported
                yield Printed(page, pdf, f"{type(error).__name__}: {error}".partition("\n")[0])
            else:
                yield Printed(page, pdf)


@contextmanager
def _context(browser: Path) -> Iterator[BrowserContext]:
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise MissingToolError(NO_DRIVER + project.install_command("pdf")) from error
    # Chromium's own sandbox does not work for root, as in containers; the pages are ours and run no script here
    sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as driver:
        try:
            chromium = driver.chromium.launch(
                executable_path=browser, args=[*sandbox, "--disable-background-networking"]
            )
        except Error as error:
            raise MissingToolError(f"{browser} does not start: {str(error).partition(chr(10))[0]}") from error
        try:
            yield chromium.new_context(java_script_enabled=False, offline=True, color_scheme="light")
        finally:
            chromium.close()


def _print(context: BrowserContext, page: Path) -> bytes:
    tab = context.new_page()
    try:
        tab.goto(page.resolve().as_uri())
        return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    finally:
        tab.close()
