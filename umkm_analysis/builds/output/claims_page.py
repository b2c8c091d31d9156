"""The page of all public claims, beside the index."""

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
    """Name the page of claims in a language."""
    return "claims.html" if language == SOURCE else f"claims.{language}.html"


def claims_pages(
    output: Path, languages: Sequence[str], *, templates: Path = assets.TEMPLATES
) -> dict[Path, str | bytes]:
    """Write out the page of claims in some languages.

    Parameters
    ----------
    output
        Folder of the index.
    languages
        Codes; each page points to the others.
    templates
        Folder of claims.html.j2.

    Returns
    -------
    Text by path, to be published with the index.
    """
    environment = Environment(loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined)
    environment.globals["t"] = t
    found = claims.every_claim()
    known = regions.all_regions()
    codes = sorted({one.claim.code for one in found}, reverse=True)  # a city before its province
    pages: dict[Path, str | bytes] = {}
    for language in languages:
        with use_language(language):
            groups = []
            for code in codes:
                own = [one for one in found if one.claim.code == code]
                name = known[code].name
                shown = claims_section.findings(own, name=f"{t('pernyataan')}-{code}", caption=name)
                groups.append({"name": name, "summary": claims_text.summary(own, name=name), "table": shown.html})
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
