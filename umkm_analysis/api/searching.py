"""Search over what the library has: functions, metrics, tables and their columns, indicators, sectors, reports."""

from __future__ import annotations

import ast
import inspect
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import umkm_analysis
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.datasets import tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.errors import UsageError, close_matches, did_you_mean
from umkm_analysis.i18n.labels import INDICATOR
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.metrics.catalogue import METRICS
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from umkm_analysis.reports.report import Report

ENGLISH = {
    "angka": "figure", "bagian": "share", "batas": "bounds", "belanja": "spending", "daerah": "region",
    "deret": "series", "ekspor": "export", "jenis": "kind", "kabupaten": "regency", "kewajiban": "mandate",
    "klaim": "claim", "kode": "code", "konsentrasi": "concentration", "koreksi": "correction",
    "korelasi": "correlation",
    "lapangan": "sector", "nama": "name", "pangsa": "share", "panel": "panel", "pdb": "grdp", "pdrb": "grdp",
    "pemulihan": "recovery", "pengadaan": "procurement", "penduduk": "population", "populasi": "population",
    "penyedia": "supplier",
    "pernyataan": "claim", "pertumbuhan": "growth", "peringkat": "ranking", "peta": "map", "provinsi": "province",
    "pulih": "recover", "rencana": "plan", "satuan": "unit", "sektor": "sector", "selisih": "swing", "sertifikat":
    "certification", "sumber": "source", "tahun": "year", "wilayah": "region",
}  # fmt: skip
"""Indonesian word → the English one that is searched for too: tables and functions are described in English."""
TABLES = {
    "regions": "ua.regions()", "grdp_level": "ua.grdp()", "grdp_growth": "ua.growth(notes=True)",
    "grdp_sector": "ua.sectors()", "sectors": "ua.sectors()", "population": "ua.population()",
    "population_registered": 'ua.population(by="dukcapil")', "procurement": "ua.procurement()",
    "mandates": "ua.procurement()", "claims": "ua.claims()",
}  # fmt: skip
"""Table → what gives its figures."""
MESSAGES = {"t", "nt", "mark"}
"""Functions that a sentence of pages is in; see :mod:`umkm_analysis.i18n.translation`."""
WITH_INDICATORS = ("procurement", "umkm_published")
EXACT, STARTS, IN_TITLE, IN_TEXT = 100.0, 40.0, 20.0, 2.0
"""Points of a word: it is the name, begins a word of the name or title, is inside of one, or in the description."""
KINDS = ("function", "metric", "table", "indicator", "sector", "report", "column", "page text")
"""In this order where two are as good."""
MOST = 20


@dataclass(frozen=True)
class _Entry:
    """Something that can be found."""

    kind: str
    name: str
    title: str
    where: str
    also: str = ""
    """Its title in the other language."""
    text: str = ""
    """What else it is found by."""


@guided
def search(words: str, *, most: int = MOST) -> pd.DataFrame:
    """Search functions, metrics, tables, columns, indicators, sectors and reports by Indonesian or English words.

    Parameters
    ----------
    words
        One or more; what has all of them comes first, then what has some.
    most
        Rows at most.

    Returns
    -------
    DataFrame, the best first: kind ("function", "metric", "table", "column", "indicator", "sector", "report", or
    "page text" for a sentence of a report's pages), name, title, where (what to call, import or open), score.
    ``attrs["found"]`` is how many there are in all. Empty where nothing is found; ``attrs["remarks"]`` then names near
    words.

    Raises
    ------
    UsageError
        If there is no word to search for.

    Notes
    -----
    Words are matched from their beginning: "pulih" finds "pulihnya", "perdagangan" the sector of trade. Figures are not
    searched.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.search("pertumbuhan").loc[0, ["kind", "name", "where"]].tolist()
    ['function', 'ua.growth', 'ua.growth()']
    >>> ua.search("perdagangan besar").loc[0, ["kind", "title", "where"]].tolist()
    ['sector', 'Wholesale and retail trade; repair of motor vehicles and motorcycles', 'ua.sectors(), sector G']
    """
    wanted = re.findall(r"\w+", words.lower()) if isinstance(words, str) else []
    if not wanted:
        raise UsageError('Give a word to search for, such as umkm_analysis.search("pertumbuhan").')
    entries = list(_entries())
    scored = [(_score(wanted, entry), entry) for entry in entries]
    found = sorted(
        ((score, entry) for score, entry in scored if score > 0),
        key=lambda one: (-one[0], KINDS.index(one[1].kind), one[1].name),
    )
    rows = [
        {"kind": entry.kind, "name": entry.name, "title": entry.title, "where": entry.where, "score": round(score, 1)}
        for score, entry in found[:most]
    ]
    columns = {"kind": "str", "name": "str", "title": "str", "where": "str", "score": "float64"}
    return described(
        pd.DataFrame(rows, columns=list(columns)).astype(columns),
        title=f'Found for "{words}": {len(found)}{f", the best {most}" if len(found) > most else ""}',
        units={},
        found=len(found),
        remarks=_remarks(wanted, [score for score, _ in found], entries),
    )


@cache
def _messages(package: str) -> tuple[str, ...]:
    """Sentences of a report's pages, as they stand in its modules: Indonesian."""
    found: dict[str, None] = {}
    for path in sorted(Path(import_module(package).__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MESSAGES and node.args:
                with suppress(ValueError):  # a message that is put together while it runs
                    found[str(ast.literal_eval(node.args[0]))] = None
    return tuple(found)


def _score(wanted: list[str], entry: _Entry) -> float:
    """Points of an entry: a mean over the words, in whichever language each is found better; doubled if all are."""
    points = [max(_points(word, entry), _points(ENGLISH.get(word, word), entry) * 0.99) for word in wanted]
    return sum(points) / len(points) * (2 if all(points) else 1)


def _points(word: str, entry: _Entry) -> float:
    spoken = re.search(rf"\b{re.escape(word)}", entry.text.lower()) is not None
    if entry.kind == "page text":
        return IN_TEXT * spoken
    name = entry.name.lower().rpartition(".")[2]
    if word == name:
        return EXACT
    headed = f"{name.replace('_', ' ')} {entry.title} {entry.also}".lower()
    if re.search(rf"\b{re.escape(word)}", headed):
        return STARTS + 10 * (len(word) / len(headed))  # the more of it a word is, the better
    if word in headed:
        return IN_TITLE
    return IN_TEXT * spoken


def _remarks(wanted: list[str], scores: list[float], entries: list[_Entry]) -> list[str]:
    said = " ".join(wanted)
    if scores and max(scores) >= IN_TITLE:
        return []
    if scores:
        return [f'Nothing is called "{said}": these mention it.']
    heads = chain.from_iterable(re.findall(r"\w{4,}", f"{one.name} {one.title} {one.also}".lower()) for one in entries)
    near = close_matches(said, {*heads, *ENGLISH} - {*wanted}, most=3, cutoff=0.7)
    return [f'Nothing was found for "{said}". {did_you_mean(near)}'.strip()]


def _entries() -> Iterator[_Entry]:
    yield from _functions()
    for metric in METRICS:
        where = f"{metric.function.__module__}.{metric.id}"
        text = f"{metric.summary} {metric.formula} {metric.source} {metric.unit}"
        yield _Entry("metric", metric.id, metric.title_en, where, metric.title_id, text)
    for table in resources().values():
        where = TABLES.get(table.name, f"data/{table.path}")
        yield _Entry("table", table.name, table.title, where, text=f"{table.description} {'; '.join(table.sources)}")
        for field in table.fields:
            name = f"{table.name}.{field.name}"
            yield _Entry("column", name, field.description, f"data/{table.path}", text=field.unit or "")
    yield from _indicators()
    for row in tables.read("sectors").itertuples():
        where = f"ua.sectors(), sector {row.sector_code}"
        yield _Entry("sector", row.sector_code, row.name_en, where, row.name_id, f"{row.short_en} {row.short_id}")
    for report in REPORTS:
        yield _report(report)
        with use_language("en"):
            for message in _messages(report.package):
                yield _Entry(
                    "page text", report.name, t(message), f"pages of {report.name}", text=f"{t(message)} {message}"
                )


def _functions() -> Iterator[_Entry]:
    """Public functions and charts, by the first line of their docstrings."""
    spaces: list[tuple[str, ModuleType]] = [("ua", umkm_analysis), ("ua.plot", umkm_analysis.plot)]
    for path, space in spaces:
        for name in space.__all__:
            function = getattr(space, name)
            if callable(function):
                doc = inspect.getdoc(function) or ""
                title = doc.split("\n", 1)[0]
                yield _Entry("function", f"{path}.{name}", title, f"{path}.{name}()", text=doc)


def _indicators() -> Iterator[_Entry]:
    """Indicators of what others publish, with their words where they have some."""
    for table in WITH_INDICATORS:
        for name in tables.read(table)["indicator"].drop_duplicates():
            word = INDICATOR.get(name, name.replace("_", " "))
            with use_language("en"):
                title = t(word)
            where = f"data/{resources()[table].path}, indicator {name}"
            yield _Entry("indicator", name, title, where, word)


def _report(report: Report) -> _Entry:
    with use_language("en"):
        title = t(report.title)
    where = f"umkm build --report {report.name}; notebooks/{report.notebook}"
    return _Entry("report", report.name, title, where, report.title, report.summary)
