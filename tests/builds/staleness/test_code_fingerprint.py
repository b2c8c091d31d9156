"""The code a report is made by is what its notebook draws in, and no more."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import nbformat
import pytest

from umkm_analysis.builds.staleness import code_fingerprint, inputs
from umkm_analysis.datasets import project
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from pathlib import Path


def modules(*starts: str) -> set[str]:
    return {one for start in starts for one in code_fingerprint._closure(start)}  # noqa: SLF001 - what the fingerprint is made of


def test_a_module_draws_in_what_it_imports_and_its_packages() -> None:
    drawn = modules("umkm_analysis.reports.economic_recovery.page")
    assert {
        "umkm_analysis",
        "umkm_analysis.pages",
        "umkm_analysis.reports.economic_recovery.figures",
        "umkm_analysis.pages.charts.figure",
        "umkm_analysis.datasets.tables",
        "umkm_analysis.datasets.schema",  # imported inside a function
        "umkm_analysis.errors",
    } <= drawn


def test_it_does_not_draw_in_what_it_names_only_for_types_nor_its_neighbours() -> None:
    assert "umkm_analysis.builds.plan" not in modules("umkm_analysis.builds.links")
    drawn = modules("umkm_analysis.reports.economic_recovery.page")
    assert not {one for one in drawn if "province" in one or "procurement" in one or "builds" in one}


def test_every_import_of_the_package_is_understood() -> None:
    found = [path for path in code_fingerprint.ROOT.rglob("*.py") if "import" in path.read_text(encoding="utf-8")]
    for path in found:
        for name in code_fingerprint._imported(path.read_text(encoding="utf-8")):  # noqa: SLF001 - likewise
            parent = name.rpartition(".")[0]
            assert code_fingerprint._file(name) or code_fingerprint._file(parent), (path, name)  # noqa: SLF001 - likewise


def imports_by_ast(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
        else:
            names |= imports_by_ast(node)
    return {name for name in names if name.partition(".")[0] == "umkm_analysis"}


def test_regular_expressions_find_the_imports_that_ast_finds() -> None:
    for path in code_fingerprint.ROOT.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        found = code_fingerprint._imported(source)  # noqa: SLF001 - likewise
        assert set(found) == imports_by_ast(ast.parse(source)), path


def notebook(path: Path, source: str) -> Path:
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), path)
    return path


def test_a_notebook_s_fingerprint_is_that_of_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = code_fingerprint.of_notebook(
        notebook(tmp_path / "a.ipynb", "from umkm_analysis.reports.economic_recovery import page as show")
    )
    same = code_fingerprint.of_notebook(
        notebook(tmp_path / "b.ipynb", "import umkm_analysis.reports.economic_recovery.page\n1")
    )
    other = code_fingerprint.of_notebook(
        notebook(tmp_path / "c.ipynb", "from umkm_analysis.reports.province_overview import page")
    )
    assert one == same != other
    content = code_fingerprint._sha256  # noqa: SLF001 - what a file holds
    monkeypatch.setattr(
        code_fingerprint, "_sha256", lambda path: content(path) + ("!" if path.name == "figure.py" else "")
    )
    assert (
        code_fingerprint.of_notebook(
            notebook(tmp_path / "d.ipynb", "from umkm_analysis.reports.economic_recovery import page")
        )
        != one
    )


@pytest.mark.parametrize("name", ["economic_recovery", "procurement_share", "province_overview"])
def test_the_code_that_exports_belongs_to_every_notebook(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.root() / "notebooks" / f"{name}.ipynb"
    before = code_fingerprint.of_notebook(path)
    content = code_fingerprint._sha256  # noqa: SLF001 - likewise
    monkeypatch.setattr(
        code_fingerprint, "_sha256", lambda path: content(path) + ("!" if path.name == "html.py" else "")
    )
    assert code_fingerprint.of_notebook.__wrapped__(path) != before


@pytest.mark.parametrize("library", ["matplotlib", "pygments"])  # the latter colours code in a cell of markdown
def test_libraries_are_those_the_package_asks_for(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_fingerprint.libraries()
    version = code_fingerprint.version
    monkeypatch.setattr(code_fingerprint, "version", lambda name: version(name) + ("!" if name == library else ""))
    assert code_fingerprint.libraries.__wrapped__() != before


def test_libraries_of_an_extra_shape_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_fingerprint.libraries()
    version = code_fingerprint.version
    monkeypatch.setattr(code_fingerprint, "version", lambda name: version(name) + ("!" if name == "playwright" else ""))
    assert code_fingerprint.libraries.__wrapped__() == before


def test_another_outline_of_the_land_makes_pages_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    monkeypatch.setattr(code_fingerprint, "fingerprint", lambda files: read.extend(files) or "")
    inputs.template.__wrapped__()
    assert assets.LAND in read
