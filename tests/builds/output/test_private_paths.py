"""No output holds where it was built or by whom."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from umkm_analysis.builds.job import Failure, Made
from umkm_analysis.builds.output.private_paths import clean, clean_failure, without_paths
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "penanda-rahasia"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copy_data: Callable[[Path], Path]) -> Path:
    home = copy_data(tmp_path / MARK / "proyek é")
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    monkeypatch.setenv("HOME", str(tmp_path / MARK / "orang"))
    return home


def test_paths_become_relative_to_the_project_or_the_home_folder(home: Path, tmp_path: Path) -> None:
    out = tmp_path / MARK / "keluaran"
    for text, expected in {
        f"no file {home}/data/x.csv": "no file data/x.csv",
        f"in '{home}'": "in '.'",
        f"File \x1b[32m{home}/a.py:3\x1b[39m, in f": "File \x1b[32ma.py:3\x1b[39m, in f",
        json.dumps(f"File \x1b[32m{home}/a.py\n{home}/b.py", ensure_ascii=False): '"File \\u001b[32ma.py\\nb.py"',
        f"{tmp_path / MARK}/orang/y {tmp_path / MARK}/orang": "~/y ~",
        f"file://{home}/x": "file:x",
        f"{out}/id/x.html": "id/x.html",
        "/home/budi/z, /Users/Budi S/z C:\\Users\\budi\\z": "~/z, ~/z ~\\z",
        "tcp://budi:rahasia@host:8786/x, https://a.id/b@c": "tcp://host:8786/x, https://a.id/b@c",
        "budi:rahasia@host refused, at 10:30 budi@a.id": "host refused, at 10:30 budi@a.id",
        "nothing / here": "nothing / here",
        "no /srv/kantor/x.csv, '/mnt/Budi S/a b.csv'": "no …/x.csv, '…/a b.csv'",
        "D:\\Kantor\\Budi S\\x.csv \\\\server\\budi\\x.csv": "…/x.csv …/x.csv",
        "file:///srv/kantor/x file://host/srv/x": "…/x …/x",
        "File /opt/v/lib/python3.11/site-packages/pandas/io/common.py:9": "File pandas/io/common.py:9",
        f"File {sys.prefix}/lib/python3.11/site-packages/pandas/io/common.py:9": "File pandas/io/common.py:9",
        "~budi/x": "~/x",
    }.items():
        assert without_paths(text, out) == expected, text
    assert without_paths(f"{home}-other/x").endswith("/proyek é-other/x")


def test_a_page_keeps_a_sentence_with_an_e_mail_address() -> None:
    assert without_paths("Surel:info@a.id", any_root=False) == "Surel:info@a.id"


@pytest.mark.parametrize(
    ("path", "short"),
    [
        (r"C:\kantor\a\x.csv", "…/x.csv"),
        (r"\\kantor\a\x.csv", "…/x.csv"),
        ("file:///srv/a/x.csv", "…/x.csv"),
        ("/mnt/a/x.csv", "…/x.csv"),
        ("~/a/site-packages/pandas/io.py", "pandas/io.py"),
        ("<python>/lib/dist-packages/pandas/io.py", "pandas/io.py"),
        ("https://orang:sandi@a.id/x", "https://a.id/x"),
    ],
)
def test_on_a_page_a_path_alone_is_found(path: str, short: str) -> None:
    assert without_paths(f"<p>di {path} saja</p>", any_root=False) == f"<p>di {short} saja</p>"


def test_whole_results_are_cleaned_and_others_stay_the_same_object(home: Path) -> None:
    made = clean(Made(f"<p>{home}/x</p>".encode(), b'{"a": 1}\xff'))
    assert made == Made(b"<p>x</p>", b'{"a": 1}\xff')
    failure = Failure(f"{home}/x", 3, executed=f'"{home}/y"'.encode())
    assert clean_failure(failure) == Failure("x", 3, executed=b'"y"')


SEGMENTS = st.text("abcXYZ0189_-é .", min_size=1, max_size=12).filter(
    lambda text: text == text.strip(". -") and text and "  " not in text
)
AROUND = st.sampled_from(
    [("", ""), ("'", "'"), ('"', '"'), ("File ", ":3, in f"), ("(", ")"), ("\x1b[32m", "\x1b[39m")]
)
STARTS = st.sampled_from(["/mnt/", "/srv/", "file:///opt/", "C:\\", "d:/", "\\\\kantor\\", "/home/", "C:\\Users\\"])


@given(STARTS, st.lists(SEGMENTS, min_size=0, max_size=3), AROUND, st.booleans())
def test_of_no_path_a_folder_is_told(start: str, folders: list[str], around: tuple[str, str], as_json: bool) -> None:  # noqa: FBT001 - drawn
    separator = "\\" if "\\" in start else "/"
    secret = f"{MARK} orang" if around[0] in {"'", '"'} else MARK
    of_user = start in {"/home/", "C:\\Users\\"}  # whose folder becomes ~
    path = start + separator.join([secret, *folders, "x.csv"] if of_user else [*folders, secret, "x.csv"])
    text = f"tidak ada {around[0]}{path}{around[1]} di sini"
    if as_json:
        document = json.dumps({"traceback": [text, "baris\n"], "gambar": "iVBOR+/mnt/9j//opt/a=="}, indent=1).encode()
        cleaned = clean_failure(Failure("", executed=document)).executed
        assert cleaned is not None
        found = json.loads(cleaned)
        assert found["gambar"] == "iVBOR+/mnt/9j//opt/a=="
        assert found["traceback"][1] == "baris\n"
        text = found["traceback"][0]
    else:
        text = without_paths(text)
    assert MARK not in text
    assert of_user or not any(folder in text for folder in folders if len(folder) > 9)
    assert text.startswith(f"tidak ada {around[0]}")
    assert "x.csv" in text
    assert text.endswith(f"{around[1]} di sini")
    assert without_paths(text) == text


@given(st.text("abc/<>=\"' 0129.:;,+-{}()\n", max_size=60), st.text("\\\\/:<>abw 'mnt", max_size=60))
def test_what_begins_at_no_top_of_a_system_stays_on_a_page(text: str, script: str) -> None:
    page = f"<p>{text}</p><style>{script}</style><script>{script}</script>".encode()
    assert clean(Made(page, b"{}")) == Made(page, b"{}")


@pytest.mark.parametrize(
    "piece", ["~/a", "/a b c d", "'/", "'/mnt/", "/mnt/a ", "\\\\a ", "C:\\", "/a a:", "<python>/", "file:///a b/"]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    began = time.perf_counter()
    without_paths(piece * 100_000)
    assert time.perf_counter() - began < 5


def test_scripts_pictures_and_addresses_of_a_page_stay_and_paths_are_shortened() -> None:
    kept = b'<script>a=/x/g;b={t:/a/b}</script><img src="data:image/jpeg;base64,/9j/4A+/mnt/b/"><a href="https://a.id/opt/b">'
    shown = b"<pre>/srv/kantor/x.csv</pre><p>/usr/bin/python3"
    made = clean(Made(kept + shown, b'{"a": "/srv/kantor/x", "b": "1/2/3"}'))
    assert made == Made(kept + "<pre>…/x.csv</pre><p>…/python3".encode(), '{"a": "…/x", "b": "1/2/3"}'.encode())


CELL = """\
import os, pathlib, sys, tempfile, warnings
print("/srv/penanda-rahasia/x.csv", r"D:\\penanda-rahasia\\kantor\\x.csv", "file:///srv/penanda-rahasia/x.csv")
print(os.getcwd(), pathlib.Path.home(), tempfile.gettempdir(), sys.argv, __name__)
warnings.warn("spoken")
if region == "3577":
    open(os.path.join(os.getcwd(), "none.csv"))
if region == "3578":
    raise ValueError(f"{os.getcwd()} {pathlib.Path.home()} /srv/penanda-rahasia/x '/mnt/penanda-rahasia/a b'")
if region == "3579":
    os._exit(1)
if region == "3576":
    language = os.getcwd()"""


@pytest.mark.slow
@pytest.mark.parametrize("kernel", ["warm", "standard"])
def test_no_byte_of_the_output_names_the_place_or_the_person(
    kernel: str, tmp_path: Path, home: Path, write_notebook: Callable[..., Path], record_cell: str
) -> None:
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", CELL, record_cell)
    output = tmp_path / MARK / "keluaran"
    (output / "id" / "3575-kota-pasuruan" / "economic-recovery.html").mkdir(parents=True)
    temporary = Path(tempfile.mkdtemp(prefix=MARK))  # sockets lie there, whose paths must be short
    command = [sys.executable, "-m", "umkm_analysis", "build", "--report", "economic-recovery", "--language", "id"]
    for code in ("3574", "3575", "3576", "3577", "3578", "3579"):
        command += ["--region", code]
    done = subprocess.run(  # noqa: S603 - ours
        [*command, "--kernel", kernel, "--output", str(output)], capture_output=True, text=True, check=False,
        env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert done.returncode == 1
    assert "1 built" in done.stdout, done.stderr
    files = [path for path in output.rglob("*") if path.is_file()]
    assert len(list(output.glob("failed/*/*/*.ipynb"))) == 4
    assert [path.name for path in files if MARK.encode() in path.read_bytes()] == []
    assert "No such file or directory: 'notebooks/none.csv'" in (output / "index.html").read_text().replace(
        "&#39;", "'"
    )
    temporary.rmdir()  # nothing is left in it
