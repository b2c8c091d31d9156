"""A preview is shown anew by each save, in a browser without a network, and an error does not end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.workers.preloader import can_fork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(not can_fork(), reason="the process that stays is forked from")
PATIENCE = 90.0


def _until_it_says(page: Page, text: str) -> None:
    end = time.monotonic() + PATIENCE
    while text not in page.locator("body").inner_text():
        assert time.monotonic() < end, page.locator("body").inner_text()
        time.sleep(0.05)


def test_a_save_shows_itself_and_an_error_does_not_end_it(
    browser: Browser, write_notebook: Callable[..., Path], record_cell: str, tmp_path: Path
) -> None:
    record = record_cell.replace('"text/html": f"', '"text/html": f"{words} ')
    used = "from umkm_analysis.i18n.translation import set_language\nset_language(language)"
    path, output = tmp_path / "mine.ipynb", tmp_path / "out"

    def save(cell: str) -> None:
        write_notebook(path, used, cell, record)

    save("words = 'yang pertama'")
    command = [sys.executable, "-m", "umkm_analysis", "preview", str(path), "--output", str(output)]
    environment = {**os.environ, "COLUMNS": "400"}
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as running:
        try:
            assert running.stdout is not None
            assert "made in" in running.stdout.readline()
            page = output / "id" / "3576-kota-mojokerto" / "own-mine.html"
            assert str(page) in running.stdout.readline()
            address = running.stdout.readline().removeprefix("Open ").strip()
            exported = page.read_bytes()
            assert b"preview" not in exported
            heard: list[Any] = []
            shown = browser.new_context(offline=True).new_page()
            shown.on("console", lambda said: heard.append(said.text))
            shown.on("request", lambda asked: heard.append(asked.url) if not asked.url.startswith("file:") else None)
            shown.goto(address)
            _until_it_says(shown, "yang pertama")
            save("words = 'yang kedua'")
            _until_it_says(shown, "yang kedua")
            assert "made in" in running.stdout.readline()
            kept = page.read_bytes()
            save("words = 'ketiga'\n1 / 0")
            _until_it_says(shown, "ZeroDivisionError: division by zero")
            assert "code cell 3: ZeroDivisionError" in running.stdout.readline()
            assert page.read_bytes() == kept != exported
            raw = json.loads(path.read_text(encoding="utf-8"))
            raw["cells"][0]["metadata"] = {}
            path.write_text(json.dumps(raw), encoding="utf-8")
            _until_it_says(shown, "has no code cell tagged")
            save("while True: pass")
            time.sleep(2)  # it runs, and would for as long as a report may
            save("words = 'yang terakhir'")
            _until_it_says(shown, "yang terakhir")
            assert not heard
            shown.context.close()
            running.send_signal(signal.SIGINT)
            assert running.wait(PATIENCE) == 0
            assert running.stdout.read().strip().endswith("ended")
        finally:
            running.kill()
