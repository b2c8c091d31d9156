"""Tests of builds and notebooks on other versions: ``make test-lowest`` and ``make test-latest``.

Installs the lowest direct dependencies that pyproject.toml allows, or the newest that are published, for Python 3.11
and for the newest Python on this machine, each in its own environment in build/versions, and runs the tests there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from maintenance import tools
from maintenance.tools import BIN, ROOT, say

FOLDER = ROOT / "build" / "versions"
OLDEST, NEWEST_TRIED = 11, 20
"""Minor versions of Python 3 that are looked for."""
RESOLUTIONS = {"lowest": "lowest-direct", "latest": "highest"}
TOOLS = ("distributed", "hypothesis", "playwright", "pytest", "pytest-xdist", "python-pptx")
"""Of the group "dev", what these tests need."""
TESTS = ("tests/jupyter", "tests/builds", "tests/test_notebooks.py")


def main(kind: str) -> int:
    """Run the tests on the lowest or the latest versions; return 1 if they fail anywhere."""
    uv = str(tools.install("uv"))
    failed = []
    for python in interpreters():
        environment = FOLDER / f"{kind}-{python.name}"
        bin_folder = environment / BIN
        say(f"== {kind} versions on {python}")
        call(uv, "venv", "--quiet", "--clear", "--python", str(python), str(environment))
        call(
            uv, "pip", "install", "--quiet", "--resolution", RESOLUTIONS[kind], "--python", str(bin_folder / "python"),
            "--editable", ".", *requirements(),
        )  # fmt: skip
        call(uv, "pip", "list", "--python", str(bin_folder / "python"))
        # libraries call what others, or a newer Python, have deprecated: theirs to change
        quiet = ("-W", "ignore::DeprecationWarning")
        pytest = [str(bin_folder / "python"), "-m", "pytest", "-n", "auto", "--dist", "worksteal", *quiet, *TESTS]
        if subprocess.run(pytest, cwd=ROOT, check=False).returncode:  # noqa: S603 - ours
            failed.append(str(python))
    say(f"== failed on {', '.join(failed)}" if failed else f"== the {kind} versions pass")
    return 1 if failed else 0


def interpreters() -> list[Path]:
    """Python 3.11 and the newest on this machine, each once."""
    found: dict[int, Path] = {}
    for minor in range(OLDEST, NEWEST_TRIED):
        name = f"python3.{minor}"
        pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        candidates = [*pyenv.glob(f"3.{minor}.*/bin/{name}"), *map(Path, filter(None, [shutil.which(name)]))]
        for candidate in candidates:
            # a shim of pyenv stands on the path also for versions that are not chosen, and then fails
            if subprocess.run([candidate, "-c", ""], capture_output=True, check=False).returncode == 0:  # noqa: S603 - as found
                found[minor] = candidate
                break
    if OLDEST not in found:
        found[sys.version_info.minor] = Path(sys.executable)
    return [found[minor] for minor in sorted({min(found), max(found)})]


def requirements() -> list[str]:
    """Requirements of the tests, as the group "dev" of pyproject.toml names them."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return [line for line in groups["dev"] if re.split(r"[^\w-]", line)[0] in TOOLS]


def call(*command: str) -> None:
    """Run a command of the set-up, with pip's own index for uv if one is configured."""
    pip = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    index = subprocess.run(pip, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 - ours
    environment = {"UV_DEFAULT_INDEX": index, **os.environ} if index else dict(os.environ)
    subprocess.run(command, cwd=ROOT, check=True, env=environment)  # noqa: S603 - ours


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
