"""Packages that requirements.lock pins, and what their installed metadata say of licence and needs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from maintenance.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

LOCK = ROOT / "requirements.lock"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+?))? *\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
LICENCE_CLASSIFIER = "License :: "
MAX_LICENCE_NAME = 80
"""Longer texts in the field "License" are the licence itself, not its name."""


@dataclass(frozen=True)
class Pin:
    """A package of the lock, in one version."""

    name: str
    """Normalized, as the lock writes it."""
    version: str
    marker: str
    """Environments that it is for; empty for all."""
    hashes: tuple[str, ...]
    """SHA-256 of every file that may be installed."""

    @property
    def is_for_here(self) -> bool:
        """Whether this environment needs it."""
        return not self.marker or Marker(self.marker).evaluate()

    @cached_property
    def installed(self) -> metadata.Distribution:
        """What is installed of it.

        Raises
        ------
        SystemExit
            If it is not installed, or in another version.
        """
        try:
            found = metadata.distribution(self.name)
        except metadata.PackageNotFoundError:
            raise SystemExit(_mismatch(self, "is not installed")) from None
        if found.version != self.version:
            raise SystemExit(_mismatch(self, f"is installed as {found.version}"))
        return found

    @property
    def licence(self) -> str:
        """SPDX expression where the package gives one, else its own words; empty where it says nothing."""
        return licence_of(self.installed.metadata)

    @property
    def licence_files(self) -> list[Path]:
        """Texts of licences and notices that came with it."""
        found = [
            file
            for file in self.installed.files or ()
            if re.search(r"\.dist-info/(.*/)?(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", str(file), re.IGNORECASE)
        ]
        return [path for path in (Path(file.locate()) for file in sorted(found, key=str)) if path.is_file()]


def pins(text: str | None = None) -> list[Pin]:
    """Read the packages of the lock, or of a text like it, in its order.

    Raises
    ------
    SystemExit
        If a line is neither a package, nor a hash of one, nor a remark.
    """
    found: list[Pin] = []
    for number, line in enumerate((LOCK.read_text(encoding="utf-8") if text is None else text).splitlines(), 1):
        if match := PIN.match(line):
            found.append(Pin(match["name"], match["version"], match["marker"] or "", ()))
        elif (hash_ := HASH.search(line)) and found:
            last = found[-1]
            found[-1] = Pin(last.name, last.version, last.marker, (*last.hashes, hash_[1]))
        elif line.strip() and not line.lstrip().startswith("#"):
            raise SystemExit(f"requirements.lock, line {number}: cannot be read: {line.strip()}; run make lock")
    return found


def licence_of(fields: metadata.PackageMetadata) -> str:
    """Return the licence that metadata name: expression, field, or classifiers; empty where there is none."""
    named = [value.rpartition(" :: ")[2] for value in fields.get_all("Classifier", []) if LICENCE_CLASSIFIER in value]
    for field in ("License-Expression", "License"):
        text = " ".join(value for value in fields.get_all(field, []) for value in value.split())
        try:
            return canonicalize_license_expression(text)
        except InvalidLicenseExpression:
            if text not in {"", "UNKNOWN"} and len(text) <= MAX_LICENCE_NAME and not named:
                return text
    return " or ".join(named)


def is_spdx(licence: str) -> bool:
    """Whether a licence is an SPDX expression."""
    try:
        canonicalize_license_expression(licence)
    except InvalidLicenseExpression:
        return False
    return True


def needs(requirements: Iterable[str], extras: Iterable[str] = ()) -> list[tuple[str, frozenset[str]]]:
    """Return the packages that requirements name for this environment, with the extras wanted of them."""
    parsed = [Requirement(text) for text in requirements]
    wanted = ["", *extras]
    return [
        (canonicalize_name(requirement.name), frozenset(requirement.extras))
        for requirement in parsed
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in wanted)
    ]


def reach(requirements: Iterable[str], known: dict[str, Pin]) -> set[str]:
    """Return the names of all packages that requirements lead to, through those of the lock."""
    seen: set[tuple[str, frozenset[str]]] = set()
    left = needs(requirements)
    while left:
        name, extras = left.pop()
        if (name, extras) not in seen and name in known:
            seen.add((name, extras))
            left += needs(known[name].installed.requires or (), extras)
    return {name for name, _ in seen}


def project() -> dict[str, object]:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _mismatch(pin: Pin, what: str) -> str:
    return f"{pin.name} {pin.version} of requirements.lock {what}: set the environment up again (make reports)."
