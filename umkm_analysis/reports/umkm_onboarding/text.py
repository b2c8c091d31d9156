"""Sentences of the report on UMKM: summary, titles of charts, notes, words for codes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import mark, nt, t

if TYPE_CHECKING:
    from umkm_analysis.reports.umkm_onboarding.analysis import PublishedStates, UmkmOnboarding
    from umkm_analysis.reports.umkm_onboarding.register_analysis import RegisterSummary

STATE = {
    "in_entry": mark("dalam proses entri"),
    "listed_province": mark("tayang di e-katalog provinsi"),
    "listed_city": mark("tayang di e-katalog kota"),
}
STAGE = {
    "registered": mark("tercatat dalam register"),
    "in entry": mark("pernah memulai entri"),
    "listed": mark("pernah tayang"),
}
CATALOGUE = {
    "lokal": mark("e-katalog lokal"),
    "provinsi": mark("e-katalog provinsi"),
    "nasional": mark("e-katalog nasional"),
}
SECTOR = {
    "makanan": mark("makanan"),
    "minuman": mark("minuman"),
    "fesyen": mark("fesyen"),
    "alas kaki": mark("alas kaki"),
    "kerajinan": mark("kerajinan"),
    "jasa": mark("jasa"),
    "perdagangan": mark("perdagangan"),
    "pertanian": mark("pertanian"),
    "industri lain": mark("industri lain"),
    "lainnya": mark("lainnya"),
}
CERTIFICATE = {
    "NIB": mark("NIB"),
    "Halal": mark("Halal"),
    "BPOM": mark("BPOM"),
    "PIRT": mark("PIRT"),
    "HACCP": mark("HACCP"),
    "Uji nutrisi": mark("Uji nutrisi"),
}
APPLIES = {
    "all": mark("semua usaha"),
    "food makers": mark("pembuat pangan"),
    "processed food and cosmetics": mark("pangan olahan dan kosmetik"),
    "food drink and related": mark("makanan, minuman, dan sejenisnya"),
}
CHANNEL = {
    "local e-marketplace": mark("lokapasar daerah"),
    "provincial catalogue": mark("katalog provinsi"),
    "direct government purchasing": mark("belanja langsung pemerintah"),
    "government catalogue": mark("katalog pemerintah"),
    "marketplace": mark("lokapasar"),
    "omnichannel application": mark("aplikasi banyak kanal"),
}


def report(result: UmkmOnboarding) -> str:
    """Name the report; one made from a made-up register says so wherever its name stands."""
    if result.register is not None and result.register.register.synthetic:
        return t("Digitalisasi UMKM (PERAGAAN: data sintetis)")
    return t("Digitalisasi UMKM")


def synthetic(result: UmkmOnboarding, summary: RegisterSummary) -> str:
    """Say that a register was made up, and which of its totals were published."""
    sentence = t(
        "Register pada halaman ini SINTETIS, dibuat untuk peragaan, dan bukan data UMKM {name}.",
        name=result.region.name,
    )
    states, counts = result.states, summary.states["firms"]
    if states is None or states.counts.get("in_entry") != counts["in entry"]:
        return sentence
    if states.total - states.counts["in_entry"] != counts["listed"]:
        return sentence
    return f"{sentence} " + t(
        "Hanya angka totalnya yang sama dengan angka publikasi {date}: {total} dalam proses masuk "
        "e-katalog, {listed} di antaranya tayang, dan jumlah yang dilatih.",
        date=n.date(states.as_of),
        total=n.number(states.total),
        listed=n.number(int(counts["listed"])),
    )


def synthetic_note(name: str) -> str:
    """Say it again, shortly, where figures of a made-up register begin."""
    return t("SINTETIS: angka register di bawah ini dibuat untuk peragaan, bukan data UMKM {name}.", name=name)


def summary(result: UmkmOnboarding) -> list[str]:
    """Say the report in a few sentences, the honest one first."""
    sentences = []
    if result.register is None:
        sentences.append(unknown(result.region.name))
    elif result.register.register.synthetic:
        sentences.append(synthetic(result, result.register))
    if result.states is not None:
        sentences += states(result.states)
    if len(result.trained):
        sentences.append(trained(result))
    if result.register is not None:
        sentences += register_sentences(result.register)
    return sentences


def unknown(name: str) -> str:
    """Say what nobody outside the office can know."""
    return t(
        "Untuk {name} baru beberapa angka yang dipublikasikan. Jumlah UMKM yang aktif di tiap kanal, "
        "sertifikat yang dipegang, dan lama menunggu tayang baru dapat diketahui dari register dinas.",
        name=name,
    )


def states(found: PublishedStates) -> list[str]:
    """Say where the firms of the catalogue stood, and the one step that the counts support."""
    parts = [n.number(count) for count in found.counts]
    return [
        t(
            "Pada {date}, {total} UMKM dalam proses masuk e-katalog: {sum}. Tiap usaha dianggap hanya "
            "berstatus satu, karena jumlahnya tepat {total}.",
            date=n.date(found.as_of),
            total=n.number(found.total),
            sum=f"{' + '.join(parts)} = {n.number(sum(found.counts))}",
        ),
        _listed(found),
    ]


def _listed(found: PublishedStates) -> str:
    low, high = found.listed
    interval = found.listed_interval.iloc[0]
    lower, upper = n.bounds(float(interval["lower"]), float(interval["upper"]), 1)
    words = {
        "high": n.number(high),
        "low": n.number(low),
        "total": n.number(found.total),
        "share": n.percent(found.listed_rate, 1),
        "lower": lower,
        "upper": _per_cent(upper),
    }
    if low == high:
        counted = t("Yang tayang {high} dari {total} ({share}).", **words)
    else:
        counted = t(
            "Yang tayang {high} dari {total} ({share}) bila tiap usaha hanya di satu katalog; bila ada "
            "yang tayang di beberapa katalog, {low} sampai {high}.",
            **words,
        )
    process = t("Selang ketidakpastian prosesnya {lower}–{upper}; ini bukan galat sampel.", **words)
    return f"{counted} {process}"


def _per_cent(number: str) -> str:
    return t("{number} persen", number=number).replace(" ", "\N{NO-BREAK SPACE}", 1)


def no_funnel(found: PublishedStates) -> str:
    """Say why no funnel is drawn from counts of states."""
    counts = n.listed([n.number(count) for count in found.counts])
    return t(
        "Angka menurut status tidak menunjukkan tahapan: {counts} adalah posisi usaha pada tanggal "
        "itu, bukan tahap yang dilalui. Yang dapat dihitung hanya bagian yang sudah tayang dari "
        "seluruhnya.",
        counts=counts,
    )


def trained(result: UmkmOnboarding) -> str:
    """Say the trained, and that they are others."""
    row = result.trained.iloc[-1]
    return t(
        "{count} UMKM dilatih mendaftar di Jubelio menurut pernyataan {date}. Kelompok ini berbeda, "
        "sehingga tidak boleh dibagi dengan UMKM dalam proses masuk e-katalog.",
        count=n.number(int(row["umkm"])),
        date=n.date(row["as_of"]),
    )


def marked(summary: RegisterSummary, words: str) -> str:
    """Begin a title, caption or sentence on a register with what it is, where it was made up."""
    return t("DATA SINTETIS – {words}", words=words) if summary.register.synthetic else words


def register_sentences(summary: RegisterSummary) -> list[str]:
    """Say the register's own findings."""
    counts = summary.states["firms"]
    sentences = [
        t(
            "Menurut register per {date}, dari {all} UMKM, {listed} tayang, {entry} dalam proses entri, dan {rest} "
            "belum mulai.",
            date=n.date(summary.register.as_of.isoformat()),
            all=n.number(int(counts.sum())),
            listed=n.number(int(counts["listed"])),
            entry=n.number(int(counts["in entry"])),
            rest=n.number(int(counts["not begun"])),
        ),
        waiting(summary),
        completeness(summary),
    ]
    return [marked(summary, sentence) for sentence in sentences if sentence]


def waiting(summary: RegisterSummary) -> str:
    """Say how long listing takes; a median that is not reached is said so."""
    if summary.curve is None:
        return t("Lama menunggu tayang tidak dapat dihitung karena tanggal mulai entri tidak dicatat.")
    if math.isfinite(summary.median_days):
        return t(
            "Separuh entri tayang dalam {days} hari; entri yang belum tayang tetap diperhitungkan.",
            days=n.number(summary.median_days),
        )
    last = summary.curve.iloc[-1]
    return t(
        "Median waktu tunggu belum tercapai: {share} belum tayang pada hari ke-{days}, hari terakhir yang teramati.",
        share=n.percent(float(last["waiting"]), 1),
        days=n.number(float(summary.curve.index[-1])),
    )


def completeness(summary: RegisterSummary) -> str:
    """Say how many firms hold all that applies to them, with bounds for what is not known."""
    low, high, coverage = (float(one) for one in summary.completeness)
    if not math.isfinite(low):
        return ""
    if coverage == 100:  # noqa: PLR2004 - everything is known
        return t("{share} UMKM memegang semua sertifikat yang diperlukannya.", share=n.percent(low, 1))
    lower, upper = n.bounds(low, high, 1)
    return t(
        "UMKM yang memegang semua sertifikat yang diperlukannya: antara {low} dan {high}, karena "
        "sebagian belum diketahui.",
        low=_per_cent(lower),
        high=_per_cent(upper),
    )


def channels(summary: RegisterSummary) -> str:
    """Say how many firms sell on channels at all."""
    return t(
        "{some} dari {all} UMKM terdaftar di sekurang-kurangnya satu kanal, rata-rata {mean} kanal "
        "per UMKM. Satu UMKM dapat terdaftar di beberapa kanal, sehingga persentasenya tidak "
        "dijumlahkan.",
        some=n.number(summary.on_any_channel),
        all=n.number(len(summary.register.firms)),
        mean=n.number(summary.channels_per_firm, 2),
    )


def actions(summary: RegisterSummary) -> list[str]:
    """Count what calls for action."""
    return [
        nt("{count} UMKM tinggal kurang satu sertifikat.", len(summary.one_lacking)),
        nt("{count} entri menunggu lebih dari {days} hari.", len(summary.overdue), days=n.number(summary.entry_days)),
        nt("{count} entri tanpa tanggal mulai: lengkapi tanggalnya.", int(summary.waiting["days"].isna().sum())),
    ]


def no_register() -> str:
    """Say how an office gets the full picture."""
    return t(
        "Belum ada register untuk daerah ini. Dinas dapat membuatnya dengan umkm init-register, "
        "mengisinya sebagai lembar kerja, dan mengimpornya dengan umkm import register; nama, NIK, "
        "telepon, dan alamat tidak disimpan."
    )


def states_title(found: PublishedStates) -> str:
    """Title with the message of the published states."""
    entry = int(found.counts.get("in_entry", 0))
    values = {"entry": n.number(entry), "total": n.number(found.total), "listed": n.number(found.total - entry)}
    if found.listed["lower"] != found.listed["upper"]:  # a firm may be in more than one catalogue
        return t("{entry} dari {total} masih dalam proses entri, paling banyak {listed} sudah tayang", **values)
    return t("{entry} dari {total} masih dalam proses entri, {listed} sudah tayang", **values)


def coverage_title(summary: RegisterSummary) -> str:
    """Say which certificate is rarest, where what is not known cannot change it; else which has the lowest bound."""
    known = summary.coverage[summary.coverage["lower"].notna()]
    if known.empty:
        return t("Cakupan sertifikat belum dapat dihitung")
    least = known["lower"].idxmin()
    low, high = (float(end) for end in known.loc[least, ["lower", "upper"]])
    words = {"name": labels.label(CERTIFICATE, str(least)), "share": _per_cent(n.bounds(low, high, 1)[0])}
    if (known["lower"].drop(least) > high).all():
        return t("Sertifikat yang paling jarang dipegang adalah {name}, sekurang-kurangnya {share}", **words)
    return t("{name} mempunyai batas bawah terendah, sekurang-kurangnya {share}", **words)


def channels_title(summary: RegisterSummary) -> str:
    """Say how many of those registered on a channel are surely active there."""
    if (summary.channels["active_lower"] == summary.channels["registered_pct"]).all():
        return t("Semua UMKM yang terdaftar juga aktif")
    return t("Terdaftar belum berarti berjualan")
