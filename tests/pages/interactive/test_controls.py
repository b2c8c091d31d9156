"""What a page's script works with travels whole and ends no block."""

from __future__ import annotations

import json
import re

import pandas as pd

from umkm_analysis.pages.interactive import controls
from umkm_analysis.pages.interactive.explorer import Followed, explorer

NAME = """</script><script>alert("x")</script> & 'kutip' <!--"""


def test_no_name_ends_the_block() -> None:
    block = str(controls.data({"name": NAME}))
    (text,) = re.findall(r'^<script type="application/json">(.*)</script>$', block)
    assert "<" not in text
    assert json.loads(text) == {"name": NAME}


def test_a_level_travels_to_the_ten_thousandth_with_its_gaps_and_marks() -> None:
    index = pd.Series({2018: 94.65431, 2019: 100.0, 2020: float("nan"), 2021: 99.82})
    own = Followed("1", "Kota", index, {2021: "very preliminary"})
    peer = Followed("2", NAME, index, {})
    html = str(explorer(own, [], [peer], base=2019, rate=5.6549, product="PDRB").html)
    (text,) = re.findall(r'<script type="application/json">(.*)</script>', html)
    record = json.loads(text)
    assert record["years"] == [2018, 2019, 2020, 2021]
    assert record["own"] == {"name": "Kota", "index": [946543, 1000000, None, 998200], "marks": {"2021": "**"}}
    assert record["peers"]["2"]["name"] == NAME
    assert record["rate"] == 5.6549
    assert 'value="5.65"' in html
    assert html.count("<script") == 1


def test_nothing_is_offered_where_there_is_nothing_to_move() -> None:
    own = Followed("1", "Kota", pd.Series({2018: 99.0, 2019: 100.0}), {})
    assert explorer(own, [], [], base=2019, rate=5.0, product="PDRB").html == ""
