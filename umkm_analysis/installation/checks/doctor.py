"""All checks of a machine, in the order in which they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.installation.checks import kernels, lines, machine, software

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.installation.checks.check import Check


def examine() -> Iterator[Check]:
    """Check the machine; each result as it comes, the slow ones last."""
    yield software.python()
    yield software.packages()
    yield software.extras()
    yield from software.own_files()
    yield machine.home()
    yield from machine.folders()
    yield from machine.boundaries()
    yield machine.memory()
    yield machine.disk()
    yield machine.console()
    yield machine.language()
    yield from lines.lines()
    yield software.browser()
    yield software.java()
    yield from kernels.kernels()
