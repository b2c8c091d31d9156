from __future__ import annotations

from importlib.resources import files


def test_type_checkers_are_told_that_the_package_is_typed() -> None:
    assert (files("umkm_analysis") / "py.typed").is_file()
