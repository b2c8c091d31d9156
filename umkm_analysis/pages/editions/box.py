"""Box "what changed since edition X": folded under the key figures of a page, and the same in its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.editions.compare import Kind
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.editions import words
from umkm_analysis.pages.fragment import Fragment, markup, paragraphs, together
from umkm_analysis.pages.tables import Column, Rows, cell, folded, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_analysis.pages.editions.changes import Changes

MAX_ROWS = 40
"""Revised figures that the box shows; the CSV holds all."""


def boxed(changes: Changes | None, *, states: Mapping[int, str] | None = None) -> list[Fragment]:
    """Show what changed, folded; nothing where there is no earlier edition.

    Parameters
    ----------
    changes
        Since the earlier edition.
    states
        Years whose figures are not final today, by their state; they carry their mark.
    """
    if changes is None:
        return []
    inner = together(*_parts(changes, states or {}))
    shown = folded(_summary(changes), inner)
    return [Fragment(markup('<div class="changes">{box}</div>', box=shown.html), f"{_summary(changes)}\n{inner.text}")]


def as_record(changes: Changes | None) -> dict[str, Any]:
    """Give the same as data, under the key "changes"; nothing where there is no earlier edition."""
    if changes is None:
        return {}
    figures = [
        {
            "kind": str(change.kind),
            "table": change.table,
            **({"code": change.code} if change.code != changes.code else {}),
            "year": change.year,
            **({"key": list(change.key)} if change.key else {}),
            "old": change.old,
            "new": change.new,
        }
        for change in changes.figures
    ]
    printed = [
        {"figure": each.key, "year": each.year, "old": round(each.old, 4), "new": round(each.new, 4)}
        for each in changes.printed
    ]
    flipped = [{"verdict": each.key, "old": each.old or None, "new": each.new or None} for each in changes.flipped]
    return {
        "changes": {
            "since": changes.since,
            "digest": changes.digest,
            "new_page": changes.is_new,
            "revised": changes.revised,
            "figures": figures,
            "printed": printed,
            "flipped": flipped,
        }
    }


def _summary(changes: Changes) -> str:
    head = t("Yang berubah sejak edisi {name}", name=changes.since)
    if changes.is_new:
        return t("{head}: halaman ini baru", head=head)
    years = {change.year for change in changes.of(Kind.NEW_YEAR)}
    counts = [
        (nt("{count} tahun ditambahkan", len(years)), len(years)),
        (nt("{count} angka direvisi", changes.revised), changes.revised),
        (nt("{count} penilaian atau peringkat berubah", len(changes.flipped)), len(changes.flipped)),
    ]
    some = [text for text, count in counts if count]
    if not some and changes.figures:
        some = [t("ada angka yang ditambahkan atau tidak digunakan lagi")]
    return t("{head}: {counts}", head=head, counts=", ".join(some)) if some else t("{head}: tidak ada", head=head)


def _parts(changes: Changes, states: Mapping[int, str]) -> list[Fragment]:
    if not (changes.figures or changes.printed or changes.flipped or changes.is_new):
        return [paragraphs([t("Tidak ada angka daerah ini di halaman ini yang berubah sejak edisi {name}.",
                              name=changes.since)])]  # fmt: skip
    shown = [paragraphs(sentence for sentence in _sentences(changes, states) if sentence)]
    if changes.flipped:
        shown.append(_flipped(changes))
    if changes.revised:
        shown += [_revised(changes, states), paragraphs([_by_release(changes, states)], css="note")]
    return shown


def _sentences(changes: Changes, states: Mapping[int, str]) -> list[str]:
    added, filled, gone = (changes.of(kind) for kind in (Kind.NEW_YEAR, Kind.NEW, Kind.GONE))
    return [
        t("Dalam edisi itu laporan ini belum dapat dibuat untuk daerah ini.") if changes.is_new else "",
        t("Tahun yang ditambahkan: {list}.", list=words.listed(added, states)) if added else "",
        t("Dahulu kosong atau tidak digunakan, kini tersedia: {list}.", list=words.listed(filled, states))
        if filled
        else "",
        t("Tidak digunakan lagi: {list}.", list=words.listed(gone, states)) if gone else "",
    ]


def _flipped(changes: Changes) -> Fragment:
    rows: Rows = [[each.label, each.old or labels.NOTHING, each.new or labels.NOTHING] for each in changes.flipped]
    columns = [Column(t("Penilaian atau peringkat")), Column(_then(changes)), Column(t("Kini"))]
    return table(t("Penilaian dan peringkat yang berubah"), columns, rows, name=t("penilaian-berubah"))


def _revised(changes: Changes, states: Mapping[int, str]) -> Fragment:
    rows: Rows = [
        [each.label, provisional.year_cell(each.year, states), cell(each.old, each.digits), cell(each.new, each.digits)]
        for each in changes.printed
    ]
    for change in changes.of(Kind.REVISED):
        digits = words.DIGITS.get(change.table, 0)
        year = labels.NOTHING if change.year is None else provisional.year_cell(change.year, states)
        figures = [cell(value, digits) for value in (change.old, change.new) if value is not None]
        rows.append([words.figure(change, of=changes.code), year, *figures])
    heads = [Column(t("Angka")), *(Column(head, numeric=True) for head in (t("Tahun"), _then(changes), t("Kini")))]
    return table(t("Angka yang direvisi"), heads, rows, name=t("angka-direvisi"), max_rows=MAX_ROWS)


def _by_release(changes: Changes, states: Mapping[int, str]) -> str:
    """Say that revised is not wrong, and which releases the figures were and are of."""
    then, now = changes.releases
    plain = t("Direvisi berarti rilis yang kini digunakan memuat angka lain, bukan bahwa angka lama keliru.")
    if changes.corrected:
        plain += " " + t(
            "Kecuali yang dikoreksi karena sumbernya keliru: {list}.", list=words.listed([*changes.corrected], states)
        )
    if not then or not now:
        return plain
    if then == now:
        return plain + " " + t("Sumbernya tetap: {now}.", now="; ".join(now))
    return plain + " " + t("Rilis dahulu: {then}; kini: {now}.", then="; ".join(then), now="; ".join(now))


def _then(changes: Changes) -> str:
    return t("Edisi {name}", name=changes.since)
