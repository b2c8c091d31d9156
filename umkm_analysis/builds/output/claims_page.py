"""Page of all public claims, linked from the index."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from umkm_analysis.analysis import claims
from umkm_analysis.builds.links import index_name
from umkm_analysis.datasets import regions
from umkm_analysis.i18n.translation import NAMES, SOURCE, t, use_language
from umkm_analysis.pages import assets, claims_text
from umkm_analysis.pages import claims as claims_section
from umkm_analysis.pages.components import edition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def claims_name(language: str) -> str:
    """File name of the page of claims in a language."""
    return "claims.html" if language == SOURCE else f"claims.{language}.html"


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
    environment = Environment(loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined)
    environment.globals["t"] = t
    findings = claims.every_claim()
    all_regions = regions.all_regions()
    codes = sorted({finding.claim.code for finding in findings}, reverse=True)  # a city before its province
    pages: dict[Path, str] = {}
    for language in languages:
        with use_language(language):
            groups = []
            for code in codes:
                own = [finding for finding in findings if finding.claim.code == code]
                name = all_regions[code].name
                table = claims_section.findings(own, name=f"{t('pernyataan')}-{code}", caption=name)
                groups.append({"name": name, "summary": claims_text.summary(own, name=name), "table": table.html})
            pages[output / claims_name(language)] = environment.get_template("claims.html.j2").render(
                language=language,
                others=[(other, claims_name(other), NAMES[other]) for other in languages if other != language],
                index=index_name(language),
                groups=groups,
                edition=edition(),
                version=version("umkm-analysis"),
                font=assets.typeface(),
            )
    return pages
