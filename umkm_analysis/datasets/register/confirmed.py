"""Names that look personal or like a list, and of which a person said that they are right as they stand."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from umkm_analysis.datasets.intake.personal import kind_of_personal
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Confirmed:
    """Names that were confirmed, and which of them were needed.

    Parameters
    ----------
    names
        As they stand in cells; case and blanks do not count.

    Raises
    ------
    UsageError
        If there is a number or an account in one, which nobody can confirm.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [_folded(name) for name in names]
        self._kept: dict[str, tuple[str, str]] = {}
        """Name → how it is kept, and for what it would have been refused."""
        for at, name in enumerate(names, start=1):
            if kind := kind_of_personal(name, confirmed=True):
                raise UsageError(
                    f"--confirm, name {at}: this is {kind}, which cannot be confirmed. Delete it in the file."
                )
            if not _folded(name):
                raise UsageError('--confirm "": write the name as the cell has it, such as --confirm "Bu Mega".')

    def has(self, text: str) -> bool:
        """Whether a cell holds a name that was confirmed."""
        return _folded(text) in self._names

    def needed(self, text: str, kept: str, reason: str) -> None:
        """Note how a cell's name is kept, and for what it would have been refused."""
        self._kept[_folded(text)] = kept, reason

    def account(self) -> tuple[tuple[str, str], ...]:
        """Return every name and for what it would have been refused.

        Raises
        ------
        UsageError
            If nothing would have been refused for the sake of a name: it may be misspelt.
        """
        unused = [at for at, name in enumerate(self._names, start=1) if name not in self._kept]
        if unused:
            which = ", ".join(map(str, unused))
            raise UsageError(
                f"--confirm, name {which}: no cell that would be refused holds it. Write it as the cell has it, or "
                "leave it out."
            )
        return tuple(dict.fromkeys(self._kept.values()))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()
