"""Questions that lines raise: few bidders, short periods, direct awards near their limit, packages that may be split.

Each names the lines it could be asked of, those whose figures suffice, and those that give reason to ask. They are the
definitions of :mod:`umkm_analysis.metrics.contracting.indicators` in SQL: lists of ten million lines need no memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.formats import BID, REALISED
from umkm_analysis.metrics._thresholds import FEW, MARGIN, SHORTEST, WINDOW
from umkm_analysis.periods import last_day

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BOUGHT = f"stage IN ({', '.join(map(quoted, sorted(REALISED)))})"
COMPETITIVE = f"{BOUGHT} AND method_group = 'competitive'"
FAST = "regexp_matches(lower(method), 'tender cepat')"
"""Tenders that may be short by their rules."""
DIRECT = f"{BOUGHT} AND regexp_matches(lower(method), 'pengadaan langsung')"
"""Direct procurement: e-purchasing, direct appointment and what is excepted have no limit."""
CATEGORIES = {
    "consulting": "konsult",
    "construction": "konstruksi",
    "other services": "jasa lain",
    "goods": "barang",
}
"""Category of the limits → what its name in an export holds; the first that fits."""
CLOSING = "(upload|unggah|pemasukan|penyampaian|pengiriman).*penawaran"
OPENING = "pengumuman (pra|pasca|tender|seleksi|lelang)"
"""Stages of a tender's schedule: bids are handed in, and it is announced."""
ENDLESS = "9999-12-31"


@dataclass(frozen=True)
class Question:
    """Question that lines raise, as conditions (SQL) that narrow each other."""

    name: str
    """Name of its figure: ``--where figure=…`` gives the lines."""
    view: str
    """View of the lines it may be asked of; see :func:`create_views`."""
    asked_of: str
    """All lines it is about, those too of which it cannot be answered."""
    known: str
    """Those of which what it needs is known."""
    raised: str
    """Those that give reason to ask."""
    shows: tuple[str, ...]
    """Columns of the view that a list shows besides those of a line."""


TENDERS, AWARDS = "tenders", "direct_awards"
NEAR = f"value * 100 > legal_limit * {100 - MARGIN:g}"
WITHIN = "value > 0 AND value <= legal_limit"
PAIR = "agency IS NOT NULL AND supplier IS NOT NULL"
NAMED = "agency IS NOT NULL AND package_name IS NOT NULL"
QUESTIONS = (
    Question("ask_single_bidder", TENDERS, COMPETITIVE, "offers > 0", "offers = 1", ("offers",)),
    Question("ask_few_bidders", TENDERS, COMPETITIVE, "offers > 0", f"offers <= {FEW}", ("offers",)),
    Question(
        "ask_short_period",
        TENDERS,
        f"{COMPETITIVE} AND NOT {FAST}",
        "days_open >= 0",
        f"days_open < {SHORTEST}",
        ("announced", "closed", "days_open"),
    ),
    Question("ask_near_limit", AWARDS, DIRECT, WITHIN, NEAR, ("legal_limit",)),
    Question(
        "ask_near_limit_repeated",
        AWARDS,
        DIRECT,
        f"{WITHIN} AND {PAIR}",
        f"{NEAR} AND near_of_pair > 1",
        ("legal_limit", "near_of_pair"),
    ),
    Question(
        "ask_split_supplier",
        AWARDS,
        DIRECT,
        f"{WITHIN} AND {PAIR} AND date IS NOT NULL",
        "together_of_supplier > legal_limit",
        ("legal_limit", "together_of_supplier"),
    ),
    Question(
        "ask_split_name",
        AWARDS,
        DIRECT,
        f"{WITHIN} AND {NAMED} AND date IS NOT NULL",
        "together_of_name > legal_limit",
        ("legal_limit", "together_of_name"),
    ),
)
"""Every question, in the order of a page."""


def create_views(connection: DuckDBPyConnection) -> None:
    """Create the views :data:`TENDERS` and :data:`AWARDS` over the views ``lines`` and ``papers``.

    Parameters
    ----------
    connection
        See :func:`~umkm_analysis.datasets.procurement_lines.packages.reading`; the views may hold one region and year
        or several.
    """
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {TENDERS} AS {_tenders()}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {AWARDS} AS {_direct_awards()}")


def counts(connection: DuckDBPyConnection) -> dict[str, tuple[int, int, int, int]]:
    """Count the lines of each question.

    Parameters
    ----------
    connection
        With the views of :func:`create_views`.

    Returns
    -------
    Name of a question → lines it is about, lines it could be answered of, lines that raise it, and their whole rupiah.
    """
    found = {}
    for question in QUESTIONS:
        known = f"({question.asked_of}) AND ({question.known})"
        raised = f"{known} AND ({question.raised})"
        found[question.name] = connection.execute(
            f"SELECT count(*), count(*) FILTER ({known}), count(*) FILTER ({raised}), "  # noqa: S608 - our own
            f"CAST(coalesce(sum(value) FILTER ({raised}), 0) AS BIGINT) FROM {question.view} WHERE {question.asked_of}"
        ).fetchall()[0]
    return found


def _tenders() -> str:
    """Return the query of the competitive lines with bidders that made an offer, and days between notice and end.

    An export of bidders lists those that registered too: only who offered a price has bid. The end is the last day for
    bids, of the line or of the tender's schedule, else the award.
    """
    stages = "lower(package_name)"
    return f"""SELECT l.*, coalesce(nullif(l.bidders, 0), b.offers) AS offers,
            date_diff('day', coalesce(s.opened, l.announced), coalesce(s.ended, l.closed, l.date)) AS days_open
        FROM (SELECT * FROM lines WHERE {COMPETITIVE}) l
        LEFT JOIN (SELECT institution, year, package, count(*) AS offers FROM papers
            WHERE stage = {quoted(BID)} AND value > 0 GROUP BY ALL) b USING (institution, year, package)
        LEFT JOIN (SELECT institution, year, package,
                min(announced) FILTER (regexp_matches({stages}, {quoted(OPENING)})) AS opened,
                max(closed) FILTER (regexp_matches({stages}, {quoted(CLOSING)})) AS ended
            FROM papers WHERE kind = 'tender-schedule' GROUP BY ALL) s USING (institution, year, package)"""  # noqa: S608


def _direct_awards() -> str:
    """Return the query of the direct awards with their limit, and what they come to with others beside them.

    A window of days may begin at each award; an award is in all that begin up to so many days before it.
    """
    limited = f"SELECT *, {_limit()} AS legal_limit FROM lines WHERE {DIRECT}"  # noqa: S608 - our own
    own = "CASE WHEN value <= legal_limit THEN value END"
    days = WINDOW - 1
    of_pair = "institution, year, agency, supplier"
    groups = {
        "supplier": (f"{of_pair}, legal_category", f"{PAIR} AND date IS NOT NULL"),
        "name": ("institution, year, agency, upper(package_name), legal_category", f"{NAMED} AND date IS NOT NULL"),
    }
    first, second = [], []
    for name, (by, known) in groups.items():
        first.append(
            f"CASE WHEN {known} THEN sum({own}) OVER (PARTITION BY {by} ORDER BY date "
            f"RANGE BETWEEN CURRENT ROW AND INTERVAL {days} DAYS FOLLOWING) END AS from_{name}"
        )
        second.append(
            f"CASE WHEN {own} IS NOT NULL AND from_{name} IS NOT NULL THEN CAST(max(from_{name}) OVER (PARTITION BY "
            f"{by}, {known} ORDER BY date RANGE BETWEEN INTERVAL {days} DAYS PRECEDING AND CURRENT ROW) AS BIGINT) END "
            f"AS together_of_{name}"
        )
    near = f"count(*) FILTER ({WITHIN} AND {NEAR}) OVER (PARTITION BY {of_pair})"
    windows = f"SELECT *, {', '.join(first)} FROM (SELECT *, {_category()} AS legal_category FROM ({limited}))"  # noqa: S608
    return f"SELECT *, CASE WHEN {PAIR} THEN {near} END AS near_of_pair, {', '.join(second)} FROM ({windows})"  # noqa: S608


def _category() -> str:
    cases = " ".join(
        f"WHEN regexp_matches(lower(category), {quoted(words)}) THEN {quoted(name)}"
        for name, words in CATEGORIES.items()
    )
    return f"CASE {cases} END"


def _limit() -> str:
    """Return the legal limit of a direct award (SQL): that of its day, or of its whole year where it has none."""
    begins, ends = "coalesce(date, make_date(year, 1, 1))", "coalesce(date, make_date(year, 12, 31))"
    cases = " ".join(
        f"WHEN {_category()} = {quoted(limit.category)} AND {begins} >= DATE {quoted(last_day(limit.from_date))} "
        f"AND {ends} <= DATE {quoted(limit.to_date if isinstance(limit.to_date, str) else ENDLESS)} "
        f"THEN CAST({int(limit.value)} AS BIGINT)"
        for limit in limits().itertuples()
    )
    return f"CASE {cases} END"


def limits() -> Any:
    """Return the table of limits of direct procurement, by category and date."""
    from umkm_analysis.datasets import tables  # noqa: PLC0415 - pandas and validation, which no other list needs

    return tables.read("direct_award_limits").sort_values(["category", "from_date"], kind="stable")
