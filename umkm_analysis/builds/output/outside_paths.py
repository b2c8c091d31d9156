"""Shortening of absolute paths that lead neither into the project nor into a folder with a name of its own.

``/mnt/office/data/x.csv`` in an error becomes ``…/x.csv``, and a module of a library its place in the library.
"""

from __future__ import annotations

import getpass
import os
import re
from functools import lru_cache

SHORT = "…"
FIRST = r"(?=[/\\~<&f]|[A-Za-z]:[/\\])"
"""What every path begins with: asked first, it spares nearly every character of a page all other questions."""
BEFORE = (
    r"(?:(?<![\w.~+/)\]}%-])|(?<=[0-9]m)|(?<=\\[nt]))"
    r"(?<!<python>)(?<!<tmp>)(?<!&lt;python&gt;)(?<!&lt;tmp&gt;)"
)
"""What may stand before a path: no part of a longer one, of a fraction or of Base64, but the colour of a traceback."""
PART = r"[^/\\\s\"'`<>|*?:;,()\[\]{}&]+"
INNER = rf"{PART}(?: {PART}){{0,5}}(?=[/\\])"
"""A folder on the way, whose name may hold spaces."""
JPEG = "9j/"
"""How JPEG files begin in Base64, after a slash."""
POSIX = rf"(?:/(?![/\s])|(?<![:/])/{{2,3}}(?![/\s]))(?!{JPEG})"
FILE_URL = r"file:(?://[^/\s\"'<>\\]*)?/"
DRIVE = r"(?:file:/{0,3})?[A-Za-z]:[/\\]+"
SHARE = r"\\\\+(?=[\w.$-])"
REPLACED = r"(?:<python>|&lt;python&gt;|(?<![\w~])~)[/\\]+"
"""Beginning of a path that was replaced already, of which only the folder of libraries is to go."""
INSTALLED = re.compile(r".*[/\\](?:site|dist)-packages[/\\]+", re.DOTALL)
"""Everything before the name of a library."""
OTHER_HOME = re.compile(r"(?<![\w~.])~[A-Za-z_][\w-]*(?=/)")
USUAL_ROOTS = (
    "Applications", "Library", "System", "Users", "Volumes", "bin", "data", "etc", "home", "lib", "media", "mnt", "net",
    "opt", "private", "proc", "root", "run", "scratch", "srv", "sys", "tmp", "usr", "var",
)  # fmt: skip
"""Folders at the top of Unix systems; those of this machine come to them."""


def shorten(text: str, *, any_root: bool) -> str:
    r"""Shorten absolute paths to their last part.

    Parameters
    ----------
    text
        Any text; paths of the project, the home folder and Python are replaced already.
    any_root
        Whether whatever has the form of a path is one, as in an error; otherwise only what begins with a folder that
        there is at the top of a system: pages have scripts and pictures in them.

    >>> shorten("no /mnt/Budi Santoso/x.csv, D:\\a\\b.csv or file:///srv/a/b", any_root=True)
    'no …/x.csv, …/b.csv or …/b'
    >>> shorten("1/2/3, https://a.id/b/c and /usr/lib/python3/site-packages/pandas/io/common.py", any_root=True)
    '1/2/3, https://a.id/b/c and pandas/io/common.py'
    """
    if any_root:
        text = OTHER_HOME.sub("~", text)
    elif not any(part in text for part in _needed()):
        return text  # as nearly all pages, of which every other question is asked of every sign
    quoted, bare = _patterns(any_root=any_root)
    return bare.sub(_last, quoted.sub(_last, text))


def _last(match: re.Match[str]) -> str:
    installed = INSTALLED.match(match[0])
    if installed is not None and installed.end() < len(match[0]):
        return match[0][installed.end() :]
    if re.match(REPLACED, match[0]):
        return match[0]
    name = re.split(r"[/\\]+", match[0].rstrip("/\\"))[-1]
    return SHORT if name in _users() else f"{SHORT}/{name}"


@lru_cache(maxsize=1)
def _users() -> frozenset[str]:
    try:
        return frozenset({getpass.getuser()})
    except (OSError, KeyError, ImportError):  # no such user, as in some containers
        return frozenset()


@lru_cache(maxsize=2)
def _patterns(*, any_root: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of paths in quotation marks, whose end is known, and of others."""
    if any_root:
        start, drive = rf"(?:{FILE_URL}|{POSIX})(?={PART}(?: {PART}){{0,5}}[/\\])", DRIVE
    else:
        roots = "|".join(sorted(map(re.escape, _roots()), key=len, reverse=True))
        start, drive = rf"(?:{FILE_URL}|/)(?=(?:{roots})/)", r"[A-Za-z]:\\+"
    begin = rf"{BEFORE}(?:{start}|{drive}|{SHARE})"
    quoted = re.compile(rf"(?<=['\"]){begin}[^'\"\n<>]+(?=['\"])")
    return quoted, re.compile(rf"{FIRST}(?:{begin}|{REPLACED})(?:{INNER}[/\\]+)*{PART}[/\\]*")


@lru_cache(maxsize=1)
def _needed() -> tuple[str, ...]:
    """Texts of which one stands in all that is shortened where not whatever has the form of a path is one."""
    return ("\\", "-packages/", *(f"/{name}/" for name in sorted(_roots())))


@lru_cache(maxsize=1)
def _roots() -> frozenset[str]:
    try:
        own = [entry.name for entry in os.scandir("/") if entry.is_dir() and len(entry.name) > 1]
    except OSError:
        own = []
    return frozenset({*USUAL_ROOTS, *own})
