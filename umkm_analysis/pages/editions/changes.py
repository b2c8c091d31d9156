"""Changes of a page since an earlier edition: new years, revised and withdrawn figures, verdicts that flipped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.provenance import with_members
from umkm_analysis.datasets import project, tables
from umkm_analysis.datasets.editions import compare
from umkm_analysis.datasets.editions import earlier as earlier_editions
from umkm_analysis.datasets.editions.compare import Change, Kind
from umkm_analysis.i18n.translation import current_language
from umkm_analysis.pages.components import published, short_publisher
from umkm_analysis.pages.editions.standing import Flip, Revision, Standing, flips, revisions, with_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from umkm_analysis.datasets.editions.earlier import Earlier
    from umkm_analysis.datasets.project import Place
    from umkm_analysis.datasets.regions import Region


@dataclass(frozen=True)
class Changes:
    """What is not as it was in an earlier edition."""

    code: str
    """BPS code of the page's region."""
    since: str
    """Name of the earlier edition."""
    digest: str
    figures: tuple[Change, ...]
    """Of the region, and of the members that it is about or the sum of, in the tables that the page reads."""
    printed: tuple[Revision, ...]
    """Figures that the page works out, and prints otherwise now."""
    flipped: tuple[Flip, ...]
    is_new: bool = False
    """Whether there could be no such page in the earlier edition."""
    releases: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """Of revised figures, before and now."""
    corrected: tuple[Change, ...] = ()
    """Revised figures that are other ones because an error of their source is mended now."""

    def of(self, *kinds: Kind) -> list[Change]:
        """Changes of some kinds."""
        return [change for change in self.figures if change.kind in kinds]

    @property
    def revised(self) -> int:
        """Number of revised figures, those of the tables and those that the page works out."""
        return len(self.of(Kind.REVISED)) + len(self.printed)


@dataclass(frozen=True)
class Compared:
    """What an earlier edition says otherwise of a page's region, as figures: no word of it is in any language."""

    edition: Earlier
    found: Any
    """What ``again`` returned."""
    figures: tuple[Change, ...]


@dataclass
class _Latest:
    """The last result asked about. Its page asks twice, for the box and for the JSON, and so in each language."""

    result: object
    compared: Compared | None
    worded: dict[str, Changes] = field(default_factory=dict)
    """By language."""


_latest: list[_Latest] = []


def since(
    result: Any,
    *,
    now: Callable[[], Standing],
    again: Callable[[], Any],
    worded: Callable[[Any], Standing],
    members: Sequence[str] = (),
) -> Changes | None:
    """Hold a report's result against the earlier edition; None where there is none.

    The language in use is asked for last: what languages share is worked out before.

    Parameters
    ----------
    result
        What the report's ``analyse`` returned; it has ``region`` and ``provenance``.
    now
        The report's verdicts and figures, from the result.
    again
        Works out what ``worded`` needs from the tables that are then read, in no language; returns None where there
        can be no report.
    worded
        Gives the verdicts and figures of what ``again`` returned, while the same tables are read.
    members
        BPS codes of other regions that the page is about. Those that a province is the sum of go without saying.
    """
    if not _latest or _latest[0].result is not result:
        _latest[:] = [_Latest(result, _compared(result, again, members))]
    latest = _latest[0]
    if latest.compared is None:
        return None
    language = current_language()
    if language not in latest.worded:
        latest.worded[language] = _worded(result, latest.compared, now, worded)
    return latest.worded[language]


def _compared(result: Any, again: Callable[[], Any], members: Sequence[str]) -> Compared | None:
    inputs = result.provenance.inputs
    edition = earlier_editions.earlier(inputs)
    if edition is None:
        return None
    here = project.place_in_use()
    with project.reading(edition.place):
        found = again()
    codes = with_members([result.region.code, *members])
    figures = tuple(
        change
        for change in compare.changes(edition.place, here, codes=codes, names=inputs)
        if change.code in (inputs.get(change.table) or ())
    )
    return Compared(edition, found, figures)


def _worded(result: Any, compared: Compared, now: Callable[[], Standing], worded: Callable[[Any], Standing]) -> Changes:
    region: Region = result.region
    before, figures = compared.edition, compared.figures
    stands, here = with_claims(now(), region), project.place_in_use()
    with project.reading(before.place):
        then = None if compared.found is None else with_claims(worded(compared.found), region)
    revised = [change for change in figures if change.kind is Kind.REVISED]
    return Changes(
        region.code,
        before.name,
        before.digest,
        figures,
        () if then is None else tuple(revisions(then, stands)),
        () if then is None else tuple(flips(then, stands)),
        is_new=then is None,
        releases=_releases(revised, before.place, here),
        corrected=tuple(change for change in revised if _is_corrected(change)),
    )


def _is_corrected(change: Change) -> bool:
    rows = tables.read(change.table)
    if change.year is None or not {"code", "year", "status"} <= set(rows):
        return False
    mine = rows[(rows["code"] == change.code) & (rows["year"] == change.year)]
    return "corrected" in set(mine["status"])


def _releases(revised: Iterable[Change], before: Place, now: Place | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the releases that revised figures were and are of."""
    years: dict[str, set[int]] = {}
    codes = set()
    for change in revised:
        if change.year is not None:
            years.setdefault(change.table, set()).add(change.year)
            codes.add(change.code)
    with project.reading(before):
        then = _named(codes, years)
    with project.reading(now):
        return then, _named(codes, years)


def _named(codes: set[str], years: Mapping[str, set[int]]) -> tuple[str, ...]:
    ids: list[str] = []
    for name in sorted(years):
        rows = tables.read(name)
        of_region = rows[rows["code"].isin(codes)]
        ids += of_region.loc[of_region["year"].isin(years[name]), "source_id"].drop_duplicates().tolist()
    if not ids:
        return ()
    sources = tables.read("sources").set_index("source_id")
    named = [sources.loc[id_] for id_ in dict.fromkeys(ids)]
    return tuple(dict.fromkeys(f"{short_publisher(row)}, {published(row)}" for row in named))
