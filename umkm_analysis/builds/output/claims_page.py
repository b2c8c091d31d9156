"""Page of all public claims, linked from the index."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from umkm_analysis.analysis import claims
from umkm_analysis.builds.links import claims_name, index_name
from umkm_analysis.builds.output.templates import environment
from umkm_analysis.builds.plan import Task
from umkm_analysis.datasets import regions
from umkm_analysis.i18n.translation import NAMES, t, use_language
from umkm_analysis.pages import assets
from umkm_analysis.pages.claims import cards, table
from umkm_analysis.pages.claims import text as claims_text
from umkm_analysis.pages.components import edition
from umkm_analysis.pages.fragment import Fragment, markup
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markupsafe import Markup

    from umkm_analysis.analysis.claims import Finding


def claims_pages(output: Path, languages: Sequence[str], *, templates: Path = assets.TEMPLATES) -> dict[Path, str]:
    """Render the page of claims in several languages.

    Parameters
    ----------
    output
        Folder of the index.
    languages
        Codes; each page links to the others.
    templates
        Folder of claims.html.j2.

    Returns
    -------
    Text by path, to be written together with the index.
    """
    findings = claims.every_claim()
    pages: dict[Path, str] = {}
    for language in languages:
        with use_language(language):
            pages[output / claims_name(language)] = (
                environment(templates)
                .get_template("claims.html.j2")
                .render(
                    language=language,
                    others=[(other, claims_name(other), NAMES[other]) for other in languages if other != language],
                    index=index_name(language),
                    wall=cards.wall(findings, *_groups(findings, output, language)).html,
                    tables=_tables(findings),
                    edition=edition(),
                    version=version("umkm-analysis"),
                    font=assets.typeface(),
                    script=assets.site_script(templates),
                )
            )
    return pages


def _by_region(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Findings by name of region, a city before its province."""
    codes = sorted({finding.claim.code for finding in findings}, reverse=True)
    names = regions.all_regions()
    return {names[code].name: [finding for finding in findings if finding.claim.code == code] for code in codes}


def _groups(findings: Sequence[Finding], output: Path, language: str) -> list[Fragment]:
    groups = []
    for name, own in _by_region(findings).items():
        shown = cards.wall_group(own, report_of=lambda finding: _report_of(finding, output, language))
        html = markup(
            '<section aria-label="{name}"><h2>{name}</h2><p class="prose">{summary}</p>{cards}</section>',
            name=name,
            summary=claims_text.summary(own, name=name),
            cards=shown.html,
        )
        groups.append(Fragment(html, shown.text))
    return groups


def _tables(findings: Sequence[Finding]) -> list[Markup]:
    """One table a region, as a whole."""
    return [
        table.findings(own, name=f"{t('pernyataan')}-{own[0].claim.code}", caption=name).html
        for name, own in _by_region(findings).items()
    ]


def _report_of(finding: Finding, output: Path, language: str) -> tuple[str, str] | None:
    """Title and path of the page that has the figures of a claim; None where none was built."""
    region = regions.all_regions()[finding.claim.code]
    subject = claims.subject(finding.claim.indicator)
    for report in REPORTS:
        page = Task(region, report, language).page
        if report.subject == subject and report.concerns(region) and (output / page).is_file():
            return t("{report}: {name}", report=t(report.title), name=region.name), page
    return None
