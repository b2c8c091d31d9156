"""Pages on paper and as PDF, by the command and the system's browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = {"economic-recovery": "3576-kota-mojokerto", "province-overview": "3500-jawa-timur"}
A4 = (595, 842)


def umkm(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "umkm_analysis", *arguments]
    return subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


@pytest.fixture(scope="module")
def printed(reports: Path, chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    for language in ("id", "en"):
        for name, region in PAGES.items():
            place = folder / language / region
            place.mkdir(parents=True)
            for kind in ("html", "json"):
                shutil.copy(reports / language / region / f"{name}.{kind}", place)
    done = umkm("pdf", "--output", str(folder), UMKM_BROWSER=str(chromium))
    assert done.returncode == 0, done.stderr
    assert re.match(r"4 printed, 0 failed; \d+\.\d s", done.stdout)
    return folder


@pytest.fixture(params=[(language, name) for language in ("id", "en") for name in PAGES], ids="-".join)
def pdf(request: pytest.FixtureRequest, printed: Path) -> Path:
    language, name = request.param
    return printed / language / PAGES[name] / f"{name}.pdf"


def elements(node: Any) -> Iterator[Any]:
    """Every element of a PDF's structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_it_is_tagged_with_its_language_its_title_and_bookmarks(pdf: Path) -> None:
    reader = PdfReader(pdf)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == pdf.parts[-3]
    assert reader.metadata is not None
    assert str(reader.metadata.title) in pdf.with_suffix(".html").read_text(encoding="utf-8")
    html = pdf.with_suffix(".html").read_text(encoding="utf-8")
    heads = [re.sub(r"<[^>]+>", "", head) for head in re.findall(r"<h2[^>]*>(.*?)</h2>", html, flags=re.DOTALL)]

    def titles(outline: Any) -> list[str]:
        return [title for one in outline for title in (titles(one) if isinstance(one, list) else [str(one.title)])]

    bookmarks = {squeezed(title) for title in titles(reader.outline)}
    assert {squeezed(head) for head in heads[1:]} <= bookmarks


def test_every_figure_has_its_alternative_text(pdf: Path) -> None:
    html = pdf.with_suffix(".html").read_text(encoding="utf-8")
    told = re.findall(r'<title id="[^"]+-alt">(.*?)</title>', html, flags=re.DOTALL)
    tree: Any = PdfReader(pdf).trailer["/Root"]["/StructTreeRoot"]
    alts = {squeezed(str(one["/Alt"])) for one in elements(tree) if one.get("/S") == "/Figure" and "/Alt" in one}
    assert len(told) >= 4
    assert {squeezed(unescape(one)) for one in told} <= alts


def test_it_is_a4_with_a_running_header_and_page_numbers(pdf: Path) -> None:
    reader = PdfReader(pdf)
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        text = squeezed(page.extract_text())
        assert f"{number}/{count}" in text
        assert "umkm_analysis" in text


def test_no_figure_is_cut(pdf: Path) -> None:
    html = pdf.with_suffix(".html").read_text(encoding="utf-8")
    texts = [squeezed(page.extract_text()) for page in PdfReader(pdf).pages]
    figures = re.findall(
        r"<figure.*?<h3>(.*?)</h3>.*?<p class=\"how\"><span>.*?</span>(.*?)</p>", html, flags=re.DOTALL
    )
    assert len(figures) >= 4
    for title, how in figures:
        ends = [squeezed(unescape(part)) for part in (title, how)]
        assert any(all(end in text for end in ends) for text in texts), title


def test_a_page_that_cannot_be_printed_costs_no_other(printed: Path, chromium: Path, tmp_path: Path) -> None:
    good = tmp_path / "id" / "1-a" / "good.html"
    good.parent.mkdir(parents=True)
    shutil.copy(printed / "id" / PAGES["economic-recovery"] / "economic-recovery.html", good)
    bad = good.with_name("bad.html")
    shutil.copy(good, bad)
    bad.with_suffix(".pdf").mkdir()
    done = umkm("pdf", str(bad), str(good), UMKM_BROWSER=str(chromium))
    assert done.returncode == 1
    assert "1 printed, 1 failed" in done.stdout
    assert "bad.html: IsADirectoryError" in done.stderr
    assert good.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in good.parent.iterdir()) == ["bad.html", "bad.pdf", "good.html", "good.pdf"]


def test_a_browser_that_does_not_start_ends_with_5(printed: Path, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    done = umkm("pdf", "--output", str(printed), "--browser", str(broken))
    assert done.returncode == 5
    assert f"{broken} does not start" in done.stderr
