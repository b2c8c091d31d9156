"""The copy of a page that shows itself anew allows its own script and nothing else; a failure is shown as text."""

from __future__ import annotations

import base64
import hashlib
import re

from umkm_analysis.builds.preview.page import failed, live

PAGE = """<meta content="default-src 'none'; script-src 'sha256-abc'; img-src data:"><body><p>Isi</p></body>"""


def test_the_policy_names_the_script_that_is_there_and_files() -> None:
    copy = live(PAGE, stamp="7", file="own.preview.js")
    script = re.findall("<script>(.*?)</script>", copy, flags=re.DOTALL)[-1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; script-src 'sha256-abc' 'sha256-{digest}' file:; img-src data:" in copy
    assert 'stamp !== "7"' in script
    assert '"own.preview.js?"' in script


def test_what_failed_is_text() -> None:
    page = live(failed("a.ipynb", "<script>alert(1)</script>", "<b>\n</body>"), stamp="1", file="a.js")
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in page
    assert "script-src 'sha256-" in page
    assert page.count("</body>") == 1
