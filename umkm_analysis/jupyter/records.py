"""Records that reports put out with their pages, held against what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.errors import UmkmError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RECORD_MIME = "application/vnd.umkm.report+json"
"""Carries a report's title and figures from the notebook to the file beside the page."""
CODE_DIGITS = 4
"""Of a BPS code of a region, with which the name of its folder begins."""


class RecordMismatchError(UmkmError):
    """A report that is not on what was asked for."""


def differences(record: Mapping[str, Any], asked: Mapping[str, object]) -> list[str]:
    """Say where a record is not of the parameters that were asked for; numbers and their digits are alike.

    Parameters
    ----------
    record
        Page and provenance of the record; what it does not say is not compared.
    asked
        Region (BPS code), language and other parameters.
    """
    page, provenance = _object(record.get("page")), _object(record.get("provenance"))
    says = dict(_object(provenance.get("parameters")))
    says |= {name: page[name] for name in ("language", "region") if name in page}
    if "region" not in says and isinstance(page.get("slug"), str):
        says["region"] = page["slug"][:CODE_DIGITS]
    return [
        f"{name} {says[name]} instead of {value}"
        for name, value in asked.items()
        if name in says and not _alike(says[name], value)
    ]


def refuse_other_record(cells: Iterable[Mapping[str, Any]], asked: Mapping[str, object]) -> None:
    """Hold the records in the outputs of some cells against what was asked for.

    Parameters
    ----------
    cells
        Cells of an executed notebook.
    asked
        Its parameters; a region that is not given by its BPS code is not compared.

    Raises
    ------
    RecordMismatchError
        If one is of something else.
    """
    compared = {name: value for name, value in asked.items() if name != "region" or _is_code(value)}
    for cell in cells:
        for output in cell.get("outputs", ()):
            record = output.get("data", {}).get(RECORD_MIME)
            found = differences(record, compared) if isinstance(record, dict) else []
            if found:
                raise RecordMismatchError(mismatch(found))


def mismatch(found: list[str]) -> str:
    """Say that a report is not on what was asked for."""
    return f"it is not the report that was asked for: {', '.join(found)}; see the parameters cell of its notebook"


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_code(value: object) -> bool:
    text = str(value)
    return text.isdecimal() and len(text) == CODE_DIGITS


def _alike(one: object, other: object) -> bool:
    return one == other or str(one) == str(other)
