"""Every message has its English, and the language in use decides how things are said and written."""

from __future__ import annotations

import gettext
import io
import json
import math
import string
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from umkm_analysis.errors import UsageError
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels, translation
from umkm_analysis.i18n.extraction import extract_notebook
from umkm_analysis.i18n.translation import (
    CATALOGUES,
    NAMES,
    SOURCE,
    catalogue_path,
    current_language,
    nt,
    set_language,
    t,
    use_language,
)
from umkm_analysis.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

KEYWORDS: Any = {"t": None, "mark": None, "nt": (1, 1)}
"""As `make messages` gives them to Babel."""


@pytest.fixture(scope="module")
def catalogue() -> Any:
    with catalogue_path("en").open("rb") as file:
        return read_po(file, locale="en")


def forms(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_message_of_code_templates_and_notebooks_stands_in_the_catalogue_and_no_other(
    root: Path, catalogue: Any
) -> None:
    mappings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    found = extract_from_dir(root, [(one["pattern"], one["method"]) for one in mappings], keywords=KEYWORDS)
    said = {forms(message)[0] for _, _, message, _, _ in found}
    listed = {forms(message.id)[0] for message in catalogue if message.id}
    assert said - listed == set(), "run make messages, and translate what is new"
    assert listed - said == set(), "run make messages: nobody says these any more"
    assert len(listed) > 500
    assert not catalogue.obsolete


def unfinished(catalogue: Any) -> list[str]:
    """What a translator has still to do, a sentence a message."""
    return [
        f'{forms(message.id)[0]!r}: its English is a suggestion from another message; correct it and delete "fuzzy"'
        if message.fuzzy
        else f"{forms(message.id)[0]!r}: write its English into en.po"
        for message in catalogue
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ]


def test_no_message_is_untranslated_or_a_mere_suggestion(catalogue: Any) -> None:
    assert unfinished(catalogue) == []


def test_a_changed_message_keeps_its_english_as_a_suggestion_that_no_page_shows(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = "Luas lingkaran menunjukkan besarnya ekonomi", "Luas lingkaran menunjukkan besar ekonomi"
    catalogue_of(
        "en", {old: "A circle's area shows the size of the economy", "{count} kota": ("{count} city", "…")}, tmp_path
    )
    with (tmp_path / "new.pot").open("wb") as file:
        write_po(file, template([new, "{count} kota", "sama sekali lain"]))
    makefile = (root / "Makefile").read_text(encoding="utf-8").splitlines()
    update = next(line for line in makefile if "pybabel" in line and " update " in line)
    files = ["--input-file", str(tmp_path / "new.pot"), "--output-file", str(tmp_path / "en.po")]
    options = update.split(" update ")[1].split(" --input-file")[0].split()
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "update", *options, *files], check=True)  # noqa: S603 - ours
    with (tmp_path / "en.po").open("rb") as file:
        made = read_po(file, locale="en")
    assert made[new].string == "A circle's area shows the size of the economy"
    assert made[new].fuzzy
    assert unfinished(made) == [
        f'{new!r}: its English is a suggestion from another message; correct it and delete "fuzzy"',
        "'sama sekali lain': write its English into en.po",
    ]
    monkeypatch.setattr(translation, "CATALOGUES", tmp_path)
    translation._catalogue.cache_clear()  # noqa: SLF001 - another catalogue is read
    try:
        with use_language("en"):
            assert t(new) == new
            assert nt("{count} kota", 1) == "1 city"
    finally:
        translation._catalogue.cache_clear()  # noqa: SLF001 - the real one again


def test_a_catalogue_says_what_its_compiled_form_says(catalogue: Any) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue, use_fuzzy=False)
    compiled.seek(0)
    expected, found = gettext.GNUTranslations(compiled), translation._catalogue("en")  # noqa: SLF001 - what t asks
    ids = [forms(message.id) for message in catalogue if message.id]
    for first, *_ in ids:
        assert found.gettext(first) == expected.gettext(first)
    for first, last in (two for two in ids if len(two) > 1):
        numbers = (0, 1, 2, 11)
        said = [found.ngettext(first, last, number) for number in numbers]
        assert said == [expected.ngettext(first, last, number) for number in numbers]
    assert (found.gettext("?"), found.ngettext("?", "??", 1), found.ngettext("?", "??", 2)) == ("?", "?", "??")


def template(messages: Iterable[str]) -> Catalog:
    made = Catalog()
    for message in messages:
        made.add((message, message) if "{count}" in message else message)
    return made


def catalogue_of(language: str, messages: Mapping[str, str | tuple[str, ...]], folder: Path) -> None:
    made = Catalog(locale=language)
    for message, text in messages.items():
        made.add((message, message) if isinstance(text, tuple) else message, text)
    with (folder / f"{language}.po").open("wb") as file:
        write_po(file, made)


def test_placeholders_agree(catalogue: Any) -> None:
    for message in catalogue:
        if message.id:
            for text in forms(message.string):
                wanted = places(forms(message.id)[0])
                assert places(text) == wanted, message.id


def test_edges_agree_with_the_sentence_they_are_put_into(catalogue: Any) -> None:
    for message in catalogue:
        source, text = forms(message.id or "")[0], forms(message.string)[-1]
        if message.id:
            assert source[-1:].isspace() == text[-1:].isspace(), message.id
            assert (source[-1] in ".:") == (text[-1] in ".:"), message.id


def test_every_language_but_the_source_has_a_catalogue() -> None:
    assert {path.stem for path in CATALOGUES.glob("*.po")} | {SOURCE} == set(NAMES)


def test_a_language_is_spoken_until_another_is() -> None:
    assert current_language() == SOURCE
    with use_language("en"):
        assert t("Ringkasan") == "Summary"
        with use_language("id"):
            assert t("Ringkasan") == "Ringkasan"
        assert current_language() == "en"
    assert current_language() == SOURCE


def test_a_language_is_given_back_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), use_language("en"):
        _ = 1 / 0
    assert current_language() == SOURCE


def test_an_unknown_language_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match='no language "jv"; there are id, en'):
        set_language("jv")


def test_one_and_many_are_told_apart_in_english_only() -> None:
    said = {language: [] for language in NAMES}
    for language, sentences in said.items():
        with use_language(language):
            sentences += [nt("{count} kota", count) for count in (1, 2)]
    assert said == {"id": ["1 kota", "2 kota"], "en": ["1 city", "2 cities"]}


def test_values_may_hold_braces_and_words_without_values_too() -> None:
    assert t("{count} daerah", count="{x}") == "{x} daerah"
    assert t("tanpa {nilai}") == "tanpa {nilai}"
    assert t("") == ""
    with use_language("en"):
        assert t("") == ""


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (lambda: n.growth(-3.69), "−3.69"),
        (lambda: n.number(1234567.8, 1), "1,234,567.8"),
        (lambda: n.number(math.nan), "not available"),
        (lambda: n.percent(68.14), "68.14\xa0per cent"),
        (lambda: n.points(7.34, signed=True), "+7.34\xa0percentage points"),
        (lambda: n.rupiah(1_700_000_000_000), "Rp1,700,000,000,000"),
        (lambda: n.date("2022-06-03"), "3 June 2022"),
        (lambda: n.date("2023-07"), "July 2023"),
        (lambda: n.listed(["a", "b", "c"]), "a, b and c"),
        (lambda: labels.counted("kabupaten", 29), "29 regencies"),
        (lambda: labels.counted("province", 1), "1 province"),
        (lambda: labels.sector_names()["A"], "Agriculture, forestry and fishing"),
    ],
)
def test_numbers_and_words_are_written_the_english_way(write: Any, expected: str) -> None:
    with use_language("en"):
        assert write() == expected


def test_lists_are_joined_the_indonesian_way() -> None:
    assert [n.listed(list("abc"[:count])) for count in range(4)] == ["", "a", "a dan b", "a, b, dan c"]


def test_markdown_comments_of_parameters_and_descriptions_are_messages() -> None:
    # also of cells that no page shows: copies of the notebook in English show them
    cells = [
        {"cell_type": "markdown", "metadata": {"tags": ["notebook-only"]}, "source": "# hidden"},
        {"cell_type": "markdown", "metadata": {}, "source": ["## Satu\n", "dua"]},
        {"cell_type": "code", "metadata": {}, "source": "x"},
        {"cell_type": "markdown", "metadata": {"tags": ["notes"]}, "source": "catatan"},
        {"cell_type": "code", "metadata": {}, "source": ["#| fig-alt: Dua garis\n", "#| fig-alt: 'Tiga'\n", "plot()"]},
        {"cell_type": "code", "metadata": {"tags": ["notebook-only"]}, "source": "#| fig-alt: Empat"},
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": ["year = 1  # tahun\n", "x = 2"]},
    ]
    file = io.BytesIO(json.dumps({"cells": cells}).encode())
    assert list(extract_notebook(file, {}, (), {})) == [
        (1, "", "# hidden", []),
        (2, "", "## Satu\ndua", []),
        (4, "", "catatan", []),
        (5, "", "Dua garis", []),
        (5, "", "Tiga", []),
        (7, "", "tahun", []),
    ]


@pytest.mark.parametrize("language", list(NAMES))
@given(value=st.floats(-1e11, 1e11), digits=st.integers(0, 4))  # all that a float holds to that digit
def test_numbers_are_written_as_babel_writes_them(language: str, value: float, digits: int) -> None:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    expected = format_decimal(rounded(value, digits), format=pattern, locale=n.LOCALES[language])
    with use_language(language):
        assert n.number(value, digits) == expected.replace("-", n.MINUS)
