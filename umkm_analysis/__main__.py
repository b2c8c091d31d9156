"""``python -m umkm_analysis``: the same as ``umkm``, whose entry point this is.

Importing the commands takes a while, and Ctrl-C during that ends without a traceback too.
"""

import sys

INTERRUPTED = 130
"""As in :mod:`umkm_analysis.commands.exit_codes`, which takes too long to import."""


def main() -> None:
    """Run the command."""
    try:
        from umkm_analysis.cli import main as run  # noqa: PLC0415 - see above

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
