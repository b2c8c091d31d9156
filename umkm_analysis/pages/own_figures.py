"""Own figures on pages: which years of which regions a user imported, in words, and the files they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.provenance import with_members
from umkm_analysis.datasets import project, regions, tables
from umkm_analysis.datasets.own import store
from umkm_analysis.datasets.own.layers import LINKED, OWN
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages.fragment import Fragment, paragraphs
from umkm_analysis.pages.tables import Column, Quoted, Rows, table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from umkm_analysis.analysis.provenance import Provenance

MAX_NAMED = 8
"""Regions that a note names."""
HASH_DIGITS = 12
"""Of a file's SHA-256 that a page prints; the JSON beside it holds all."""


def note(codes: Collection[str], *names: str) -> str:
    """Say which years of some regions are a user's own figures, and which are linked to them; nothing where none is.

    Parameters
    ----------
    codes
        BPS codes; of a province that is followed as the sum of its members these count too.
    names
        Tables that the figures are of, such as grdp_level.
    """
    spans = _spans()
    if not spans:
        return ""
    every = with_members(list(codes))
    found = {code: spans[name, code] for name in names for code in every if (name, code) in spans}
    if not found:
        return ""
    known = regions.all_regions()
    named = [_of_region(known[code].name, *years) for code, years in sorted(found.items())[:MAX_NAMED]]
    more = [nt("dan {count} daerah lain", len(found) - MAX_NAMED)] if len(found) > MAX_NAMED else []
    return t("Angka sendiri, di luar data yang disertakan – {parts}.", parts="; ".join([*named, *more]))


def noted(shown: Fragment, codes: Collection[str], *names: str) -> list[Fragment]:
    """Return a chart, and a note below it where it shows a user's own figures."""
    text = note(codes, *names)
    return [shown, paragraphs([text], css="note")] if text else [shown]


def files(found: Provenance) -> Fragment | None:
    """List the imported files that a page rests on: name, hash, day, release, who said so; None where there is none."""
    mine = imports(found)
    if not mine:
        return None
    rows: Rows = [
        [
            str(found.sources.index.get_loc(each.source_id) + 1),
            Quoted(name),
            digest[:HASH_DIGITS],
            n.date(each.imported[:10]),
            each.vintage or t("tidak disebutkan"),
            Quoted(each.said_by) if each.said_by else t("tidak disebutkan"),
        ]
        for each in mine
        for name, digest in each.files
    ]
    heads = [t("No. sumber"), t("Berkas"), t("SHA-256"), t("Diimpor"), t("Rilis"), t("Disebutkan oleh")]
    columns = [Column(head, numeric=not place) for place, head in enumerate(heads)]
    return table(t("Angka sendiri: berkas yang diimpor"), columns, rows, name=t("angka-sendiri"))


def record(found: Provenance) -> list[dict[str, Any]]:
    """Describe the imports that a page rests on, for its JSON."""
    return [
        {
            "source_id": each.source_id,
            "import": each.id,
            "kind": each.kind,
            "vintage": each.vintage or None,
            "imported": each.imported,
            "said_by": each.said_by or None,
            "linked": each.link,
            "files": [{"name": name, "sha256": digest} for name, digest in each.files],
        }
        for each in imports(found)
    ]


def imports(found: Provenance) -> Sequence[store.OwnImport]:
    """Imports that a page rests on."""
    return [each for each in store.usable() if each.source_id in found.sources.index]


def _of_region(name: str, own: str, linked: str) -> str:
    if not own:
        return t("{name}: {linked} disambung", name=name, linked=linked)
    if not linked:
        return t("{name}: {own}", name=name, own=own)
    return t("{name}: {own}; {linked} disambung dengan pertumbuhan rilis lain", name=name, own=own, linked=linked)


@project.cached_per_project
def _spans() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Table and region → years that are own figures, and years that are linked to them."""
    if not store.usable():
        return {}
    spans = {}
    for name in tables.OWN_TABLES:
        rows = tables.read(name)
        for code, found in rows[rows["status"].isin([OWN, LINKED])].groupby("code"):
            spans[name, str(code)] = (
                _span(found.loc[found["status"] == OWN, "year"]), _span(found.loc[found["status"] == LINKED, "year"]),
            )  # fmt: skip
    return spans


def _span(years: Any) -> str:
    """Write years as stretches: 2010–2020, 2022."""
    stretches: list[list[int]] = []
    for year in sorted({int(year) for year in years}):
        if stretches and stretches[-1][-1] == year - 1:
            stretches[-1].append(year)
        else:
            stretches.append([year])
    return ", ".join(f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) for years in stretches)
