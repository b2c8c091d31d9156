"""The index of an output folder: every page that lies there, what was left out or failed, and a map."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.claims import every_claim
from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.links import claims_name, compare_name, index_name
from umkm_analysis.builds.output import index_rows as view
from umkm_analysis.builds.output.claims_page import claims_pages
from umkm_analysis.builds.output.compare_page import as_json, comparable, compare_pages
from umkm_analysis.builds.output.safe_files import read_regular
from umkm_analysis.builds.output.state_dir import parts_folder
from umkm_analysis.builds.output.templates import environment
from umkm_analysis.builds.own.reading import PREFIX, is_page_name
from umkm_analysis.builds.plan import Task
from umkm_analysis.characters import visible_html
from umkm_analysis.datasets import regions
from umkm_analysis.i18n.translation import NAMES, SOURCE, t, use_language
from umkm_analysis.pages import assets
from umkm_analysis.pages.components import edition
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Result
    from umkm_analysis.builds.plan import LeftOut
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.charts.cartogram import Circle
    from umkm_analysis.pages.index_parts import Compared, National
    from umkm_analysis.reports.report import Report

TITLES = {report.name: report.title for report in REPORTS}


@dataclass(frozen=True)
class _Contents:
    """What an index tells, before it is said in a language."""

    listed: Sequence[view.Listed]
    circles: dict[str, Circle]
    left_out: Sequence[LeftOut]
    failed: Sequence[Result]
    languages: Sequence[str]
    output: Path


def prepare() -> None:
    """Work out what an index tells whatever pages there are, and compile its templates."""
    every_claim()
    for name in ("index", "claims", "compare"):
        environment(assets.TEMPLATES).get_template(f"{name}.html.j2")
    for report in REPORTS:
        module = report.index()
        if hasattr(module, "national"):
            module.national(report.parameters)  # type: ignore[union-attr]


def write_index(
    output: Path,
    *,
    left_out: Sequence[LeftOut],
    failed: Sequence[Result],
    problems: list[str] | None = None,
    templates: Path = assets.TEMPLATES,
) -> list[Path]:
    """Write the index of an output folder: index.html, and one for each other language that has pages.

    Parameters
    ----------
    output
        The folder; pages of earlier builds are listed too.
    left_out, failed
        What this build could not make.
    problems
        Takes a sentence for each record that is none, and for each folder that is in a file's place.
    templates
        Folder of index.html.j2 and index.js.

    Returns
    -------
    Paths of the index in every language, the Indonesian one first.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    problems = [] if problems is None else problems
    listed = list_pages(output, problems)
    spoken = {SOURCE} | {language for one in listed for hrefs in one.pages.values() for language in hrefs}
    contents = _Contents(
        listed,
        view.lay_out(listed, view.find_map(listed, REPORTS)),
        left_out,
        sorted(failed, key=lambda one: one.task.page),
        [language for language in NAMES if language in spoken],
        output,
    )
    pages = {output / index_name(language): _html(contents, language, templates) for language in contents.languages}
    pages |= claims_pages(output, contents.languages, templates=templates)
    pages |= compare_pages(output, contents.languages, listed, templates=templates)
    blocked = [page for page in pages if page.is_dir() and not page.is_symlink()]
    problems += [f"{page.name} cannot be written: a folder of this name is in the way; move it." for page in blocked]
    shown = {page: visible_html(text) for page, text in pages.items() if page not in blocked}
    write_atomically(shown, parts=parts_folder(output))
    return [page for page in pages if page not in blocked]


def list_pages(output: Path, problems: list[str]) -> list[view.Listed]:
    """List the pages that lie in an output folder, by region, with the headline of the record beside each.

    Parameters
    ----------
    output
        The folder.
    problems
        Takes a sentence for each page that is not listed because the JSON beside it is no record of it.
    """
    listed = []
    there = {path.parent.name for path in output.glob("*/*/*.html")}
    known = (region for region in regions.all_regions().values() if region.slug in there)
    for region in sorted(known, key=lambda one: one.code):
        pages: dict[str, dict[str, str]] = {}
        headlines: dict[str, dict[str, Any]] = {}
        sources: set[str] = set()
        revised: set[str] = set()
        verdicts: dict[str, str] = {}
        compared: Compared | None = None
        for report in REPORTS:
            for language in NAMES:
                task = Task(region, report, language)
                record = _record(output, task.page, (region.code, language), problems)
                if record is not None:
                    pages.setdefault(report.name, {})[language] = task.page
                    headlines.setdefault(report.name, record["headline"])
                    sources |= _source_ids(record) if report.index() else set()
                    revised |= _revised_since(record)
                    if record["headline"].get("verdict"):
                        verdicts.setdefault(language, str(record["headline"]["verdict"]))
                    compared = compared or _compared(record, report)
        own = _own_pages(output, region, problems)
        pages |= {name: hrefs for name, (_, hrefs) in own.items()}
        if pages:
            province = regions.province_of(region)
            above = province.name if province else ""
            listed.append(
                view.Listed(
                    region, above, pages, headlines, frozenset(sources), frozenset(revised), verdicts, compared,
                    {name: title for name, (title, _) in own.items()},
                )
            )  # fmt: skip
    return listed


def _own_pages(output: Path, region: Region, problems: list[str]) -> dict[str, tuple[str, dict[str, str]]]:
    """Title, and path by language, of the pages of notebooks of the person's own, by name."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for language in NAMES:
        for page in sorted((output / language / region.slug).glob(f"{PREFIX}*.html")):
            href = page.relative_to(output).as_posix()
            record = _record(output, href, (region.code, language), problems) if is_page_name(page.stem) else None
            if record is not None:
                title = f"{record['page'].get('report', '')} · {record['page'].get('notebook', page.stem)}"
                found.setdefault(page.stem, (title, {}))[1][language] = href
    return found


def _record(output: Path, href: str, of: tuple[str, str], problems: list[str]) -> dict[str, Any] | None:
    page = output / href
    record = page.with_suffix(".json")
    if not (page.is_file() and record.is_file()):
        return None
    try:
        found = json.loads(read_regular(record))
        headline, about = found["headline"], found.get("page", {})
        if isinstance(headline, dict) and isinstance(about, dict) and _is_of(about, of):
            _source_ids(found)  # it names them as a build does
            _revised_since(found)
            return dict(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    name = record.relative_to(output).as_posix()
    problems.append(f"{name}: no record of a report on this region. Delete it, or build the report again.")
    return None


def _compared(record: Mapping[str, Any], report: Report) -> Compared | None:
    """What the comparison of two regions shows of a record; None where its report, or an own notebook, has none."""
    module = report.index() if report.is_compared else None
    if module is None:
        return None
    try:
        compared: Compared | None = module.compared(record)
    except (KeyError, TypeError, ValueError, AttributeError):  # figures of an own notebook have any form
        return None
    return compared


def _national(listed: Sequence[view.Listed]) -> National | None:
    """The headline that a report contributes; None where none of its pages is listed."""
    for report in REPORTS:
        module = report.index()
        if hasattr(module, "national") and any(report.name in one.headlines for one in listed):
            national: National | None = module.national(report.parameters)  # type: ignore[union-attr]
            return national
    return None


def _is_of(about: Mapping[str, Any], of: tuple[str, str]) -> bool:
    """Whether a record says nothing else than that it is on a region, in a language."""
    code, language = of
    return (about.get("region", code), about.get("language", language)) == (code, language)


def _source_ids(record: Mapping[str, Any]) -> set[str]:
    """Sources of a headline's figures where it names them, else of the whole report."""
    named = record["headline"].get("sources")
    if named is not None:
        return set(named)
    return {source["source_id"] for source in record.get("provenance", {}).get("sources", [])}


def _revised_since(record: Mapping[str, Any]) -> set[str]:
    """Edition since which figures of a page were revised; nothing where none was."""
    changes = record.get("changes") or {}
    return {str(changes["since"])} if changes and int(changes["revised"]) else set()


def _html(contents: _Contents, language: str, templates: Path) -> str:
    others = [(other, index_name(other), NAMES[other]) for other in contents.languages if other != language]
    with use_language(language):
        columns = view.columns(contents.listed, REPORTS)
        rows = [view.row(one, titles={**TITLES, **one.own_titles}, columns=columns) for one in contents.listed]
        found, national = view.find_map(contents.listed, REPORTS), _national(contents.listed)
        return (
            environment(templates)
            .get_template("index.html.j2")
            .render(
                language=language,
                others=others,
                hints={other: _hint(other) for other in contents.languages if other != language},
                claims=claims_name(language),
                compare=compare_name(language) if comparable(contents.listed) else None,
                national=national,
                columns=[column for _, column in columns],
                rows=rows,
                sparks=any(row["spark"] for row in rows),
                provinces=sorted({row["province"] for row in rows} - {""}),
                kinds={row["kind"]: row["kind_name"] for row in rows},
                map=found and found.map,
                drawing=view.drawing(contents.listed, contents.circles, found),
                drawn_from=view.map_sources(found),
                absent=as_json(_absent(contents.listed)),
                failed=[_failed(contents.output, one) for one in contents.failed],
                left_out=_grouped(contents.left_out),
                revised=sorted(frozenset().union(*(one.revised_since for one in contents.listed))),
                sources=view.sources(frozenset().union(*(one.sources for one in contents.listed), _of(national))),
                edition=edition(),
                version=version("umkm-analysis"),
                font=assets.typeface(),
                script=assets.site_script(templates, "search_words.js", "index.js"),
            )
        )


def _absent(listed: Sequence[view.Listed]) -> list[str]:
    """Regions that have no page, by name and code: whoever searches for one of them is told so."""
    there = {one.region.code for one in listed}
    return [f"{one.name} ({one.code})" for one in regions.all_regions().values() if one.code not in there]


def _hint(language: str) -> str:
    """Say in another language that the reader chose it last."""
    with use_language(language):
        return t("Terakhir Anda membaca dalam bahasa Indonesia: lanjutkan")


def _of(national: National | None) -> frozenset[str]:
    return national.sources if national else frozenset()


def _failed(output: Path, one: Result) -> dict[str, Any]:
    task = one.task
    return {
        "code": task.region.code,
        "name": task.region.name,
        "report": t(task.report.title),
        "language": NAMES[task.language],
        "reason": one.failure.reason if one.failure else "",
        "stale": (output / task.page).is_file(),
    }


def _grouped(left_out: Sequence[LeftOut]) -> list[dict[str, Any]]:
    """Put regions together that lack the same report for the same reason."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in left_out:
        groups.setdefault((one.report.title, one.words), []).append(one.region.name)
    return [
        {
            "report": t(title),
            "reason": t(words),
            "count": len(names),
            "names": ", ".join(names),
        }
        for (title, words), names in groups.items()
    ]
