"""Parts that every report has: title, key figures, data remarks, sources, provenance."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.datasets import project
from umkm_analysis.presentation import numbers as n
from umkm_analysis.presentation import words
from umkm_analysis.presentation.fragment import Fragment, join, markup, paragraphs
from umkm_analysis.presentation.tables import Column, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_analysis.analyses.provenance import Provenance
    from umkm_analysis.datasets.regions import Region

KINDS = {"nation": "Negara", "province": "Provinsi", "kabupaten": "Kabupaten", "kota": "Kota"}


@dataclass(frozen=True)
class Card:
    """A key figure: what, how much, of what period, against what, and a word for how it stands."""

    label: str
    value: str
    unit: str
    period: str
    beside: str
    status: str
    tone: str
    """"good", "bad" or "plain": colour only underlines the word."""


def masthead(region: Region, *, report: str, period: str, above: Sequence[Region]) -> Fragment:
    """Name the region, the report, its period and the edition."""
    place = " · ".join([*(other.name for other in above), f"kode BPS {region.code}"])
    html = markup(
        '<header class="masthead"><p class="report">{report}</p><h1>{name}</h1>'
        '<p class="place">{place}</p><p class="edition">{period} · edisi data {edition}</p></header>',
        report=report,
        name=region.name,
        place=place,
        period=period,
        edition=edition(),
    )
    return Fragment(html, f"{report}: {region.name} ({region.code}), {period}")


def summary(sentences: Sequence[str]) -> Fragment:
    """Show the executive summary."""
    inner = paragraphs(sentences)
    return Fragment(markup('<div class="summary">{inner}</div>', inner=inner.html), inner.text)


def cards(shown: Sequence[Card]) -> Fragment:
    """Show key figures side by side."""
    html = join(
        markup(
            '<div class="card {tone}"><p class="label">{label}</p><p class="value">{value} <span>{unit}</span></p>'
            '<p class="status">{status}</p><p class="beside">{period}. {beside}</p></div>',
            tone=card.tone,
            label=card.label,
            value=card.value,
            unit=card.unit,
            status=card.status,
            period=card.period,
            beside=card.beside,
        )
        for card in shown
    )
    text = "\n".join(f"{c.label}: {c.value} {c.unit} ({c.period}) – {c.status}; {c.beside}" for c in shown)
    return Fragment(markup('<div class="cards">{html}</div>', html=html), text)


def edition() -> str:
    """Return the version of the data package."""
    package = json.loads((project.root() / project.MARKER).read_text(encoding="utf-8"))
    return str(package["version"])


def corrections(found: Provenance, names: Mapping[str, str]) -> Fragment:
    """Show the corrections that concern the report, or say that there are none."""
    if found.corrections.empty:
        return paragraphs(["Tidak ada koreksi data yang menyangkut laporan ini."])
    rows = [
        [names[row.code], str(row.year), n.number(row.source_value, 2), _corrected(row.value), row.reason_id]
        for row in found.corrections.itertuples()
    ]
    heads = ["Wilayah", "Tahun", "Tercetak di sumber", "Dipakai", "Alasan"]
    return table("Koreksi atas sumber, miliar rupiah", _columns(heads, {1, 2, 3}), rows)


def conflicts(found: Provenance) -> Fragment:
    """Show where sources disagree on the region, or say that none is known."""
    if found.conflicts.empty:
        return paragraphs(["Tidak ada perbedaan antarsumber yang tercatat untuk daerah ini."])
    rows = [
        [
            words.CONFLICT_ABOUT.get(row.indicator, row.indicator),
            str(row.year),
            _plain(row.value_kept),
            _plain(row.value_other),
            row.resolution_id,
        ]
        for row in found.conflicts.itertuples()
    ]
    heads = ["Angka", "Tahun", "Dipakai", "Angka lain", "Penyelesaian"]
    return table("Perbedaan antarsumber", _columns(heads, {1, 2, 3}), rows)


def sources(found: Provenance) -> Fragment:
    """List the sources, without addresses: the page must not point outside itself."""
    rows = [
        [row.publisher, _plain_text(row.title), published(row.published), _plain_text(row.licence_id)]
        for row in found.sources.assign(licence_id=found.sources["licence"].map(_licence)).itertuples()
    ]
    heads = ["Penerbit", "Judul", "Tanggal", "Ketentuan"]
    return table("Sumber", _columns(heads, set()), rows)


def colophon(found: Provenance, *, parameters: Mapping[str, object]) -> Fragment:
    """Say from which tables, code and parameters the page was made; no clock time, so that equal builds are equal."""
    rows = [[f"data/{name}.csv", fingerprint] for name, fingerprint in found.fingerprints.items()]
    rows += [["umkm_analysis", version("umkm-analysis")], ["edisi data", edition()]]
    rows += [[f"parameter {name}", str(value)] for name, value in parameters.items()]
    return table("Asal-usul halaman", _columns(["Bagian", "Sidik jari SHA-256 atau nilai"], set()), rows)


def provenance_record(found: Provenance, *, parameters: Mapping[str, object]) -> dict[str, Any]:
    """Give the same as data, with the sources' addresses."""
    return {
        "parameters": dict(parameters),
        "package": version("umkm-analysis"),
        "edition": edition(),
        "tables": found.fingerprints,
        "corrections": records(found.corrections),
        "conflicts": records(found.conflicts),
        "sources": records(found.sources.reset_index()),
    }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a frame into JSON objects, missing as null."""
    return [{str(name): plain(value) for name, value in row.items()} for row in frame.to_dict(orient="records")]


def by_label(series: pd.Series, digits: int = 4) -> dict[str, Any]:
    """Turn a series into a JSON object, rounded beyond what the inputs carry, missing as null."""
    return {str(label): plain(value, digits) for label, value in series.items()}


def plain(value: Any, digits: int | None = None) -> Any:
    """Turn a scalar into what JSON knows: missing is None, NumPy numbers become Python's."""
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return round(value, digits) if digits is not None else value
    return value


def _columns(heads: Sequence[str], numeric: set[int]) -> list[Column]:
    return [Column(head, numeric=position in numeric) for position, head in enumerate(heads)]


def _corrected(value: float) -> str:
    return "ditahan" if not math.isfinite(value) else n.number(value, 2)


def _plain(value: float) -> str:
    return "–" if not math.isfinite(value) else n.number(value, 2)


def _plain_text(value: object) -> str:
    return value if isinstance(value, str) else "–"


def _licence(licence: str) -> str:
    return words.LICENCE.get(licence, licence)


def published(stated: str) -> str:
    """Write a source's date; tables say when they were retrieved rather than published."""
    retrieved = stated.removeprefix("as of ")
    text = n.date(retrieved)
    return f"data per {text}" if retrieved != stated else text
