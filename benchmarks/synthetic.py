"""A project of made-up regions, for batches larger than the country: each name and source of them says SINTETIS."""

from __future__ import annotations

import csv
import random
import shutil
from typing import TYPE_CHECKING

from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SOURCE = "SYNTHETIC"
YEARS = range(2010, 2026)
SHOCK = 2020
KABUPATEN, KOTA = range(1, 71), range(71, 99)
"""Last two digits of codes: 98 regions a province, so that pages of any number of regions are alike."""
NAME = "SINTETIS/SYNTHETIC"


def make_project(home: Path, count: int) -> list[str]:
    """Copy the project's tables and notebooks, and add made-up regions to them.

    Parameters
    ----------
    home
        Folder of the new project; it is made.
    count
        How many kabupaten and kota, in provinces of 98 whose codes no province has.

    Returns
    -------
    Their codes.
    """
    own = shutil.ignore_patterns(".ipynb_checkpoints", "lines", "register", "own", "pinned")
    for folder in ("data", "notebooks"):
        shutil.copytree(project.root() / folder, home / folder, ignore=own)
    with (home / "data" / "regions.csv").open(newline="", encoding="utf-8") as file:
        taken = {row["code"][:2] for row in csv.DictReader(file)}
    free = [f"{number:02d}" for number in range(10, 100) if f"{number:02d}" not in taken]
    places = [(province, last) for province in free for last in (*KABUPATEN, *KOTA)][:count]
    if len(places) < count:
        raise SystemExit(f"there are codes for {len(places)} made-up regions only")
    provinces = list(dict.fromkeys(province for province, _ in places))
    codes = [f"{province}{last:02d}" for province, last in places]
    chance = random.Random(2019)  # noqa: S311 - made up
    _append(
        home / "data" / "sources.csv",
        [
            {
                "source_id": SOURCE,
                "publisher": NAME,
                "title": f"Angka {NAME}, buatan untuk pengukuran",
                "published": "2026-11-27",
                "dated": "read",
                "kind": "official data, re-hosted",
                "licence": "CC0",
            }
        ],
    )
    middles = {province: (chance.uniform(-7, -2), chance.uniform(100, 135)) for province in provinces}
    rows = [_region(f"{province}00", "Provinsi", "province", "0000", middles[province]) for province in provinces]
    for code in codes:
        south, east = middles[code[:2]]
        middle = south + chance.uniform(-1.5, 1.5), east + chance.uniform(-1.5, 1.5)
        rows.append(_region(code, *_kind(code), f"{code[:2]}00", middle))
    _append(home / "data" / "regions.csv", rows)
    _append(home / "data" / "grdp_level.csv", _levels([f"{province}00" for province in provinces] + codes, chance))
    return codes


def _kind(code: str) -> tuple[str, str]:
    return ("Kota", "kota") if int(code[2:]) in KOTA else ("Kabupaten", "kabupaten")


def _region(code: str, word: str, kind: str, parent: str, middle: tuple[float, float]) -> dict[str, str]:
    return {
        "code": code,
        "name": f"{word} {NAME} {code}",
        "kind": kind,
        "parent_code": parent,
        "latitude": f"{middle[0]:.4f}",
        "longitude": f"{middle[1]:.4f}",
    }


def _levels(codes: Sequence[str], chance: random.Random) -> list[dict[str, str]]:
    rows = []
    for code in codes:
        level = chance.uniform(5_000, 60_000)
        for year in YEARS:
            level *= 1 + (chance.gauss(-0.03, 0.02) if year == SHOCK else chance.gauss(0.05, 0.01))
            rows.append(
                {
                    "code": code,
                    "year": str(year),
                    "grdp_billion_idr_2010": f"{level:.2f}",
                    "rounded_to": "0.01",
                    "status": "single_source",
                    "source_id": SOURCE,
                }
            )
    return rows


def _append(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        columns = next(csv.reader(file))
    with path.open("a", newline="", encoding="utf-8") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(rows)
