"""Pages on paper and as PDF, by the command and the system's browser."""

from __future__ import annotations

import re
import shutil
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from tests.browser.conftest import PRINTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Ended

A4 = (595.0, 842.0)
FOOT, HEAD = 46.0, 48.0
"""Margins below and above, in points; running heads and page numbers stand in them."""


@pytest.fixture(params=[f"{language}/{page}" for language in ("id", "en") for page in PRINTED])
def pdf(request: pytest.FixtureRequest, printed: Path) -> Path:
    return printed / f"{request.param}.pdf"


@cache
def reader(pdf: Path) -> PdfReader:
    return PdfReader(pdf)


@cache
def sheets(pdf: Path) -> list[tuple[str, float]]:
    """The text of each sheet without white space, and the place of its lowest line; taken out once, which is slow."""
    found = []
    for page in reader(pdf).pages:
        lowest = A4[1]

        def see(text: str, moved: list[float], at: list[float], *_: object) -> None:
            nonlocal lowest
            height = at[4] * moved[1] + at[5] * moved[3] + moved[5]
            if text.strip() and height > FOOT:
                lowest = min(lowest, height)

        found.append((squeezed(page.extract_text(visitor_text=see)), lowest))
    return found


def texts(pdf: Path) -> list[str]:
    return [text for text, _ in sheets(pdf)]


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


def on_paper(pdf: Path) -> str:
    """The page without its slides and its links to other pages."""
    html = pdf.with_suffix(".html").read_text(encoding="utf-8")
    return re.sub(r"<(template|nav)\b.*?</\1>", "", html, flags=re.DOTALL)


def test_it_is_tagged_with_its_language_its_title_and_bookmarks(pdf: Path) -> None:
    root: Any = reader(pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == pdf.parts[-3]
    metadata = reader(pdf).metadata
    assert metadata is not None
    assert str(metadata.title) in pdf.with_suffix(".html").read_text(encoding="utf-8")
    html = on_paper(pdf)
    heads = [re.sub(r"<[^>]+>", "", head) for head in re.findall(r"<h2[^>]*>(.*?)</h2>", html, flags=re.DOTALL)]

    def titles(outline: Any) -> list[str]:
        return [title for one in outline for title in (titles(one) if isinstance(one, list) else [str(one.title)])]

    bookmarks = {squeezed(title) for title in titles(reader(pdf).outline)}
    assert {squeezed(head) for head in heads} <= bookmarks


def test_every_figure_has_its_alternative_text(pdf: Path) -> None:
    html = on_paper(pdf)
    told = re.findall(r'<title id="[^"]+-alt">(.*?)</title>', html, flags=re.DOTALL)
    tree: Any = reader(pdf).trailer["/Root"]["/StructTreeRoot"]
    alts = {squeezed(str(one["/Alt"])) for one in elements(tree) if one.get("/S") == "/Figure" and "/Alt" in one}
    assert len(told) >= 4
    assert {squeezed(unescape(one)) for one in told} <= alts


def test_it_is_a4_with_a_running_header_and_page_numbers(pdf: Path) -> None:
    sheets = reader(pdf).pages
    count = len(sheets)
    for number, (page, text) in enumerate(zip(sheets, texts(pdf), strict=True), start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        assert f"{number}/{count}" in text
        assert "umkm_analysis" in text


def test_no_sheet_is_half_empty(pdf: Path) -> None:
    empty = [(lowest - FOOT) / (A4[1] - FOOT - HEAD) for _, lowest in sheets(pdf)[:-1]]  # the last ends where it ends
    assert len(empty) >= 5
    assert max(empty) < 0.5, empty
    assert sum(empty) / len(empty) < 0.2, empty


def test_nothing_to_press_and_no_hash_is_printed(pdf: Path) -> None:
    html = pdf.with_suffix(".html").read_text(encoding="utf-8")
    (label,) = re.findall(r"<legend>(.*?)</legend>", html)[:1]
    hashes = re.findall(r"<td>([0-9a-f]{12,})</td>", html)
    assert len(hashes) >= 5
    for text in texts(pdf):
        assert squeezed(unescape(label)) not in text
        assert "SHA-256" not in text
        assert not any(one in text for one in hashes)


def test_no_figure_is_cut(pdf: Path) -> None:
    figures = re.findall(r"<figure.*?</figure>", on_paper(pdf), flags=re.DOTALL)
    assert len(figures) >= 4
    for number, figure in enumerate(figures):
        words = re.findall(r"<h3>(.*?)</h3>" if number else r"$^", figure)  # the first's title is the page's headline
        words += re.findall(r"<p class=\"how\"><span>.*?</span>(.*?)</p>", figure)
        ends = [squeezed(unescape(part)) for part in words]
        assert any(all(end in text for end in ends) for text in texts(pdf)), words


def test_a_page_that_cannot_be_printed_costs_no_other(
    printed: Path, chromium: Path, tmp_path: Path, umkm_process: Callable[..., Ended]
) -> None:
    good = tmp_path / "id" / "1-a" / "good.html"
    good.parent.mkdir(parents=True)
    shutil.copy(printed / "id" / f"{PRINTED[0]}.html", good)
    bad = good.with_name("bad.html")
    shutil.copy(good, bad)
    bad.with_suffix(".pdf").mkdir()
    done = umkm_process("pdf", str(bad), str(good), UMKM_BROWSER=str(chromium))
    assert done.returncode == 1
    assert "1 printed, 1 failed" in done.stdout
    assert "bad.html: IsADirectoryError" in done.stderr
    assert good.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in good.parent.iterdir()) == ["bad.html", "bad.pdf", "good.html", "good.pdf"]


def test_a_browser_that_does_not_start_ends_with_5(
    printed: Path, tmp_path: Path, umkm_process: Callable[..., Ended]
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    done = umkm_process("pdf", "--output", str(printed), "--browser", str(broken))
    assert done.returncode == 5
    assert f"{broken} does not start" in done.stderr
