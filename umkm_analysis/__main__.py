"""``python -m umkm_analysis``: the same as ``umkm``, whose entry point this is.

Importing the commands takes a while, and Ctrl-C during that ends without a traceback too.
"""

import os
import sys

ALLOCATOR = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Arrow's own allocators keep a hundred megabytes, which an import has better uses for; read when Arrow is loaded."""
INTERRUPTED = 130
"""As in :mod:`umkm_analysis.commands.exit_codes`, which takes too long to import."""


def main() -> None:
    """Run the command."""
    if sys.argv[1:2] == ["import"]:
        os.environ.setdefault(*ALLOCATOR)
    try:
        from umkm_analysis.cli import main as run  # noqa: PLC0415 - see above

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
