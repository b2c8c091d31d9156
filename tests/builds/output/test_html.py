from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from umkm_analysis.builds.job import Warned
from umkm_analysis.builds.links import Links
from umkm_analysis.builds.output import html
from umkm_analysis.builds.output.html import NotPublishable, export
from umkm_analysis.characters import unseen
from umkm_analysis.jupyter.exporter import without_run_metadata
from umkm_analysis.jupyter.records import RECORD_MIME
from umkm_analysis.pages import assets
from umkm_analysis.pages.fragment import FRAGMENT_MIME

if TYPE_CHECKING:
    from pathlib import Path

PAGE = {
    "title": "Kota <A>",
    "description": "Uji",
    "language": "id",
    "slug": "1-a",
    "name": "Kota <A>",
    "report": "Uji",
}
RECORD = {
    "page": PAGE,
    "headline": {"status": "pulih"},
    "figures": {"zulu": -3.69, "alpha": "daya"},
}


def shown(record: object) -> Any:
    return nbformat.v4.new_output("execute_result", {"text/html": "<p>ya</p>", RECORD_MIME: record}, execution_count=1)


def executed(*outputs: Any) -> Any:
    cells = [nbformat.v4.new_code_cell("rahasia()", outputs=[output]) for output in outputs]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## Judul"), *cells])


def noted(notebook: Any, stamp: str) -> Any:
    """As papermill leaves it: every run with other times and paths."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata["papermill"] = {"output_path": f"/tmp/{stamp}.ipynb", "start_time": stamp}  # noqa: S108
    for number, cell in enumerate(notebook.cells):
        cell.id = f"{stamp}-{number}"
        cell.metadata["papermill"] = {"duration": stamp}
        cell.metadata["execution"] = {"iopub.execute_input": stamp}
        cell.metadata["tags"] = ["kept"]
    return notebook


@pytest.fixture
def telling(tmp_path: Path) -> Path:
    """Templates that show everything a page could leak."""
    folder = tmp_path / "umkm"
    folder.mkdir()
    (folder / "conf.json").write_text('{"mimetypes": {"text/html": true}}')
    (folder / "scripts").mkdir()
    for name in assets.PAGE_SCRIPTS:
        (folder / "scripts" / name).write_text("")
    (folder / "index.html.j2").write_text("{{ nb.metadata }}{% for cell in nb.cells %}{{ cell }}{% endfor %}")
    return tmp_path


UNSEEN = "con\u202efirmed\u200b\x9b\ud800"
DOORS = {
    "markdown": nbformat.v4.new_markdown_cell(f"teks {UNSEEN}"),
    "a heading": nbformat.v4.new_markdown_cell(f"## Judul {UNSEEN}"),
    "code in markdown": nbformat.v4.new_markdown_cell(f"`{UNSEEN}`\n\n```python\n{UNSEEN}\n```"),
    "HTML in markdown": nbformat.v4.new_markdown_cell(f'<b title="{UNSEEN}">{UNSEEN}</b>'),
}
OUTPUTS: dict[str, dict[str, Any]] = {
    "a result": {"text/plain": UNSEEN},
    "a table": {"text/html": f"<table><caption>{UNSEEN}</caption><tr><td title='{UNSEEN}'>{UNSEEN}</td></tr></table>"},
    "markdown of a cell": {"text/markdown": UNSEEN},
    "HTML of this package": {"text/html": f"<p>{UNSEEN}</p>", FRAGMENT_MIME: {}},
    "a description": {"image/png": "iVBORw0KGgo="},
}


@pytest.mark.parametrize("door", [*DOORS, "print", "notes", *OUTPUTS, *PAGE])
def test_what_nobody_sees_is_shown_by_its_number_through_every_door(door: str) -> None:
    record = copy.deepcopy(RECORD)
    notebook = executed(shown(record))
    if door in DOORS:
        notebook.cells.append(DOORS[door])
    elif door in OUTPUTS:
        output = nbformat.v4.new_output("display_data", OUTPUTS[door], metadata={"alt": f"Alt {UNSEEN}"})
        notebook.cells.append(nbformat.v4.new_code_cell("x", outputs=[output]))
    elif door == "print":
        output = nbformat.v4.new_output("stream", name="stdout", text=UNSEEN)
        notebook.cells.append(nbformat.v4.new_code_cell("x", outputs=[output]))
    elif door == "notes":
        notebook.cells.append(nbformat.v4.new_markdown_cell(UNSEEN, metadata={"tags": ["notes"]}))
    elif door != "language":
        record["page"][door] = f"x {UNSEEN}"  # type: ignore[index]
        record["figures"][UNSEEN] = [UNSEEN]  # type: ignore[index]
        notebook = executed(shown(record))
    page = export(notebook)
    assert unseen(page.html, allowed="\n\t") == ""
    assert unseen(page.record, allowed="\n") == ""
    page.html.encode()
    if door not in {"language", "report"}:  # these two stand on no page
        assert "con&lt;U+202E&gt;firmed&lt;U+200B&gt;&lt;U+009B&gt;&lt;U+D800&gt;" in page.html
    if door in PAGE.keys() - {"language"}:
        assert json.loads(page.record)["page"][door] == "x con<U+202E>firmed<U+200B><U+009B><U+D800>"
        assert json.loads(page.record)["figures"].keys() > {"con<U+202E>firmed<U+200B><U+009B><U+D800>"}


def test_a_formula_hides_nothing() -> None:
    notebook = executed(shown(RECORD))
    notebook.cells.append(nbformat.v4.new_markdown_cell("$\\text{a\u202eb}$"))
    page = export(notebook)
    assert "a&lt;U+202E&gt;b</mtext>" in page.html
    assert unseen(page.html, allowed="\n\t") == ""


def test_what_goes_to_standard_error_is_handed_on_and_stands_on_no_page() -> None:
    output = nbformat.v4.new_output("stream", name="stderr", text="awas \u202e\n")
    page = export(executed(shown(RECORD), output))
    assert page.warned == (Warned('code cell 2 ("rahasia()")', "awas <U+202E>"),)
    assert "awas" not in page.html + page.record


def test_the_record_is_written_as_it_was_shown() -> None:
    page = export(executed(shown(RECORD)))
    assert json.loads(page.record) == RECORD
    assert page.record.index("zulu") < page.record.index("alpha")
    assert page.record.endswith("}\n")


def test_a_figure_of_the_record_is_a_line() -> None:
    lines = export(executed(shown(RECORD))).record.splitlines()
    assert '"zulu": -3.69,' in lines
    assert '"alpha": "daya"' in lines


def test_the_page_shows_outputs_with_the_record_s_title_and_no_code() -> None:
    page = export(executed(shown(RECORD)))
    assert "<p>ya</p>" in page.html
    assert "Kota &lt;A&gt;" in page.html
    assert "rahasia()" not in page.html


def test_two_runs_give_equal_bytes(telling: Path) -> None:
    first, second = (
        export(noted(executed(shown(RECORD)), stamp), templates=telling) for stamp in ("monday", "tuesday")
    )
    assert first == second
    assert "monday" not in first.html
    assert "kept" in first.html


def test_the_executed_notebook_stays_as_it_is() -> None:
    notebook = noted(executed(shown(RECORD)), "monday")
    before = copy.deepcopy(notebook)
    without_run_metadata(notebook)
    assert notebook == before


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        ([], "shows 0 records"),
        ([shown(RECORD), shown(RECORD)], "shows 2 records"),
        ([shown(RECORD), nbformat.v4.new_output("error", ename="KeyError", evalue="'x'")], "ended in KeyError: 'x'"),
        ([shown(["no", "object"])], "no object"),
        (
            [shown({"page": {"title": "T", "language": "id"}})],
            r"lacks page\.description, page\.slug, page\.name, page\.report, headline",
        ),
        ([shown({**RECORD, "page": "T"})], r"lacks page\.title"),
        ([shown({**RECORD, "page": {**PAGE, "language": "jv"}})], 'in the language "jv", which there is not'),
        ([shown({**RECORD, "figures": {"growth": float("nan")}})], "what JSON cannot"),
    ],
)
def test_a_notebook_that_makes_no_page_is_refused(outputs: list[Any], said: str) -> None:
    with pytest.raises(NotPublishable, match=said):
        export(executed(*outputs))


def test_the_last_slide_has_a_code_of_the_address_or_else_of_the_message() -> None:
    said = {**RECORD, "headline": {"verdict": "Turun 2020, pulih 2021"}}
    alone = export(executed(shown(said))).html
    code = alone[alone.index('<div class="closing-code">') :].partition("</div>")[0]
    assert "<title>Kota &lt;A&gt;. Turun 2020, pulih 2021</title>" in code
    public = export(executed(shown(said)), links=Links(address="https://contoh.example/x.html")).html
    assert (
        public.count("<title>https://contoh.example/x.html</title>") == 1
    )  # the page's; the slide takes it from there
    assert '<div class="closing-code"></div>' in public


def test_a_tagged_cell_says_whether_it_is_a_slide() -> None:
    notebook = executed(shown(RECORD))
    notebook.cells[0].metadata["tags"] = ["no-deck"]
    assert '<div data-deck="no">' in export(notebook).html
    assert "data-deck=" not in export(executed(shown(RECORD))).html.partition('<section class="slides"')[0]


def test_a_process_and_its_forks_prepare_exports_once(monkeypatch: pytest.MonkeyPatch) -> None:
    exported: list[object] = []
    monkeypatch.setattr(html, "export", exported.append)
    html.warm_exporter.cache_clear()
    html.warm_exporter()
    html.warm_exporter()
    assert len(exported) == 1
    html.warm_exporter.cache_clear()
