"""Renewal of an output folder's index after a build, by a process that has in memory what it takes."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of
from umkm_analysis.builds.output.safe_files import read_regular
from umkm_analysis.builds.staleness.compare import index_key
from umkm_analysis.builds.workers import preloader
from umkm_analysis.datasets import project, validity
from umkm_analysis.jupyter.fallback import describe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Result
    from umkm_analysis.builds.plan import LeftOut
    from umkm_analysis.builds.staleness.manifest import Manifest

Written = tuple[list[str], list[str]]
"""Names of the index's files, and sentences about what could not be read."""


class IndexUpdate:
    """Renewal of one folder's index; where it is made is chosen by what each process has in memory.

    Parameters
    ----------
    data_version
        Fingerprint of the data that the build was planned with.
    sets_aside
        Whether their bad rows are set aside; they are valid where not.
    """

    def __init__(self, data_version: str, *, sets_aside: bool) -> None:
        self._data = data_version, sets_aside
        self._thread: threading.Thread | None = None
        self._fork: preloader.PreloadedCall | None = None

    def prepare_here(self) -> None:
        """Import and read in this process, in a thread, what an index needs."""
        self._thread = threading.Thread(target=_prepare, daemon=True)
        self._thread.start()

    def prepare_in_fork(self) -> None:
        """Let a fork of the preloading process do so; one that has rendered reports needs no preparing."""
        if not preloader.has_rendered():
            with suppress(preloader.PreloadingEnded):
                self._fork = preloader.PreloadedCall(_write, _prepare)

    def update(
        self, output: Path, manifest: Manifest, left_out: Sequence[LeftOut], failed: Sequence[Result]
    ) -> list[str]:
        """Write the index if anything it tells has changed; return sentences about what could not be read or written.

        Parameters
        ----------
        output
            The output folder.
        manifest
            Its manifest, which is changed.
        left_out, failed
            What this build could not make.
        """
        missing = [(omission.region.code, omission.report.name, omission.reason) for omission in left_out]
        failures = [(result.task.page, result.failure.reason) for result in failed if result.failure]
        key = index_key(output, manifest, [*missing, *failures])
        current = {"of": key, **{name: _digest(output / name) for name in manifest.index if name != "of"}}
        if manifest.index and current == manifest.index:
            return []
        manifest.index = {}
        try:
            names, problems = self._written(output, left_out, failed)
        except OSError as error:
            return [f"The index cannot be written: {error.strerror or error}."]
        except (TypeError, ValueError, KeyError, AttributeError) as error:  # a record that no build has written
            return [f"The index cannot be made of the records in {output} ({describe(error)})."]
        if not problems:
            manifest.index = {"of": key, **{name: _digest(output / name) for name in names}}
        return problems

    def _written(self, output: Path, left_out: Sequence[LeftOut], failed: Sequence[Result]) -> Written:
        if self._thread is not None:
            self._thread.join()
        with suppress(preloader.PreloadingEnded):
            if self._fork is None and preloader.has_rendered():
                self._fork = preloader.PreloadedCall(_write)
            if self._fork is not None:
                written: Written = self._fork(output, left_out, failed, self._data, str(project.root()))
                return written
        return _write(output, left_out, failed, self._data)


def _write(
    output: Path,
    left_out: Sequence[LeftOut],
    failed: Sequence[Result],
    data: tuple[str, bool],
    home: str | None = None,
) -> Written:
    """Write the index.

    Parameters
    ----------
    output, left_out, failed
        As for :meth:`IndexUpdate.update`.
    data
        As for :class:`IndexUpdate`.
    home
        The project's folder, in a process that was started elsewhere.
    """
    from umkm_analysis.builds.output.index import write_index  # noqa: PLC0415 - pandas and what draws maps

    if home is not None:
        os.environ[project.HOME_VARIABLE] = home
    version, sets_aside = data
    validity.read_as_planned(version, sets_aside=sets_aside)
    problems: list[str] = []
    pages = write_index(output, left_out=left_out, failed=failed, problems=problems)
    return [page.name for page in pages], problems


def _prepare() -> None:
    with suppress(Exception):
        from umkm_analysis.builds.output import index  # noqa: PLC0415 - likewise

        index.prepare()


def _digest(file: Path) -> str:
    try:
        return digest_of(read_regular(file))
    except OSError:
        return ""
