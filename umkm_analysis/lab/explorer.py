"""Widget that explores: region, comparison, base year and metric, with table, chart and files to take away."""

from __future__ import annotations

import html
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from umkm_analysis.datasets import regions, series
from umkm_analysis.errors import UmkmError, UsageError, close_matches
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import current_language, t, use_language
from umkm_analysis.lab import export
from umkm_analysis.lab.answers import FROM_TABLES, Choice, answer
from umkm_analysis.lab.charts import draw
from umkm_analysis.lab.words import unit_words, worded
from umkm_analysis.metrics.catalogue import METRICS, by_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from umkm_analysis.lab.answers import Answer

WIDE = widgets.Layout(width="34rem")
DESCRIPTION = {"description_width": "9rem"}
STYLE = """<style>.umkm-lab p { margin: .3rem 0; line-height: 1.4 } .umkm-lab code { white-space: normal }
.umkm-lab table { border-collapse: collapse; line-height: 1.3 } .umkm-lab thead th { border-bottom: 1px solid }
.umkm-lab th, .umkm-lab td { padding: .1rem .7rem; text-align: right } .umkm-lab tbody th { text-align: left }
</style>"""
MOST = 8
"""Regions that are compared: more lines cannot be distinguished."""
MOST_NEAR = 4
"""Regions that are offered for a text that names none."""


class Explorer(widgets.VBox):  # type: ignore[misc]  # ipywidgets is untyped
    """Choices above, figures below; ``table`` is what is shown, as a DataFrame.

    Parameters
    ----------
    region
        BPS code or name of the first region.
    base_year, metric
        The first choice.
    """

    table: pd.DataFrame
    """Figures of the present choice, at full precision; ``attrs`` says units and sources."""

    def __init__(self, region: str | int, *, base_year: int, metric: str) -> None:
        self._language = current_language()
        own = regions.find(region)
        self._codes = {_label(code): code for code in regions.all_regions()}
        years = series.levels().index
        offered = [int(year) for year in years[:-1]]
        if base_year not in offered:
            raise UsageError(f"base_year {base_year}: choose a year from {offered[0]} to {offered[-1]}.")
        above = regions.province_of(own)
        others = [_label(one.code) for one in (above,) if one is not None and one.code != own.code]
        self.region = widgets.Combobox(
            value=_label(own.code), options=list(self._codes), continuous_update=False, description=t("Daerah"),
            layout=WIDE, style=DESCRIPTION,
        )  # fmt: skip
        self._own = own.code
        self.unknown = widgets.HTML()
        self.others = widgets.TagsInput(
            value=others, allowed_tags=list(self._codes), allow_duplicates=False, layout=widgets.Layout(width="25rem")
        )
        self.base_year = widgets.Dropdown(
            value=base_year, options=offered, description=t("Tahun dasar"), layout=WIDE, style=DESCRIPTION
        )
        self.metric = widgets.Dropdown(
            value=by_id(metric).id, options=_metrics(), description=t("Metrik"), layout=WIDE, style=DESCRIPTION
        )
        self.figures, self.picture, self.said = widgets.HTML(), widgets.HTML(), widgets.HTML()
        compared = widgets.HBox([widgets.HTML(_head(t("Dibandingkan dengan"))), self.others])
        self.buttons = {name: _button(name) for name in ("CSV", "XLSX", "SVG", "PNG")}
        for name, button in self.buttons.items():
            button.on_click(self._saver(name))
        self.region.observe(self._find, names="value")
        for chosen in (self.others, self.base_year, self.metric):
            chosen.observe(self._renew, names="value")
        take_away = widgets.HBox([*self.buttons.values(), self.said])
        choices = [self.region, self.unknown, compared, self.base_year, self.metric]
        super().__init__([*choices, self.picture, self.figures, take_away])
        self._renew()

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        others = tuple(self._codes[label] for label in self.others.value[:MOST])
        return Choice(self._own, others, self.base_year.value, self.metric.value)

    def save(self, kind: str) -> Path:
        """Write what is shown into ``exports/`` beside the notebook.

        Parameters
        ----------
        kind
            CSV, XLSX, SVG or PNG.

        Raises
        ------
        UsageError
            If there is no chart to save.
        """
        return export.save(self._answer, self._chart, kind, self.choice)

    def _find(self, *_: object) -> None:
        """Take the region that is named in the box by its label, its name or a code, or say that there is none."""
        typed = self.region.value
        with self._speaking():
            try:
                code = self._codes.get(typed) or regions.find(typed).code
            except UmkmError:
                self.unknown.value = _note(_no_region(typed, list(self._codes), shown=_label(self._own)))
                return
        self.unknown.value = ""
        if _label(code) != typed:
            self.region.value = _label(code)  # comes here again
        elif code != self._own:
            self._own = code
            self._renew()

    def _renew(self, *_: object) -> None:
        with self._speaking():
            try:
                self._answer = answer(self.choice)
                self._chart = draw(self._answer)
            except UmkmError as error:
                self.figures.value, self.picture.value = _note(str(error)), ""
                return
            self.table = self._answer.table
            self.table.attrs = dict(self._answer.about)
            self.said.value = ""
            self.figures.value = _shown(self._answer)
            self.picture.value = "" if self._chart is None else _picture(self._chart, self._answer)
            for name in ("SVG", "PNG"):
                self.buttons[name].disabled = self._chart is None

    def _saver(self, kind: str) -> Callable[[object], None]:
        def save(_: object) -> None:
            with self._speaking():
                try:
                    self.said.value = _note(t("Tersimpan: {path}", path=self.save(kind)))
                except (UmkmError, OSError) as error:
                    self.said.value = _note(str(error))

        return save

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Callbacks run in a context of their own, which has forgotten the notebook's language."""
        with use_language(self._language):
            yield


def _label(code: str) -> str:
    """Name and code: names alone are not unique to a reader."""
    region = regions.all_regions()[code]
    return f"{region.name} ({code})"


def _no_region(typed: str, labels: Sequence[str], *, shown: str) -> str:
    """Sentences on a text that names no region, or more than one."""
    text = typed.strip().lower()
    near = [label for label in labels if text and text in label.lower()] or close_matches(typed, labels, most=MOST_NEAR)
    meant = t("Mungkin {names}.", names=", ".join(near[:MOST_NEAR])) if near else ""
    said = t("“{text}” bukan nama atau kode satu daerah; yang tampil tetap {shown}.", text=typed, shown=shown)
    return f"{said} {meant}".strip()


def _metrics() -> list[tuple[str, str]]:
    english = current_language() == "en"
    named = [(metric.title_en if english else metric.title_id, metric.id) for metric in METRICS]
    own = [(title, name) for title, name in named if name in FROM_TABLES]
    example = t("contoh")  # on a line of its own: messages are not found inside an f-string
    return own + [(f"{title} ({example})", name) for title, name in named if name not in FROM_TABLES]


def _button(name: str) -> Any:
    return widgets.Button(description=name, tooltip=t("Simpan sebagai {kind}", kind=name), layout={"width": "6rem"})


def _head(text: str) -> str:
    return f'<span style="display:inline-block;width:9rem;text-align:right">{html.escape(text)}</span>'


def _note(text: str) -> str:
    return f'<p style="margin:.3rem 0">{html.escape(text)}</p>'


def _picture(chart: Any, found: Answer) -> str:
    data = chart._repr_mimebundle_()[0]["image/png"]
    source = f"data:image/png;base64,{data}"
    return f'<img style="max-width:46rem;width:100%" alt="{html.escape(found.title)}" src="{source}">'


def _shown(found: Answer) -> str:
    """Formula, figures and source, as HTML."""
    metric = found.metric
    head = f"<strong>{html.escape(found.title)}</strong> ({html.escape(unit_words(metric.unit))})"
    parts = [f"<p>{head}<br><code>{html.escape(metric.formula)}</code></p>"]
    parts += [_note(note) for note in found.notes]
    if not found.table.empty:
        written = worded(found.table).apply(_column).rename_axis(index=None, columns=None)
        parts.append(f'<div style="max-height:24rem;overflow:auto">{written.to_html(border=0, escape=True)}</div>')
    sources = "; ".join(found.about.get("sources", {}).values())
    if sources:
        said = (t("Sumber: {named}.", named=sources), t("Edisi data {edition}.", edition=found.about["edition"]))
        parts.append(f"<p><small>{html.escape(' '.join(said))}</small></p>")
    return f'{STYLE}<div class="umkm-lab">{"".join(parts)}</div>'


def _column(column: pd.Series) -> pd.Series:
    """Write the figures of a column with as many decimals each; whole numbers with none."""
    numbers = [value for value in column if isinstance(value, int | float) and value == value]  # noqa: PLR0124 - NaN
    digits = 0 if all(float(value).is_integer() for value in numbers) else 2
    return column.astype(object).map(lambda value: _cell(value, digits))


def _cell(value: object, digits: int) -> str:
    if value is None or str(value) in {"<NA>", "nan", "NaT"}:
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return n.number(float(value), digits)
    return str(value)
