"""Files of what a person explores: figures with their sources as CSV and XLSX, the chart as SVG and PNG."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n.translation import t

if TYPE_CHECKING:
    from umkm_analysis.lab.answers import Answer, Choice

FOLDER = "exports"
"""In the folder of the notebook."""
KINDS = ("CSV", "XLSX", "SVG", "PNG")


def save(found: Answer, chart: Any, kind: str, choice: Choice, folder: Path | None = None) -> Path:
    """Write an answer to a file, in the place of one of the same choice.

    Parameters
    ----------
    found
        The figures.
    chart
        Their chart; None where there is none.
    kind
        One of :data:`KINDS`.
    choice
        What was chosen: it names the file.
    folder
        Where it goes; exports/ in the current folder by default.

    Raises
    ------
    UsageError
        If the kind is unknown, or there is nothing of that kind to write.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no export as {kind}; there are {', '.join(KINDS)}.")
    folder = Path.cwd() / FOLDER if folder is None else folder
    path = folder / f"{choice.metric}-{choice.region}-{choice.base_year}.{kind.lower()}"
    content = _table(found, kind) if kind in {"CSV", "XLSX"} else _chart(chart, kind)
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically({path: content})
    return path


def _table(found: Answer, kind: str) -> bytes:
    if found.table.empty:
        raise UsageError(t("Tidak ada angka untuk pilihan ini."))
    about = pd.DataFrame(_about(found), columns=["", " "])
    if kind == "CSV":
        lines = "".join(f"# {key}: {value}\n" for key, value in _about(found))
        return ("\ufeff" + lines + found.table.to_csv(lineterminator="\n")).encode()
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as book:
        found.table.to_excel(book, sheet_name=t("angka"))
        about.to_excel(book, sheet_name=t("sumber"), index=False, header=False)
    return buffer.getvalue()


def _about(found: Answer) -> list[tuple[str, str]]:
    """What the figures are, from where, and of which edition."""
    rows = [(found.metric.id, f"{found.title} ({found.metric.unit})"), ("formula", found.metric.formula)]
    rows += [(key, str(value)) for key, value in found.about.items() if key in {"base_year", "edition"}]
    rows += [("source", text) for text in found.about.get("sources", {}).values()]
    states = found.about.get("provisional", {})
    rows += [
        (year, "; ".join(f"{state}: {', '.join(codes)}" for state, codes in states[year].items())) for year in states
    ]
    return [*rows, *(("note", note) for note in found.notes)]


def _chart(chart: Any, kind: str) -> bytes:
    if chart is None:
        raise UsageError(t("Metrik ini tidak digambar."))
    buffer = io.BytesIO()
    chart.savefig(buffer, format=kind.lower())
    return buffer.getvalue()
