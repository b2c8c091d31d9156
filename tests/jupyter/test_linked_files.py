"""A notebook's pictures are known without rendering it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from umkm_analysis.jupyter.linked_files import linked_files

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """\
![Pasar](a.png) ![Peta](<gambar/b%20c.svg> "judul") <img alt="x" src='d e.jpg'> ![Pasar][pasar] ![x](e.png)

[pasar]: f.webp

![](attachment:g.png) ![](https://contoh.example/h.png) ![](../luar.png) [bukan](i.txt)
"""


def test_every_way_to_name_a_picture_is_found_and_nothing_outside(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    (folder / "gambar").mkdir(parents=True)
    for name in ("a.png", "gambar/b c.svg", "d e.jpg", "f.webp", "g.png", "i.txt", "../luar.png"):
        (folder / name).touch()
    cells = [new_markdown_cell(SOURCE), new_code_cell("![x](i.txt)")]
    nbformat.write(new_notebook(cells=cells), folder / "n.ipynb")
    found = [path.relative_to(folder).as_posix() for path in linked_files(folder / "n.ipynb")]
    assert found == ["a.png", "d e.jpg", "f.webp", "gambar/b c.svg"]
