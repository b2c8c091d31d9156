"""Personal data inside text: telephone, identity, tax and account numbers, e-mail, accounts, addresses, titled persons.

A name without a title cannot be distinguished from that of a shop or a training: no rule here finds it.
"""

from __future__ import annotations

import re
import unicodedata

NUMBER = "a telephone number, or one of an identity card, tax payer or account"
MAIL = "an e-mail address or the name of an account"
PAGE = "the address of a page or an account"
SITE = "the address of a page"
STREET = "a street address"
PERSON = "a person with a title"
CONFIRMABLE = (SITE, STREET, PERSON)
"""What a person may say is none: names of channels, trainings and places have the same words. A number never is."""

MOST_DIGITS = 8
"""Digits in a row that name nobody; a telephone number has nine or more."""
GAP = r"[\s.,:;()+/_*#'’~|=•·&!?\-]*"
"""What stands between the digits of a number."""
RUN = re.compile(rf"\d(?:{GAP}\d){{{MOST_DIGITS},}}")
YEAR, MONTH, DATE = r"(?:19|20)\d\d", "(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
DAY = f"(?:{YEAR}[-/.]{MONTH}[-/.]{DATE}|{DATE}[-/.]{MONTH}[-/.]{YEAR}|{YEAR})"
CALENDAR = re.compile(rf"(?:\d{{1,2}}{GAP})?{DAY}(?:{GAP}{DAY}){{0,2}}")
"""At most three days or years, behind the number of a course: no number of a person."""
KBLI = re.compile(r"\bkbli[\s:]*\d{5}(?:[\s,;/&]+\d{5})*\b")
"""Codes of the classification of business fields."""
STANDARD = re.compile(
    r"\b(?:sni(?: iso)?(?:/iec)?|iso(?:/iec)?|iec)\s"
    r"(?:\d{2}-\d{4}(?:\.\d)?-(?:19|20)\d\d|\d{4,5}(?:-\d{1,2})?[:-](?:19|20)\d\d)(?![\d-])"
)
"""Numbers of standards, such as SNI 01-2973-2011 and ISO 22000:2018."""
NAMED_NUMBER = re.compile(
    r"\b(?:hp|wa|whatsapp|telp?|telepon|tlp|phone|fax|nik|ktp|kk|npwp|nip|rek|rekening|norek|no\.? ?rek)\b"
    r"[\s.:#=-]*(?:no|nomor|bca|bri|bni|bsi|btn|mandiri)?[\s.:#=-]*\d(?:[\s.-]?\d){4,}|\(0\d{2,3}\)\s*\d"
)
BANK_NUMBER = re.compile(
    r"\b(?:bca|bri|bni|bsi|btn|mandiri|dana|ovo|gopay|linkaja|sim|paspor|passport)\b[\s.:#=-]*[a-z]?\d(?:[\s.-]?\d){4,}"
    r"|\bno\.?\s*(?:ktp|kk)\b[\s.:#=-]*\d(?:[\s.-]?\d){3,}"
)
"""An account or card by the name of who issued it; in exports these words stand before rupiah too."""
LETTERED_NUMBER = re.compile(rf"(?<!\d)(?:0|62){GAP}8(?:{GAP}[a-z]?{GAP}\d){{7,}}")
"""A telephone number with letters between its digits, such as 0812x3456x7890."""
LOOKALIKE = re.compile(r"(?<=\d)[lo](?=[\d\s.-]*\d)|(?<=\d)[lo]\b")
"""Letters that stand for the digits 1 and 0 inside a number."""
SHAPED_NUMBER = re.compile(
    r"(?<!\d)(?:(?:\+?62|0)[\s.()=•·&!*_-]*8(?:[\s.()=•·&!*_-]*\d){7,11}|\d{9,}|\d{4}(?:[\s-]\d{4}){3}|\d{6}[\s.-]\d{6}[\s.-]\d{4}"
    r"|\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}|\(0\d{2,3}\)[\s-]?\d{5,8}|0\d{2,3}-\d{5,8})(?!\d)"
)
"""Numbers of persons as they are written, and no codes of an office such as 1.02.0.00.0.00.01.0000."""
HANDLE = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:[._]+[a-z0-9]+)+")
"""A cell that is one word in small letters with dots or underscores, as accounts are called."""
ACCOUNT = re.compile(
    r"@|[\[({]\s*at\s*[\])}]|\bat\s+(?:gmail|yahoo|ymail|hotmail|outlook)\b|\bdot\s+(?:com|co|id)\b"
    r"|^(?:gmail|e-?mail|surel|line\s*id|id\s*line|username|akun)\s*[:=]\s*\w"
)
HOSTS = (
    "shopee tokopedia bukalapak blibli lazada bhinneka grab gojek gofood zalora olx ralali alibaba amazon tiktok "
    "instagram facebook whatsapp youtube jatimbejo mbizmarket jubelio meeber padiumkm"
).replace(" ", "|")
"""Platforms whose bare name as a page, such as Shopee.co.id, is the name of a channel."""
DOMAIN = re.compile(
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|co|net|org|info|biz|id|me|ly|ee|shop|store|site|online|xyz|app|io|link|page|bio"
    r"|asia|my|sg|tv|be|gl|gle|gd|cc|us|eu|dev|web|ai|blog|live|social|market)\b/?\S*"
)
PLATFORM = re.compile(rf"(?:www\.)?(?:{HOSTS})\.(?:com|co\.id|id|net)/?|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.go\.id/?")
OWN_SITE = re.compile(rf"(?:www\.)?(?!(?:{HOSTS}|wa|t|linktr|bit)\.)[a-z0-9-]+\.(?:co\.|my\.|or\.|web\.)?[a-z]+/?")
"""A page of its own, as a marketplace has; no account on a platform, and no page within a page."""
SCHEME = re.compile(
    r"://|\bwww\.|\b(?:ig|fb|wa|tt|insta)\s*[:=/]\s*\w|^(?:instagram|facebook|tiktok|telegram|line|shopee|tokopedia)\s*[:=]"
    rf"|\b(?:instagram|facebook|tiktok|shopee|tokopedia)/(?!(?:{HOSTS}|ig|fb|wa)\b)\w"
)
SHORT_ACCOUNT = re.compile(
    r"\b(?:ig|fb)\s+(?!(?:ads|bisnis|business|grup|group|live|market|marketplace|page|reels|shop|store|toko)\b)\w{3,}"
    r"|\b(?:instagram|facebook|tiktok|shopee|tokopedia|telegram|twitter|line|threads)\s+"
    r"(?!(?:angkatan|batch|kelas|level|seri|sesi|tahap|tahun|v)\d)(?=\w*[a-z])(?=\w*[\d_])[a-z0-9_]{4,}$"
)
"""An account by the name of its platform; behind the long ones, which trainings have too, a word with digits."""
STREETS = (
    r"\b(?:jl|jln|jlan|gg|gang)\b",
    r"^jalan\b(?!\s+(?:menuju|santai|sehat|sore)\b)",
    r"^(?:dsn|perum|perumahan|komplek|kompleks|lorong)\b",
    r"^dusun\b(?!\s+(?:hilir|hulu|selatan|tengah|timur|utara)$)",
    r"\brt\s*/\s*rw\b|\br[tw]\s*[./:]?\s*(?:\d|[ivx]+\b)",
    r"\b(?:kav|kavling|kapling)\b\.?\s*[a-z]?\d",
    r"\b(?:ruko|griya)\b.*\b(?:[a-z]\d|blok\b)",
    r"\b(?:jalan|blok|perum|perumahan|komplek|kompleks|dusun|dsn)\s+(?:\w+\s+){0,3}(?:no\.?\s*)?[a-z]?\d{1,3}\b(?![\d-])",
    r"\bkode ?pos\b|\b(?:kel|kelurahan|desa|kota|kab|kabupaten)\b.*\s\d{5}$",
    r"\d\s*°",
    # a street without the word, recognised by the number of the house at its end
    r"\b(?!(?:batch|angkatan|gelombang|kelas|sesi|pelatihan|modul|paket|tahap)\b)[a-z]+\s+no\.?\s*\d{1,3}\s?[a-z]?$",
)
ROAD = re.compile("|".join(STREETS))
NOBODY = (
    "rumah kota pkk hamil asuh angkat bangsa pertiwi dan guru dharma bhayangkari muslimat aisyiyah pelaku "
    "pengusaha pedagang umkm ukm tani nelayan desa kelurahan muda menyusui kader posyandu dapur di usaha "
    "mandiri kreatif wirausaha selatan utara tengah barat timur profesional pekerja bekerja produktif umrah "
    "umroh furoda reguler plus khusus tunggal inovatif hebat cerdas digital go ibu bapak bidan kepala walikota "
    "wali bupati gubernur camat lurah negara koperasi dalam untuk yang se"
).replace(" ", "|")
"""Words behind ibu, bapak or haji that make them anybody."""
TITLE = (
    "bpk bp bapak pak ibu bu sdr sdri saudara saudari tn tuan ny nyonya nn nona haji hajjah mbak mbah mbok mbakyu "
    "pakde pakdhe bude budhe paklik bulik tante ustadz ustaz ustad ustadzah ustazah ust kh hj kiai kyai gus cak kang "
    "ning raden pdt letkol"
).replace(" ", "|")
ROLE = (
    "nama ketua narasumber pemateri instruktur mentor pengajar trainer fasilitator pendamping sekretaris bendahara "
    "direktur pemilik owner cp pic pj kontak penanggung\\sjawab"
).replace(" ", "|")
OWNED = r"(?:bisnis|usaha|toko|umkm|ukm|brand|merek|warung|akun|produk|bersama|negara|daerah|sendiri|bumn|bumd)\b"
"""Words behind "milik" and "pemilik" that make them anybody's."""
PERSONS = (
    rf"\b(?:{TITLE})\b\.?\s+(?!(?:{NOBODY})\b)[a-z]{{2,}}",
    r"(?:^|[\s,(])(?:h|hj|kh|k\.\s?h|r|rr|dr|drg|dra|drs|ir|prof|tn|ny|nn|pdt|ust)\.\s*[a-z]{2,}",
    r"^(?:dr|prof|h|hj|mas|drs|dra|ir|kh)\s+[a-z]{2,}",
    r"\b[a-z]{3,}\s+(?:bin|binti)\s+[a-z]{2,}",
    rf"\b(?:{ROLE})\s*:\s*[a-z]{{2,}}",
    r"\((?:pemilik|owner)\b|^owner\s+[a-z]{3,}$",
    rf"^(?:pemilik|milik|kontak|narahubung)\s+(?!{OWNED})[a-z]{{3,}}",
    r"\b(?:pic|cp|hub)\b\.?\s*:?\s*[a-z]{3,}",
    r"^an\.?\s+[a-z]{3,}|\b(?:atas nama|a/n)\s+[a-z]{2,}|\ba\.\s?n\.?\s*[a-z]{2,}",
    r"\b(?:lahir|ttl)\b.*\d",
)
DEGREES = (
    r"\b(?:s\.\s?(?:e|h|t|p|ag|sos|kom|pd|si|ak|kes|farm|ip|psi|kep|keb|pt|tp|m)|a\.\s?md)(?:\.|$|[\s,])",
    r"\bm\.\s?(?:m|si|pd|kom|h|t|ag|ak|kes)(?:\.|$|[\s,])",
    r"^[a-z' ]+\s(?:sh|spd|skom|ssos|mpd|mkom|amd)(?:\s(?:mh|mm|msi|mpd|mkom))?$",
    r",\s*(?:se|sh|st|sp|mm|spd|skom|ssos|ssi|sag|mpd|msi|mkom|mh|mt|amd)\.?$",
    r",\s*(?:s\.?(?:e|h|t|pd|kom|sos|si|ag)|m\.?(?:m|si|pd))\.?$",
)
TITLED = re.compile("|".join((*PERSONS, *DEGREES)))
CAPITAL_DEGREE = re.compile(r"(?:[A-Z][a-z']+ ){2,4}(?:SE|ST|SP|MM|MT|MH|MSi)")
"""A name before a degree that in small letters is a word or its part."""


NAMED_PLACES = re.compile(
    r"\b(?:rs\w{0,3}|rumah sakit(?: (?:umum|khusus|jiwa|paru|mata))?(?: daerah)?|puskesmas|gedung|gor|stadion"
    r"|jalan|jl|jln|taman|masjid|pasar|bandara|museum|universitas|perpustakaan|terminal|ruas|jembatan|sman?|smpn?|sdn?)\b"
    r"[\s.]*(?:\d+\s+)?(?:(?:dr|drs|prof|ir|h|hj|kh|k\.\s?h|r|rr|raden|haji|hajjah)\b[\s.]*)+"
)
"""Hospitals, streets and buildings that are called after a person with a title."""


def names_person(text: str) -> bool:
    """Whether the name of a package holds a person with a title or degree, and not only a place called after one.

    >>> names_person("Honorarium narasumber a.n. Budi"), names_person("Atap RSUD dr. Soetomo")
    (True, False)
    """
    plain = NAMED_PLACES.sub(" ", folded(text))
    return TITLED.search(plain) is not None


def kind_of_personal(text: str, *, confirmed: bool = False) -> str | None:
    """Say what is personal in a short name of a channel, training or place; None where nothing is.

    Parameters
    ----------
    text
        Of a cell.
    confirmed
        Whether a person said that the name is none of :data:`CONFIRMABLE`.

    Returns
    -------
    The kind of thing, for a message that must not repeat it.

    >>> kind_of_personal("WA 0812-3456-7890"), kind_of_personal("Jubelio 2022-05-20"), kind_of_personal("H. Budi")
    ('a telephone number, or one of an identity card, tax payer or account', None, 'a person with a title')
    >>> kind_of_personal("H. Budi", confirmed=True), kind_of_personal("Bu Mega, WA 0812-3456-7890", confirmed=True)
    (None, 'a telephone number, or one of an identity card, tax payer or account')
    """
    plain = folded(text)
    sites = [found[0].rstrip(".,;:!)") for found in DOMAIN.finditer(plain)]
    strange = [site for site in sites if not PLATFORM.fullmatch(site)]
    handle = HANDLE.fullmatch(text) and not DOMAIN.fullmatch(text)
    page = SCHEME.search(plain) or SHORT_ACCOUNT.search(plain)
    found = {
        NUMBER: _number(plain),
        MAIL: ACCOUNT.search(plain) or handle,
        PAGE: page or not all(map(OWN_SITE.fullmatch, strange)),
        SITE: strange,
        STREET: ROAD.search(plain),
        PERSON: TITLED.search(plain) or CAPITAL_DEGREE.fullmatch(text),
    }
    return next(
        (kind for kind, is_there in found.items() if is_there and not (confirmed and kind in CONFIRMABLE)), None
    )


def kind_of_contact(text: str) -> str | None:
    """Say which number or account of a person stands in text of an export; None where none does.

    Looser than :func:`kind_of_personal`: offices have codes of many digits, and firms are called after streets and
    people.

    >>> kind_of_contact("1.02.0.00.0.00.01.0000 DINAS A"), kind_of_contact("CV A, NPWP 01.234.567.8-601.000")
    (None, 'a telephone number, or one of an identity card, tax payer or account')
    """
    plain = folded(text)
    if SHAPED_NUMBER.search(plain) or NAMED_NUMBER.search(plain):
        return NUMBER
    return MAIL if re.search(r"@\s*\w", plain) or "://" in plain else None


def folded(text: str) -> str:
    """Return text in lower case, with digits of every script as 0 to 9, dashes as hyphens and letters without accents.

    >>> folded("０８１２‑３４５６"), folded("٠٨١٢")
    ('0812-3456', '0812')
    """
    if text.isascii():
        return text.lower()
    signs = []
    for sign in unicodedata.normalize("NFKD", text):
        category, digit = unicodedata.category(sign), unicodedata.digit(sign, -1)
        if digit >= 0:
            signs.append(str(digit))
        elif category == "Pd" or sign == "\N{MINUS SIGN}":
            signs.append("-")
        elif category not in {"Mn", "Me", "Cf"}:
            signs.append(" " if category == "Zs" else sign)
    return "".join(signs).lower()


def _number(plain: str) -> bool:
    without_codes = STANDARD.sub(" ", KBLI.sub(" ", plain))
    without_codes = LOOKALIKE.sub(lambda found: "1" if found[0] == "l" else "0", without_codes)
    runs = (found[0] for found in RUN.finditer(without_codes))
    if any(not CALENDAR.fullmatch(run) for run in runs):
        return True
    return any(pattern.search(without_codes) is not None for pattern in (NAMED_NUMBER, BANK_NUMBER, LETTERED_NUMBER))
