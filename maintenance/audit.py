"""Known vulnerabilities of the packages in requirements.lock: ``make audit`` asks advisory services by pip-audit.

All packages of the lock are asked about, those for other systems and Pythons too. pip-audit ends with 0 also where it
could look up nothing ("not found"), so its answer is counted here: what was not checked never looks clean.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from maintenance import tools
from maintenance.lock import pins
from maintenance.tools import ROOT, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from maintenance.lock import Pin

SERVICES = ("pypi", "osv")
"""Asked in this order, until one has answered on every package."""
MAX_NAMED = 5


class Exit(IntEnum):
    """How ``make audit`` ends; make itself prints the number and ends with 2 where it is not 0."""

    CLEAN = 0
    VULNERABLE = 1
    NOT_CHECKED = 3
    """Not 2, which is make's own, and Python's for a wrong call."""


@dataclass(frozen=True)
class Answer:
    """What a service said."""

    checked: frozenset[str]
    """Packages it knows, as "name version"."""
    advisories: tuple[str, ...] = ()
    """A line each: package, advisory, where it is mended."""
    trouble: str = ""
    """Why it could not be asked, or on a package did not answer; empty where it answered on all."""


def main() -> int:
    """Ask the services; print what they know."""
    asked = {f"{pin.name} {pin.version}" for pin in pins()}
    try:
        pip_audit = tools.install("pip-audit")
    except (subprocess.CalledProcessError, OSError) as error:
        say(f"NOT CHECKED: pip-audit cannot be installed ({error}).")
        return Exit.NOT_CHECKED
    files = requirement_files(pins(), ROOT / "build" / "audit")
    return report(asked, ((service, ask(pip_audit, service, path)) for service in SERVICES for path in files), say)


def requirement_files(found: Iterable[Pin], folder: Path) -> list[Path]:
    """Write the packages without markers, so that each is asked about; return the files.

    pip-audit takes a package once a call: the second version of one stands in a second file.
    """
    rounds: list[dict[str, str]] = []
    for pin in found:
        place = next((names for names in rounds if pin.name not in names), None)
        if place is None:
            place = {}
            rounds.append(place)
        place[pin.name] = f"{pin.name}=={pin.version}\n"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"requirements-{number}.txt" for number, _ in enumerate(rounds, 1)]
    for path, names in zip(paths, rounds, strict=True):
        path.write_text("".join(names.values()), encoding="utf-8")
    return paths


def ask(pip_audit: Path, service: str, requirements: Path) -> Answer:
    """Ask a service about the packages of a requirements file."""
    options = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--desc", "off")
    command = [str(pip_audit), "--vulnerability-service", service, *options, "--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return read(done.stdout, done.stderr)


def read(output: str, errors: str) -> Answer:
    """Read what pip-audit printed."""
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        last = next((line for line in reversed(errors.splitlines()) if line.strip()), "it printed nothing")
        return Answer(frozenset(), trouble=last.strip())
    known = [package for package in packages if "skip_reason" not in package]
    return Answer(
        frozenset(f"{canonicalize_name(package['name'])} {package['version']}" for package in known),
        tuple(
            f"{package['name']} {package['version']}  {advisory['id']}  "
            + (f"mended in {', '.join(advisory['fix_versions'])}" if advisory["fix_versions"] else "not mended yet")
            for package in known
            for advisory in package["vulns"]
        ),
        trouble=next((package["skip_reason"] for package in packages if package not in known), ""),
    )


def report(asked: set[str], answers: Iterable[tuple[str, Answer]], print_line: Callable[[str], None]) -> Exit:
    """Print what the services answered; stop asking once every package was checked."""
    checked: set[str] = set()
    advisories: dict[str, None] = {}
    troubles: dict[str, None] = {}
    for service, answer in answers:
        checked |= answer.checked
        advisories |= dict.fromkeys(answer.advisories)
        if answer.trouble:
            troubles[f"{service}: {answer.trouble}"] = None
        if asked <= checked:
            break
    for advisory in advisories:
        print_line(advisory)
    missing = sorted(asked - checked)
    for trouble in troubles if missing else ():
        print_line(trouble)
    if missing:
        named = ", ".join(missing[:MAX_NAMED]) + (", …" if len(missing) > MAX_NAMED else "")
        print_line(f"NOT CHECKED: no advisory service answered on {len(missing)} of {len(asked)} packages ({named}).")
    if advisories:
        print_line(f"{len(advisories)} advisories on {len(checked & asked)} checked packages.")
        return Exit.VULNERABLE
    if missing:
        return Exit.NOT_CHECKED
    print_line(f"No known vulnerability in the {len(asked)} packages of requirements.lock.")
    return Exit.CLEAN


if __name__ == "__main__":
    sys.exit(main())
