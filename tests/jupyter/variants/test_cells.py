"""What a cell has to do with a parameter, as its source says."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell

from umkm_analysis.jupyter.variants.cells import Use, use_of

SET = "from umkm_analysis.i18n.translation import set_language"


@pytest.mark.parametrize(
    ("source", "use"),
    [
        ("result = analysis.analyse(region, base_year=base_year)", Use.NONE),
        ("import pandas as pd\n\n\ndef languages(frame):\n    return frame.index", Use.NONE),
        ("%matplotlib inline\nimport matplotlib.pyplot as plt", Use.NONE),
        ("x = 1  # the language comes later", Use.NONE),
        ("", Use.NONE),
        (f"{SET}\nset_language(language)", Use.SETS),
        ("set_language(language)\nx = 1", Use.SETS),
        (f"{SET} as speak\nspeak(language)", Use.READS),
        ("from own import set_language\nset_language(language)", Use.READS),
        ("from own import *\nset_language(language)", Use.READS),
        ("def set_language(x): ...\nset_language(language)", Use.READS),
        ("set_language = print\nset_language(language)", Use.READS),
        ("set_language(language.upper())", Use.READS),
        ("print(set_language(language))", Use.READS),
        ("if region:\n    set_language(language)", Use.READS),
        ("set_language(language)\nshow(language)", Use.READS),
        ("x = f'{language}'", Use.READS),
        ("frame.query('lang == @language')", Use.READS),
        ("def later():\n    return language", Use.READS),
        ("import __main__ as notebook", Use.READS),
        ("import sys; notebook = sys.modules['__main__']", Use.READS),
        ("globals()['lang' + 'uage']", Use.READS),
        ("vars()", Use.READS),
        ("In[1]", Use.READS),
        ("_i2", Use.READS),
        ("%who", Use.READS),
        ("!echo $language", Use.READS),
        ("%config InlineBackend.figure_formats = ['svg']\nx = 1", Use.NONE),
        ("%config InlineBackend.print_figure_kwargs = {'metadata': {'Title': language}}", Use.READS),
        ("%matplotlib $language", Use.READS),
        ("import os; own = os.getpid()", Use.READS),
        ("import multiprocessing as mp; lock = mp.Lock()", Use.READS),
        ("from IPython.core.interactiveshell import InteractiveShell as S", Use.READS),
        ("getattr(show, '__globals__')", Use.READS),
        ("title = 'In 2021 in all modules'", Use.NONE),
        ("%%bash\necho", Use.READS),
        ("await something()", Use.READS),
        ("this is no Python", Use.READS),
    ],
)
def test_use_of_the_language(source: str, use: Use) -> None:
    assert use_of(new_code_cell(source), "language") is use


@pytest.mark.parametrize(
    ("source", "use"),
    [
        ('region: str = "3576"  # code\nlanguage: str = "id"\nyear = -1', Use.NONE),
        ('"""Parameters."""\nlanguage = "id"', Use.NONE),
        ('language = "id"\nheading = {"id": "Daerah", "en": "Region"}[language]', Use.READS),
    ],
)
def test_a_cell_of_parameters_may_only_name_values(source: str, use: Use) -> None:
    assert use_of(new_code_cell(source, metadata={"tags": ["parameters"]}), "language") is use
