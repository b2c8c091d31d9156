"""What a process has mapped of files and needs no longer is let go; nothing that was written to is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from umkm_analysis.builds.workers import memory

COUNTS = (
    "Size:                 32 kB\nRss:                  32 kB\nAnonymous:     {anonymous:>9} kB\nVmFlags: rd ex mr\n"
)
SMAPS = "".join(
    f"{line}\n{COUNTS.format(anonymous=anonymous)}"
    for line, anonymous in (
        ("7f0000000000-7f0000008000 r-xp 00001000 fe:00 11                         /usr/lib/libcode.so", 0),
        ("7f0000010000-7f0000018000 r--p 00009000 fe:00 11                         /usr/lib/relocated.so (deleted)", 4),
        ("7f0000020000-7f0000028000 rw-p 00011000 fe:00 11                         /usr/lib/libdata.so", 0),
        ("7f0000030000-7f0000038000 r--p 00000000 00:00 0 ", 0),
        ("7f0000040000-7f0000048000 r--p 00000000 00:00 0                          [vvar]", 0),
        ("7f0000050000-7f0000058000 r--p 00000000 fe:00 12                         /a folder/constants.bin", 0),
    )
)
SCRIPT = """
import pandas as pd
from umkm_analysis.builds.workers import memory

def mapped():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("RssFile"))

before = mapped()
memory.let_go()
after = mapped()
assert pd.DataFrame({"a": ["x", "y", "x"], "b": [1, 2, 3]}).groupby("a").b.sum().to_dict() == {"x": 4, "y": 2}
print(before, after)
"""


def test_only_mappings_of_files_that_were_never_written_to_are_let_go() -> None:
    found = list(memory._unwritten_files(SMAPS))  # noqa: SLF001 - a wrong one would end the process
    assert found == [(0x7F0000000000, 0x7F0000008000), (0x7F0000050000, 0x7F0000058000)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is let go")
def test_a_process_that_has_let_go_holds_less_and_works_on() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True)  # noqa: S603 - ours
    before, after = map(int, done.stdout.split())
    assert after < before / 2
