"""Software bill of materials in CycloneDX JSON: ``make sbom`` writes build/sbom.cdx.json.

It lists the packages of requirements.lock that this environment needs, and the fonts that every page embeds. Equal
checkouts and environments give equal bytes; a time stands in it only where SOURCE_DATE_EPOCH gives one.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from maintenance.lock import is_spdx, needs, pins, project, reach
from maintenance.tools import ROOT, say

if TYPE_CHECKING:
    from pathlib import Path

    from maintenance.lock import Pin

OUTPUT = ROOT / "build" / "sbom.cdx.json"
FONTS = ROOT / "umkm_analysis" / "pages" / "fonts"
LAND = ROOT / "umkm_analysis" / "pages" / "maps" / "land.json"
"""Outline under every map, of public domain; the file says from where."""
FONT_LICENCE = "OFL-1.1"
"""That of every file in :data:`FONTS`; its text is OFL.txt there."""
SPEC_VERSION = "1.6"


def main() -> int:
    """Write the bill of materials."""
    OUTPUT.parent.mkdir(exist_ok=True)
    bill = bill_of_materials()
    OUTPUT.write_text(json.dumps(bill, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    say(f"{len(bill['components'])} components in {OUTPUT.relative_to(ROOT)} (CycloneDX {SPEC_VERSION})")
    return 0


def bill_of_materials() -> dict[str, Any]:
    """Return the bill as CycloneDX has it.

    Raises
    ------
    SystemExit
        If the environment is not what the lock says.
    """
    described: Any = project()["project"]
    optional = [line for lines in described["optional-dependencies"].values() for line in lines]
    here = {pin.name: pin for pin in pins() if pin.is_for_here}
    required = reach(described["dependencies"], here)
    reached = dict.fromkeys(required, "required") | dict.fromkeys(reach(optional, here) - required, "optional")
    packages = [_package(pin, reached.get(name, "excluded")) for name, pin in sorted(here.items())]
    fonts = [_font(path) for path in sorted(FONTS.glob("*.woff2"))]
    files = [*fonts, _land()]
    own = _own(described)
    direct = sorted({name for name, _ in needs([*described["dependencies"], *optional]) if name in here})
    bill: dict[str, Any] = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC_VERSION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "version": 1,
        "metadata": {
            **_timestamp(),
            "component": own,
            "properties": [
                {"name": "umkm:python", "value": platform.python_version()},
                {"name": "umkm:system", "value": f"{platform.system()} {platform.machine()}"},
            ],
        },
        "components": [*packages, *files],
        "dependencies": [
            {
                "ref": own["bom-ref"],
                "dependsOn": [*(_reference(here[name]) for name in direct), *(file["bom-ref"] for file in files)],
            },
            *({"ref": _reference(pin), "dependsOn": _dependencies(pin, here)} for _, pin in sorted(here.items())),
        ],
    }
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill))}"
    return bill


def _own(described: dict[str, Any]) -> dict[str, Any]:
    reference = f"pkg:pypi/{described['name']}@{described['version']}"
    return {
        "type": "application",
        "bom-ref": reference,
        "name": described["name"],
        "version": described["version"],
        "description": described["description"],
        "licenses": _licences(described["license"]),
        "purl": reference,
    }


def _package(pin: Pin, scope: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _reference(pin),
        "name": pin.name,
        "version": pin.version,
        "scope": scope,
        "hashes": [{"alg": "SHA-256", "content": hash_} for hash_ in pin.hashes],
        "licenses": _licences(pin.licence),
        "purl": _reference(pin),
    }


def _font(path: Path) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": f"font:{path.stem}",
        "name": path.relative_to(ROOT).as_posix(),
        "scope": "required",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        "licenses": _licences(FONT_LICENCE),
        "copyright": (FONTS / "OFL.txt").read_text(encoding="utf-8").splitlines()[0].strip(),
    }


def _land() -> dict[str, Any]:
    content = LAND.read_bytes()
    source = json.loads(content)["source"]
    return {
        "type": "file",
        "bom-ref": f"land:{LAND.stem}",
        "name": LAND.relative_to(ROOT).as_posix(),
        "scope": "required",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}],
        "licenses": _licences(source["licence"]),
        "description": f"{source['title']}; from {source['package']}",
    }


def _licences(licence: str) -> list[dict[str, Any]]:
    if not licence:
        return []
    if not is_spdx(licence):
        return [{"license": {"name": licence}}]
    return [{"expression": licence}] if " " in licence or "Ref-" in licence else [{"license": {"id": licence}}]


def _dependencies(pin: Pin, here: dict[str, Pin]) -> list[str]:
    return sorted({_reference(here[name]) for name, _ in needs(pin.installed.requires or ()) if name in here})


def _reference(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def _timestamp() -> dict[str, str]:
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    return {"timestamp": datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")} if seconds else {}


if __name__ == "__main__":
    sys.exit(main())
