"""Map of a province: every kabupaten and kota as an area or a circle, coloured by its level index."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.datasets.boundaries import store
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages.charts import cartogram, figure, native, palette
from umkm_analysis.pages.fragment import join, markup
from umkm_analysis.pages.maps import land, legend, region_map
from umkm_analysis.reports.province_overview import figures, text

if TYPE_CHECKING:
    from umkm_analysis.datasets.boundaries.store import Outline
    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.province_overview.analysis import ProvinceOverview


def province_map(result: ProvinceOverview) -> Fragment:
    """Every region on a map over land: areas where boundaries were imported, and circles of the size of its GRDP."""
    shown = [member for member in result.members if member.latitude is not None]
    classes = cartogram.Classes.of(result.ranked)
    index, size = result.path.index.loc[result.last_year], result.path.levels.loc[result.base_year]
    spots = [
        region_map.Spot(
            one.code, one.name, float(one.longitude or 0), float(one.latitude or 0), float(size[one.code]),
            classes.colour(float(index[one.code])), n.index(float(index[one.code]), *result.ranked),
        )
        for one in shown
    ]  # fmt: skip
    boundaries = store.boundaries()
    outline = boundaries.of(result.region.code) if boundaries else None
    name, title = t("peta"), text.map_title(result)
    alt = t("Peta daerah. {message} {apart}", message=text.opening(result), apart=text.apart(result))
    forms = region_map.drawings(spots, classes, outline, name=name, alt=alt)
    drawn = join(
        markup(
            '<div class="form">{one}</div>', one=figure.drawing(svg, title=f"{title} ({word})" if outline else title)
        )
        for word, svg in forms
    )
    others = [land.source(), *([region_map.boundaries_source(boundaries)] if outline and boundaries else [])]
    measure = t(
        "Warna: indeks PDRB {year}, {base} = 100. Luas lingkaran: PDRB {base}, harga 2010",
        base=result.base_year,
        year=text.year(result, result.last_year),
    )
    source = parts.citation(result.provenance, result.level_sources, after="; ".join(others))
    drawing = figure.figure(
        markup(
            '<div class="forms-of">{switch}{drawn}</div>{key}',
            switch=region_map.switched(forms, name=name),
            drawn=drawn,
            key=legend.listed(classes, unknown=any(spot.colour == palette.QUIET for spot in spots)),
        ),
        name=name,
        title=title,
        measure=measure,
        alt=alt,
        how=t(
            "tiap warna adalah satu kelas indeks, lihat keterangan di bawah peta; 100 berarti kembali ke tingkat "
            "{base}. Lingkaran digeser agar tidak bertumpuk. Tunjuk atau ketuk daerah untuk nama dan angkanya; "
            "klik membuka laporannya bila sudah dibuat.",
            base=result.base_year,
        ),
        source=source,
        data=figures.level_table(result),
    )
    slide = native.PictureSlide(title, measure, source.striptags(), alt, partial(_picture, spots, classes, outline))
    return replace(drawing, slides=(slide,))


def _picture(spots: list[region_map.Spot], classes: cartogram.Classes, outline: Outline | None) -> bytes:
    from umkm_analysis.pages.maps import picture  # noqa: PLC0415 - pages never draw it

    return picture.png(spots, classes, outline)
