"""Widget of what-ifs: a fall and what regains it, a share and what it leaves above a mandate."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.datasets import regions
from umkm_analysis.errors import UmkmError
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import current_language, t, use_language
from umkm_analysis.metrics.growth import break_even_growth
from umkm_analysis.metrics.level import level_index
from umkm_analysis.metrics.procurement import headroom, procurement_share

if TYPE_CHECKING:
    from collections.abc import Callable

STYLE = {"description_width": "17rem"}
LAYOUT = {"width": "40rem"}
LOWEST, HIGHEST = -30.0, 30.0
"""Of the sliders, per cent; a region's own growth beyond them widens its slider."""
STEP = 10
"""To which a widened slider is rounded, per cent."""
BILLION = 1_000_000_000
MANDATE = 40.0
"""Per cent of spending on goods and services for UMK-K: Perpres 12/2021."""


class WhatIf(widgets.VBox):  # type: ignore[misc]  # ipywidgets is untyped
    """Sliders and a sentence each; nothing here is a forecast.

    Parameters
    ----------
    region
        BPS code or name of the region whose two growth rates stand there at first.
    base_year
        The year before the fall.
    """

    def __init__(self, region: str | int, *, base_year: int) -> None:
        self._language = current_language()
        own = regions.find(region)
        growth = growth_path([own.code], base_year=base_year).growth[own.code]
        first, second = (_rate(growth.get(base_year + years)) for years in (1, 2))
        self.fall = _slider(t("Pertumbuhan tahun pertama (persen)"), first)
        self.rise = _slider(t("Pertumbuhan tahun kedua (persen)"), second)
        self.spending = _amount(t("Belanja barang/jasa (miliar rupiah)"), 100.0)
        self.small = _amount(t("Untuk UMK-K (miliar rupiah)"), 45.0)
        self.mandate = widgets.FloatSlider(
            value=MANDATE, min=0, max=100, step=1, description=t("Batas minimal (persen)"), style=STYLE, layout=LAYOUT
        )
        self.regained, self.left = widgets.HTML(), widgets.HTML()
        for control in (self.fall, self.rise):
            control.observe(self._renewer(self._regain), names="value")
        for control in (self.spending, self.small, self.mandate):
            control.observe(self._renewer(self._leave), names="value")
        start = t("Mula-mula: {name}, {first} dan {second}.", name=own.name, first=base_year + 1, second=base_year + 2)
        if without := [str(base_year + years) for years, rate in ((1, first), (2, second)) if rate is None]:
            start += " " + t("Tanpa angka untuk {years}: penggesernya mulai dari 0.", years=", ".join(without))
        super().__init__([
            widgets.HTML(_line(t("Turun, lalu naik"), start)), self.fall, self.rise, self.regained,
            widgets.HTML(_line(t("Ruang di atas batas minimal"), t("Angka andaian, bukan angka daerah."))),
            self.spending, self.small, self.mandate, self.left,
        ])  # fmt: skip
        self._regain()
        self._leave()

    def _regain(self) -> None:
        rates = pd.Series({0: float("nan"), 1: self.fall.value, 2: self.rise.value})
        level = level_index(rates, base_year=0)
        needed = float(break_even_growth(pd.Series([min(self.fall.value, 0.0)])).iloc[0])
        said = t(
            "Setelah {fall} persen diperlukan {needed} persen untuk kembali. Dengan {rise} persen indeksnya {level}.",
            fall=n.growth(self.fall.value), needed=n.growth(needed), rise=n.growth(self.rise.value),
            level=n.index(float(level[2])),
        )  # fmt: skip
        if self.fall.value >= 0:
            said = t("Tanpa penurunan tidak ada yang perlu dikejar: indeksnya {level}.", level=n.index(float(level[2])))
        self.regained.value = _line("", said)

    def _leave(self) -> None:
        if self.spending.value <= 0:
            self.left.value = _line("", t("Tanpa belanja tidak ada bagian yang dapat dihitung."))
            return
        if self.small.value > self.spending.value:
            self.left.value = _line("", t("Belanja untuk UMK-K tidak dapat melebihi seluruh belanja."))
            return
        whole, part = (pd.Series([round(amount.value * BILLION)]) for amount in (self.spending, self.small))
        share = float(procurement_share(part, whole).iloc[0])
        room = headroom(part, whole, mandate=self.mandate.value).iloc[0]
        points, money = (float(room.iloc[place]) for place in (0, 1))
        sentence = (
            t("Bagian UMK-K {share} persen, {points} poin persen di atas batas minimal: {money} dapat berkurang.")
            if points >= 0
            else t("Bagian UMK-K {share} persen, {points} poin persen di bawah batas minimal: {money} masih kurang.")
        )
        values = {"share": n.number(share, 2), "points": n.number(abs(points), 2), "money": n.rupiah(abs(money))}
        self.left.value = _line("", sentence.format(**values))

    def _renewer(self, renew: Callable[[], None]) -> Callable[[object], None]:
        def changed(_: object) -> None:
            with use_language(self._language):  # callbacks have forgotten the notebook's
                try:
                    renew()
                except UmkmError as error:
                    (self.regained if renew == self._regain else self.left).value = _line("", str(error))

        return changed


def _rate(rate: Any) -> float | None:
    """Growth with the decimals of a slider; None where there is no figure."""
    return None if rate is None or pd.isna(rate) else round(float(rate), 2)


def _slider(label: str, rate: float | None) -> Any:
    """Make a slider that holds the region's own figure, however far out it is."""
    value = rate or 0.0
    return widgets.FloatSlider(
        value=value, min=min(LOWEST, math.floor(value / STEP) * STEP), max=max(HIGHEST, math.ceil(value / STEP) * STEP),
        step=0.01, description=label, style=STYLE, layout=LAYOUT, readout_format=".2f",
    )  # fmt: skip


def _amount(label: str, value: float) -> Any:
    return widgets.BoundedFloatText(
        value=value, min=0, max=1_000_000, step=1, description=label, style=STYLE, layout=LAYOUT
    )


def _line(head: str, text: str) -> str:
    strong = f"<strong>{html.escape(head)}</strong> " if head else ""
    return f'<p style="margin:.6rem 0 .2rem">{strong}{html.escape(text)}</p>'
