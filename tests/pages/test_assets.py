from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from segno import encoder

from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from pathlib import Path


def test_the_typeface_is_small_and_a_font() -> None:
    for face in assets.typeface().values():
        head, _, data = face.partition(",")
        assert head == "data:font/woff2;base64"
        assert base64.b64decode(data).startswith(b"wOF2")
    assert sum(map(len, assets.typeface().values())) < 30_000


def test_a_script_is_known_by_its_hash(tmp_path: Path) -> None:
    scripts = (*assets.SITE_SCRIPTS, "x.js")
    (tmp_path / "umkm" / "scripts").mkdir(parents=True)
    for number, name in enumerate(scripts):
        (tmp_path / name).write_text(f"let x{number} = 'é';\n", encoding="utf-8")
    found = assets.site_script(tmp_path, "x.js")
    text = '"use strict";\n(() => {\n' + "".join(f"let x{number}='é';\n" for number in range(len(scripts))) + "})();\n"
    assert found.policy == "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert found.text == text


def test_a_page_has_every_script_of_its_template() -> None:
    folder = assets.TEMPLATES / "umkm"
    assert sorted(assets.PAGE_SCRIPTS) == sorted(path.name for path in (folder / "scripts").iterdir())
    found = assets.page_script(folder)
    for name in assets.PAGE_SCRIPTS:
        source = (folder / "scripts" / name).read_text(encoding="utf-8")
        written = re.sub(r"^/\*.*?\*/\n", "", source, flags=re.MULTILINE | re.DOTALL)
        assert re.sub(r"[ \t]", "", written)[-200:] in re.sub(r"[ \t]", "", found.text)
    assert len(found.text) < 0.9 * sum((folder / "scripts" / name).stat().st_size for name in assets.PAGE_SCRIPTS)
    digest = hashlib.sha256(found.text.encode()).digest()
    assert found.policy == "sha256-" + base64.b64encode(digest).decode()


def test_a_script_loses_only_space_that_says_nothing() -> None:
    source = """  const a = (b, c) => ({ "x : y": b ? '; ( ' : c });
/* gone,
   all of it */
  const d = `kept  = ${ a } : `;
  const e = /[ "] = [']/.test(" = ");
  const f = `first
  = second ( `;
  if (a === d) { e(f - -1); } else return "a / b" , 7;
"""
    assert (
        assets.compact_script(source)
        == """const a=(b,c)=>({"x : y":b?'; ( ':c});
const d = `kept  = ${ a } : `;
const e = /[ "] = [']/.test(" = ");
const f = `first
= second ( `;
if(a===d){e(f - -1);}else return "a / b",7;
"""
    )


@pytest.mark.parametrize("path", sorted(assets.TEMPLATES.rglob("*.js")), ids=lambda path: path.name)
def test_no_script_ends_its_own_element(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "</" not in text
    assert "<!--" not in text
    assert "http" not in re.sub(r"http://(www\.w3|schemas\.openxmlformats)\.org", "", text)  # names, not addresses


@pytest.mark.parametrize("hostile", ['"; } body { display: none', "</style><script>", "\\", "a\nb", "مدينة {x}"])
def test_text_in_a_style_sheet_stays_inside_its_string(hostile: str) -> None:
    written = assets.css_text(hostile)
    assert not set('"<>{};\n') & set(written)
    assert re.sub(r"\\([0-9a-f]{6}) ", lambda found: chr(int(found[1], 16)), str(written)) == hostile


def test_a_qr_code_is_a_drawing_with_its_address_as_title() -> None:
    code = assets.qr_code('https://contoh.example/a?b=1&c="<script>"')
    assert code.startswith("<svg")
    assert "<script" not in code
    assert "<title>https://contoh.example/a?b=1&amp;c=" in code
    assert "http" not in re.sub(r"<title>.*?</title>", "", str(code))


def test_a_qr_code_is_drawn_without_a_trial_of_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = assets.qr_code("https://contoh.example/laporan")
    assert drawn == assets.qr_code("https://contoh.example/laporan")
    monkeypatch.setattr(encoder, "evaluate_mask", lambda *_: 1 / 0)
    assert assets.qr_code("https://contoh.example/laporan") == drawn


def test_no_two_parts_of_the_page_script_have_a_name_in_common() -> None:
    scripts = assets.TEMPLATES / "umkm" / "scripts"  # one name twice, and no part of it runs
    text = "".join((scripts / name).read_text(encoding="utf-8") for name in assets.PAGE_SCRIPTS)
    names = re.findall(r"^(?:const|let|class|function) (\w+)", text, flags=re.MULTILINE)
    assert len(names) > 50
    assert sorted({name for name in names if names.count(name) > 1}) == []
