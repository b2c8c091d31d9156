"""Licences of everything that is installed or embedded: ``make licences`` writes build/licences.txt.

A table of the packages of requirements.lock that this environment needs, of the embedded fonts and of the land under
maps, and below it the texts of licences and notices that came with each.
"""

from __future__ import annotations

import json
import sys
from collections import Counter

from maintenance.lock import pins
from maintenance.sbom import FONT_LICENCE, FONTS, LAND
from maintenance.tools import ROOT, say

OUTPUT = ROOT / "build" / "licences.txt"
UNKNOWN = "not stated"


def main() -> int:
    """Write the table and the texts; print how many packages have which licence, and which have none."""
    rows = [(pin.name, pin.version, pin.licence or UNKNOWN, pin.licence_files) for pin in pins() if pin.is_for_here]
    rows += [(path.name, "", FONT_LICENCE, [FONTS / "OFL.txt"]) for path in sorted(FONTS.glob("*.woff2"))]
    rows.append((LAND.name, "", json.loads(LAND.read_bytes())["source"]["licence"], []))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    table = [f"{name.ljust(widths[0])}  {version.ljust(widths[1])}  {licence}" for name, version, licence, _ in rows]
    rule = "=" * 100
    texts = [
        f"{rule}\n{name} {version} – {path.name}\n{rule}\n{path.read_text(encoding='utf-8', errors='replace')}"
        for name, version, _, paths in rows
        for path in paths
    ]
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text("\n".join([*table, "", *texts]), encoding="utf-8")
    for licence, count in sorted(Counter(row[2] for row in rows).items(), key=lambda item: (-item[1], item[0])):
        say(f"{count:4}  {licence}")
    if silent := [row[0] for row in rows if row[2] == UNKNOWN]:
        say(f"{UNKNOWN} by {', '.join(silent)}: read what came with it")
    say(f"texts of {sum(bool(row[3]) for row in rows)} of {len(rows)} in {OUTPUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
