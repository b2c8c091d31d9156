"""A fall and the rise after it: why the same per cent back is not enough, with a slider for any fall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.charts import figure, native, palette, points, scales
from umkm_analysis.pages.fragment import Fragment, join, markup
from umkm_analysis.pages.interactive import controls
from umkm_analysis.pages.tables import Column, Rows, cell, table
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_FALL = 50


@dataclass(frozen=True)
class Fall:
    """What happened to a region."""

    name: str
    product: str
    """GRDP or GDP."""
    years: tuple[int, int, int]
    """Before the fall, of the fall, after it."""
    index: tuple[float, float, float]
    """Of those years, the first 100."""
    growth: tuple[float, float]
    """Per cent, of the fall and after it."""
    needed: float
    """Per cent that the last year needed."""
    digits: int
    """Decimals that tell what was needed from what came."""
    states: Mapping[int, str]


def story(fall: Fall, *, source: str) -> Fragment:
    """Draw the fall and the rise of a region, and offer to work out others.

    Parameters
    ----------
    fall
        The region's.
    source
        Where the figures come from.
    """
    drawn, (axes,) = figure.canvas(height=2.7, left=0.09, right=0.93)
    axes.plot(fall.years, fall.index, color=palette.OWN, linewidth=3, marker="o", markersize=8)
    axes.set_xlim(fall.years[0] - 0.35, fall.years[-1] + 0.35)
    axes.margins(y=0.25)
    figure.reference_line(axes, HUNDRED)
    write = n.growth
    steps = zip(fall.years[1:], fall.index[1:], fall.growth, strict=True)
    for year, at, growth in steps:
        text = f"{n.index(at, *fall.index)} ({t('{number} persen', number=write(growth))})"
        up = 10.0 if growth > 0 else -10.0
        figure.value_label(axes, (year, at), text, offset=(0.0, up), own=True)
    points.line(
        axes, dict(zip(fall.years, fall.index, strict=True)), name=fall.name,
        value=lambda value: n.index(value, *fall.index), colour=palette.OWN,
    )  # fmt: skip
    scales.numbers(axes, "y", most=5)
    scales.years(axes, fall.years, states=fall.states)
    shown = figure.figure(
        drawn,
        name=t("turun-naik"),
        title=_title(fall),
        measure=t("{product} {name}, {base} = 100", product=fall.product, name=fall.name, base=fall.years[0]),
        alt=t("Grafik garis. {message}", message=f"{_title(fall)}."),
        how=t(
            "naik dengan persen yang sama tidak menutup penurunan, karena dihitung dari angka yang sudah lebih kecil."
        ),
        source=source,
        data=_table(fall),
        chart=native.Chart(
            "line",
            tuple(provisional.year(year, fall.states) for year in fall.years),
            (native.Series(fall.name, tuple(map(float, fall.index))),),
            digits=n.index_digits(*fall.index),
        ),
    )
    sentence = t(
        "Turun {fall} persen lalu naik {rise} persen: {level}. Untuk kembali ke 100 perlu naik {needed} persen.",
        fall="{fall}", rise="{rise}", level="{level}", needed="{needed}",
    )  # fmt: skip
    record = {
        "words": {
            "said": sentence,
            "columns": [t("semula"), t("turun"), t("naik")],
            "measure": t("Contoh hitungan, semula = 100"),
            "need": t("perlu {needed} persen", needed="{needed}"),
        },
    }
    value = min(MAX_FALL, round(-fall.growth[0], 1))
    marks = controls.row(
        controls.slider("fall", t("Hitung sendiri: turun berapa persen?"), low=0, high=MAX_FALL, step=0.1, value=value)
    )
    parts = [shown.html, marks, markup('<p class="said" role="status"></p>'), controls.data(record)]
    return Fragment(
        markup('<div class="story" data-explore="story">{parts}</div>', parts=join(parts)),
        shown.text,
        slides=shown.slides,
    )


def _title(fall: Fall) -> str:
    values = {
        "fall": n.number(-fall.growth[0], 2),
        "rise": n.number(fall.growth[1], fall.digits),
        "needed": n.number(fall.needed, fall.digits),
        "level": n.index(fall.index[2], *fall.index),
    }
    if fall.growth[1] < 0:
        return t(
            "Turun {fall} persen, lalu turun lagi: {level}, padahal untuk kembali perlu naik {needed} persen", **values
        )
    if fall.growth[1] >= fall.needed:
        return t("Turun {fall} persen, perlu naik {needed} persen untuk kembali: naik {rise} persen, pulih", **values)
    return t("Turun {fall} persen, perlu naik {needed} persen untuk kembali: naik {rise} persen, belum pulih", **values)


def _table(fall: Fall) -> Fragment:
    columns = [Column(t("Tahun")), Column(t("Pertumbuhan (persen)"), numeric=True), Column(t("Indeks"), numeric=True)]
    digits = n.index_digits(*fall.index)
    growths = (float("nan"), *fall.growth)
    rows: Rows = [
        [str(year), cell(growth, 2, signed=True, missing=""), cell(index, digits)]
        for year, growth, index in zip(fall.years, growths, fall.index, strict=True)
    ]
    return table(t("Turun, lalu naik"), columns, rows, name=t("turun-naik"))
