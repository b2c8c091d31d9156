"""Reading and removing of files in an output folder, which may have come from somebody else.

No link is followed and no pipe is waited for; where the system can do so, a file is named relative to its opened
folder, so that nobody can put a link in the way between the check and the deed.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 256_000_000
"""Nothing that a build writes is larger."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
READ = os.O_RDONLY | NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
FOLDER = os.O_RDONLY | NO_LINK | getattr(os, "O_DIRECTORY", 0)
RELATIVE = {os.open, os.unlink, os.rmdir} <= os.supports_dir_fd


class NotAFile(OSError):  # noqa: N818 - named for what was found
    """A link, folder, pipe or device stands where a file should."""

    def __init__(self, path: Path | str, what: str = "it is no regular file") -> None:
        super().__init__(errno.EINVAL, what, str(path))


def read_regular(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Read a file that is neither a link nor anything but a file.

    Raises
    ------
    OSError
        If it is not there or cannot be read; :class:`NotAFile` if it is something else or too large.
    """
    if path.is_symlink():
        raise NotAFile(path, "it is a link")
    return _read(str(path), None, limit)


def link_in(path: Path, *, below: Path) -> Path | None:
    """Return the first folder on the way from ``below`` to a path that is a link; None where there is none."""
    folders = [folder for folder in path.parents if below in folder.parents]
    return next((folder for folder in reversed(folders) if folder.is_symlink()), None)


def refuse_links(path: Path, *, below: Path) -> None:
    """Refuse a path that a link leads out of the output folder.

    Raises
    ------
    NotAFile
        If one of its folders is a link.
    """
    link = link_in(path, below=below)
    if link is not None:
        name = link.relative_to(below).as_posix()
        raise NotAFile(path, f"{name} is a link, and nothing is written through links; remove it")


class Folder:
    """A folder inside an output folder, reached without following a link.

    Raises
    ------
    OSError
        If it is not there, or is or lies behind a link.
    """

    def __init__(self, output: Path, *names: str) -> None:
        self.path = output.joinpath(*names)
        self._handle: int | None = None
        refuse_links(self.path / "x", below=output)
        if not RELATIVE:
            return
        handle = os.open(output, FOLDER & ~NO_LINK)
        for name in names:
            outer = handle
            try:
                handle = os.open(name, FOLDER, dir_fd=outer)
            finally:
                os.close(outer)
        self._handle = handle

    def read(self, name: str) -> bytes:
        """Read a regular file of this folder; raise OSError where there is none."""
        return _read(self._name(name), self._handle, MAX_BYTES)

    def digest(self, name: str) -> str | None:
        """Return the SHA-256 of a regular file of this folder; None where there is nothing of this name."""
        try:
            return digest_of(self.read(name))
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove a regular file of this folder; leave anything else."""
        try:
            status = os.stat(self._name(name), dir_fd=self._handle, follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                os.unlink(self._name(name), dir_fd=self._handle)
        except FileNotFoundError:
            return

    def close(self) -> None:
        """Close it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _name(self, name: str) -> str:
        return name if self._handle is not None else str(self.path / name)


@contextmanager
def opened(output: Path, *names: str) -> Iterator[Folder]:
    """Open a folder for reading and removing; see :class:`Folder`."""
    folder = Folder(output, *names)
    try:
        yield folder
    finally:
        folder.close()


def set_aside(path: Path) -> Path:
    """Rename what stands in a file's place, to a name that is free, and return that."""
    number = 1
    while os.path.lexists(free := path.with_name(f"{path.name}.aside-{number}")):
        number += 1
    return path.rename(free)


def _read(name: str, folder: int | None, limit: int) -> bytes:
    try:
        handle = os.open(name, READ, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotAFile(name, "it is a link") from error
        raise
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(name)
        if status.st_size > limit:
            raise NotAFile(name, f"it is larger than {limit // 1_000_000} MB")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(limit + 1)
    finally:
        os.close(handle)
