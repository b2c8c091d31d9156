"""Command line interface: the commands, their help texts and the exit codes."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from umkm_analysis.commands import streams
from umkm_analysis.commands.console import err, out
from umkm_analysis.commands.exit_codes import ExitCode, end
from umkm_analysis.errors import MissingToolError, NetworkError, UmkmError, UsageError

EXIT_CODES = (
    "Exit codes: 0 all was built; 1 some reports failed, or files cannot be written; 2 wrong use, or nothing to "
    "build; 3 the data cannot be used, nothing was written; 5 a program that is needed is not installed; 70 an error "
    "of this program itself; 130 interrupted, what was finished is kept; 141 nobody reads the output any more."
)
ABOUT = "Reports on Indonesia's regions from open data: one page per region and report, readable without internet."
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


@dataclass(frozen=True)
class Command:
    """Where a command is, and what its help ends with."""

    module: str
    """Of :mod:`umkm_analysis.commands`."""
    function: str
    """Or the typer of its own commands."""
    help: str
    """Its line in the list of commands, which is shown without importing it; the first sentence of its own help."""
    epilog: str | None = None
    settings: dict[str, Any] | None = None


PRINTING = "Exit codes: 0 all was printed; 1 some pages were not; 2 nothing to print; 5 there is no browser."
COMMANDS = {
    "init": Command(
        "setup.init", "init", "Make a workspace for your notebooks, data and pages.",
        "Exit codes: 0 made, or nothing missing; 1 it cannot be written, nothing was made; 2 wrong use.",
    ),
    "build": Command("pages.build", "build", "Build reports that are missing or stale, and the index.", EXIT_CODES),
    "preview": Command(
        "pages.preview", "preview", "Show the page of a notebook anew with every save.",
        "Exit codes: 0 ended by Ctrl-C, or made with --once; 1 with --once, the notebook failed; 2 wrong use.",
    ),
    "new-report": Command(
        "setup.new_report", "new_report", "Make a report that works, to change into your own.",
        "Exit codes: 0 made; 1 it cannot be written, nothing was made; 2 wrong use, or it is there already.",
    ),
    "list": Command("regions", "list_", "List reports and regions."),
    "check": Command(
        "check", "check", "Validate every table of data/, and compare its figures.",
        "Exit codes: 0 the data can be used, warnings or not; 3 it cannot.",
    ),
    "pdf": Command("exports.pdf", "pdf", "Print built pages to PDF, each beside its page.", PRINTING),
    "factsheet": Command("exports.pdf", "factsheet", "Print a fact sheet of each built page.", PRINTING),
    "cards": Command("exports.pdf", "cards", "Make pictures to share of each built page.", PRINTING),
    "pptx": Command(
        "exports.pptx", "pptx", "Write reports as PowerPoint slides.",
        "Exit codes: 0 all were made; 1 some were not; 2 wrong use, or nothing to make; 5 python-pptx is missing.",
    ),
    "init-register": Command("register", "init_register", "Write an empty register of UMKM to fill in."),
    "claims": Command("claims", "claims", "Hold claims, or a speech, against official figures."),
    "lab": Command(
        "lab", "lab", "Open the notebooks in JupyterLab.",
        "Exit codes: those of JupyterLab, or 128 and the number of the signal that ended it; 5 it is not installed.",
        PASSED_ON,
    ),
    "import": Command(
        "imports.command", "import_", "Import statistics, lines, a register or boundaries.",
        "Exit codes: 0 imported, or nothing new; 2 wrong use; 3 the files cannot be used.",
    ),
    "upgrade-notebooks": Command(
        "setup.upgrade_notebooks", "upgrade_notebooks", "Show what a new version changes in your notebooks.",
        "Exit codes: 0 shown, or replaced; 1 cannot be written; 2 wrong use.",
    ),
    "doctor": Command(
        "setup.doctor", "doctor", "Say what this machine has and lacks, and what to do.",
        "Exit codes: 0 all that is needed is there, warnings or not; 1 something is missing.",
    ),
    "data": Command("editions", "data", "List the tables in use, editions of them, and imports."),
    "fetch": Command("fetch", "fetch", "Fetch statistics or lines, and import them."),
    "lines": Command("lines", "lines", "List imported lines, or those behind a figure."),
    "shares": Command("lines", "shares", "Measure the imported lines: shares with bounds."),
    "sample-lines": Command("lines", "sample_lines", "Write synthetic lines, for trying out."),
    "metrics": Command(
        "metrics", "metrics", "Show the catalogue of metrics.",
        "Exit codes: 0 shown; 2 there is no such metric.",
    ),
}  # fmt: skip
"""Commands in the order of the help. A module is imported when its command is called, and by that only."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; print errors as sentences and exit with the matching code.

    Parameters
    ----------
    arguments
        Arguments to use instead of those of the command line.

    Raises
    ------
    SystemExit
        Always, with an :class:`ExitCode`.
    """
    streams.make_lasting()
    stdout = sys.stdout
    try:
        _run(arguments)
    except SystemExit:
        # rich has met a reader who has gone, which it marks so, or we meet him now
        if out.quiet or err.quiet or streams.reader_has_gone(stdout):
            sys.exit(ExitCode.READER_GONE)
        raise


def _run(arguments: Sequence[str] | None) -> None:
    try:
        application(*_named(arguments))(args=arguments)
    except UsageError as error:
        end(str(error), ExitCode.USAGE)
    except MissingToolError as error:
        end(str(error), ExitCode.MISSING)
    except NetworkError as error:
        end(str(error), ExitCode.FAILED)
    except UmkmError as error:
        end(str(error), ExitCode.DATA)
    except OSError as error:
        end(_sentence(error), ExitCode.FAILED)
    except KeyboardInterrupt:
        end("interrupted", ExitCode.INTERRUPTED)
    except Exception:  # noqa: BLE001 - nothing but an error of ours is left, which must not look like a failed report
        import traceback  # noqa: PLC0415 - for this alone

        traceback.print_exc()
        end("this is an error of umkm_analysis; please report it with the lines above", ExitCode.CRASHED)


def _sentence(error: OSError) -> str:
    """Say where something cannot be written: our locks and temporary files bear names that nobody gave."""
    place = Path(str(error.filename)) if error.filename else None
    if place is None or not place.name.startswith("."):
        return str(error)
    return (
        f"{place.parent}: files cannot be written there ({error.strerror}). Name a folder that you may write to, or "
        "make this one writable; what stood there is as it was"
    )


def _named(arguments: Sequence[str] | None) -> list[str]:
    """Return the command that is asked for, if it is one of ours."""
    given = sys.argv[1:] if arguments is None else arguments
    first = next((argument for argument in given if not argument.startswith("-")), None)
    return [first] if first in COMMANDS else []


def application(*names: str) -> typer.Typer:
    """Build the application with some commands; without any, with the lines of all for the list of commands."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        help=f"{ABOUT}\n\n{EXIT_CODES}",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(about)
    for called, command in COMMANDS.items():
        if not names:
            app.command(called, help=command.help)(_not_called)
        elif called in names:
            function = getattr(importlib.import_module(f"umkm_analysis.commands.{command.module}"), command.function)
            if isinstance(function, typer.Typer):
                app.add_typer(function, name=called)
            else:
                app.command(called, epilog=command.epilog, context_settings=command.settings)(function)
    return app


def _not_called() -> None:
    """Stand for a command in the list; :func:`_named` finds the one that is called."""
    raise AssertionError


def about(
    *,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """Handle options that belong to no command."""
    if show_version:
        from importlib.metadata import version  # noqa: PLC0415 - for this alone

        out.print(version("umkm-analysis"))
        raise typer.Exit
