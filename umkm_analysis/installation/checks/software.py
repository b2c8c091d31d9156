"""Checks of Python, of the libraries, of this package's own files, and of the programs that some commands start."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from importlib.util import find_spec
from platform import python_version
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from umkm_analysis.builds.output.pdf import find_browser
from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import read_data_package
from umkm_analysis.errors import DataError, MissingToolError
from umkm_analysis.i18n.translation import NAMES, SOURCE, catalogue_path
from umkm_analysis.installation.checks.check import Check, State
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from collections.abc import Sequence

DISTRIBUTION = "umkm-analysis"
PURPOSES = {
    "lab": "umkm lab", "pdf": "umkm pdf", "pptx": "umkm pptx",
    "cluster": "umkm build --cluster", "polars": "umkm shares --engine polars",
    "spark": "umkm shares --engine spark",
}  # fmt: skip
"""Extra → what needs it."""
JAVA = 17
REINSTALL = "Install umkm-analysis anew: python -m pip install --force-reinstall --no-deps, and the wheel or its name."


def python() -> Check:
    """Check the version of Python."""
    needed, own = metadata(DISTRIBUTION)["Requires-Python"], python_version()
    if SpecifierSet(needed).contains(own, prereleases=True):
        return Check("Python", State.OK, f"{own} (needed: {needed})")
    advice = "Install a newer Python (python.org, or conda create -n umkm python=3.12), then umkm-analysis in it."
    return Check("Python", State.FAIL, f"{own}, and {needed} is needed", advice)


def packages() -> Check:
    """Check that every library is there, in a version that this package knows."""
    wrong = unmet(_requirements(""))
    if not wrong:
        return Check("libraries", State.OK, f"all {len(_requirements(''))} within their bounds")
    needed = " ".join(f'"{requirement}"' for requirement, _ in wrong)
    found = "; ".join(f"{_plain(requirement)} is needed, {has or 'none'} is there" for requirement, has in wrong)
    return Check("libraries", State.FAIL, found, f"python -m pip install {needed}")


def extras() -> Check:
    """List the extras that are installed and those that are not."""
    wrong = {extra: unmet(_requirements(extra)) for extra in PURPOSES}
    there = [extra for extra, missing in wrong.items() if not missing]
    other = [extra for extra, missing in wrong.items() if any(has for _, has in missing)]
    absent = [extra for extra in wrong if extra not in {*there, *other}]
    words = [", ".join(there) or "none"]
    words += [f"{extra}: {_plain(r)} is needed, {has} is there" for extra in other for r, has in wrong[extra]]
    words += [f"not installed: {', '.join(f'{extra} (for {PURPOSES[extra]})' for extra in absent)}"] if absent else []
    advice = [f"For {PURPOSES[extra]}: {project.install_command(extra)}" for extra in other]
    if absent:
        advice.append(f"Those that you want: {project.install_command(','.join(absent))}")
    return Check("extras", State.WARN if other else State.OK, "; ".join(words), " ".join(advice))


def own_files() -> list[Check]:
    """Check the tables, notebooks, template, typeface and catalogues that came with this package."""
    try:
        described = read_data_package(project.shipped() / project.MARKER)
    except DataError as error:
        return [Check("tables", State.FAIL, str(error), REINSTALL)]
    needed = [project.shipped() / "data" / resource.path for resource in described.values()]
    missing = [path.name for path in needed if not path.is_file()]
    tables = (
        Check("tables", State.FAIL, f"missing: {', '.join(missing)}", REINSTALL)
        if missing
        else Check("tables", State.OK, f"{len(needed)}, shipped with version {version(DISTRIBUTION)}")
    )
    parts = [assets.TEMPLATES / "umkm" / "index.html.j2", *map(catalogue_path, sorted({*NAMES} - {SOURCE}))]
    lost = [path.name for path in parts if not path.is_file()]
    template = (
        Check("template", State.FAIL, f"missing: {', '.join(lost)}", REINSTALL)
        if lost
        else Check("template", State.OK, "there, with the English of every page")
    )
    faces = list((assets.HERE / "fonts").glob("*.woff2"))
    fonts = (
        Check("fonts", State.OK, "in the package, and in every page: none is needed on the machine")
        if faces
        else Check("fonts", State.FAIL, "the typeface of the pages is missing", REINSTALL)
    )
    return [tables, template, fonts]


def browser() -> Check:
    """Check that there is a Chromium, which only ``umkm pdf`` starts."""
    try:
        return Check("Chromium", State.OK, str(find_browser()))
    except MissingToolError as error:
        return Check("Chromium", State.WARN, "none found; only umkm pdf needs one", str(error))


def java() -> Check:
    """Check that there is a Java which runs Spark, where Spark is installed."""
    path = shutil.which("java")
    advice = f"Install Java {JAVA} or newer (Debian and Ubuntu: apt install default-jre-headless)."
    state = State.WARN if find_spec("pyspark") else State.OK
    if path is None:
        return Check("Java", state, "none found; only umkm shares --engine spark needs one", advice)
    try:
        done = subprocess.run([path, "-version"], capture_output=True, text=True, check=False, timeout=30)  # noqa: S603 - as found
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("Java", state, f"{path} does not run ({error})", advice)
    found = java_version(done.stderr + done.stdout)
    if found is None:
        return Check("Java", state, f"{path} does not say its version", advice)
    if found < JAVA:
        return Check("Java", state, f"{found} ({path}); Spark needs {JAVA}", advice)
    return Check("Java", State.OK, f"{found} ({path})")


def java_version(said: str) -> int | None:
    """Read the version from what ``java -version`` prints; None where there is none.

    >>> java_version('openjdk version "17.0.12" 2024-07-16'), java_version('java version "1.8.0_401"'), java_version("")
    (17, 8, None)
    """
    match = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(match[1]) if match else None


def unmet(requirements: Sequence[Requirement]) -> list[tuple[Requirement, str | None]]:
    """Return the requirements that are not met, each with the version that is installed or None."""
    wrong = []
    for requirement in requirements:
        try:
            has: str | None = version(requirement.name)
        except PackageNotFoundError:
            has = None
        if has is None or not requirement.specifier.contains(has, prereleases=True):
            wrong.append((requirement, has))
    return wrong


def _requirements(extra: str) -> list[Requirement]:
    """Requirements of this package, or of one of its extras, without their markers."""
    found = []
    for requirement in map(Requirement, requires(DISTRIBUTION) or ()):
        marker, requirement.marker = requirement.marker, None
        if extra and (marker is None or marker.evaluate({"extra": ""})):
            continue
        if marker is None or marker.evaluate({"extra": extra}):
            found.append(requirement)
    return found


def _plain(requirement: Requirement) -> str:
    return f"{requirement.name} {requirement.specifier}"
