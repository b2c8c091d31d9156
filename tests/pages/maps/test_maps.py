"""Maps of regions: frames, names that are read on every colour and cover nothing, legends, areas and circles."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from umkm_analysis.datasets.boundaries.store import Outline
from umkm_analysis.pages.charts import palette
from umkm_analysis.pages.charts.cartogram import Classes
from umkm_analysis.pages.maps import labels, region_map
from umkm_analysis.pages.maps import legend as legend_of

SPOTS = [
    region_map.Spot("3576", "Kota Mojokerto", 112.43, -7.47, 5.0, palette.LOW, "99,8"),
    region_map.Spot("3516", "Kabupaten Mojokerto", 112.50, -7.55, 60.0, palette.HIGH_SOFT, "101,2"),
    region_map.Spot("3101", "Kabupaten Administrasi Kepulauan Seribu", 112.62, -7.40, float("nan"), palette.QUIET, "–"),
]
BOX = Outline(3, 0.001, {"3516": [[112400, 7400, 200, 0, 0, 200, -200, 0]]}, {"3516": (112.5, -7.5, 0.1)})


def test_without_boundaries_there_is_one_form_and_no_choice() -> None:
    forms = region_map.drawings(SPOTS, Classes(2, 1), None, name="peta", alt="Peta daerah. X")
    assert [word for word, _ in forms] == ["Peta lingkaran"]
    assert region_map.switched(forms, name="peta") == ""


def test_with_boundaries_areas_come_first_and_a_region_without_any_is_a_circle() -> None:
    forms = region_map.drawings(SPOTS, Classes(2, 1), BOX, name="peta", alt="Peta daerah. X")
    assert [word for word, _ in forms] == ["Peta wilayah", "Peta lingkaran"]
    areas = str(forms[0][1])
    assert re.findall(r'<(path|circle) data-point="(\d)"', areas) == [("path", "1"), ("circle", "0"), ("circle", "2")]
    assert str(region_map.switched(forms, name="peta")).count("checked") == 1


def test_every_mark_answers_with_name_value_and_code() -> None:
    ((_, svg),) = region_map.drawings(SPOTS, Classes(2, 1), None, name="peta", alt="Peta daerah. X")
    record = json.loads(unescape(re.findall(r"data-points='([^']*)'", str(svg))[0]))
    assert record["names"] == [spot.name for spot in SPOTS]
    assert record["codes"] == [spot.code for spot in SPOTS]
    assert [point[5] for point in record["points"]] == ["99,8", "101,2", "–"]
    left, top, width, height = map(float, re.findall(r'viewBox="([^"]+)"', str(svg))[0].split())
    for _, _, _, x, y, _, radius in record["points"]:
        assert left <= (x - radius) / 10 <= (x + radius) / 10 <= left + width
        assert top <= (y - radius) / 10 <= (y + radius) / 10 <= top + height


def test_the_legend_has_a_swatch_for_each_class_and_names_no_colour() -> None:
    ((_, svg),) = region_map.drawings(SPOTS, Classes(2, 1), None, name="peta", alt="Peta daerah. X")
    legend = str(svg).split('class="legend"')[1]
    assert re.findall(r"var\(--([\w-]+),#\w+\)\"/><text[^>]*>([^<]+)", legend) == [
        ("low", "di bawah 98"),
        ("low-soft", "98 sampai di bawah 100"),
        ("high-soft", "100 sampai di bawah 102"),
        ("high", "102 atau lebih"),
        ("quiet", "data tidak tersedia"),
    ]
    assert not re.search("hijau|jingga", str(svg))
    left, _, width, _ = map(float, re.findall(r'viewBox="([^"]+)"', str(svg))[0].split())
    x, word = re.findall(r'<text x="([\d.]+)"[^>]*>([^<]+)', legend)[-1]
    assert float(x) + len(word) * legend_of.SIZE * labels.LETTER <= left + width


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("colour", [palette.LOW, palette.LOW_SOFT, palette.HIGH_SOFT, palette.HIGH, palette.QUIET])
def test_letters_inside_a_mark_are_read_on_its_colour_in_every_theme(colour: str, theme: int, variables: str) -> None:
    """The dark theme turns strong colours light and soft ones dark (pages.md, P5)."""
    edges = labels.Box(0, 0, 400, 400)
    drawn = str(labels.draw([labels.Named(200, 200, 90, "Tuban", "119,3", colour)], edges, beside=True))
    (written,) = set(re.findall(r'<text [^>]*style="fill:var\(--([\w-]+),', drawn))
    found = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", variables)
    }
    lighter, darker = sorted(
        (luminance(found[name][theme]) for name in (written, palette.THEMED[colour])), reverse=True
    )
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.fixture
def variables(root: object) -> str:
    return (root / "umkm_analysis" / "pages" / "template" / "umkm" / "fragments.css").read_text(encoding="utf-8")  # type: ignore[operator, no-any-return]


@pytest.mark.parametrize("group", [0, 1], ids=["wide", "narrow"])
def test_names_beside_circles_cover_neither_circles_nor_each_other(group: int) -> None:
    size = (labels.SIZE, labels.NARROW_SIZE)[group]
    circles = [
        labels.Named(30.0 + 37 * (at % 9), 30.0 + 31 * (at // 9), 6.0, f"Daerah {at}", "101,2", palette.HIGH)
        for at in range(72)
    ]
    drawn = str(labels.draw(circles, labels.Box(0, 0, 360, 280), beside=True)).split("<g ")[group + 1]
    texts = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"[^>]*>([^<]+)', drawn)
    assert texts
    boxes = []
    for x, y, anchor, text in texts:
        width = len(text) * size * labels.LETTER
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        boxes.append(labels.Box(left, float(y) - size * 0.8, left + width, float(y)))
    taken = [labels.Box(one.x - 6, one.y - 6, one.x + 6, one.y + 6) for one in circles]
    assert not [text for at, text in enumerate(texts) if any(boxes[at].meets(other) for other in taken)]
    assert not [1 for at, box in enumerate(boxes) for other in boxes[:at] if box.meets(other)]


def test_a_telephone_has_names_in_larger_letters_and_fewer_of_them() -> None:
    circles = [
        labels.Named(30.0 + 60 * (at % 8), 30.0 + 50 * (at // 8), 9.0, f"Daerah {at}", "101,2", palette.HIGH)
        for at in range(40)
    ]
    drawn = str(labels.draw(circles, labels.Box(0, 0, 504, 280), beside=True))
    wide, narrow = re.findall(r'<g class="names[^>]*font-size:([\d.]+)px">(.*?)</g>', drawn)
    assert float(narrow[0]) * 354 / region_map.WIDTH >= 11 > float(wide[0]) * 354 / region_map.WIDTH
    assert 0 < narrow[1].count("<text") < wide[1].count("<text")
    assert "101,2" not in narrow[1]
    assert 'class="names narrow" display="none"' in drawn
