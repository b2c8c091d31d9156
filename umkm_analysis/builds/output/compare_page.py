"""Page that sets two regions side by side, from the records of an output folder; written beside the index."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from umkm_analysis.analysis.provenance import source_ids
from umkm_analysis.builds.links import claims_name, compare_name, index_name
from umkm_analysis.builds.output import index_rows
from umkm_analysis.builds.output.templates import environment
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import NAMES, t, use_language
from umkm_analysis.pages import assets
from umkm_analysis.pages.components import edition
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.builds.output.index_rows import Listed

COMPARED = next(report for report in REPORTS if report.is_compared)
PAGE = f"{COMPARED.name}.html"


def comparable(listed: Sequence[Listed]) -> bool:
    """Whether there is a comparison: every page of the report links to it, also one by an own notebook."""
    return any(COMPARED.name in one.pages for one in listed)


def compare_pages(
    output: Path, languages: Sequence[str], listed: Sequence[Listed], *, templates: Path = assets.TEMPLATES
) -> dict[Path, str]:
    """Render the comparison of two regions in several languages; nothing where no page links to it.

    Parameters
    ----------
    output
        Folder of the index.
    languages
        Codes; each page links to the others.
    listed
        Regions of the index.
    templates
        Folder of compare.html.j2, compare.css and compare.js.

    Returns
    -------
    Text by path, to be written together with the index.
    """
    if not comparable(listed):
        return {}
    compared = [one for one in listed if one.compared]
    with_sectors = [one.region.code for one in compared if one.compared and one.compared.sectors]
    sources = frozenset().union(source_ids({"grdp_sector": with_sectors}), *(one.sources for one in compared))
    pages: dict[Path, str] = {}
    for language in languages:
        with use_language(language):
            pages[output / compare_name(language)] = (
                environment(templates)
                .get_template("compare.html.j2")
                .render(
                    language=language,
                    others=[(other, compare_name(other), NAMES[other]) for other in languages if other != language],
                    index=index_name(language),
                    claims=claims_name(language),
                    count=len(compared),
                    data=as_json({"regions": [_region(one, language) for one in compared], "words": _words()}),
                    sources=index_rows.sources(sources),
                    edition=edition(),
                    version=version("umkm-analysis"),
                    font=assets.typeface(),
                    script=assets.site_script(templates, "search_words.js", "compare.js"),
                )
            )
    return pages


def _region(one: Listed, language: str) -> dict[str, Any]:
    compared, verdict = one.compared, index_rows.verdict(one)
    hrefs = one.pages[COMPARED.name]
    return {
        "c": one.region.code,
        "n": one.region.name,
        "u": one.province,
        "h": (hrefs.get(language) or next(iter(hrefs.values()))).removesuffix(f"/{PAGE}"),
        "v": verdict["text"] if verdict else "",
        **(compared.compact() if compared else {}),
    }


def _words() -> Mapping[str, Any]:
    """Words that the page's script needs, in the language in use; names in braces are filled in by it."""
    return {
        "keys": t("Angka kunci"),
        "title": t("{year}: {a} {x}, {b} {y} ({base} = 100)"),
        "apart": t("{a} dan {b}: tidak ada tahun yang sama-sama memiliki indeks"),
        "bases": t("Tahun dasar kedua daerah berbeda ({a} dan {b}): indeksnya tidak dapat dibandingkan."),
        "breaks": t("Seri {name} terputus sebelum {years}: tidak ada garis yang melintasinya."),
        "marks": t("* angka sementara; ** angka sangat sementara."),
        "alt": t("Grafik garis: indeks {product} {a} dan {b}; semua angkanya ada di tabel di bawah."),
        "products": [t("PDRB"), t("PDB"), t("PDRB atau PDB")],
        "pandemic": t("pandemi"),
        "year": t("Tahun"),
        "index": t("Indeks"),
        "growth": t("Pertumbuhan (persen)"),
        "last": t("Indeks {product}, tahun terakhir"),
        "grdp": t("{product} harga konstan 2010 (miliar rupiah)"),
        "rank": t("Peringkat di antara daerah sejenis"),
        "ranked": t("{rank} dari {count} ({year})"),
        "sector": t("Lapangan usaha"),
        "sectors": t("Sumbangan sektor pada pertumbuhan (poin persen)"),
        "alone": t("{name} sudah dipilih: pilih satu daerah lagi untuk membandingkan."),
        "unknown": t('Tidak ada daerah yang cocok dengan "{text}".'),
        "report": t("Buka laporannya"),
        "page": PAGE,
        "names": labels.short_sector_names(),
        "nothing": labels.NOTHING,
    }


def as_json(data: object) -> Markup:
    """Write JSON for the inside of a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704 - it has no sign of HTML left
