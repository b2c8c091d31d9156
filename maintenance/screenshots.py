"""Pictures of the book and the README, from pages that were built: python -m maintenance.screenshots FOLDER.

``make screenshots`` builds the pages first. Each picture is WebP of at most :data:`MAX_BYTES`; what is no longer named
here is removed from docs/images.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from maintenance.tools import ROOT
from umkm_analysis.builds.output.pdf import find_browser

if TYPE_CHECKING:
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


def main(folder: Path) -> None:
    """Take every picture, and remove those that no longer are one."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page()
        for picture in PICTURES:
            found = webp(take(page, folder, picture))
            (IMAGES / f"{picture.name}.webp").write_bytes(found)
            print(f"{picture.name}.webp {len(found) / 1000:.0f} kB")
        browser.close()
    names = {picture.name for picture in PICTURES}
    for path in IMAGES.glob("*.webp"):
        if path.stem not in names:
            path.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
