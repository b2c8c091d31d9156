"""Personal data inside text: telephone, identity, tax and account numbers, e-mail, accounts, addresses, titled persons.

A name without a title cannot be distinguished from that of a shop or a training: no rule here finds it.
"""

from __future__ import annotations

import re
import unicodedata

NUMBER = "a telephone number, or one of an identity card, tax payer or account"
MAIL = "an e-mail address or the name of an account"
PAGE = "the address of a page or an account"
STREET = "a street address"
PERSON = "a person with a title"

MOST_SHOWN = 60
"""Characters of a cell that a message quotes."""
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
NAMED_NUMBER = re.compile(
    r"\b(?:hp|wa|whatsapp|telp?|telepon|tlp|phone|fax|nik|ktp|kk|npwp|nip|rek|rekening|norek|no\.? ?rek)\b"
    r"[\s.:#=-]*(?:no|nomor|bca|bri|bni|bsi|btn|mandiri)?[\s.:#=-]*\d(?:[\s.-]?\d){4,}|\(0\d{2,3}\)\s*\d"
)
BANK_NUMBER = re.compile(
    r"\b(?:bca|bri|bni|bsi|btn|mandiri|ovo|gopay|linkaja|sim|paspor|passport)\b[\s.:#=-]*\d(?:[\s.-]?\d){4,}"
    r"|\bno\.?\s*(?:ktp|kk)\b[\s.:#=-]*\d(?:[\s.-]?\d){3,}"
)
"""An account or card by the name of who issued it; in exports these words stand before rupiah too."""
LOOKALIKE = re.compile(r"(?<=\d)[lo](?=[\d\s.-]*\d)|(?<=\d)[lo]\b")
"""Letters that stand for the digits 1 and 0 inside a number."""
SHAPED_NUMBER = re.compile(
    r"(?<!\d)(?:(?:\+?62|0)[\s.()=•·&!*_-]*8(?:[\s.()=•·&!*_-]*\d){7,11}|\d{9,}|\d{4}(?:[\s-]\d{4}){3}|\d{6}[\s.-]\d{6}[\s.-]\d{4}"
    r"|\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}|\(0\d{2,3}\)[\s-]?\d{5,8}|0\d{2,3}-\d{5,8})(?!\d)"
)
"""Numbers of persons as they are written, and no codes of an office such as 1.02.0.00.0.00.01.0000."""
HANDLE = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:[._]+[a-z0-9]+)+")
"""A cell that is one word in small letters with dots or underscores, as accounts are called."""
ACCOUNT = re.compile(r"@|[\[({]\s*at\s*[\])}]")
HOSTS = (
    "shopee tokopedia bukalapak blibli lazada bhinneka grab gojek gofood zalora olx ralali alibaba amazon tiktok "
    "instagram facebook whatsapp youtube jatimbejo mbizmarket jubelio meeber padiumkm"
).replace(" ", "|")
"""Platforms whose bare name as a page, such as Shopee.co.id, is the name of a channel."""
DOMAIN = re.compile(
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|co|net|org|info|biz|id|me|ly|ee|shop|store|site|online|xyz|app|io|link|page|bio"
    r"|asia|my|sg|tv)\b/?\S*"
)
PLATFORM = re.compile(rf"(?:www\.)?(?:{HOSTS})\.(?:com|co\.id|id|net)/?|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.go\.id/?")
SCHEME = re.compile(
    r"://|\bwww\.|\b(?:ig|fb|wa|tt|insta)\s*[:=/]\s*\w|^(?:instagram|facebook|tiktok|telegram|line|shopee|tokopedia)\s*[:=]"
    rf"|\b(?:instagram|facebook|tiktok|shopee|tokopedia)/(?!(?:{HOSTS}|ig|fb|wa)\b)\w"
)
SHORT_ACCOUNT = re.compile(
    r"\b(?:ig|fb)\s+(?!(?:ads|bisnis|business|grup|group|live|market|marketplace|page|reels|shop|store|toko)\b)\w{3,}"
)
ROAD = re.compile(
    r"\b(?:jl|jln|jlan|gg|gang)\b|^(?:jalan|dsn|dusun(?!\s+(?:hilir|hulu|selatan|tengah|timur|utara)$)|perum|perumahan|komplek|kompleks|lorong)\b|\brt\s*[./:]?\s*(?:\d|[ivx]+\b)"
    r"|\brt\s*/\s*rw\b|\brw\s*[./:]?\s*(?:\d|[ivx]+\b)|\b(?:kav|kavling|kapling)\b\.?\s*[a-z]?\d|\b(?:ruko|griya)\b.*\b(?:[a-z]\d|blok\b)|\b(?:jalan|blok|perum|perumahan|komplek|kompleks|dusun|dsn)\s+(?:\w+\s+){0,3}"
    r"(?:no\.?\s*)?(?:[a-z]?\d{1,3})\b(?![\d-])|\bkode ?pos\b"
)
HOUSE = re.compile(
    r"\b(?!(?:batch|angkatan|gelombang|kelas|sesi|pelatihan|modul|paket|tahap)\b)[a-z]+\s+no\.?\s*\d{1,3}[a-z]?$"
)
"""A street without the word, recognised by the number of the house at its end."""
NOBODY = (
    r"(?:rumah|kota|pkk|hamil|asuh|angkat|bangsa|pertiwi|dan|guru|dharma|bhayangkari|muslimat|aisyiyah|pelaku|pengusaha|"
    r"pedagang|umkm|ukm|tani|nelayan|desa|kelurahan|muda|menyusui|kader|posyandu|dapur|di|usaha|mandiri|kreatif|wirausaha|"
    r"selatan|utara|tengah|barat|timur|profesional|pekerja|bekerja|produktif|umrah|umroh|furoda|reguler|plus|khusus|tunggal|inovatif|hebat|cerdas|digital|go|ibu|bapak|bidan|kepala|walikota|"
    r"wali|bupati|gubernur|camat|lurah|negara|koperasi|dalam|untuk|yang|se)\b"
)
"""Words behind ibu, bapak or haji that make them anybody."""
TITLED = re.compile(
    r"\b(?:bpk|bapak|pak|ibu|bu|sdr|sdri|saudara|saudari|tn|tuan|ny|nyonya|nn|nona|haji|hajjah|mbak|mbah|ustadz?|ustad|kh|hj"
    rf"|ustadzah|ust|kiai|kyai|gus|cak|kang|ning|raden|pdt|letkol)\b\.?\s+(?!{NOBODY})[a-z]{{2,}}"
    r"|(?:^|[\s,(])(?:h|hj|kh|k\.\s?h|r|rr|dr|dra|drs|ir|prof|tn|ny|nn|pdt|ust)\.\s*[a-z]{2,}"
    r"|^(?:dr|prof)\s+[a-z]{2,}"
    r"|\b[a-z]{3,}\s+(?:bin|binti)\s+[a-z]{2,}|\((?:pemilik|owner)\)"
    r"|\b(?:pic|cp|hub)\b\.?\s*:?\s*[a-z]{3,}|^an\.?\s+[a-z]{3,}|\b(?:atas nama|a/n)\s+[a-z]{2,}|^owner\s+[a-z]{3,}$"
    r"|^(?:h|hj|mas|drs|dra|ir|kh)\s+[a-z]{2,}"
    r"|\b(?:pemilik|owner|cp|pic|kontak)\s*:\s*[a-z]{2,}|\ba\.\s?n\.\s*[a-z]{2,}"
)
DEGREE = re.compile(
    r"\b(?:s\.\s?(?:e|h|t|p|ag|sos|kom|pd|si|ak|kes|farm|ip|psi|kep|keb|pt|tp|m)"
    r"|m\.\s?(?:m|si|pd|kom|h|t|ag|ak|kes)|a\.\s?md)(?:\.|$|[\s,])"
    r"|^[a-z' ]+\s(?:sh|spd|skom|ssos|mpd|mkom|amd)(?:\s(?:mh|mm|msi|mpd|mkom))?$"
    r"|,\s*(?:se|sh|st|sp|mm|spd|skom|ssos|ssi|sag|mpd|msi|mkom|mh|mt|amd|s\.?(?:e|h|t|pd|kom|sos|si|ag)"
    r"|m\.?(?:m|si|pd))\.?$"
)


def kind_of_personal(text: str) -> str | None:
    """Say what is personal in a short name of a channel, training or place; None where nothing is.

    Parameters
    ----------
    text
        Of a cell.

    Returns
    -------
    The kind of thing, for a message that must not repeat it.

    >>> kind_of_personal("WA 0812-3456-7890"), kind_of_personal("Jubelio 2022-05-20"), kind_of_personal("H. Budi")
    ('a telephone number, or one of an identity card, tax payer or account', None, 'a person with a title')
    """
    plain = folded(text)
    if _number(plain):
        return NUMBER
    if ACCOUNT.search(plain) or (HANDLE.fullmatch(text) and not PLATFORM.fullmatch(text)):
        return MAIL
    if _page(plain) or SCHEME.search(plain) or SHORT_ACCOUNT.search(plain):
        return PAGE
    if ROAD.search(plain) or HOUSE.search(plain):
        return STREET
    return PERSON if TITLED.search(plain) or DEGREE.search(plain) else None


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


def quotable(text: str | None) -> str | None:
    """Return a cell as a message may quote it: not where it holds a number or account of a person.

    >>> quotable("12 rupiah"), quotable("0812-3456-7890")
    ('12 rupiah', None)
    """
    if text is None or (not text.isdecimal() and kind_of_contact(text)):
        return None
    return text[:MOST_SHOWN]


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
    without_codes = KBLI.sub(" ", plain)
    without_codes = LOOKALIKE.sub(lambda found: "1" if found[0] == "l" else "0", without_codes)
    runs = (found[0] for found in RUN.finditer(without_codes))
    if any(not CALENDAR.fullmatch(run) for run in runs):
        return True
    return any(pattern.search(without_codes) is not None for pattern in (NAMED_NUMBER, BANK_NUMBER))


def _page(plain: str) -> bool:
    return any(not PLATFORM.fullmatch(found[0].rstrip(".,;:!)")) for found in DOMAIN.finditer(plain))
