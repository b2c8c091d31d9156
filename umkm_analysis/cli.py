"""Command line interface: the commands, their help texts and the exit codes."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from umkm_analysis.commands import (
    build,
    claims,
    imports,
    lab,
    lines,
    metrics,
    own_statistics,
    pdf,
    regions,
    register,
    streams,
)
from umkm_analysis.commands.console import err, out
from umkm_analysis.commands.editions import diff, listing, pin
from umkm_analysis.commands.exit_codes import ExitCode, end
from umkm_analysis.commands.setup.doctor import doctor
from umkm_analysis.commands.setup.init import init
from umkm_analysis.commands.setup.upgrade_notebooks import upgrade_notebooks
from umkm_analysis.errors import MissingToolError, UmkmError, UsageError

EXIT_CODES = (
    "Exit codes: 0 all was built; 1 some reports failed, or files cannot be written; 2 wrong use, or nothing to "
    "build; 3 the data cannot be used, nothing was written; 5 a program that is needed is not installed; 70 an error "
    "of this program itself; 130 interrupted, what was finished is kept."
)
ABOUT = "Reports on Indonesia's regions from open data: one page per region and report, readable without internet."
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=f"{ABOUT}\n\n{EXIT_CODES}",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
    try:
        _run(arguments)
    except SystemExit:
        # rich has met a reader who has gone, which it marks so, or we meet him now
        if out.quiet or err.quiet or streams.reader_has_gone():
            sys.exit(streams.BROKEN_PIPE)
        raise


def _run(arguments: Sequence[str] | None) -> None:
    try:
        app(args=arguments)
    except UsageError as error:
        end(str(error), ExitCode.USAGE)
    except MissingToolError as error:
        end(str(error), ExitCode.MISSING)
    except UmkmError as error:
        end(str(error), ExitCode.DATA)
    except OSError as error:
        end(str(error), ExitCode.FAILED)
    except KeyboardInterrupt:
        end("interrupted", ExitCode.INTERRUPTED)
    except Exception:  # noqa: BLE001 - nothing but an error of ours is left, which must not look like a failed report
        traceback.print_exc()
        end("this is an error of umkm_analysis; please report it with the lines above", ExitCode.CRASHED)


@app.callback(invoke_without_command=True)
def about(
    *,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """Handle options that belong to no command."""
    if show_version:
        out.print(version("umkm-analysis"))
        raise typer.Exit


app.command(epilog="Exit codes: 0 made, or nothing missing; 1 it cannot be written, nothing was made; 2 wrong use.")(
    init
)
app.command(epilog=EXIT_CODES)(build.build)
app.command("list")(regions.list_)
app.command(epilog="Exit codes: 0 the data can be used, warnings or not; 3 it cannot.")(regions.check)
app.command(epilog="Exit codes: 0 all was printed; 1 some pages were not; 2 nothing to print; 5 there is no browser.")(
    pdf.pdf
)
app.command("init-register")(register.init_register)
app.add_typer(claims.claims, name="claims")
app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog="Exit codes: those of JupyterLab; 2 it is not installed.",
)(lab.lab)
app.command("import", epilog="Exit codes: 0 imported, or nothing new; 2 wrong use; 3 the files cannot be used.")(
    imports.import_
)
app.command("upgrade-notebooks", epilog="Exit codes: 0 shown, or replaced; 1 cannot be written; 2 wrong use.")(
    upgrade_notebooks
)
app.command(epilog="Exit codes: 0 all that is needed is there, warnings or not; 1 something is missing.")(doctor)
own_statistics.data.callback(invoke_without_command=True)(listing.list_tables)
own_statistics.data.command(
    epilog="Exit codes: 0 the same; 1 they differ; 2 no such edition; 3 one cannot be read, or FILE not be written; "
    "5 git is not installed."
)(diff.diff)
own_statistics.data.command(epilog="Exit codes: 0 kept, or kept already; 1 it cannot be written; 2 wrong use.")(pin.pin)
app.add_typer(own_statistics.data, name="data")
app.command()(lines.lines)
app.command()(lines.shares)
app.command("sample-lines")(lines.sample_lines)
app.command(epilog="Exit codes: 0 shown; 2 there is no such metric.")(metrics.metrics)
