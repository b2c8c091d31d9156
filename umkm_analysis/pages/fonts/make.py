"""Files of the typeface, made from the variable font of its authors.

Each weight is a font of its own, for some browsers print a variable one as outlines. Its digits are those of one width:
asked for by a feature instead, they would have no character of their own, and printed numbers could not be copied.
Made anew by: python -m umkm_analysis.pages.fonts.make "PlusJakartaSans[wght].ttf" (with Brotli installed).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

WEIGHTS = {"Regular": 400, "Bold": 700}
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100), *map(ord, "–—‘’‚“”•…↑↓−")]
DIGITS = range(ord("0"), ord("9") + 1)
NAMES = [0, 1, 2, 4, 6, 14]
"""Copyright, family, style, names, address of the licence."""


UNUSED = ["GDEF", "GSUB", "STAT", "gasp"]
"""Tables about marks, other glyphs, other weights, and screens of the past: each page carries every byte."""


def make(source: Path, folder: Path) -> None:
    """Write two files for each weight: one for pages, one for matplotlib, which reads no WOFF2.

    Parameters
    ----------
    source
        The variable font, with the feature "tnum".
    folder
        Where the files go.
    """
    # with matplotlib, for which it comes; and only who makes the files needs it
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    options = Options(layout_features=["kern"], hinting=False, name_IDs=NAMES, notdef_outline=True)
    options.drop_tables += UNUSED
    for style, weight in WEIGHTS.items():
        font = TTFont(source)
        _set_digits(font)
        font = instantiateVariableFont(font, {"wght": weight}, updateFontNames=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(font)
        font.save(folder / f"PlusJakartaSans-{style}.ttf")
        font.flavor = "woff2"
        font.save(folder / f"PlusJakartaSans-{style}.woff2")


def _set_digits(font: Any) -> None:
    """Let digits be those of one width, without a feature that asks for them."""
    table = font["GSUB"].table
    numbers = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    tabular: dict[str, str] = {}
    for index in numbers:
        for subtable in table.LookupList.Lookup[index].SubTable:
            tabular |= getattr(subtable, "ExtSubTable", subtable).mapping
    for characters in {id(one.cmap): one.cmap for one in font["cmap"].tables}.values():
        for digit in DIGITS:
            characters[digit] = tabular[characters[digit]]


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(__file__).parent)
