"""A manifest or journal that no build has written counts as none, with one sentence, whatever it is."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.output.state_dir import journal_file, parts_folder, prepare
from umkm_analysis.builds.staleness import manifest
from umkm_analysis.builds.staleness.manifest import Entry, Manifest

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "id/3576-kota-mojokerto/economic-recovery.html"
ENTRY: dict[str, Any] = {"parts": {"code": "abc"}, "page": "1", "record": "2"}
SOUND: dict[str, Any] = {
    "version": 1,
    "checked": "x",
    "index": {"of": "1", "index.html": "2", "claims.en.html": "3"},
    "failed": {"en/3576-kota-mojokerto/economic-recovery.html": {"reason": "no", "cell": None}},
    "pages": {PAGE: ENTRY},
}


def with_(**parts: Any) -> str:
    return json.dumps({**SOUND, **parts})


def page(name: str, entry: Any = ENTRY) -> str:
    return with_(pages={name: entry})


SHAPES: dict[str, str | bytes] = {
    "empty": "",
    "half a surrogate pair as an input": page(PAGE, {**ENTRY, "parts": {"x\ud800": "\udfff"}}),
    "half a surrogate pair as a reason": with_(failed={PAGE: {"reason": "\ud800", "cell": None}}),
    "list": "[]",
    "number": "1",
    "text": '"manifest"',
    "null": "null",
    "true": "true",
    "NaN": "NaN",
    "NaN inside": with_(version=float("nan")),
    "infinite version": with_(version=float("inf")),
    "version true": with_(version=True),
    "version 1.0": with_(version=1.0),
    "version text": with_(version="1"),
    "version of the future": with_(version=2),
    "no version": "{}",
    "version alone": '{"version": 1}',
    "pages list": with_(pages=[]),
    "pages null": with_(pages=None),
    "pages number": with_(pages=3),
    "entry list": page(PAGE, []),
    "entry null": page(PAGE, None),
    "entry lacks": page(PAGE, {"parts": {}}),
    "entry has more": page(PAGE, {**ENTRY, "more": 1}),
    "parts list": page(PAGE, {**ENTRY, "parts": ["code"]}),
    "parts nested": page(PAGE, {**ENTRY, "parts": {"code": {"a": 1}}}),
    "digest number": page(PAGE, {**ENTRY, "page": 1}),
    "record null": page(PAGE, {**ENTRY, "record": None}),
    "failed list": with_(failed=[]),
    "failed reason": with_(failed={PAGE: {"reason": 1, "cell": None}}),
    "failed cell": with_(failed={PAGE: {"reason": "", "cell": True}}),
    "failed text": with_(failed={PAGE: "why"}),
    "failed elsewhere": with_(failed={"../x.html": {"reason": "", "cell": 1}}),
    "index list": with_(index=["of"]),
    "index number": with_(index={"of": 1}),
    "index elsewhere": with_(index={"../../x.html": "1"}),
    "checked null": with_(checked=None),
    "above": page("../x.html"),
    "above within": page("id/3576-kota-mojokerto/../../../x.html"),
    "round about": page("id/../../x.html"),
    "absolute": page("/etc/x.html"),
    "drive": page("C:\\x.html"),
    "backslash": page("id\\3576-kota-mojokerto\\x.html"),
    "capitals": page("ID/3576-kota-mojokerto/x.html"),
    "NUL": page("id/3576-kota-mojokerto/x\0.html"),
    "line break": page(PAGE + "\n"),
    "empty name": page(""),
    "dot": page("id/./economic-recovery.html"),
    "another file": page("id/3576-kota-mojokerto/economic-recovery.py"),
    "one name twice": '{"version": 1, ' + json.dumps(SOUND)[1:],
    "one page twice": json.dumps(SOUND).replace('"pages": {', f'"pages": {{"{PAGE}": {json.dumps(ENTRY)}, '),
    "deep list": "[" * 200_000,
    "deep object": '{"a":' * 100_000,
    "long number": '{"version": ' + "9" * 10_000 + "}",
    "torn": json.dumps(SOUND)[:-20],
    "two": json.dumps(SOUND) * 2,
    "UTF-16": json.dumps(SOUND).encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + json.dumps(SOUND).encode(),
    "Latin-1": json.dumps({**SOUND, "checked": "é"}, ensure_ascii=False).encode("latin-1"),
    "binary": bytes(range(256)) * 4,
    "zeros": b"\0" * 4096,
    "HTML": "<html></html>",
}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    parts_folder(tmp_path / "out")
    return tmp_path / "out"


def test_the_sound_one_is_read(output: Path) -> None:
    (output / manifest.NAME).write_text(json.dumps(SOUND))
    known = manifest.read(output)
    assert known == Manifest({PAGE: Entry(**ENTRY)}, SOUND["failed"], SOUND["index"], "x")
    assert known.problem is None
    assert manifest.read(output / "nowhere").problem is None


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_manifest_of_another_shape_counts_as_none_and_is_replaced(shape: str | bytes, output: Path) -> None:
    path = output / manifest.NAME
    path.write_bytes(shape if isinstance(shape, bytes) else shape.encode())
    known = manifest.read(output)
    assert known == Manifest()
    assert known.problem is not None
    assert known.problem.startswith("manifest.json in the output folder ")
    assert known.problem.endswith("; every page is built again")
    manifest.write(output, Manifest({PAGE: Entry(**ENTRY)}))
    assert manifest.read(output) == Manifest({PAGE: Entry(**ENTRY)})


@pytest.mark.parametrize("kind", ["folder", "full folder", "link", "dangling link", "link to itself", "pipe"])
def test_something_else_in_the_manifest_s_place_counts_as_none_and_makes_way(kind: str, output: Path) -> None:
    path, elsewhere = output / manifest.NAME, output.parent / "elsewhere.json"
    elsewhere.write_text(json.dumps(SOUND))
    if "folder" in kind:
        path.mkdir()
    if kind == "full folder":
        (path / "kept.txt").write_text("a person's")
    if "link" in kind:
        target = {"link": elsewhere, "dangling link": output / "none"}.get(kind, path)
        path.symlink_to(target)
    if kind == "pipe":
        os.mkfifo(path)
    known = manifest.read(output)
    assert known == Manifest()
    assert known.problem is not None
    manifest.write(output, Manifest({PAGE: Entry(**ENTRY)}))
    assert manifest.read(output) == Manifest({PAGE: Entry(**ENTRY)})
    assert elsewhere.read_text() == json.dumps(SOUND)
    if kind == "full folder":
        assert (output / "manifest.json.aside-1" / "kept.txt").read_text() == "a person's"


def test_a_manifest_that_may_not_be_read_counts_as_none(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    (output / manifest.NAME).write_text(json.dumps(SOUND))
    monkeypatch.setattr(manifest, "read_regular", refuse)
    problem = "manifest.json in the output folder counts as none (Permission denied); every page is built again"
    assert manifest.read(output).problem == problem


LINE = json.dumps({"at": PAGE, **ENTRY})
ODD_LINES = [
    "[]", "3", "null", '"x"', "NaN", "{}", json.dumps(ENTRY), json.dumps({"at": PAGE}), "[" * 100_000,
    json.dumps({"at": "../x.html", **ENTRY}), json.dumps({"at": None, **ENTRY}), json.dumps({"at": [PAGE], **ENTRY}),
    json.dumps({"at": PAGE, **ENTRY, "parts": 3}), json.dumps({"at": PAGE, **ENTRY, "more": 3}),
    LINE[:-1] + ', "at": 1}', json.dumps({"at": PAGE, **ENTRY, "page": "\ud800"}),
]  # fmt: skip


@pytest.mark.parametrize("line", ODD_LINES)
def test_an_odd_line_of_the_journal_is_said_and_the_others_count(line: str, output: Path) -> None:
    journal_file(output).write_text(f"{line}\n{LINE}\n")
    known = manifest.read(output)
    assert known.pages == {PAGE: Entry(**ENTRY)}
    assert known.problem == "not read, as no build wrote it: 1 line of the journal in the output folder"


@pytest.mark.parametrize("torn", ["", LINE, LINE[:20], LINE[:20] + "\n", "\0\0\0", "\udcff\n"])
def test_a_torn_line_of_the_journal_is_no_news(torn: str, output: Path) -> None:
    journal_file(output).write_bytes(f"{LINE}\n{torn}".encode(errors="surrogateescape"))
    known = manifest.read(output)
    assert known.pages == {PAGE: Entry(**ENTRY)}
    assert known.problem is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name in ("lock", "building", "journal.jsonl") for kind in ("link", "hard link", "folder", "pipe")]
    + [(name, kind) for name in ("parts", ".") for kind in ("link", "pipe")],
)
def test_what_is_in_the_way_of_a_build_s_own_files_makes_way_and_keeps_its_content(
    name: str, kind: str, output: Path
) -> None:
    elsewhere = output.parent / "elsewhere"
    folder = name in {"parts", "."}
    if folder:
        elsewhere.mkdir()
        (elsewhere / "kept").write_text("a person's")
    else:
        elsewhere.write_text("a person's")
    path = output / ".umkm" / name if name != "." else output / ".umkm"
    (output / ".umkm" / "parts").rmdir()
    if name == ".":
        path.rmdir()
    if kind == "link":
        path.symlink_to(elsewhere)
    elif kind == "hard link":
        path.hardlink_to(elsewhere)
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    (sentence,) = prepare(output)
    assert "in the output folder was" in sentence
    assert prepare(output) == []
    parts_folder(output)
    manifest.append_to_journal(output, PAGE, Entry(**ENTRY))
    assert manifest.read(output).pages.keys() == {PAGE}
    kept = elsewhere / "kept" if folder else elsewhere
    assert kept.read_text() == "a person's"
    assert [child.name for child in elsewhere.iterdir()] == ["kept"] if folder else True
