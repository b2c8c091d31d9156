"""How soon pages answer: python benchmarks/interaction.py SITE [--rates 1 4] [--only TEXT ...].

SITE is a folder of pages with their index, best one in which everything was built: umkm build --all --output SITE.
A headless Chromium gets keys and movements of the mouse as from a person, one after the other, on a processor slowed
down by each of the rates (4: an old laptop, a telephone). Printed
for each kind of event: milliseconds from the event to the end of the frame that shows its effect, median and worst; and
the processor's milliseconds in the page's thread within a quarter of a second, for scripts, styles and layout, and in
all, median and worst: under others' load these are the fairer measure. A page of 514 peers is made from a recovery
page, since none has more than some thirty: its list, its record and its first chart hold so many.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from umkm_analysis.builds.output.pdf import find_browser

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import CDPSession, Page

PEERS = 514
SETTLED = 0.25
"""Seconds between two events: what the first left to do later is done."""
METRICS = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration")
WATCH = """(kind) => {
    window.answered = [];
    window.asked = (event) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => answered.push(performance.now() - event.timeStamp);
        port2.postMessage(0);
    });
    addEventListener(kind, asked, { capture: true });
}"""
"""A message that is sent while a frame is made is read once it was made."""


@dataclass
class Watched:
    """What events of a kind took on a page."""

    page: Page
    protocol: CDPSession
    cpu: list[list[float]] = field(default_factory=list)

    def __call__(self, act: Callable[[], object]) -> None:
        """Do what makes an event, and wait until its effect is seen."""
        known, before = self.page.evaluate("answered.length"), self._metrics()
        act()
        time.sleep(SETTLED)  # nothing is asked of the page meanwhile, which would count
        after = self._metrics()
        self.page.wait_for_function("(known) => answered.length > known", arg=known)
        self.cpu.append([1e3 * (then - earlier) for earlier, then in zip(before, after, strict=True)])

    def _metrics(self) -> list[float]:
        found = {one["name"]: one["value"] for one in self.protocol.send("Performance.getMetrics")["metrics"]}
        return [found[name] for name in METRICS]


def type_words(page: Page, event: Watched) -> None:
    """Look for regions in the index, letter by letter."""
    box = page.locator("#cari")
    for word in ("kabupaten", "mojo", "kt sby", "3576", "jawa t"):
        box.evaluate("(box) => { box.value = ''; box.dispatchEvent(new Event('input', { bubbles: true })); }")
        time.sleep(4 * SETTLED)
        box.focus()
        for letter in word:
            event(lambda letter=letter: page.keyboard.press(letter))  # type: ignore[misc]
        for _ in word:
            event(lambda: page.keyboard.press("Backspace"))


def sort_rows(page: Page, event: Watched) -> None:
    """Sort the index by its columns."""
    heads = page.locator(".list th[data-sort] button")
    for number in range(min(5, heads.count())):
        heads.nth(number).focus()
        event(lambda: page.keyboard.press("Enter"))


def cross_map(page: Page, event: Watched) -> None:
    """Move over the map of the index."""
    _cross(page, event, ".map .maps svg", steps=30)


def compare_pairs(page: Page, event: Watched) -> None:
    """Choose pairs on the page that compares two."""
    page.locator("#a").fill("3576")
    page.locator("#a").press("Tab")
    for code in ("3578", "3515", "3273", "0000", "3500", "1171", "9171", "5171"):
        page.locator("#b").fill(code)
        event(lambda: page.locator("#b").press("Enter"))


def cross_peers(page: Page, event: Watched) -> None:
    """Move over a chart of 514 points."""
    _cross(page, event, "figure.chart svg[data-points]", steps=40)


def slide(page: Page, event: Watched) -> None:
    """Move the sliders of a what-if."""
    for name in ("base", "rate"):
        page.locator(f'.explore [data-name="{name}"]').focus()
        for key in ("ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowRight", "ArrowRight"):
            event(lambda key=key: page.keyboard.press(key))  # type: ignore[misc]


def choose_peers(page: Page, event: Watched) -> None:
    """Choose another of 514 peers."""
    page.locator(".explore select").focus()
    for _ in range(10):
        event(lambda: page.keyboard.press("ArrowDown"))


def tell_story(page: Page, event: Watched) -> None:
    """Try falls."""
    page.locator(".story input").focus()
    for _ in range(10):
        event(lambda: page.keyboard.press("ArrowRight"))


def cross_province(page: Page, event: Watched) -> None:
    """Move over the lines of all regions of a province."""
    _cross(page, event, "#sebaran svg[data-points]", steps=40)


def step_province(page: Page, event: Watched) -> None:
    """Step through them by key."""
    page.locator("#sebaran .drawing").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")  # focus by keyboard
    for key in ("Home", *["ArrowRight"] * 10, *["ArrowDown"] * 5):
        event(lambda key=key: page.keyboard.press(key))  # type: ignore[misc]


def _cross(page: Page, event: Watched, selector: str, *, steps: int) -> None:
    drawing = page.locator(selector).first
    drawing.scroll_into_view_if_needed()
    time.sleep(2 * SETTLED)
    box = drawing.bounding_box()
    assert box is not None  # noqa: S101 - it was scrolled to
    for number in range(1, steps):
        part, other = number / steps, number * 7 % steps / steps
        place = box["x"] + box["width"] * part, box["y"] + box["height"] * other
        event(lambda place=place: page.mouse.move(*place))  # type: ignore[misc]


KINDS: tuple[tuple[str, str, str, Callable[[Page, Watched], None]], ...] = (
    ("index: a letter in the search", "index", "input", type_words),
    ("index: sort by a column", "index", "click", sort_rows),
    ("index: move over the map", "index", "pointermove", cross_map),
    ("compare: choose a pair", "compare", "keydown", compare_pairs),
    ("514 peers: move over a chart", "many", "pointermove", cross_peers),
    ("514 peers: move a slider", "many", "input", slide),
    ("514 peers: choose a peer", "many", "input", choose_peers),
    ("514 peers: try a fall", "many", "input", tell_story),
    ("overview of 38: move over lines", "overview", "pointermove", cross_province),
    ("overview of 38: step by key", "overview", "keydown", step_province),
)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--rates", type=float, nargs="*", default=(1, 4))
    parser.add_argument("--only", nargs="*", default=(), metavar="TEXT", help="events whose names hold one of these")
    given = parser.parse_args()
    site = given.site.resolve()
    print("| event | slowed | events | ms to the frame | worst | CPU ms: scripts | styles | layout | all | worst |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for name, place, kind, act in KINDS:
            if given.only and not any(text in name for text in given.only):
                continue
            path = _path(site, place, Path(folder))
            for rate in given.rates:
                print(
                    f"| {name} | {rate:g} times | {_row(browser.new_page(), path, kind, act, rate)} |",
                    flush=True,
                )
        browser.close()


def _path(site: Path, place: str, folder: Path) -> Path:
    if place == "many":
        return with_peers(next((site / "id").glob("3576*/economic-recovery.html")), folder, PEERS)
    if place == "overview":
        return next((site / "id").glob("3500*/province-overview.html"))
    return site / f"{place}.html"


def _row(page: Page, path: Path, kind: str, act: Callable[[Page, Watched], None], rate: float) -> str:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready")
    protocol = page.context.new_cdp_session(page)
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.evaluate(WATCH, kind)
    event = Watched(page, protocol)
    act(page, event)
    took = page.evaluate("answered")
    page.close()
    cpu = [f"{statistics.median(column):.1f}" for column in zip(*event.cpu, strict=True)]
    worst = max(every for *_, every in event.cpu)
    return " | ".join([f"{len(event.cpu)}", f"{statistics.median(took):.0f}", f"{max(took):.0f}", *cpu, f"{worst:.1f}"])


def with_peers(page: Path, folder: Path, count: int) -> Path:
    """Copy a recovery page with so many peers to choose from, and as many points in its first chart.

    Parameters
    ----------
    page
        The page.
    folder
        Where to write.
    count
        How many.
    """
    text = page.read_text(encoding="utf-8")
    (block,) = re.findall(r'<script type="application/json">(\{"years".*?)</script>', text)
    record: dict[str, Any] = json.loads(block)
    (peer, *_) = record["peers"].values()
    record["peers"] = {str(code): peer for code in range(count)}
    options = "".join(f'<option value="{code}">Daerah {code}</option>' for code in range(count))
    text = text.replace(block, json.dumps(record)).replace("</select>", f"{options}</select>")
    (points, *_) = re.findall(r"data-points='([^']*)'", text)
    many = {
        "read": "near",
        "names": [f"Daerah {number}" for number in range(count)],
        "columns": ["2024"],
        "colours": ["own"],
        "points": [[number, 0, 0, number * 9 % 5040, number * 37 % 2600, "100,0"] for number in range(count)],
    }
    path = folder / "id" / "x" / page.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(points, json.dumps(many), 1), encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
