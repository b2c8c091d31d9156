"""States of the files that reports read, to notice that one was changed during a build, and put back perhaps.

A fingerprint tells what a file holds now; that it held the same all the time is shown by its times, size and inode,
which the system changes with every change. They are taken before the build reads anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.builds.own.reading import modules_of
from umkm_analysis.builds.table_answers import TableAnswers
from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import read_data_package
from umkm_analysis.datasets.editions import archive
from umkm_analysis.datasets.fingerprints import LINES
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.register import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from umkm_analysis.builds.plan import Task

CHANGED = "{name} changed while it was being built; build again"


class FileStates:
    """States that the files of a project had when this was made.

    Parameters
    ----------
    home
        The project's folder.
    notebooks
        Of the person's own, that are built too; their paths may be relative, or lead through links.

    Raises
    ------
    DataError
        If the list of tables, or that of imported lines, cannot be read.
    """

    def __init__(self, home: Path, notebooks: Iterable[Path] = ()) -> None:
        self._home = home
        self._at_first: dict[Path, project.FileState] = {}
        self._found: dict[tuple[str, ...], dict[str, project.FileState]] = {}
        published = project.published(home)
        package = published / project.MARKER.name
        self._tables = [package, *(published / table.path for table in read_data_package(package).values())]
        self._tables += [*own.figures_files(home), *archive.paths()]
        self._remember([*self._tables, catalog.folder() / catalog.IMPORTS_FILE])
        for folder in (home, published.parent):
            self._remember((folder / "notebooks").glob("*.ipynb"))
        for notebook in (path.resolve() for path in notebooks):  # as reports name them
            self._remember([notebook, *modules_of(notebook)])
        self._registers = sorted((home / places.FOLDER).glob("*.parquet"))
        self._remember(self._registers)
        self._remember([*catalog.files(), *catalog.snapshot_files()])

    def of(self, task: Task, answers: TableAnswers | None = None) -> dict[str, project.FileState]:
        """States of the files that a report reads, by path; None where there was no file.

        Reports that read the same files share one mapping: a build of thousands holds it once.

        Parameters
        ----------
        task
            The report.
        answers
            What is known of the tables; None for nothing.
        """
        report, region = task.report, task.region
        # a notebook of the person's own that appears meanwhile takes the place of the shipped one
        notebooks = (self._home / "notebooks" / report.notebook, project.notebook(report.notebook))
        paths = [*self._tables, *(modules_of(notebooks[1]) if report.is_own else ()), *notebooks]
        if report.reads_more:
            paths += [catalog.folder() / catalog.IMPORTS_FILE, self._home / places.FOLDER / f"{region.code}.parquet"]
            paths += self._registers if report.is_own else ()
            if LINES in (answers or TableAnswers()).fingerprints(report, region):
                of = None if report.is_own else region.code  # a notebook of the person's own may read those of any
                paths += [*catalog.files(region=of), *catalog.snapshot_files(region=of)]
        names = tuple(map(str, paths))
        if names not in self._found:
            self._found[names] = {str(path): self._at_first.get(path) for path in paths}
        return self._found[names]

    def of_data(self) -> dict[Path, project.FileState]:
        """States of all of them but the notebooks."""
        return {path: state for path, state in self._at_first.items() if path.suffix != ".ipynb"}

    def _remember(self, paths: Iterable[Path]) -> None:
        self._at_first |= {path: project.file_state(path) for path in paths}


def changed_file(states: Mapping[str, project.FileState]) -> str | None:
    """Name the first of some files whose state is another one now; None if they are as they were.

    Parameters
    ----------
    states
        Path → state.
    """
    for path, state in states.items():
        if project.file_state(Path(path)) != state:
            return "/".join(Path(path).parts[-2:])
    return None
