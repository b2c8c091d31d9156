"""README, environment and contract say the same."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from typing import TYPE_CHECKING

from umkm_analysis.remote import bps, inaproc, portals
from umkm_analysis.remote.addresses import HOSTS_VARIABLE
from umkm_analysis.remote.limits import LIMITS
from umkm_analysis.reports.readme import with_report_table
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from pathlib import Path


def test_the_table_of_reports_is_that_of_their_registrations(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert with_report_table(readme) == readme, "renew it: python -m umkm_analysis.reports.readme"
    assert all(f"| `{report.name}` | `{report.notebook}` | {report.summary} |" in readme for report in REPORTS)


def test_the_readme_is_short_and_its_links_and_pictures_are_there(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) < 120
    assert len(re.findall(r"!\[[^\]]+\]\(docs/images/", readme)) == 3
    for path in re.findall(r"\]\(([^)]+)\)", readme):
        assert (root / path).is_file(), path


def test_the_version_is_the_same_wherever_it_stands(root: Path) -> None:
    texts = {
        name: (root / name).read_text(encoding="utf-8")
        for name in ("CITATION.cff", "CHANGELOG.md", "README.md", "pyproject.toml")
    }
    version = tomllib.loads(texts["pyproject.toml"])["project"]["version"]
    assert re.findall(r"^version: (.+)$", texts["CITATION.cff"], re.MULTILINE) == [version]
    assert set(re.findall(r"umkm_analysis-([\d.]+)-py3", texts["README.md"])) == {version}
    headings = re.findall(r"^## (.+)$", texts["CHANGELOG.md"], re.MULTILINE)
    assert next(heading for heading in headings if heading != "Unreleased") == version
    assert metadata.version("umkm-analysis") == version, "install this checkout again: pip install --no-deps -e ."


def test_the_readme_s_make_targets_exist_and_ci_calls_the_test_command(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in ("reports", "test", "docs"):
        assert f"make {target}" in (root / "README.md").read_text(encoding="utf-8")
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)
    assert (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "make test"


def test_conda_gives_the_same_as_pip(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (root / "environment.yml").read_text(encoding="utf-8").split("dependencies:\n")[1].split("\n")
    python = project["requires-python"]
    assert [line.strip() for line in lines if line] == [
        f"- python{python}", "- pip", "- pip:", "- -c constraints.txt", "- -e .[lab]",
    ]  # fmt: skip
    assert "lab" in project["optional-dependencies"]


def test_everything_declared_is_locked_with_hashes_and_no_address(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    named = [
        *project["project"]["dependencies"],
        *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    for requirement in named:
        name = re.split(r"[><=]", requirement)[0]
        assert re.search(rf"^{name}==", lock, flags=re.MULTILINE), f"{name}: run make lock"
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > lock.count("==")
    assert not (root / "uv.lock").exists()


def test_the_constraints_are_the_versions_of_the_lock(root: Path) -> None:
    lock, constraints = ((root / name).read_text(encoding="utf-8") for name in ("requirements.lock", "constraints.txt"))
    pinned = [line.removesuffix("\\").rstrip() for line in lock.splitlines() if re.match(r"\w", line)]
    assert constraints.splitlines() == pinned, "renew them: make lock"


def test_what_the_threat_model_says_holds_is_shown_by_tests_that_exist(root: Path) -> None:
    text = (root / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8")
    rows = text.split("## What holds\n")[1].split("\n## ")[0].strip().splitlines()[2:]
    assert len(rows) >= 14
    for row in rows:
        shown_by = re.findall(r"`([^`]+)`", row.rstrip("| ").rpartition("|")[2])
        assert shown_by, f"no test: {row}"
        for test in shown_by:
            assert re.search(r"^def test_", (root / test).read_text(encoding="utf-8"), re.MULTILINE), test


def test_what_is_read_of_security_and_maintenance_is_there(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for name in (
        "SECURITY.md",
        "docs/explanation/threat-model.md",
        "docs/contributing/maintenance.md",
        "docs/how-to/fetch.md",
    ):
        text = (root / name).read_text(encoding="utf-8")
        for target in re.findall(r"`make ([\w-]+)", text):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{name}: make {target}"
        for path in re.findall(r"\]\(([^)#]+)\)", text):
            assert ((root / name).parent / path).is_file(), f"{name}: {path}"
    assert "(SECURITY.md)" in (root / "README.md").read_text(encoding="utf-8")
    ignored = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/data/register/", "/data/lines/", "/data/own/", "/data/fetched/", "/build/"} <= set(ignored)


def test_what_is_read_of_fetching_is_so(root: Path) -> None:
    text = (root / "docs" / "how-to" / "fetch.md").read_text(encoding="utf-8")
    known = {*bps.HOSTS, *inaproc.HOSTS, *portals.HOSTS}
    assert set(re.findall(r"`([\w.]+\.go\.id|data\.inaproc\.id)`", text.split("## Hosts")[1].split("##")[0])) == known
    assert {bps.KEY_VARIABLE, inaproc.KEY_VARIABLE, HOSTS_VARIABLE} <= set(re.findall(r"`(UMKM_\w+)`", text))
    assert set(inaproc.RESOURCES) <= set(re.findall(r"`([\w-]+)`", text))
    limits = text.split("## Limits")[1]
    assert f"{LIMITS.answer_bytes >> 20} MB an answer, {LIMITS.total_bytes >> 30} GB" in limits
    assert f"{LIMITS.connect:.0f} seconds to connect, {LIMITS.silence:.0f} of silence" in limits
    assert (LIMITS.attempts, LIMITS.first_wait, LIMITS.longest_wait) == (5, 1, 120)
    assert (LIMITS.pause, LIMITS.answer, LIMITS.total) == (0.5, 300, 3 * 3600)
    assert "(docs/how-to/fetch.md)" in (root / "README.md").read_text(encoding="utf-8")
