"""The synthetic register: made up but for its published totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.register.demo import demonstration
from umkm_analysis.datasets.register.reader import read_register

if TYPE_CHECKING:
    from pathlib import Path

from tests.datasets.register.conftest import written


def test_the_demonstration_is_made_up_but_for_the_published_totals(tmp_path: Path) -> None:
    found = read_register(written(tmp_path, {k: [list(row) for row in rows] for k, rows in demonstration().items()}))
    published = tables.read("onboarding").set_index("state")["umkm"]
    assert found.synthetic
    assert len(found.catalogues) == published["total"] == 73
    assert (~found.catalogues["listed"]).sum() == published["in_entry"] == 60
    listed = found.catalogues[found.catalogues["listed"]].groupby("catalogue").size()
    assert (listed["provinsi"], listed["lokal"]) == (published["listed_province"], published["listed_city"]) == (3, 10)
    assert len(found.trainings) == published["trained"] == 400
    assert set(found.trainings["training"]) == {"Jubelio"}
    named = set(tables.read("channels")["channel"]) & set(found.channels["channel"])
    assert named == set()
    assert all(firm.startswith("DEMO-") for firm in found.firms.index)
    assert all(place.startswith("Demo ") for place in found.firms["sub_district"])
