"""Controls of a chart that readers change; hidden until the page's script shows them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.fragment import join, markup

if TYPE_CHECKING:
    from collections.abc import Sequence


def slider(  # noqa: PLR0913 - one argument a part of the control
    name: str, label: str, *, low: float, high: float, step: float, value: float
) -> Markup:
    """Write a slider with the words that the script keeps beside it.

    Parameters
    ----------
    name
        By which the script finds it.
    label
        What it sets.
    low, high, step, value
        Its ends, its steps and where it stands by default.
    """
    return markup(
        '<label>{label} <output data-of="{name}"></output><input type="range" data-name="{name}" min="{low}" '
        'max="{high}" step="{step}" value="{value}"></label>',
        label=label, name=name, low=low, high=high, step=step, value=value,
    )  # fmt: skip


def choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> Markup:
    """Write a choice of one of several.

    Parameters
    ----------
    name
        By which the script finds it.
    label
        What it sets.
    options
        Value and words of each, the default first.
    """
    written = join(markup('<option value="{value}">{text}</option>', value=value, text=text) for value, text in options)
    return markup(
        '<label>{label} <select data-name="{name}">{options}</select></label>', label=label, name=name, options=written
    )


def row(*parts: Markup) -> Markup:
    """Put controls in a row, with the button that leads back to the default."""
    back = markup('<button class="tool" type="button" data-reset>{text}</button>', text=t("Kembali ke bawaan"))
    return markup('<div class="controls" data-script hidden>{parts}{back}</div>', parts=join(parts), back=back)


def data(record: dict[str, Any]) -> Markup:
    """Write what the script works with; a browser runs no such block, whatever a page's policy says.

    Parameters
    ----------
    record
        Numbers and texts; no text can end the block.
    """
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return markup('<script type="application/json">{text}</script>', text=Markup(text))  # noqa: S704 - no "<" is left
