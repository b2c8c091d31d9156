"""An executed notebook into one page without outside, and the record of its figures."""

from __future__ import annotations

import json
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


class NotPublishable(Exception):  # noqa: N818 - what happened, not an error of the program
    """An executed notebook that makes no page."""


@dataclass(frozen=True)
class Page:
    """What is published of a report."""

    html: str
    record: str
    """JSON: page, headline, figures, provenance."""


def export(executed: NotebookNode) -> Page:
    """Turn an executed notebook into a page.

    Raises
    ------
    NotPublishable
        If an output is an error, or the record of figures is missing, double or not JSON.
    """
    record = _record(executed)
    html, _ = _exporter().from_notebook_node(executed, resources={"umkm": record["page"]})
    try:
        text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    except ValueError as error:
        raise NotPublishable(f"the record of figures holds what JSON cannot ({error})") from error
    return Page(html, text + "\n")


def _record(executed: NotebookNode) -> dict[str, Any]:
    outputs = [output for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    broken = [output for output in outputs if output.output_type == "error"]
    if broken:
        raise NotPublishable(f"a cell ended in {broken[0].ename}: {broken[0].evalue}")
    records = [output.data[RECORD_MIME] for output in outputs if RECORD_MIME in output.get("data", {})]
    if len(records) != 1:
        raise NotPublishable(
            f"the notebook shows {len(records)} records of its figures instead of one; see show.provenance"
        )
    return dict(records[0])


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(template_name="umkm", extra_template_basedirs=[str(TEMPLATES)])  # type: ignore[no-untyped-call]
    exporter.exclude_anchor_links = True
    return exporter
