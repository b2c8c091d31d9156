"""Files as offices and systems have them, changed by chance: read, or refused in a sentence, and nothing is lost.

Every seed that once found something stays; the time is bounded by the number of seeds.
"""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets import hostile
from tests.datasets.procurement_lines.conftest import INAPROC, ROW, kept, save, workbook
from tests.datasets.register.conftest import good, written
from umkm_analysis.analysis import evidence
from umkm_analysis.datasets import claims
from umkm_analysis.datasets.procurement_lines.formats import find_kind
from umkm_analysis.datasets.procurement_lines.importer import import_files
from umkm_analysis.datasets.procurement_lines.request import Existing, ImportRequest
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.register import store
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.errors import UmkmError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow
SEEDS = range(8)
CHANGES = 14
"""Changed files a seed."""
PIECES = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"<",
    b"&",
    b"'",
    b"\t",
    b"=",
    b"9" * 30,
    b"\xe2\x80\xae",
)


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Change bytes: drop, repeat, swap, insert or cut off."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        to = min(len(content), at + chance.randint(1, 40))
        match chance.randrange(6):
            case 0:
                content = content[:at] + content[to:]
            case 1:
                content = content[:at] + content[at:to] * chance.randint(2, 5) + content[to:]
            case 2:
                content = content[:at] + chance.choice(PIECES) + content[at:]
            case 3:
                content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
            case 4:
                content = content[:at] + chance.choice(hostile.HOSTILE)[:200].encode() + content[at:]
            case _:
                content = content[: max(1, at)]
        content = content or b"x"
    return content


def spoilt_archive(content: bytes, chance: random.Random) -> bytes:
    """Change a member of a ZIP, or the ZIP itself."""
    if chance.random() < 0.3:
        return spoilt(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        members = {name: before.read(name) for name in before.namelist()}
    name = chance.choice(sorted(members))
    members[name] = spoilt(members[name], chance)
    if chance.random() < 0.1:
        del members[name]
    after = io.BytesIO()
    with zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as made:
        for member, data in members.items():
            made.writestr(member, data)
    return after.getvalue()


def sentence(act: Callable[[], Any]) -> Any:
    """Do something; the result, or None where it is refused in a sentence."""
    try:
        return act()
    except UmkmError as error:
        message = str(error)
    assert message.strip()
    assert "Traceback" not in message
    assert message.replace("\n", "").isprintable()
    return None


def chances(seed: int) -> list[random.Random]:
    return [random.Random(f"{seed}-{change}") for change in range(CHANGES)]  # noqa: S311 - the same files in every run


@pytest.mark.parametrize("seed", SEEDS)
def test_registers(tmp_path: Path, copied: Path, seed: int) -> None:
    book = written(tmp_path, good(), "good.xlsx")
    folder = written(tmp_path, good(), "folder")
    store.keep(read_register(book))
    before = {path: path.read_bytes() for path in (copied / "data" / "register").iterdir()}
    content, sheets = book.read_bytes(), {path: path.read_bytes() for path in folder.iterdir()}
    for chance in chances(seed):
        book.write_bytes(spoilt_archive(content, chance))
        sentence(lambda: read_register(book))
        name = chance.choice(sorted(sheets))
        name.write_bytes(spoilt(sheets[name], chance))
        sentence(lambda: read_register(folder))
        name.write_bytes(sheets[name])
        assert {path: path.read_bytes() for path in (copied / "data" / "register").iterdir()} == before


@pytest.mark.parametrize("seed", SEEDS)
def test_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setenv(catalog.FOLDER_VARIABLE, str(tmp_path / "lines"))
    rows = [[*ROW[:2], f"P{at}", *ROW[3:12], str(10**6 + at), "600"] for at in range(8)]
    usual = ImportRequest(find_kind("inaproc"), 2025)
    import_files([save(tmp_path / "good.csv", INAPROC, rows)], usual)
    before = kept()
    text = (tmp_path / "good.csv").read_bytes()
    book = workbook(tmp_path / "good.xlsx", [INAPROC, *rows]).read_bytes()
    again = ImportRequest(find_kind("inaproc"), 2025, existing=Existing.REPLACE)
    for chance in chances(seed)[:3]:
        for content in (spoilt(text, chance), spoilt_archive(book, chance)):
            lines_of(tmp_path, content, again, before)


def lines_of(tmp_path: Path, content: bytes, again: ImportRequest, before: list[tuple[Any, ...]]) -> None:
    """Import a file beside the lines that stand, then in their place, then bring these back."""
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    sentence(lambda: import_files([path], ImportRequest(again.kind, again.year)))
    assert set(before) <= set(kept())
    outcome = sentence(lambda: import_files([path], again))
    if outcome is not None and outcome.account is not None:
        outcome.account.check()
    import_files([tmp_path / "good.csv"], again)
    assert set(before) <= set(kept())


@pytest.mark.parametrize("seed", SEEDS)
def test_claims(tmp_path: Path, seed: int) -> None:
    head = "code,indicator,value,unit,stated_period,said_on,words\n"
    text = (head + '3576,grdp_growth,3.65,per cent,2021,2022-06-03,"tumbuh 3,65"\n' * 3).encode()
    indicators = evidence.indicators()
    path = tmp_path / "c.csv"
    for chance in chances(seed):
        path.write_bytes(spoilt(text, chance))
        sentence(lambda: claims.read_claims(path, indicators=indicators))
