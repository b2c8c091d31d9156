"""Remarks on own statistics: the import they are in is named, and releases that differ are no errors.

A user's newer figures of some regions need not add up with the shipped ones of the others, nor grow as an older release
printed: that is why they were imported. What is wrong within them stays an error.
"""

from __future__ import annotations

import re

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.own import store

BETWEEN_RELEASES = {
    "sum", "published growth", "known gap", "path", "other release", "conflict", "sum of people",
}  # fmt: skip
"""Guards that compare figures of several releases where a user imported a newer one."""
CODE = re.compile(r": (\d{4}) ")


def judged(guard: str, text: str, *, error: bool) -> tuple[bool, str] | None:
    """Judge a remark anew where a user imported figures of its region; None where it is none with own figures.

    Parameters
    ----------
    guard
        That found it.
    text
        What it says; it names the region behind the file.
    error
        Whether it is an error without imports.

    Returns
    -------
    Whether it is an error, and what it says with the imports named.
    """
    match = CODE.search(text)
    imports = _imports(match[1]) if match else []
    if not imports:
        return error, text
    if guard == "vintage" and any(match[1] in found.codes for found in store.usable() if match):
        return None  # releases are linked, or the series is broken
    named = ", ".join(f"{store.FOLDER.as_posix()}/{id_}" for id_ in imports)
    return error and guard not in BETWEEN_RELEASES, f"{text} (own figures: {named})"


def _imports(code: str) -> list[str]:
    """Imports that hold figures of a region, or of a part of it."""
    region = regions.all_regions().get(code)
    if region is None:
        return []
    parts = {code, *(member.code for member in regions.members(region))}
    return [found.id for found in store.usable() if code == regions.NATION or parts & set(found.codes)]
