"""The index is written where what it takes is in memory: the command itself stays small, and the same pages come."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from umkm_analysis.builds.index_update import IndexUpdate
from umkm_analysis.builds.output.index import write_index
from umkm_analysis.builds.staleness import manifest as manifest_file
from umkm_analysis.builds.staleness.manifest import Manifest
from umkm_analysis.builds.workers import preloader
from umkm_analysis.builds.workers.preloader import can_fork

HEAVY = ("numpy", "pandas", "pyarrow", "matplotlib", "jinja2", "nbformat", "papermill", "asyncio")
SCRIPT = """
import json, sys
from umkm_analysis.cli import main
try:
    main(json.loads(sys.argv[1]))
except SystemExit as ended:
    print(json.dumps([ended.code, sorted(sys.modules)]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="elsewhere the command does all itself")
@pytest.mark.parametrize("regions", [("3576",), ("3576", "3577", "3578")], ids=["imported", "rendered"])
def test_a_build_leaves_the_command_without_what_its_pages_take(tmp_path: Path, regions: tuple[str, ...]) -> None:
    chosen = [argument for code in regions for argument in ("--region", code)]
    asked = ["build", *chosen, "--report", "economic-recovery", "--language", "id", "--output", str(tmp_path)]
    run = [sys.executable, "-c", SCRIPT, json.dumps(asked)]
    done = subprocess.run(run, check=True, capture_output=True, text=True, env=os.environ)  # noqa: S603 - ours
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert (code, done.stderr) == (0, "")
    assert [name for name in HEAVY if name in modules] == []
    written = {page.name: page.read_bytes() for page in tmp_path.glob("*.html")}
    manifest = manifest_file.read(tmp_path)
    assert manifest.index.keys() == {"of", *written} >= {"index.html", "claims.html", "compare.html"}
    write_index(tmp_path, left_out=[], failed=[])
    assert {page.name: page.read_bytes() for page in tmp_path.glob("*.html")} == written


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="elsewhere nothing is preloaded")
def test_a_file_of_the_folder_named_as_a_library_does_not_stand_for_it(tmp_path: Path) -> None:
    for name in ("pandas.py", "token.py", "signal.py"):
        (tmp_path / name).write_text('raise RuntimeError("a file of my own")\n', encoding="utf-8")
    umkm = Path(sys.executable).with_name("umkm")
    asked = ["build", "--region", "3576", "--report", "economic-recovery", "--language", "id", "--output", "pages"]
    done = subprocess.run([umkm, *asked], check=False, capture_output=True, text=True, cwd=tmp_path, env=os.environ)  # noqa: S603 - ours
    assert (done.returncode, done.stderr) == (0, "")


def test_where_the_fork_has_ended_the_command_writes_the_index_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []

    class Ended:
        def __init__(self, *_: object) -> None:
            called.append("started")

        def __call__(self, *_: object) -> None:
            raise preloader.PreloadingEnded

    monkeypatch.setattr(preloader, "PreloadedCall", Ended)
    for has_rendered in (False, True):
        monkeypatch.setattr(preloader, "has_rendered", lambda has_rendered=has_rendered: has_rendered)
        update, manifest = IndexUpdate("", sets_aside=False), Manifest()
        update.prepare_in_fork()
        assert update.update(tmp_path, manifest, (), ()) == []
        assert (tmp_path / "index.html").is_file()
        assert update.update(tmp_path, manifest, (), ()) == []  # nothing has changed: nothing is asked
        (tmp_path / "index.html").unlink()
    assert called == ["started", "started"]
