"""Lists of packages behind the figures of the procurement page: the largest, folded, and the command that gives all."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import current_language, mark, nt, t
from umkm_analysis.pages.fragment import Fragment, join, markup, paragraphs, together
from umkm_analysis.pages.tables import folded
from umkm_analysis.reports.procurement_share.line_page import scope, text
from umkm_analysis.reports.procurement_share.lines import packages as lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare

LONGEST_NAME = 90
"""Characters of a package's name on the page; the list that the command writes has all of it."""
MAX_AGENCIES = 20
"""Agencies whose packages the page shows: those of its table."""
TITLES = {
    lists.UNCLASSIFIED: mark("Paket yang belum terklasifikasi UMK-K"),
    lists.PENDING: mark("Paket tanpa nilai kontrak"),
    lists.PDN_UNCLASSIFIED: mark("Paket yang belum terklasifikasi PDN"),
    lists.SHORTFALL: mark("Paket yang pasti bukan UMK-K, seluruhnya atau sebagian"),
}
"""Words for the figures that open their list."""


def of_agencies(result: ProcurementShare) -> Fragment:
    """Show the packages of the agencies that the page names, those furthest behind first."""
    lines = result.lines
    assert lines is not None  # noqa: S101 - asked for only where there are lines
    ranked = lines.agencies[lines.agencies["realised"] + lines.agencies["realised_pending"] > 0]
    rest = len(ranked) - MAX_AGENCIES
    half = MAX_AGENCIES // 2
    shown = ranked if rest <= 0 else pd.concat([ranked.head(half), ranked.tail(half)])
    groups = [None if pd.isna(name) else str(name) for name in shown["agency"]]
    return _groups(
        result,
        t("Paket di balik realisasi setiap perangkat daerah"),
        lines.packages.agencies,
        groups,
        title=text.agency,
        condition=lambda group: ("realised", f"agency={group or 'none'}"),
    )


def of_methods(result: ProcurementShare) -> Fragment:
    """Show the packages of each group of methods."""
    lines = result.lines
    assert lines is not None  # noqa: S101 - as above
    table = lines.packages.methods
    groups = [str(name) for name in table.drop_duplicates("group").sort_values("total", ascending=False)["group"]]
    return _groups(
        result,
        t("Paket di balik realisasi setiap metode"),
        table,
        groups,
        title=lambda group: labels.label(text.GROUP, str(group)),
        condition=lambda group: ("realised_all", f"method_group={group}"),
    )


def of_months(result: ProcurementShare) -> Fragment:
    """Show the packages of each month."""
    lines = result.lines
    assert lines is not None  # noqa: S101 - as above
    table, year = lines.packages.months, lines.latest
    groups = [None if pd.isna(month) else int(month) for month in table["group"].unique()]

    def condition(group: object) -> tuple[str, str]:
        return "realised", "month=none" if group is None else f"month={str(group)[:4]}-{str(group)[4:]}"

    return _groups(
        result,
        t("Paket di balik realisasi setiap bulan"),
        table,
        groups,
        title=lambda group: scope.month(float("nan") if group is None else float(str(group)), year),
        condition=condition,
    )


def of_whole(result: ProcurementShare) -> Fragment:
    """Show the packages behind what is not classified, and behind what a shortfall is made of."""
    lines = result.lines
    assert lines is not None  # noqa: S101 - as above
    filled = {figure: table for figure, table in lines.packages.whole.items() if len(table)}
    if not filled:
        return paragraphs([t("Tidak ada paket realisasi yang belum terklasifikasi atau yang pasti bukan UMK-K.")])
    said = t(
        "Kekurangan terhadap batas minimal atau target terdiri atas paket yang pasti bukan UMK-K; "
        "paket yang belum terklasifikasi dapat menambah pangsa bila ternyata UMK-K. Paket bernilai "
        "terbesar sebaiknya diperiksa lebih dahulu."
    )
    return together(
        paragraphs([said]), *(packages(result, t(TITLES[figure]), table, (figure,)) for figure, table in filled.items())
    )


def command(result: ProcurementShare, *conditions: str, year: int | None = None) -> str:
    """Write the command that gives every package behind a figure, of the latest year or another."""
    lines = result.lines
    assert lines is not None  # noqa: S101 - as above
    where = [part for condition in conditions for part in ("--where", condition)]
    words = [
        "umkm",
        "lines",
        "export",
        "paket.xlsx",
        "--region",
        result.region.code,
        "--year",
        str(year or lines.latest),
        *where,
    ]
    return shlex.join(words)


def _groups(  # noqa: PLR0913 - one argument for each thing that differs
    result: ProcurementShare,
    heading: str,
    table: pd.DataFrame,
    groups: list[str | None] | list[str] | list[int | None],
    *,
    title: Callable[[object], str],
    condition: Callable[[object], tuple[str, str]],
) -> Fragment:
    lists = []
    for group in groups:
        own = table[table["group"].isna() if group is None else table["group"] == group]
        if len(own):
            lists.append(packages(result, title(group), own, condition(group)))
    return folded(heading, together(*lists)) if lists else together()


def packages(
    result: ProcurementShare, title: str, table: pd.DataFrame, condition: tuple[str, ...], *, year: int | None = None
) -> Fragment:
    """Fold the largest packages behind a figure: how many of how many, and how to get all."""
    lines = result.lines
    assert lines is not None  # noqa: S101 - as above
    every, total = int(table["lines"].iloc[0]), n.rupiah(int(table["total"].iloc[0]))
    summary = nt(
        "{title}: {shown} terbesar dari {every} paket, seluruhnya {total}",
        every,
        title=title,
        shown=n.number(len(table)),
        every=n.number(every),
        total=total,
    )
    figure, *others = condition
    written = command(result, f"figure={figure}", *others, year=year)
    heads = (t("Paket"), t("Dihitung (rupiah)"), t("Bagian UMK-K (rupiah)"))
    head = join(
        markup("<th scope=col{css}>{head}</th>", css=markup(" class=number") if at else "", head=one)
        for at, one in enumerate(heads)
    )
    lang = "" if current_language() == "id" else " lang=id"
    body = []
    for row in table.itertuples():
        name = str(row.package) if pd.isna(row.package_name) else f"{_short(str(row.package_name))} ({row.package})"
        part = labels.NOTHING if pd.isna(row.umkk) else n.number(int(row.umkk))
        body.append(
            markup(
                "<tr><th scope=row{lang}>{name}</th><td>{counted}</td><td>{part}</td></tr>",
                lang=markup(lang),
                name=name,
                counted=n.number(int(row.counted)),
                part=part,
            )
        )
    caption = text.marked(lines, title)
    inner = markup(
        '<div class="table"><table class="n2 n3"><caption>{caption}</caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        '<p class="note">{all} <code lang="zxx">{command}</code></p>',
        caption=caption,
        head=head,
        body=join(body),
        all=t("Semua paketnya:"),
        command=written,
    )
    return folded(summary, Fragment(inner, f"{summary}\n{written}"))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
