"""Charts, tables, text, pictures and formulas that a researcher adds to a notebook, in a real page of every kernel."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from tests.browser.test_page import faults, spilt
from tests.conftest import copy_project
from umkm_analysis.builds.workers.preloader import can_fork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.conftest import Ended

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
CELLS: dict[str, dict[str, Any]] = {
    "chart": {"code": "#| fig-alt: Garis yang naik\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);"},
    "drawing": {
        "code": "#| fig-alt: Garis yang turun\nfrom IPython.display import SVG\nfrom io import BytesIO\n"
        "drawn, file = plt.figure(), BytesIO()\ndrawn.add_subplot().plot([2, 1])\n"
        "drawn.savefig(file, format='svg'); plt.close(drawn)\nSVG(file.getvalue())"
    },
    "frame": {"code": "import pandas as pd\npd.DataFrame({'nilai': [1.5, -2.0], 'nama': ['<b>', 'b']})"},
    "series": {"code": "pd.Series([0.5])"},
    "printed": {"code": "print('dicetak <b>')"},
    "words": {"code": "from IPython.display import Markdown, Math\nMarkdown('**tebal** dari kode')"},
    "formula": {"code": r"Math(r'\frac{a}{b}')"},
    "text": {
        "text": "Laju $g_t = y_t / y_{t-1} - 1$.\n\n![Titik dari berkas](titik.png)\n\n"
        "![Titik tempelan](attachment:t.png)\n\n$$\\bar g = \\sqrt[T]{\\frac{y_T}{y_0}} - 1$$",
        "attachments": {"t.png": {"image/png": PIXEL}},
    },
}


def _with_cells(home: Path, cells: dict[str, dict[str, Any]]) -> Path:
    """Add cells to the end of the first section of a project's notebook on recovery."""
    path = home / "notebooks" / "economic_recovery.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for name, cell in reversed(cells.items()):
        common = {"id": name, "metadata": {}, "source": cell.get("code", cell.get("text"))}
        code = {"cell_type": "code", "outputs": [], "execution_count": None}
        text = {"cell_type": "markdown", "attachments": cell.get("attachments", {})}
        notebook["cells"].insert(8, {**common, **(code if "code" in cell else text)})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (home / "notebooks" / "titik.png").write_bytes(base64.b64decode(PIXEL))
    return home


def _build(umkm_process: Callable[..., Ended], home: Path, *options: str) -> Ended:
    arguments = ("build", "--region", "3576", "--report", "economic-recovery", "--output", str(home / "out"), *options)
    return umkm_process(*arguments, UMKM_HOME=str(home))


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory, umkm_process: Callable[..., Ended]) -> Path:
    home = _with_cells(copy_project(tmp_path_factory.mktemp("own")), CELLS)
    done = _build(umkm_process, home)
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "out/id/3576-kota-mojokerto/economic-recovery.html"


@pytest.mark.xdist_group("own content")
def test_everything_stands_on_the_page_and_nothing_is_asked_for(visit: Callable[..., Page], page_file: Path) -> None:
    page = visit(page_file)
    assert page.heard == []  # type: ignore[attr-defined]
    pictures = page.evaluate("[...document.images].map(one => [one.alt, one.naturalWidth > 0])")
    described = ["Garis yang naik", "Garis yang turun", "Titik dari berkas", "Titik tempelan"]
    assert pictures == [[text, True] for text in described]
    formulas = page.evaluate("[...document.querySelectorAll('math')].map(one => one.getBoundingClientRect().height)")
    assert len(formulas) == 3
    assert all(height > 10 for height in formulas)
    text = page.locator("main").inner_text()
    for expected in ("dicetak <b>", "dtype: float64", "tebal dari kode", "-2.0"):
        assert expected in text
    assert "$" not in text
    assert page.locator(".table table td.number", has_text="-2.0").count() == 1


@pytest.mark.xdist_group("own content")
def test_it_fits_every_width_and_is_accessible(visit: Callable[..., Page], page_file: Path) -> None:
    for width in (320, 1280):
        page = visit(page_file, width=width)
        assert spilt(page) == []
    assert faults(page) == []


@pytest.mark.xdist_group("own content")
@pytest.mark.skipif(not can_fork(), reason="there is one kind of kernel here")
def test_standard_kernels_make_the_same_page(page_file: Path, umkm_process: Callable[..., Ended]) -> None:
    before = page_file.read_bytes()
    done = _build(umkm_process, page_file.parents[3], "--force", "--kernel", "standard", "--language", "id")
    assert done.returncode == 0, done.stderr
    assert page_file.read_bytes() == before


@pytest.mark.xdist_group("own content")
def test_it_is_printed_with_descriptions(page_file: Path, umkm_process: Callable[..., Ended], chromium: Path) -> None:
    done = umkm_process("pdf", str(page_file), UMKM_BROWSER=str(chromium))
    assert done.returncode == 0, done.stderr
    reader = PdfReader(page_file.with_suffix(".pdf"))
    text = "".join(sheet.extract_text() for sheet in reader.pages)
    assert "tebal dari kode" in text
    content = page_file.with_suffix(".pdf").read_bytes()
    assert content.startswith(b"%PDF")


@pytest.mark.xdist_group("own content")
def test_a_changed_picture_makes_the_page_anew(page_file: Path, umkm_process: Callable[..., Ended]) -> None:
    home = page_file.parents[3]
    assert "2 up to date" in _build(umkm_process, home, "--dry-run").stdout
    (home / "notebooks" / "titik.png").write_bytes(base64.b64decode(PIXEL) + b"!")
    planned = _build(umkm_process, home, "--dry-run").stdout
    assert "2 to build" in planned
    assert planned.count("changed: a picture of its notebook") == 2


def test_what_cannot_stand_fails_its_page_with_the_cell(tmp_path: Path, umkm_process: Callable[..., Ended]) -> None:
    cells = {"chart": {"code": "import matplotlib.pyplot as plt\nplt.plot([1, 2])"}}
    done = _build(umkm_process, _with_cells(copy_project(tmp_path), cells), "--language", "id")
    assert done.returncode == 1
    assert 'code cell 6 ("import matplotlib.pyplot as plt"), output 1: it is only the name of an object' in done.stdout
    assert "output 2: the picture has no description" in done.stdout
    assert not list((tmp_path / "out").glob("id/*/*.html"))
