"""Key figures of the report on UMKM."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts

if TYPE_CHECKING:
    from umkm_analysis.reports.umkm_onboarding.analysis import UmkmOnboarding

HALAL = "Halal"


def cards(result: UmkmOnboarding) -> list[parts.Card]:
    """Every key figure, those of the catalogue first."""
    made = []
    states = result.states
    if states is not None:
        date = n.date(states.as_of)
        low, high = (n.number(float(one)) for one in states.listed)
        is_one = low == high
        made += [
            parts.Card(
                t("Dalam proses masuk e-katalog"),
                n.number(states.total),
                t("UMKM"),
                date,
                t("entri dan tayang"),
                t("jumlahnya cocok"),
                "plain",
            ),
            parts.Card(
                t("Sudah tayang"),
                low if is_one else f"{low}–{high}",
                t("UMKM"),
                date,
                t("bila semuanya di satu katalog") if is_one else t("batas bila ada yang tayang di beberapa katalog"),
                t("jumlahnya cocok") if is_one else t("bukan angka tunggal"),
                "plain",
            ),
        ]
    for row in result.trained.itertuples():
        made.append(
            parts.Card(
                t("Dilatih di Jubelio"),
                n.number(row.umkm),
                t("UMKM"),
                n.date(row.as_of),
                t("bukan kelompok yang sama dengan UMKM dalam proses masuk e-katalog"),
                labels.label(labels.STATUS, row.status),
                "plain",
            )
        )
    summary = result.register
    if summary is None:
        halal = result.certifications[result.certifications["certificate"] == HALAL]
        return [*made, *(_halal(row) for row in halal.itertuples())]
    kind = t("sintetis, untuk peragaan") if summary.register.synthetic else t("register dinas")
    when = n.date(summary.register.as_of.isoformat())
    low_share, high_share = (float(summary.completeness[end]) for end in ("lower", "upper"))
    made.append(
        parts.Card(
            t("Semua sertifikat lengkap"),
            n.bounds(low_share, high_share, 1)[0] if math.isfinite(low_share) else labels.NOTHING,
            t("persen, sekurang-kurangnya"),
            when,
            t("dari semua UMKM dalam register"),
            kind,
            "plain",
        )
    )
    made.append(
        parts.Card(
            t("Entri yang terlalu lama"),
            n.number(len(summary.overdue)),
            t("entri"),
            when,
            t("menunggu lebih dari {days} hari", days=n.number(summary.entry_days)),
            kind,
            "plain",
        )
    )
    return made


def _halal(row: Any) -> parts.Card:
    known = not pd.isna(row.umkm)
    return parts.Card(
        t("Bersertifikat halal"),
        n.number(float(row.umkm)) if known else labels.NOTHING,
        t("UMKM"),
        t("tanpa tanggal"),
        labels.localized(row, "note"),
        t("disebut dalam pernyataan publik") if known else t("tidak diketahui"),
        "plain",
    )
