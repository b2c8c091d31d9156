"""What looks like personal data is refused in outputs of a person's own notebook, and no figure is."""

from __future__ import annotations

from typing import Any

import pytest

from umkm_analysis.builds.own.personal import PersonalDataError, refuse_personal
from umkm_analysis.pages.fragment import FRAGMENT_MIME


def shown(text: str, *tags: str, **more: Any) -> list[dict[str, Any]]:
    data = {"text/html": f"<table><tr><td>{text}</td></tr></table>", **more}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return [{"cell_type": "code", "metadata": {"tags": [*tags]}, "source": "", "outputs": [output]}]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("budi@contoh.id", "an e-mail address"),
        ("0812-3456-7890", "a telephone number"),
        ("+62 812 3456 789", "a telephone number"),
        ("3576014507900001", "an identity number"),
        ("01.234.567.8-901.000", "a tax payer"),
    ],
)
def test_it_is_refused_and_not_repeated(text: str, kind: str) -> None:
    with pytest.raises(PersonalDataError, match=f"code cell 1 shows what looks like {kind}") as refused:
        refuse_personal(shown(text))
    assert text not in str(refused.value)
    with pytest.raises(PersonalDataError):
        refuse_personal([{**shown("")[0], "outputs": [{"output_type": "stream", "name": "stdout", "text": text}]}])
    refuse_personal(shown(text, "notebook-only"))


@pytest.mark.parametrize(
    "text",
    [
        "3356940380000", "9876543210987654", "0.8123456789", "-3,0812345678", "62812345678", "1.02.0.00.0.00.01.0000",
        "2022-05-20", "1234567.89", "3576", "Rp 81.234.567.890",
    ],
)  # fmt: skip
def test_figures_and_codes_are_none(text: str) -> None:
    refuse_personal(shown(text))


def test_tables_of_this_package_are_not_searched() -> None:
    refuse_personal(shown("0812-3456-7890", **{FRAGMENT_MIME: {}}))


def test_a_long_text_without_spaces_is_searched_once() -> None:
    refuse_personal(shown("x" * 1_000_000))  # took half an hour, when each letter was where an address might begin
    refuse_personal(shown(f"x@{'a' * 1_000_000}"))
    with pytest.raises(PersonalDataError):
        refuse_personal(shown(f"{'x' * 1_000_000}@contoh.id"))
