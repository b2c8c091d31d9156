"""``python -m umkm_analysis``: the same as ``umkm``, whose entry point this is.

Importing the commands takes a while, and Ctrl-C during that ends without a traceback too.
"""

import atexit
import gc
import os
import sys

SETTINGS = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1"}
"""Of an import, read when Arrow and numpy are loaded: Arrow's own allocators keep a hundred megabytes, which an import
has better uses for, and nothing in it is linear algebra."""
YOUNG_OBJECTS = 50_000
"""New objects after which Python looks for garbage: modules and tables make few cycles, and many objects that stay."""
INTERRUPTED = 130
"""As in :mod:`umkm_analysis.commands.exit_codes`, which takes too long to import."""


def main() -> None:
    """Run the command."""
    atexit.register(gc.freeze)  # called last: what a command has read need not be searched for garbage once more
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
    if sys.argv[1:2] == ["import"]:
        for name, value in SETTINGS.items():
            os.environ.setdefault(name, value)
    try:
        from umkm_analysis.cli import main as run  # noqa: PLC0415 - see above

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
