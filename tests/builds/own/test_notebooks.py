"""Notebooks of a person's own: what a page needs of one is said line by line, and its pages are built as others are."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.job import Job
from umkm_analysis.builds.own.notebooks import read_all, read_own
from umkm_analysis.builds.own.reading import modules_of, page_name
from umkm_analysis.builds.plan import Task, make_plan
from umkm_analysis.builds.staleness.file_states import FileStates
from umkm_analysis.builds.staleness.inputs import fingerprint_inputs
from umkm_analysis.datasets import project, regions
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

PARAMETERS = 'region: str = "3576"\nlanguage: str = "id"'
USED = "set_language(language)\nregion"


def cell(source: str, *tags: str, kind: str = "code") -> dict[str, Any]:
    more = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": "x", "metadata": {"tags": [*tags]}, "source": source, **more}


def save(path: Path, *cells: dict[str, Any], **more: Any) -> Path:
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    raw = {"cells": [*cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5, **more}
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


FIRST = cell(PARAMETERS, "parameters")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([cell(USED)], 'has no code cell tagged "parameters"'),
        ([FIRST, FIRST, cell(USED)], 'has 2 code cells tagged "parameters"'),
        ([cell("x = 1"), FIRST, cell(USED)], "is not the first code cell"),
        ([cell('language = "id"', "parameters"), cell(USED)], 'no line region = "3576"'),
        ([cell('region = 3576\nlanguage = "id"', "parameters"), cell(USED)], "a text in quotes"),
        ([cell('region = "3576"', "parameters"), cell(USED)], 'no line language = "id"'),
        ([FIRST, cell("set_language(language)")], "No cell below its parameters cell uses region"),
        ([FIRST, cell("region")], "Add a cell set_language(language)"),
        ([FIRST, cell(USED), cell('region = "3500"')], "sets region again"),
        ([FIRST, cell(USED), cell('language: str = "en"')], "sets language again"),
    ],
)
def test_each_thing_that_a_page_lacks_is_said(cells: list[dict[str, Any]], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(sentence)):
        read_own(save(tmp_path / "mine.ipynb", *cells))


def test_all_that_it_lacks_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        read_own(save(tmp_path / "…….ipynb", cell("x = 1"), cell('region = "3576"', "parameters")))
    assert len([line for line in str(refused.value).splitlines() if line.startswith("* ")]) == 4


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("gone.ipynb", None, "there is no such file"),
        ("mine.txt", "{}", "ends in .ipynb"),
        ("mine.ipynb", "{", "cannot be read as a notebook"),
        ("mine.ipynb", '{"cells": [1], "nbformat": 4}', "cannot be read as a notebook"),
        ("mine.ipynb", '{"cells": [], "nbformat": 3}', "its format is not 4"),
        ("mine.ipynb", '{"cells": [], "nbformat": 4, "metadata": {"kernelspec": {"language": "R"}}}', "kernel is of R"),
    ],
)
def test_what_is_no_notebook_is_refused(name: str, content: str | None, sentence: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=sentence):
        read_own(tmp_path / name)


def test_two_notebooks_do_not_share_a_page(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        save(tmp_path / folder / "mine.ipynb", FIRST, cell(USED))
    same = tmp_path / "a" / "mine.ipynb"
    with pytest.raises(UsageError, match=re.escape("would both become own-mine.html")):
        read_all([same, tmp_path / "b" / "mine.ipynb"])
    assert len(read_all([same, tmp_path / "a" / ".." / "a" / "mine.ipynb"])) == 1


def test_every_notebook_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    good = save(tmp_path / "good.ipynb", FIRST, cell(USED))
    (tmp_path / "text.ipynb").write_text("no notebook", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        read_all([tmp_path / "text.ipynb", good, tmp_path / "lost.ipynb"])
    said = str(refused.value).splitlines()
    assert [name in line for name, line in zip(("text.ipynb", "lost.ipynb"), said, strict=True)] == [True, True]


def test_a_copy_is_left_out_where_its_report_is(root: Path, tmp_path: Path) -> None:
    copy = shutil.copy(root / "notebooks" / "procurement_share.ipynb", tmp_path / "Belanja saya.ipynb")
    own = read_own(copy)
    assert (own.name, own.bases, own.warmed) == (
        "own-belanja-saya", ("procurement-share",), ("procurement-share", "own-belanja-saya")
    )  # fmt: skip
    plan = make_plan([regions.find("3576"), regions.find("5171")], own=[own], languages=("id", "en"))
    assert {task.page for task in plan.tasks} == {
        f"{language}/3576-kota-mojokerto/own-belanja-saya.html" for language in ("id", "en")
    }
    assert [(one.region.code, bool(one.words)) for one in plan.left_out] == [("5171", True)]


def test_words_without_english_are_named_and_those_of_one_language_are_not(tmp_path: Path) -> None:
    path = save(
        tmp_path / "mine.ipynb", FIRST, cell(USED), cell("## Sektor saya\n\nKalimat.", kind="markdown"),
        cell("## Sumber dan jejak data", kind="markdown"), cell("Hanya di sini", "only-id", kind="markdown"),
        cell("My own words", "only-en", kind="markdown"), cell("Untuk saya", "notebook-only", kind="markdown"),
    )  # fmt: skip
    assert read_own(path).untranslated() == ("## Sektor saya",)


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("import os, beside", "beside.py"),
        ("import os as o, beside as b  # both", "beside.py"),
        ("import os, \\\n    beside", "beside.py"),
        ("import os; import beside", "beside.py"),
        ("try: from beside import x\nexcept ImportError: x = 1", "beside.py"),
        ("from\tbeside import x", "beside.py"),
        ("from lib.beside import x", "lib/beside.py"),
        ("import lib.beside as b", "lib/beside.py"),
    ],
)
def test_a_module_beside_it_is_found_however_it_is_imported(tmp_path: Path, source: str, file: str) -> None:
    beside = tmp_path / file
    beside.parent.mkdir(exist_ok=True)
    beside.write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "other.py").write_text("", encoding="utf-8")
    assert modules_of(save(tmp_path / "mine.ipynb", FIRST, cell(USED), cell(source))) == [beside]


def test_its_page_is_stale_when_a_table_a_module_beside_it_or_it_changes(copied: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "mine.ipynb", FIRST, cell(USED), cell("import beside"))
    (tmp_path / "beside.py").write_text("from further import x\n", encoding="utf-8")
    further = tmp_path / "further.py"
    further.write_text("x = 1\n", encoding="utf-8")
    assert modules_of(path) == [tmp_path / "beside.py", further]

    def prints() -> dict[str, str]:
        project.clear_caches()
        return fingerprint_inputs(Job(Task(regions.find("3576"), read_own(path)), {}))

    before = prints()
    assert before == prints()
    table = copied / "data" / "population.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("5171,", "5171,", 1) + "\n", encoding="utf-8")
    assert prints() == before  # a blank line is no row
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(lines[:-2]) + "\n", encoding="utf-8")
    after = prints()
    assert {name for name in before if after[name] != before[name]} == {"data/population"}


def test_its_page_is_stale_when_anything_is_imported_of_whatever_region(copied: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "mine.ipynb", FIRST, cell(USED))
    job = Job(Task(regions.find("3576"), read_own(path)), {})

    def prints() -> dict[str, str]:
        project.clear_caches()
        return fingerprint_inputs(job)

    before = prints()
    for imported, name in (
        ("own/boundaries/boundaries.json", "boundaries"),
        ("register/3578.parquet", "data/register"),
        ("lines/lines.json", "data/lines"),
    ):
        file = copied / "data" / imported
        file.parent.mkdir(parents=True, exist_ok=True)
        for content in ("one", "another"):
            file.write_text(content, encoding="utf-8")
            after = prints()
            assert {key for key in after if after.get(key) != before.get(key)} == {name}
            before = after
        file.unlink()
        before = prints()
        assert name not in before


@pytest.mark.slow
def test_lines_and_registers_of_any_region_are_watched_while_its_page_is_made(
    copied: Path, tmp_path: Path, umkm_process: Callable[..., Ended]
) -> None:
    path = save(tmp_path / "mine.ipynb", FIRST, cell(USED))
    assert umkm_process("sample-lines", "--region", "3578", "--lines", "50", UMKM_HOME=str(copied)).returncode == 0
    register = copied / "data" / "register" / "3578.parquet"
    register.parent.mkdir()
    register.write_bytes(b"of a neighbour")
    project.clear_caches()
    states = FileStates(copied, [path]).of(Task(regions.find("3576"), read_own(path)))
    lines = {str(file) for file in (copied / "data" / "lines").rglob("*.parquet")}
    assert lines
    assert {*lines, str(register)} <= {name for name, state in states.items() if state is not None}


def test_names_of_pages_are_small_letters_and_digits(tmp_path: Path) -> None:
    assert page_name(tmp_path / "Pulih_Lagi 2.ipynb") == "own-pulih-lagi-2"


@pytest.mark.slow
def test_a_changed_copy_in_a_workspace_is_built_in_both_languages(
    umkm_process: Callable[..., Any], tmp_path: Path
) -> None:
    home, output = tmp_path / "work", tmp_path / "work" / "reports"
    assert umkm_process("init", str(home)).returncode == 0
    raw = json.loads((home / "notebooks" / "economic_recovery.ipynb").read_text(encoding="utf-8"))
    raw["cells"][7:7] = [
        cell("Kalimat saya.", "only-id", kind="markdown"),
        cell("My own words.", "only-en", kind="markdown"),
        cell("import beside\nbeside.words(region)"),
    ]
    mine = home / "notebooks" / "mine.ipynb"
    mine.write_text(json.dumps(raw), encoding="utf-8")
    (home / "notebooks" / "beside.py").write_text(
        "def words(region):\n    return {'3576': 'Ini Mojokerto'}.get(region, 'hubungi budi@contoh.id')\n", "utf-8"
    )
    chosen = ("build", "--notebook", str(mine), "--region", "3576")
    built = umkm_process(*chosen, "--region", "5171", UMKM_HOME=str(home))
    assert built.returncode == 1
    assert "2 built, 0 up to date, 0 left out" in built.stdout
    assert "shows what looks like an e-mail address" in " ".join(built.stdout.replace("│", " ").split())
    assert "budi@" not in built.stdout + built.stderr
    assert "without English" not in built.stderr
    for language, words, other, said in (
        ("id", "Kalimat saya.", "My own words.", "dibuat dari buku catatan milik pengguna, mine.ipynb"),
        ("en", "My own words.", "Kalimat saya.", "made from a notebook of the user&#39;s own, mine.ipynb"),
    ):
        page = output / language / "3576-kota-mojokerto" / "own-mine.html"
        html = page.read_text(encoding="utf-8")
        assert "Ini Mojokerto" in html
        assert words in html
        assert other not in html
        assert said in html
        record = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["page"]
        assert (record["notebook"], record["language"]) == ("mine.ipynb", language)
        index = (output / ("index.html" if language == "id" else "index.en.html")).read_text(encoding="utf-8")
        assert f'href="{language}/3576-kota-mojokerto/own-mine.html"' in index
        assert "· mine.ipynb" in index
    again = umkm_process(*chosen, UMKM_HOME=str(home))
    assert (again.returncode, "0 built, 2 up to date" in again.stdout) == (0, True)
    assert umkm_process(*chosen, "--cluster", "tcp://127.0.0.1:1", UMKM_HOME=str(home)).returncode == 2
