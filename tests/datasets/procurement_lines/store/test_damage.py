"""Stored lines that were damaged: a sentence, and the same export repairs them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.datasets.procurement_lines.conftest import Bring, kept
from umkm_analysis.analysis.lines import measure
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.datasets.procurement_lines.store.damage import naming_damage
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_damage_anywhere_is_a_sentence_and_the_export_repairs_it(
    bring: Bring, inaproc: Callable[..., Path], folder: Path
) -> None:
    path = inaproc(*({"Kode Paket": f"P{at}", "Nama Penyedia": f"CV {at}"} for at in range(300)))
    bring("inaproc", path)
    before = kept()
    chance = random.Random(17)  # noqa: S311 - the same damage in every run
    for spoil in range(12):
        (stored,) = folder.rglob("*.parquet")
        content = stored.read_bytes()
        at = chance.randrange(len(content))
        spoilt = content[:at] if spoil % 2 else content[:at] + bytes(9) + content[at + 9 :]
        stored.write_bytes(spoilt)
        with pytest.raises(DataError, match=r"damaged, or gone"):
            measure(["region"])
        assert bring("inaproc", path, existing=Existing.REPLACE).account is not None
        assert kept() == before


def test_lines_that_are_gone_are_named(bring: Bring, inaproc: Callable[..., Path], folder: Path) -> None:
    path = inaproc({})
    bring("inaproc", path)
    (stored,) = folder.rglob("*.parquet")
    stored.unlink()
    with pytest.raises(DataError, match=f"{stored}: damaged, or gone"):
        measure(["region"])
    assert bring("inaproc", path, existing=Existing.REPLACE).account is not None
    assert len(kept()) == 1


def test_an_error_that_is_none_of_the_files_stays_one() -> None:
    with pytest.raises(KeyError), naming_damage([]):
        raise KeyError("x")
