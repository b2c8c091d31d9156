"""Command ``umkm preview``: the page of one notebook, made again with every save."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import signal
import webbrowser
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.console import err, out
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError

HOME_REGION = "3576"


def preview(  # noqa: PLR0913 - one argument for each option of the command line
    notebook: Annotated[str, typer.Argument(metavar="NOTEBOOK", help="A file, or the name of a report.")],
    *,
    region: Annotated[str, typer.Option(metavar="CODE_OR_NAME", help="BPS code or full name.")] = HOME_REGION,
    language: Annotated[str, typer.Option(metavar="CODE", help="id or en.")] = "id",
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="For the notebook; repeatable."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the page goes; default: preview/ in reports/."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Make the page once and end.")] = False,
) -> None:
    """Show the page of a notebook anew with every save.

    The page that is named refreshes itself in any browser, from the file: no server runs. A cell that fails is shown
    in its place, and the preview goes on. Ctrl-C ends it.
    """
    from umkm_analysis.builds.plan import choose_languages, refuse_bad_scope
    from umkm_analysis.builds.preview.notebook import find_notebook

    languages = choose_languages([language])
    if len(languages) != 1:
        raise UsageError(f"--language {language}: a preview is in one language, id or en.")
    file = find_notebook(notebook, Path.cwd())
    refuse_bad_scope(named=[region])
    parameters = _parameters(parameter or (), file)
    from umkm_analysis.builds.preview.previewer import Previewer

    folder = project.output_folder(output, default="preview")
    previewer = Previewer(file, region, folder, languages[0], parameters)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    failed = False
    try:
        with closing(previewer.versions(err.print)) as versions:
            for shown in versions:
                failed = bool(shown.why)
                if failed:
                    err.print(f"code cell {shown.cell}: {shown.why}" if shown.cell else shown.why, markup=False)
                else:
                    out.print(f"made in {shown.seconds:.2f} s")
                if previewer.made == 1:
                    out.print(f"The page: {previewer.page}")
                    out.print(f"Open {previewer.live.as_uri()}")
                    if open_:
                        webbrowser.open(previewer.live.as_uri())
                if once:
                    break
    except KeyboardInterrupt:
        out.print("ended")
        return
    raise typer.Exit(int(failed))


def _parameters(pairs: list[str] | tuple[str, ...], notebook: Path) -> dict[str, str | int | float]:
    if not pairs:
        return {}
    from umkm_analysis.jupyter.parameters import read_parameters

    return read_parameters(pairs, [notebook])
