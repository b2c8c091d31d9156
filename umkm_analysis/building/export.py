"""An executed notebook into one page, and the record of its figures."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert import HTMLExporter

from umkm_analysis import presentation
from umkm_analysis.presentation.fragment import RECORD_MIME

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATES = Path(presentation.__file__).parent / "template"
PAGE_KEYS = ("title", "description", "language")
"""What the template needs to know about a page."""


class NotPublishable(Exception):  # noqa: N818 - what happened, not an error of the program
    """An executed notebook that makes no page."""


@dataclass(frozen=True)
class Page:
    """What is published of a report."""

    html: str
    record: str
    """JSON: page, headline, figures."""


def export(executed: NotebookNode, *, templates: Path = TEMPLATES) -> Page:
    """Turn an executed notebook into a page; equal outputs give equal bytes.

    Parameters
    ----------
    executed
        The executed notebook; it stays as it is.
    templates
        Folder that holds the nbconvert template "umkm".

    Raises
    ------
    NotPublishable
        If an output is an error, or the record of figures is missing, double, incomplete or not JSON.
    """
    record = _record(executed)
    try:
        text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    except ValueError as error:
        raise NotPublishable(f"the record of figures holds what JSON cannot ({error})") from error
    html, _ = _exporter(templates).from_notebook_node(settled(executed), resources={"umkm": record["page"]})
    return Page(html, text + "\n")


def settled(executed: NotebookNode) -> NotebookNode:
    """Copy a notebook without what differs between two equal runs: clock times, paths, random ids of cells."""
    notebook = copy.deepcopy(executed)
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number}"
        for noted in ("papermill", "execution"):
            cell.metadata.pop(noted, None)
    return notebook


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
    lacking = [f"page.{key}" for key in PAGE_KEYS if not isinstance(named.get(key), str)]
    if not isinstance(record.get("headline"), Mapping):
        lacking.append("headline")
    if lacking:
        raise NotPublishable(f"the record of figures lacks {', '.join(lacking)}")
    return dict(record)


@cache
def _exporter(templates: Path) -> HTMLExporter:
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="umkm", extra_template_basedirs=[str(templates)]
    )
    exporter.exclude_anchor_links = True
    return exporter
