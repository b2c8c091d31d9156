"""The index of an output folder: every page that lies there, and what was left out or failed."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from umkm_analysis.building.export import TEMPLATES
from umkm_analysis.building.plan import Task
from umkm_analysis.building.publish import publish
from umkm_analysis.building.reports import REPORTS
from umkm_analysis.datasets import regions
from umkm_analysis.presentation.page_parts import edition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_analysis.building.batch import Result
    from umkm_analysis.building.plan import LeftOut


def write_index(output: Path, *, left_out: Sequence[LeftOut], failed: Sequence[Result]) -> Path:
    """Write index.html of an output folder.

    Parameters
    ----------
    output
        The folder; pages of earlier builds are listed too.
    left_out, failed
        What this build could not make.

    Returns
    -------
    Path of the index.
    """
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    html = environment.get_template("index.html.j2").render(
        regions=list_pages(output),
        left_out=[{**_named(one.region.code), "report": one.report.title, "reason": one.reason} for one in left_out],
        failed=[
            {
                **_named(one.task.region.code),
                "report": one.task.report.title,
                "reason": (one.failure or "").splitlines()[0],
                "stale": (output / one.task.page).is_file(),
            }
            for one in failed
        ],
        edition=edition(),
        version=version("umkm-analysis"),
    )
    path = output / "index.html"
    publish({path: html})
    return path


def list_pages(output: Path) -> list[dict[str, Any]]:
    """List the pages that lie in an output folder, by region, with their headline figures."""
    listed = []
    for region in regions.all_regions().values():
        pages = [_page(output, Task(region, report)) for report in REPORTS]
        found = [page for page in pages if page is not None]
        if found:
            province = regions.province_of(region)
            listed.append({**_named(region.code), "province": province.name if province else None, "reports": found})
    return listed


def _page(output: Path, task: Task) -> dict[str, Any] | None:
    page = output / task.page
    record = page.with_suffix(".json")
    if not (page.is_file() and record.is_file()):
        return None
    headline = json.loads(record.read_text(encoding="utf-8"))["headline"]
    return {"name": task.report.name, "title": task.report.title, "href": task.page, "headline": headline}


def _named(code: str) -> dict[str, Any]:
    region = regions.all_regions()[code]
    return {"code": code, "name": region.name, "kind": region.kind}
