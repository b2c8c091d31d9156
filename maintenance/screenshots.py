"""Pictures of the book and the README, from pages that were built: python -m maintenance.screenshots FOLDER.

``make screenshots`` builds the pages first. JupyterLab is shown with the first cells of the tutorial "five lines". Each
picture is WebP of at most :data:`MAX_BYTES`; what is no longer named here is removed from docs/images.
"""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from maintenance.tools import ROOT
from umkm_analysis.builds.output.pdf import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

IMAGES = ROOT / "docs" / "images"
MAX_BYTES = 60_000
"""Of a picture: the book and the README are read on slow lines too."""
WIDTH = 1280
SHOWN_WIDTH = 1000
"""Pixels of a picture, which is taken wider and reduced."""
QUALITIES = (85, 75, 65, 50, 35)
"""Of WebP, the first that is small enough."""


@dataclass(frozen=True)
class Picture:
    """A picture: the page, what of it is shown, and what is done before."""

    name: str
    page: str
    """Below the folder of pages."""
    element: str | None = None
    """Selector; None for the first screen."""
    keys: tuple[str, ...] = ()
    """Pressed before."""
    width: int = WIDTH
    height: int = 800
    dark: bool = False


CITY, PROVINCE = "3576-kota-mojokerto", "3500-jawa-timur"
PICTURES = (
    Picture("index", "index.en.html", height=1150),
    Picture("index-id", "index.html", height=1150),
    Picture("recovery", f"en/{CITY}/economic-recovery.html"),
    Picture("recovery-id", f"id/{CITY}/economic-recovery.html"),
    Picture("recovery-dark", f"en/{CITY}/economic-recovery.html", dark=True),
    Picture("recovery-phone", f"en/{CITY}/economic-recovery.html", width=390, height=800),
    Picture("slides", f"en/{CITY}/economic-recovery.html", keys=("p", "ArrowRight", "ArrowRight", "ArrowRight")),
    Picture("slides-id", f"id/{CITY}/economic-recovery.html", keys=("p", "ArrowRight", "ArrowRight", "ArrowRight")),
    Picture("procurement", f"en/{CITY}/procurement-share.html"),
    Picture("onboarding", f"en/{CITY}/umkm-onboarding.html"),
    Picture("province", f"en/{PROVINCE}/province-overview.html"),
    Picture("compare", "compare.en.html#a=3576&b=3578"),
    Picture("claims", "claims.en.html"),
    Picture("chart-level", f"en/{CITY}/economic-recovery.html", "#index"),
    Picture("chart-trend", f"en/{CITY}/economic-recovery.html", "#trend"),
    Picture("chart-ranking", f"en/{CITY}/economic-recovery.html", "#ranking"),
    Picture("chart-sectors", f"en/{CITY}/economic-recovery.html", "#sectors"),
    Picture("chart-map", f"en/{PROVINCE}/province-overview.html", "#map"),
    Picture("chart-shares", f"en/{CITY}/procurement-share.html", "#shares"),
)

LAB, LAB_CELLS, LAB_HEIGHT = "lab", 2, 1000
"""Picture of JupyterLab: its name, how many cells of the tutorial it shows, its pixels."""
TUTORIAL = ROOT / "docs" / "tutorial" / "five-lines.md"
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
STARTS_WITHIN = 60
"""Seconds for JupyterLab to answer."""


def take(page: Page, folder: Path, picture: Picture) -> bytes:
    """Open the page of a picture as a reader does and return its PNG."""
    path, _, fragment = picture.page.partition("#")
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.emulate_media(color_scheme="dark" if picture.dark else "light", reduced_motion="reduce")
    page.goto("about:blank")
    page.goto((folder / path).as_uri() + (f"#{fragment}" if fragment else ""))
    page.evaluate("document.fonts.ready")
    for key in picture.keys:
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    return page.locator(picture.element).first.screenshot() if picture.element else page.screenshot()


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """Address of a JupyterLab server on the notebooks of a folder, open to this machine alone, while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={folder / 'notebooks'}",
        "--IdentityProvider.token=",
        "--allow-root",
    ]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", *options]
    notices = folder / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    notices.parent.mkdir(parents=True)
    notices.write_text('{"fetchNews": "false"}', encoding="utf-8")  # else it asks whether it may
    server = subprocess.Popen(  # noqa: S603 - ours
        command,
        env={
            **os.environ,
            "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(STARTS_WITHIN * 10):
            if not socket.socket().connect_ex(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def take_lab(page: Page) -> bytes:
    """Run the first cells of the tutorial, and return the PNG of JupyterLab that shows them."""
    found = re.findall(r"^```\{code-cell\} python\n(.*?)^```$", TUTORIAL.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    empty: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{**empty, "id": f"cell-{place}", "source": cell.rstrip()} for place, cell in enumerate(found[:LAB_CELLS])]
    notebook = {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    page.set_viewport_size({"width": WIDTH, "height": LAB_HEIGHT})
    page.emulate_media(color_scheme="light")
    with TemporaryDirectory() as folder:
        file = Path(folder, "notebooks", "five-lines.ipynb")
        file.parent.mkdir()
        file.write_text(json.dumps(notebook), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "jupyter", "execute", "--inplace", file], check=True)  # noqa: S603 - ours
        with jupyterlab(Path(folder)) as address:
            page.goto(f"{address}/lab/tree/five-lines.ipynb")
            page.locator(".jp-OutputArea-output img, .jp-OutputArea-output svg").first.wait_for(timeout=60_000)
            page.wait_for_timeout(2000)
            return page.screenshot()


def webp(png: bytes) -> bytes:
    """Reduce a picture to what a page of the book shows of it.

    Raises
    ------
    ValueError
        If it is larger than :data:`MAX_BYTES` in the lowest quality.
    """
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.thumbnail((SHOWN_WIDTH, SHOWN_WIDTH))
    for quality in QUALITIES:
        file = io.BytesIO()
        image.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= MAX_BYTES:
            return file.getvalue()
    raise ValueError(f"a picture of {image.size} takes more than {MAX_BYTES} bytes; show less of the page")


def keep(name: str, png: bytes) -> None:
    """Write a picture for the book."""
    found = webp(png)
    (IMAGES / f"{name}.webp").write_bytes(found)
    print(f"{name}.webp {len(found) / 1000:.0f} kB")


def main(folder: Path) -> None:
    """Take every picture, and remove those that no longer are one."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page()
        for picture in PICTURES:
            keep(picture.name, take(page, folder, picture))
        keep(LAB, take_lab(page))
        browser.close()
    names = {LAB, *(picture.name for picture in PICTURES)}
    for path in IMAGES.glob("*.webp"):
        if path.stem not in names:
            path.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
