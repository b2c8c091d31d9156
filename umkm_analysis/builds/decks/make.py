"""Decks of planned reports, written beside their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.decks.collect import collect
from umkm_analysis.datasets import project
from umkm_analysis.errors import MissingToolError
from umkm_analysis.i18n.translation import t, use_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.builds.plan import Task

NO_PPTX = "python-pptx, which writes the slides, is not installed. Install it with: "


@dataclass(frozen=True)
class MadeDeck:
    """Result of making a deck."""

    task: Task
    file: Path
    reason: str | None = None
    """Why there is none; None if there is one."""


def refuse_missing_pptx() -> None:
    """Refuse to go on where python-pptx is not installed.

    Raises
    ------
    MissingToolError
        With the command that installs it.
    """
    try:
        import pptx  # noqa: F401, PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise MissingToolError(NO_PPTX + project.install_command("pptx")) from error


def make_decks(tasks: Sequence[Task], *, output: Path, address: str | None = None) -> Iterator[MadeDeck]:
    """Make the deck of each report: language/region/report.pptx in the output folder.

    Parameters
    ----------
    tasks
        The reports.
    output
        Folder of the pages.
    address
        Where that folder stands on the web; the last slide leads to the page there.

    Yields
    ------
    The result of each as it comes; a deck that cannot be made does not stop the others, and leaves no half a file.
    """
    from umkm_analysis.builds.decks.presentation import About, draw  # noqa: PLC0415 - imports python-pptx

    for task in tasks:
        file = output / task.page.replace(".html", ".pptx")
        web = f"{address.rstrip('/')}/{task.page}" if address else None
        try:
            slides = collect(task)
            with use_language(task.language):
                about = About(task.region.name, t(task.report.title), task.language, web)
                content = draw(slides, about)
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically({file: content})
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this deck only, and is reported
            yield MadeDeck(task, file, f"{type(error).__name__}: {error}".partition("\n")[0])
        else:
            yield MadeDeck(task, file)
