"""The index of an output folder: every page that lies there, and what was left out or failed."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from umkm_analysis import presentation
from umkm_analysis.building.plan import Task
from umkm_analysis.building.publish import publish
from umkm_analysis.building.reports import REPORTS
from umkm_analysis.datasets import regions
from umkm_analysis.errors import DataError
from umkm_analysis.presentation.page_parts import edition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.building.job import Result
    from umkm_analysis.building.plan import LeftOut
    from umkm_analysis.datasets.regions import Region

TEMPLATES = Path(presentation.__file__).parent / "template"


def write_index(
    output: Path, *, left_out: Sequence[LeftOut], failed: Sequence[Result], templates: Path = TEMPLATES
) -> Path:
    """Write index.html of an output folder.

    Parameters
    ----------
    output
        The folder; pages of earlier builds are listed too.
    left_out, failed
        What this build could not make.
    templates
        Folder of index.html.j2.

    Returns
    -------
    Path of the index.

    Raises
    ------
    OSError
        If it cannot be written.
    DataError
        If the JSON beside a page is not what a build writes.
    """
    environment = Environment(loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined)
    html = environment.get_template("index.html.j2").render(
        regions=list_pages(output),
        left_out=[{**_named(one.region), "report": one.report.title, "reason": one.reason} for one in left_out],
        failed=[_failed(output, one) for one in sorted(failed, key=lambda one: one.task.page)],
        edition=edition(),
        version=version("umkm-analysis"),
    )
    path = output / "index.html"
    publish({path: html})
    return path


def list_pages(output: Path) -> list[dict[str, Any]]:
    """List the pages that lie in an output folder, by region, with the headline of the record beside each."""
    listed = []
    for region in sorted(regions.all_regions().values(), key=lambda one: one.code):
        pages = [_page(output, Task(region, report)) for report in REPORTS]
        found = [page for page in pages if page is not None]
        if found:
            province = regions.province_of(region)
            listed.append(
                {
                    **_named(region),
                    "slug": region.slug,
                    "kind": region.kind,
                    "province": province.name if province else None,
                    "reports": found,
                }
            )
    return listed


def _page(output: Path, task: Task) -> dict[str, Any] | None:
    page = output / task.page
    record = page.with_suffix(".json")
    if not (page.is_file() and record.is_file()):
        return None
    try:
        headline = json.loads(record.read_text(encoding="utf-8"))["headline"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{record}: no record of a report. Delete it, or build the report again.") from error
    return {"name": task.report.name, "title": task.report.title, "href": task.page, "headline": headline}


def _failed(output: Path, one: Result) -> dict[str, Any]:
    reason = one.failure.reason if one.failure else ""
    stale = (output / one.task.page).is_file()
    return {**_named(one.task.region), "report": one.task.report.title, "reason": reason, "stale": stale}


def _named(region: Region) -> dict[str, Any]:
    return {"code": region.code, "name": region.name}
