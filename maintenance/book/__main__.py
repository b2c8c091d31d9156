"""Build of the book: python -m maintenance.book [FOLDER]; without FOLDER into build/docs."""

from __future__ import annotations

import sys
from pathlib import Path

from maintenance.book.build import BUILT, build

if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve() if sys.argv[1:] else BUILT
    code = build(folder)
    if code == 0:
        print(f"The book: {(folder / 'docs' / 'index.html').as_uri()}")
    sys.exit(code)
