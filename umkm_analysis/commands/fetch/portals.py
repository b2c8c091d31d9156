"""Commands ``umkm fetch ckan`` and ``umkm fetch ckan-search``: tables of portals of open data."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from typing import Annotated

import typer

from umkm_analysis.commands.console import err, out, print_aligned
from umkm_analysis.commands.fetch import options
from umkm_analysis.commands.fetch.answers import import_answers, place_for
from umkm_analysis.commands.fetch.clients import open_client
from umkm_analysis.commands.imports.statistics import statistics_request

MAX_TITLE = 60


def ckan(  # noqa: PLR0913 - one argument for each option of the command line
    kind: options.Statistics,
    portal: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="Of a CKAN portal (https://katalog.data.go.id), or of a data set of an Open Data API such as Jawa "
            "Barat's (https://opendata.jabarprov.go.id/api-backend/bigdata/OFFICE/DATASET).",
        ),
    ],
    *,
    resource: Annotated[
        str | None, typer.Option(metavar="ID", help="Table of a CKAN portal: umkm fetch ckan-search lists them.")
    ] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Where the table names none.")] = None,
    region: options.InRegion = None,
    vintage: options.Vintage = None,
    no_link: options.NoLink = False,
    source: options.Source = "",
    said_by: options.SaidBy = "",
    unit: options.Unit = None,
    constant_prices: options.ConstantPrices = False,
    decimal: options.Decimal = None,
    host: options.Hosts = None,
    save: options.Save = None,
    dry_run: options.DryRun = False,
) -> None:
    """Fetch a table of a portal and import it.

    With --resource the portal is a CKAN; without, the address is that of a data set. The figures go through the same
    checks as a file: umkm import. A portal that is not known is added with --host, or in UMKM_HOSTS.
    """
    request = statistics_request(
        kind, year=year, region=region, vintage=vintage, no_link=no_link, source=source, said_by=said_by, unit=unit,
        constant_prices=constant_prices, decimal=decimal,
    )  # fmt: skip
    place = place_for(save)
    from umkm_analysis.remote import portals as service

    with open_client(service.HOSTS, portal, host) as client:
        if resource is None:
            fetched = service.fetch_open_data(client, err.print)
        else:
            fetched = service.fetch_datastore(client, resource, err.print)
    import_answers(fetched, request, place, keep=save is not None, dry_run=dry_run)


def ckan_search(
    portal: Annotated[str, typer.Argument(metavar="URL", help="Of the portal: https://katalog.data.go.id.")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help='What to look for, such as "pdrb".')],
    *,
    host: options.Hosts = None,
) -> None:
    """List tables of a CKAN portal by words.

    Those of the first twenty data sets. Tables that are kept as a file only are downloaded in a browser, then imported
    by umkm import.
    """
    from umkm_analysis.remote import portals as service

    with open_client(service.HOSTS, portal, host) as client:
        found = service.find_resources(client, words)
    if not found:
        out.print(f'nothing on {client.host} for "{words}"')
        return
    rows = [
        [
            part.id,
            "rows" if part.has_rows else "file only",
            part.format,
            f"{title[:MAX_TITLE]}: {part.name[:MAX_TITLE]}",
        ]
        for title, part in found
    ]
    print_aligned([["resource", "kept as", "format", "title"], *rows])
