"""The book and the README: every command in them parses, Python runs, pictures and names are those there are."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import umkm_analysis
from maintenance import screenshots
from maintenance.book import api, build, commands, layers, metrics, registry
from tests.conftest import ROOT
from umkm_analysis.cli import ExitCode
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.metrics import catalogue
from umkm_analysis.pages import records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

WRITTEN = [ROOT / "README.md", *sorted(build.DOCS.rglob("*.md"))]
FENCE = re.compile(r"^( *)```(?:\{code-block\} )?(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^ {4}.*\n)+", re.MULTILINE)
VARIABLES = re.compile(r"^(?:\w+=\S+ )+")
PLACEHOLDERS = {"NOMOR": "2994b012", "DATE": "2026-05-01", "ID": "2994b012"}


def command_lines(text: str) -> list[str]:
    """Lines of a page's shell blocks that call umkm, one command each."""
    blocks = [match[3] for match in FENCE.finditer(text) if match[2] == "sh"] + INDENTED.findall(text)
    parts = [
        part.strip() for block in blocks for line in block.splitlines() for part in line.split(" #")[0].split("; ")
    ]
    bare = [VARIABLES.sub("", part) for part in parts]
    return [part.split("umkm ", 1)[1] for part in bare if re.match(r"(?:\S+/|uvx .*)?umkm ", part)]


def inline_commands(text: str) -> list[str]:
    """Commands named within sentences, without those that are shortened by "…" or leave a choice by "|"."""
    return [code for code in re.findall(r"`umkm ([^`\n]+)`", text) if not re.search(r"[…|\[\]]", code)]


def named(found: Callable[[str], list[str]]) -> list[Any]:
    """What is found in each page, as parameters that name the page."""
    pages = ((path.relative_to(ROOT).as_posix(), found(path.read_text("utf-8"))) for path in WRITTEN)
    return [pytest.param(line, id=f"{page}: {line}"[:100]) for page, lines in pages for line in dict.fromkeys(lines)]


@pytest.fixture(scope="module")
def parser() -> Any:
    return commands.parser()


def command_of(parser: Any, words: list[str]) -> tuple[Any, list[str]]:
    """The command that words call, and the rest of them."""
    command, rest = parser, words
    while rest and rest[0] in getattr(command, "commands", {}):
        command, rest = command.commands[rest[0]], rest[1:]
    assert command is not parser, f"there is no command {words[0]}"
    assert not (getattr(command, "commands", None) and rest and not rest[0].startswith("-")), f"there is no {words}"
    return command, rest


@pytest.mark.parametrize("line", named(command_lines))
def test_every_command_of_the_readme_and_the_book_parses(parser: Any, line: str) -> None:
    words = [PLACEHOLDERS.get(word, word) for word in shlex.split(line)]
    command, rest = command_of(parser, words)
    command.make_context("umkm", rest).close()


@pytest.mark.parametrize("line", named(inline_commands))
def test_every_option_that_a_sentence_names_exists(parser: Any, line: str) -> None:
    command, rest = command_of(parser, line.split())
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word.partition("=")[0] for word in rest if word.startswith("--")} <= known | {"--help"}


def python_blocks(text: str) -> list[str]:
    """Blocks of Python of a page."""
    return [match[3] for match in FENCE.finditer(text) if match[2] == "python"]


FOREIGN = {"--from", "--spec"}
"""Options of uvx and pipx that sentences name."""


def test_every_option_in_a_sentence_is_one_of_some_command() -> None:
    known = {
        name
        for _, command in commands.commands()
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
    }
    for path in WRITTEN:
        prose = FENCE.sub("", path.read_text("utf-8"))
        options = {
            option
            for code in re.findall(r"`([^`\n]+)`", prose)
            for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", code)
        }
        assert options <= known | FOREIGN, path


def test_pages_for_offices_are_marked_as_indonesian() -> None:
    pages = list((build.DOCS / "id").glob("*.md"))
    assert len(pages) > 5
    assert all(path.read_text("utf-8").startswith("---\nlang: id\n---\n") for path in pages)


@pytest.mark.slow
@pytest.mark.parametrize("code", named(python_blocks))
def test_every_python_of_the_book_runs(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "the book", "exec"), {"__name__": "__book__"})  # noqa: S102 - ours


@pytest.mark.parametrize(
    ("page", "call", "answer"),
    [
        ("own-data.md", "import grdp table.csv --dry-run", "would keep 2 figures of 3576 Kota Mojokerto"),
        ("claims.md", "claims check table.csv", "2 confirmed, 0 confirmed with a correction, 0 conflicts"),
    ],
)
def test_the_tables_of_the_guides_are_read(  # noqa: PLR0913, PLR0917 - fixtures
    page: str, call: str, answer: str, umkm: Callable[..., Ended], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (build.DOCS / "how-to" / page).read_text("utf-8")
    (table,) = (match[3] for match in FENCE.finditer(text) if match[2] == "text")
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ended = umkm(*call.split())
    assert ended.returncode == 0, ended.stderr
    assert answer in ended.stdout


def test_pages_that_are_generated_are_the_same_every_time() -> None:
    assert build.generated() == build.generated()


def test_every_command_and_option_is_in_the_reference() -> None:
    page = commands.pages()[commands.PAGE]
    for name, command in commands.commands():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        assert all(re.search(rf"`[^`]*{option}[^`]*` \|", section) for option in options), name
    assert {"umkm build", "umkm import", "umkm claims check", "umkm fetch bps", "umkm data diff"} <= set(
        dict(commands.commands())
    )


def test_every_metric_has_a_page_with_its_formula_example_and_source() -> None:
    pages = metrics.pages()
    grouped = [row for rows in metrics.GROUPS.values() for row in rows]
    assert sorted(row.id for row in grouped) == sorted(row.id for row in catalogue.METRICS)
    for row in catalogue.METRICS:
        text = pages[f"{metrics.FOLDER}/{row.id}.rst"]
        titles = ("Formula", "Worked example", "Inputs", "Result", "Refused and left out", "Source and law")
        assert all(f"\n{title}\n{'-' * len(title)}\n\n" in text for title in titles), row.id
        assert row.source in text
        assert row.formula.split("; ")[0] in text
        assert "\n>>> " in text


def test_every_table_and_column_is_in_the_dictionary() -> None:
    page = build.generated()["reference/dictionary.md"]
    for name, resource in resources().items():
        section = page.split(f"(table-{name})=")[1].split("\n(table-")[0]
        assert all(f"| `{column}` |" in section for column in resource.columns), name


def test_every_exit_code_has_its_meaning() -> None:
    assert list(registry.meanings()) == list(ExitCode)
    page = registry.pages()["reference/exit-codes.md"]
    assert all(f"| {code.value} | {code.name} |" in page for code in ExitCode)


def test_every_layer_of_the_contract_is_drawn_with_its_docstring() -> None:
    rows = layers.layers()
    assert rows[0] == ["umkm_analysis.cli"]
    assert ["umkm_analysis.metrics", "umkm_analysis.jupyter"] in rows
    page = layers.pages()[layers.PAGE]
    for name in (name for row in rows for name in row):
        assert f">{name.removeprefix('umkm_analysis.')}</text>" in page
        assert layers.summary(name), f"{name} has no docstring"


def test_every_public_name_is_documented_and_every_documented_name_is_public() -> None:
    documented = set(re.findall(r"^\.\. auto\w+:: umkm_analysis\.(\w+)$", api.pages()[api.PAGE], re.MULTILINE))
    modules = set(re.findall(r"^umkm_analysis\.(\w+)$", api.pages()[api.PAGE], re.MULTILINE))
    public = {name for name in getattr(umkm_analysis, "__all__", ()) if not name.startswith("__")}
    assert documented | modules == public
    charts = set(re.findall(r"^\.\. autofunction:: umkm_analysis\.plot\.(\w+)$", api.pages()[api.PAGE], re.MULTILINE))
    assert charts == set(umkm_analysis.plot.__all__)
    for name in public:
        assert (getattr(umkm_analysis, name).__doc__ or "").strip(), f"umkm_analysis.{name} has no docstring"


def test_the_keys_of_a_record_are_those_that_the_book_describes() -> None:
    text = (build.DOCS / "reference" / "record.md").read_text("utf-8")
    page = records.page(regions.find("3576"), report="Uji", description="Uji")
    section = text.split("## `page`")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(page)


def test_pictures_are_those_that_the_script_takes_small_and_all_shown() -> None:
    files = {path.name: path.stat().st_size for path in screenshots.IMAGES.iterdir()}
    assert set(files) == {"lab.webp", *(f"{picture.name}.webp" for picture in screenshots.PICTURES)}
    assert max(files.values()) <= screenshots.MAX_BYTES
    shown = {name for path in WRITTEN for name in re.findall(r"images/([\w-]+\.webp)", path.read_text("utf-8"))}
    assert shown == set(files)


def test_every_picture_has_a_description() -> None:
    for path in WRITTEN:
        assert "![](" not in path.read_text("utf-8"), path


LOADS = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*(?:src|data)=["'](?:https?:)?//[^"']*"""
    r"""|<link\b(?=[^>]*rel=["']?(?:stylesheet|preload|icon|preconnect|dns-prefetch))[^>]*href=["'](?:https?:)?//[^"']*""",
)
STYLE_LOADS = re.compile(r"""@import\s+["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book as it is built, without a warning."""
    folder = tmp_path_factory.mktemp("book")
    command = [sys.executable, "-m", "maintenance.book", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    return folder / "docs"


@pytest.mark.slow
@pytest.mark.xdist_group("book")  # which is built once
def test_the_book_is_built_without_a_warning_and_loads_nothing_from_elsewhere(book: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in book.rglob("*.html")}
    assert len(pages) > 100
    for path, text in pages.items():
        assert not LOADS.search(text), path
        assert not STYLE_LOADS.search(text), path
    for path in book.rglob("*.css"):
        assert not STYLE_LOADS.search(path.read_text("utf-8")), path
    for path in book.rglob("*.js"):
        assert not re.search(r"""(?:fetch|import|src\s*=)\s*\(?["'`]https?://""", path.read_text("utf-8")), path
    assert '<html class="no-js" lang="id"' in pages[book / "id" / "data-sendiri.html"]
    assert '<html class="no-js" lang="en"' in pages[book / "index.html"]


@pytest.mark.slow
@pytest.mark.xdist_group("book")  # which is built once
def test_every_link_within_the_book_leads_somewhere(book: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in book.rglob("*.html")}
    anchors = {path: set(re.findall(r"""\bid=["']([^"']+)["']""", text)) for path, text in pages.items()}
    for path, text in pages.items():
        for address in re.findall(r"""href=["']([^"']+)["']""", text):
            place, _, anchor = address.partition("#")
            if re.match(r"[a-z]+:", place):
                continue
            target = (path.parent / place.partition("?")[0]).resolve() if place else path
            assert target.is_file(), f"{path.name}: {address}"
            assert not anchor or target.suffix != ".html" or anchor in anchors[target], f"{path.name}: {address}"
