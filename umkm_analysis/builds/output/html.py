"""An executed notebook into one page, and the record of its figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from umkm_analysis.builds.links import Links
from umkm_analysis.i18n.translation import NAMES, SOURCE, t, use_language
from umkm_analysis.pages import assets
from umkm_analysis.pages.fragment import RECORD_MIME

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.runtime import Context

PAGE_KEYS = ("title", "description", "language", "slug", "name", "report")
"""What the template needs to know about a page."""


class NotPublishable(Exception):  # noqa: N818 - what happened, not an error of the program
    """An executed notebook that makes no page."""


@dataclass(frozen=True)
class Page:
    """What is published of a report."""

    html: str
    record: str
    """JSON: page, headline, figures."""


def export(executed: NotebookNode, *, links: Links | None = None, templates: Path = assets.TEMPLATES) -> Page:
    """Turn an executed notebook into a page; equal outputs give equal bytes.

    Parameters
    ----------
    executed
        The executed notebook; it stays as it is.
    links
        Where the page points.
    templates
        Folder that holds the nbconvert template "umkm".

    Raises
    ------
    NotPublishable
        If an output is an error, or the record of figures is missing, double, incomplete or not JSON.
    """
    record = _record(executed)
    try:
        text = _object(record, deep=True)
    except ValueError as error:
        raise NotPublishable(f"the record of figures holds what JSON cannot ({error})") from error
    page = record["page"]
    with use_language(page["language"]):
        html, _ = _exporter(templates).from_notebook_node(
            translated(settled(executed)), resources={"umkm": page, **_resources(links or Links(), templates)}
        )
    return Page(html, text + "\n")


def warm_exporter() -> None:
    """Export next to nothing once, so that templates are read and compiled."""
    page = dict.fromkeys(PAGE_KEYS, "x") | {"language": SOURCE}
    data = {"text/html": "", RECORD_MIME: {"page": page, "headline": {}}}
    cell = new_code_cell("", outputs=[new_output("display_data", data)])  # type: ignore[no-untyped-call]
    export(new_notebook(cells=[new_markdown_cell("## x"), cell]))  # type: ignore[no-untyped-call]


def translated(notebook: NotebookNode) -> NotebookNode:
    """Say a notebook's own words in the language in use: each markdown cell is one message."""
    cells = [_with(one, source=t(one.source)) if one.cell_type == "markdown" else one for one in notebook.cells]
    return _with(notebook, cells=cells)


def settled(executed: NotebookNode) -> NotebookNode:
    """Copy a notebook without what differs between two equal runs: clock times, paths, random ids of cells."""
    return _with(
        executed,
        metadata=_without(executed.metadata, "papermill"),
        cells=[
            _with(cell, id=f"cell-{number}", metadata=_without(cell.metadata, "papermill", "execution"))
            for number, cell in enumerate(executed.cells, start=1)
        ],
    )


def _with(node: NotebookNode, **parts: Any) -> NotebookNode:
    """Copy a node with other parts; what it holds besides is shared, for nothing of it is changed."""
    return NotebookNode({**node, **parts})  # type: ignore[no-untyped-call]


def _without(node: NotebookNode, *names: str) -> NotebookNode:
    return NotebookNode({name: part for name, part in node.items() if name not in names})  # type: ignore[no-untyped-call]


def _record(executed: NotebookNode) -> dict[str, Any]:
    outputs = [output for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    broken = [output for output in outputs if output.output_type == "error"]
    if broken:
        raise NotPublishable(f"a cell ended in {broken[0].ename}: {broken[0].evalue}".rstrip(": "))
    records = [output.data[RECORD_MIME] for output in outputs if RECORD_MIME in output.get("data", {})]
    if len(records) != 1:
        raise NotPublishable(f"the notebook shows {len(records)} records of its figures instead of one")
    return _complete(records[0])


def _complete(record: Any) -> dict[str, Any]:
    if not isinstance(record, Mapping):
        raise NotPublishable("the record of figures is no object with page and headline")
    page = record.get("page")
    named = page if isinstance(page, Mapping) else {}
    if isinstance(named.get("language"), str) and named["language"] not in NAMES:
        raise NotPublishable(f'the record of figures is in the language "{named["language"]}", which there is not')
    lacking = [f"page.{key}" for key in PAGE_KEYS if not isinstance(named.get(key), str)]
    if not isinstance(record.get("headline"), Mapping):
        lacking.append("headline")
    if lacking:
        raise NotPublishable(f"the record of figures lacks {', '.join(lacking)}")
    return dict(record)


def _object(parts: Mapping[str, Any], *, deep: bool = False) -> str:
    """Write an object as JSON, one part a line; deep: those of its parts that are objects too."""
    lines = (
        f"{_json(name)}: {_object(part) if deep and isinstance(part, Mapping) else _json(part)}"
        for name, part in parts.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}"


def _json(value: object) -> str:
    # without an indent, which Python writes itself, ten times as slowly as the encoder it is made with
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _resources(links: Links, templates: Path) -> dict[str, Any]:
    code = {"svg": assets.qr_code(links.address), "address": links.address} if links.address else None
    script = assets.script(templates / "umkm" / "page.js")
    return {
        "font": assets.typeface(),
        "script": script.text,
        "script_hash": script.policy,
        "index": links.index,
        "others": links.others,
        "public": code,
    }


class _Exporter(HTMLExporter):
    """nbconvert's templates and filters without its passes over the notebook and the page.

    They copy the notebook twice, look for what to remove from it and set attributes of the page that ours has: our
    template shows a notebook as it is and changes nothing of it.
    """

    def __init__(self, **options: Any) -> None:
        self._rendered: dict[str, str] = {}
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **options: Any) -> tuple[str, Any]:  # type: ignore[override]
        del options
        known = self._init_resources(resources)  # type: ignore[no-untyped-call]
        return self.template.render(nb=nb, resources=known).lstrip(), known

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        if source not in self._rendered:  # a notebook's words are the same on the pages of all regions
            self._rendered[source] = str(super().markdown2html(context, source))
        return self._rendered[source]


@cache
def _exporter(templates: Path) -> HTMLExporter:
    exporter = _Exporter(template_name="umkm", extra_template_basedirs=[str(templates)])
    exporter.exclude_anchor_links = True
    exporter.register_filter("css_text", assets.css_text)  # type: ignore[no-untyped-call]
    exporter.environment.globals["t"] = t
    return exporter
