"""Command ``umkm fetch inaproc``: procurement lines of INAPROC's Data API."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.atomic_write import READABLE_BY_OWNER, write_atomically
from umkm_analysis.commands.console import err, out, print_notes
from umkm_analysis.commands.fetch import options
from umkm_analysis.commands.fetch.clients import keyed_client
from umkm_analysis.commands.imports.lines import Options, import_lines, request_of
from umkm_analysis.datasets import project
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.request import FIRST_YEAR, LAST_YEAR, Existing
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import UsageError
from umkm_analysis.plurals import count_of

SERVICE = "https://data.inaproc.id"
PREFIX = ".fetched-"
"""Of the folders of crawls that are on their way into the import."""


def inaproc(  # noqa: PLR0913 - one argument for each option of the command line
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="rup-provider, rup-selfmanaged, tender, nontender, recorded, ekatalog-v5 or ekatalog-v6.",
        ),
    ],
    *,
    institution: Annotated[str, typer.Option(metavar="CODE", help="Of the government or ministry (kd_klpd): D123.")],
    year: Annotated[int, typer.Option(min=FIRST_YEAR, max=LAST_YEAR, metavar="YEAR", help="Budget year.")],
    region: Annotated[
        str | None, typer.Option(metavar="CODE_OR_NAME", help="Whose lines these are, where the rows do not say.")
    ] = None,
    match: Annotated[
        list[str] | None, typer.Option(metavar="NAME=CODE", help="Region of an institution, or =none; repeatable.")
    ] = None,
    existing: Annotated[
        Existing,
        typer.Option(
            help="What to do where lines of the kind, year and institution stand already. snapshot: keep both, each as "
            "of its day; the newest counts."
        ),
    ] = Existing.REFUSE,
    allow_bad: Annotated[
        int, typer.Option("--allow-bad", min=0, metavar="N", help="Leave out up to N bad rows instead of refusing.")
    ] = 0,
    key_file: options.KeyFile = None,
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="Of the API, where it is another; its host needs --host.")
    ] = SERVICE,
    host: options.Hosts = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", help="Keep the rows there too, to import them elsewhere (mode 600)."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Fetch all pages and import nothing.")] = False,
) -> None:
    """Fetch procurement lines of INAPROC's API and import them.

    Those of an institution and year. The token stands in UMKM_INAPROC_TOKEN or in a file that you alone can read.
    Nothing is replaced until the last page has come, and of the rows only what umkm import reads is kept: no names or
    numbers of officials.
    """
    lines, code = find_kind(kind), institution.strip().upper()
    if save is not None and save.exists():
        raise UsageError(f"--save {save}: there is something already; name another file")
    from umkm_analysis.remote import inaproc as service

    if not dry_run and catalog.FOLDER_VARIABLE not in os.environ:
        project.writable_root()  # refuses where there is nothing to keep them in
    today = dt.datetime.now(dt.UTC).date().isoformat()
    print_notes([region] if region else [])
    request = request_of(lines, Options(year, region, match or [], today, existing, allow_bad))
    wanted = service.Wanted(lines, code, year)
    with keyed_client(service, address, host, key_file, bearer=True) as client:
        crawl = service.crawl(client, wanted, err.print)
    out.print(f"read      {count_of(len(crawl.rows), 'row')} on {count_of(crawl.pages, 'page')} of {client.host}")
    if crawl.unread:
        out.print(f"not kept  {', '.join(crawl.unread)}")
    for note in crawl.notes:
        err.print(f"note: {note}")
    text = crawl.text()
    if save is not None:
        write_atomically({save: text}, mode=READABLE_BY_OWNER)
        out.print(f"saved     {save}; umkm import {lines.name} {save} --year {year} reads it")
    if dry_run:
        out.print("dry run: nothing was imported")
        return
    with _private_folder() as folder:
        file = folder / f"inaproc-{lines.name}-{code}-{year}.json"
        write_atomically({file: text}, mode=READABLE_BY_OWNER)
        import_lines([file], request)


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Yield a folder of the user alone for the rows, and remove it; also those that killed commands have left."""
    place = catalog.folder()
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"{PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=PREFIX) as folder:
        yield Path(folder)
