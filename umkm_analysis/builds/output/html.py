"""Export of an executed notebook: its HTML page and the JSON record of its figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from umkm_analysis.builds.job import Warned
from umkm_analysis.builds.links import Links
from umkm_analysis.builds.output.templates import TemplateLoader
from umkm_analysis.characters import all_visible, visible, visible_html
from umkm_analysis.datasets import project
from umkm_analysis.i18n.translation import NAMES, SOURCE, nt, t, use_language
from umkm_analysis.jupyter.exporter import Exporter, Notebook, sample_notebook, with_content, without_run_metadata
from umkm_analysis.jupyter.records import RECORD_MIME
from umkm_analysis.pages import assets, glossary
from umkm_analysis.pages.content.cells import NOTES, content

if TYPE_CHECKING:
    from pathlib import Path


MAX_MESSAGE = 220
"""Characters of a code that a phone still reads from the back of a room."""
PAGE_KEYS = ("title", "description", "language", "slug", "name", "report")
"""Keys of the record's page that the template needs."""


class NotPublishable(Exception):  # noqa: N818 - an outcome of a report, not an error of the program
    """The executed notebook cannot become a page."""


@dataclass(frozen=True)
class Page:
    """A page and its record, as they are published."""

    html: str
    record: str
    """JSON: page, headline, figures."""
    warned: tuple[Warned, ...] = ()
    """What its cells wrote to standard error; it stands on no page."""


def export(
    executed: Notebook,
    *,
    links: Links | None = None,
    folder: Path | None = None,
    own: str | None = None,
    templates: Path = assets.TEMPLATES,
) -> Page:
    """Turn an executed notebook into a page; equal outputs give equal bytes.

    Parameters
    ----------
    executed
        The executed notebook; it stays as it is.
    links
        Links of the page.
    folder
        Folder of the notebook, in which its markdown names pictures; that of the project's notebooks by default.
    own
        File name of a notebook of the person's own, which the page and its record then say; None for the package's.
    templates
        Folder that holds the nbconvert template "umkm".

    Raises
    ------
    NotPublishable
        If an output is an error, the record of figures is missing, double, incomplete or not JSON, or the page cannot
        show something of a cell.
    """
    record = _record(executed)
    if own is not None:
        record["page"] = {**record["page"], "notebook": own}
    try:
        text = _object(record, deep=True)
    except ValueError as error:
        raise NotPublishable(f"the record of figures holds what JSON cannot ({error})") from error
    page = record["page"]
    with use_language(page["language"]):
        shown = content(
            executed.cells, translate=t, language=page["language"], folder=folder or project.root() / "notebooks"
        )
        if shown.refusals:
            raise NotPublishable("a page cannot show all of the notebook. " + "; ".join(shown.refusals))
        notes = [NOTES in cell["metadata"].get("tags", []) for cell in executed.cells]
        cells, meanings = glossary.with_terms(shown.cells, notes=notes)
        further = {"umkm": page, "missing": shown.missing, "glossary": meanings}
        html = _exporter(templates).render(
            with_content(without_run_metadata(executed), cells),
            {**further, **_resources(record, links or Links(), templates)},
        )
    warned = tuple(Warned(visible(cell), visible(text, allowed="\n\t")) for cell, text in shown.warnings)
    return Page(visible_html(html), text + "\n", warned)


@cache
def warm_exporter() -> None:
    """Export a sample notebook, once in a process and its forks, so that templates are read and compiled."""
    page = dict.fromkeys(PAGE_KEYS, "x") | {"language": SOURCE}
    export(sample_notebook({"text/html": "", RECORD_MIME: {"page": page, "headline": {}}}))


def _record(executed: Notebook) -> dict[str, Any]:
    outputs = [output for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    broken = [output for output in outputs if output.output_type == "error"]
    if broken:
        raise NotPublishable(f"a cell ended in {broken[0].ename}: {broken[0].evalue}".rstrip(": "))
    records = [output.data[RECORD_MIME] for output in outputs if RECORD_MIME in output.get("data", {})]
    if len(records) != 1:
        raise NotPublishable(
            f"the notebook shows {len(records)} records of its figures instead of one: a page needs a cell that "
            "ends in show.provenance(result), of a report of this package, or in a Fragment with a record"
        )
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
    return dict(all_visible(record))


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


def _resources(record: Mapping[str, Any], links: Links, templates: Path) -> dict[str, Any]:
    code = {"svg": assets.qr_code(links.address), "address": links.address} if links.address else None
    script = assets.page_script(templates / "umkm")
    return {
        "font": assets.typeface(),
        "script": script.text,
        "script_hash": script.policy,
        "index": links.index,
        "claims": links.claims,
        "others": links.others,
        "regions": {place.code: place.href for place in links.regions},
        "links": links,
        "public": code,
        "message": None if code else assets.qr_code(_message(record)),
    }


def _message(record: Mapping[str, Any]) -> str:
    """What the last slide's code says where the page has no address: its title and its verdict, or first sentence."""
    page, verdict = record["page"], record["headline"].get("verdict")
    said = verdict if isinstance(verdict, str) else page["description"]
    return shorten(f"{page['title']}. {said}", MAX_MESSAGE, placeholder=" …")


@cache
def _exporter(templates: Path) -> Exporter:
    return Exporter(
        "umkm",
        templates,
        loader=TemplateLoader(templates / "umkm"),
        filters={"css_text": assets.css_text},
        variables={"t": t, "nt": nt},
    )
