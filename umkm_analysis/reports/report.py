"""Registration of a report: all that the rest of the package knows of it.

A report is a folder here and a notebook of the same name; ``REPORT = Report(…)`` in the folder's ``__init__.py``
registers it, and :mod:`umkm_analysis.reports.registry` finds it there. Modules that draw or word are named by
convention and imported when they are needed, because no command but a build should wait for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.fingerprints import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region


SUBJECTS = ("economy", "procurement", "umkm")
"""What claims are about: each report shows those of its subject."""


@dataclass(frozen=True)
class Deferred:
    """A function whose module is imported when it is called: who only names reports need not wait for pandas."""

    module: str
    function: str

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Import the module if need be, and call the function."""
        return getattr(import_module(self.module), self.function)(*arguments, **options)


def _always_available(_: Region) -> None:
    return None


def _no_extra_inputs(_: Region) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Report:
    """One kind of report: a notebook, run once per region and language."""

    package: str
    """Its package, ``__name__`` where it is registered; names its notebook, its pages and itself."""
    title: str
    """As readers see it: Indonesian, marked for translation."""
    summary: str
    """What it answers, in English: its line of the README's table."""
    examples: tuple[str, ...]
    """BPS codes of regions it is tried on: before a build, as a notebook, in a browser. The first is the notebook's
    default region."""
    analyse: Callable[..., Any]
    """Works out a region's figures, from its BPS code."""
    inputs: Callable[[Region], Inputs]
    """Rows of the tables that a region's report reads; see :meth:`rows_read`."""
    extra_inputs: Callable[[Region], Mapping[str, str]] = _no_extra_inputs
    """Fingerprints, by name, of what it reads besides the tables."""
    unavailable_reason: Callable[[Region], StrEnum | None] = _always_available
    """Code of the reason why there can be no report on a region; None where there can."""
    reasons: Mapping[StrEnum, str] = field(default_factory=dict, hash=False)
    """Words of every such code: Indonesian, marked for translation."""
    parameters: Mapping[str, str | int | float] = field(default_factory=dict, hash=False)
    """Further parameters of its notebook with the values that builds use, whatever the notebook was saved with."""
    is_compared: bool = False
    """Whether the comparison of two regions shows its figures: its ``index.py`` then has ``compared(record)``."""
    subject: str = ""
    """Claims of which subject it shows, see :data:`SUBJECTS`; empty for none."""
    kinds: tuple[str, ...] | None = None
    """Kinds of region it is about; None for every kind."""

    def __post_init__(self) -> None:
        """Refuse a registration without an example, or whose reasons lack words."""
        if not self.examples:
            raise ValueError(f"{self.package}: examples is empty; name a region that the report can be built for")
        if self.unavailable_reason is not _always_available and not self.reasons:
            raise ValueError(f"{self.package}: unavailable_reason has no words; add reasons={{code: mark(…)}}")
        if self.subject not in {"", *SUBJECTS}:
            raise ValueError(f"{self.package}: subject={self.subject!r}; one of {', '.join(SUBJECTS)}")
        if not all(isinstance(code, StrEnum) for code in self.reasons):
            raise TypeError(f"{self.package}: the codes of reasons must be members of a StrEnum")
        codes = {code: None for known in self.reasons for code in type(known)}
        wordless = [repr(code.value) for code in codes if not self.reasons.get(code)]
        if wordless:
            raise ValueError(f"{self.package}: no words for {', '.join(wordless)}; add them to reasons")

    @property
    def name(self) -> str:
        """As on the command line and in file names: economic-recovery."""
        return self._folder.replace("_", "-")

    @property
    def notebook(self) -> str:
        """File in notebooks/: economic_recovery.ipynb."""
        return f"{self._folder}.ipynb"

    @property
    def _folder(self) -> str:
        return self.package.rpartition(".")[2]

    @property
    def is_own(self) -> bool:
        """Whether it is a notebook of the person's own, and none of this package."""
        return False

    @property
    def asks_as(self) -> str:
        """Reports of which this is the same read the same rows of any region, and can be made of the same regions."""
        return self.name

    @property
    def warmed(self) -> tuple[str, ...]:
        """Names of the reports that a process renders once before it makes pages of this one, and of own pages."""
        return (self.name,)

    def page(self) -> ModuleType:
        """Import what its notebook shows: ``page.py``, whose ``CELLS`` name the functions in the notebook's order."""
        return import_module(f"{self.package}.page")

    def index(self) -> ModuleType | None:
        """Import its part of the index, ``index.py``; None where the index only links to its pages.

        ``columns(headlines)`` gives columns of the list, ``circle_map(headlines)``, where there is one, the map; see
        :mod:`umkm_analysis.pages.index_parts`.
        """
        name = f"{self.package}.index"
        return import_module(name) if find_spec(name) else None

    def standing(self) -> ModuleType | None:
        """Import its ``standing.py``, whose ``of_region`` gives what is held against other editions; None without."""
        name = f"{self.package}.standing"
        return import_module(name) if find_spec(name) else None

    def rows_read(self, region: Region) -> Inputs:
        """Rows that its page rests on: its own, and those of the claims on the region, which every page shows."""
        from umkm_analysis.analysis import claims  # noqa: PLC0415 - pandas

        return merged(self.inputs(region), claims.inputs(region))

    @property
    def reads_more(self) -> bool:
        """Whether it may read more than the tables: a register, procurement lines."""
        return self.extra_inputs is not _no_extra_inputs

    def concerns(self, region: Region) -> bool:
        """Whether it is about such regions at all."""
        return self.kinds is None or region.kind in self.kinds
