"""Section on what changed of a region's code or territory: a sentence, the codes, and the closed series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.region_versions import region_versions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.fragment import Fragment, paragraphs
from umkm_analysis.pages.tables import Cell, Column, Rows, cell, folded, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup

    from umkm_analysis.analysis.region_history import RegionHistory
    from umkm_analysis.datasets.regions import Region


def section(history: RegionHistory | None, *, source: Markup, states: Mapping[int, str]) -> list[Fragment]:
    """Show the history of a region; nothing where nothing changed.

    Parameters
    ----------
    history
        The history.
    source
        Citation of the closed series of a province's former territory.
    states
        Years of that series that are not final, by what the publisher says.
    """
    if history is None:
        return []
    if history.region.is_local:
        return [paragraphs([moved(history)], css="note")]
    sentences, shown = [territory(history)], [_codes_table(history)]
    if history.former_levels is not None:
        sentences.append(closed(history, history.former_levels, states))
        shown.append(_closed_table(history, history.former_levels, states, source))
    return [paragraphs(sentences, css="note"), *shown]


def moved(history: RegionHistory) -> str:
    """Say which province a kabupaten or kota came to and when, and which codes it had and has."""
    version, before = history.version, history.before
    if before is None or history.province is None:
        return ""
    return t(
        "Sejak {day} ({law}), {name} termasuk {province}, sebelumnya {former}; kode BPS-nya berubah "
        "dari {old} menjadi {new}, kode Kemendagri dari {old_ministry} menjadi {new_ministry}. "
        "Laporan ini tetap memakai kode {code}.",
        day=n.date(version.valid_from or ""),
        law=version.instrument or labels.NOTHING,
        name=history.region.name,
        province=history.province.name,
        former=n.listed([province.name for province in history.former_provinces]),
        old=before.bps_code,
        new=version.bps_code,
        old_ministry=before.kemendagri_code,
        new_ministry=version.kemendagri_code,
        code=history.region.code,
    )


def territory(history: RegionHistory) -> str:
    """Say by which law and when a province was founded or lost a part of its territory, and what it holds now."""
    values = {
        "day": n.date(history.version.valid_from or ""),
        "law": history.version.instrument or labels.NOTHING,
        "name": history.region.name,
        "now": len(history.members),
        "names": n.listed([member.name for member in history.members]),
    }
    if history.before is None:
        return t(
            "{name} dibentuk pada {day} ({law}) dari {now} kabupaten/kota yang sebelumnya termasuk {former}: {names}.",
            former=n.listed([province.name for province in history.former_provinces]),
            **values,
        )
    gone = [t("{count} ke {name}", count=count, name=name) for name, count in history.gone.items()]
    return t(
        "Sejak {day} ({law}), {name} terdiri atas {now} kabupaten/kota, sebelumnya {then}: {names}. "
        "Daerah yang beralih: {gone}.",
        then=len(history.concerned),
        gone=n.listed(gone),
        **values,
    )


def closed(history: RegionHistory, levels: pd.Series, states: Mapping[int, str]) -> str:
    """Say in which year the published series of a province's former territory ends."""
    last = int(levels.index[-1])
    return t(
        "Deret BPS untuk wilayah lama {name} ({count} kabupaten/kota) berakhir pada {year}, dengan PDRB {level} miliar "
        "rupiah (harga 2010), dan tidak disambung dengan angka lain di halaman ini.",
        name=history.region.name,
        count=len(history.concerned),
        year=provisional.year(last, states),
        level=n.number(float(levels[last]), 2),
    )


def _codes_table(history: RegionHistory) -> Fragment:
    heads = [
        t("Daerah"),
        t("Provinsi sekarang"),
        t("Kode BPS sekarang"),
        t("Kode BPS lama"),
        t("Kode Kemendagri sekarang"),
        t("Kode Kemendagri lama"),
    ]
    rows: Rows = [_codes(member) for member in history.concerned]
    caption = t("Kode kabupaten dan kota sebelum dan sesudah pemekaran")
    return folded(caption, table(caption, [Column(head) for head in heads], rows, name=t("kode-daerah")))


def _codes(member: Region) -> list[str | Cell]:
    known, versions = regions.all_regions(), region_versions().get(member.code, ())
    province = known[str(member.parent_code)].name
    if not versions:
        ministry = member.kemendagri_code or labels.NOTHING
        return [member.name, province, member.code, member.code, ministry, ministry]
    new, old = versions[-1], versions[0]
    return [member.name, province, new.bps_code, old.bps_code, new.kemendagri_code, old.kemendagri_code]


def _closed_table(history: RegionHistory, levels: pd.Series, states: Mapping[int, str], source: Markup) -> Fragment:
    caption = t("PDRB {name} dalam wilayah lama, miliar rupiah (harga 2010)", name=history.region.name)
    columns = [Column(t("Tahun")), Column(t("PDRB (miliar rupiah)"), numeric=True)]
    rows: Rows = [[provisional.year_cell(int(year), states), cell(float(value), 2)] for year, value in levels.items()]
    return folded(caption, table(caption, columns, rows, name=t("wilayah-lama"), source=source))
