"""PowerPoint files whose bytes depend on what they show alone: no clock time, neither inside nor in the archive."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WORKBOOK = ".xlsx"
"""Figures of a chart, an archive in the archive."""
CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
NO_TIME = b"2000-01-01T00:00:00Z"
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can say."""


def without_clock(content: bytes) -> bytes:
    """Write an archive of parts anew, with fixed times; archives inside it too.

    Parameters
    ----------
    content
        A .pptx or .xlsx file.
    """
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as read, ZipFile(file, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = read.read(name)
            part = without_clock(part) if name.endswith(WORKBOOK) else CLOCK.sub(rb"\g<1>" + NO_TIME, part)
            info = ZipInfo(name, FIRST_DATE)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            written.writestr(info, part)
    return file.getvalue()
