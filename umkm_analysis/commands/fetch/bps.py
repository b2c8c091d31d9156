"""Commands ``umkm fetch bps``, ``bps-variables`` and ``bps-tables``: figures of BPS's WebAPI."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import re
from typing import Annotated

import typer

from umkm_analysis.commands.console import err, out, print_aligned
from umkm_analysis.commands.fetch import options
from umkm_analysis.commands.fetch.answers import import_answers, place_for
from umkm_analysis.commands.fetch.clients import keyed_client
from umkm_analysis.commands.imports.statistics import statistics_request
from umkm_analysis.errors import UsageError

SERVICE = "https://webapi.bps.go.id"
MAX_TITLE = 90
Address = Annotated[
    str, typer.Option("--address", metavar="URL", help="Of the WebAPI, where it is another; its host needs --host.")
]
Domain = Annotated[
    str,
    typer.Option(metavar="CODE", help="Office: 0000 the nation's, 3500 a province's, 3576 a kabupaten's or kota's."),
]


def bps(  # noqa: PLR0913 - one argument for each option of the command line
    kind: options.Statistics,
    *,
    variable: Annotated[
        int | None, typer.Option("--var", min=1, metavar="ID", help="Variable: umkm fetch bps-variables lists them.")
    ] = None,
    table: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="ID", help="Static table, in place of a variable: umkm fetch bps-tables lists them."
        ),
    ] = None,
    domain: Domain = "0000",
    years: Annotated[
        str | None, typer.Option(metavar="YEARS", help="One, or first and last: 2019-2025; default: all there are.")
    ] = None,
    item: Annotated[
        int | None, typer.Option(min=0, metavar="ID", help="The only item (turvar) to ask for, where all are too much.")
    ] = None,
    region: options.InRegion = None,
    vintage: options.Vintage = None,
    no_link: options.NoLink = False,
    source: options.Source = "",
    said_by: options.SaidBy = "",
    unit: options.Unit = None,
    constant_prices: options.ConstantPrices = False,
    decimal: options.Decimal = None,
    key_file: options.KeyFile = None,
    address: Address = SERVICE,
    host: options.Hosts = None,
    save: options.Save = None,
    dry_run: options.DryRun = False,
) -> None:
    """Fetch a variable or table of BPS's WebAPI and import it.

    The key stands in UMKM_BPS_KEY or in a file that you alone can read; BPS gives one for nothing. The figures go
    through the same checks as a file: umkm import. Known variables of domain 0000: 2194 GRDP at 2010 prices of
    kabupaten and kota, 533 that of provinces, 291 growth of provinces.
    """
    if (variable is None) == (table is None):
        raise UsageError("--var ID or --table ID: one of the two says what to fetch")
    if table is not None and (years or item is not None):
        raise UsageError("--years and --item are for variables; a static table comes whole")
    place, wanted_years = place_for(save), _years(years)
    _check_domain(domain)
    if region is None and not domain.endswith("00"):
        region = domain  # rows of such an office's tables are sectors, most often, and its own
    request = statistics_request(
        kind, region=region, vintage=vintage, no_link=no_link, source=source, said_by=said_by, unit=unit,
        constant_prices=constant_prices, decimal=decimal,
    )  # fmt: skip
    from umkm_analysis.remote import bps as service

    with keyed_client(service, address, host, key_file) as client:
        if variable is None:
            fetched = service.fetch_table(client, domain, table or 0)
        else:
            wanted = service.Wanted(variable, domain, wanted_years, item)
            fetched = service.fetch_variable(client, wanted, err.print)
    import_answers(fetched, request, place, keep=save is not None, dry_run=dry_run)


def bps_variables(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='Of the title, such as "pdrb konstan".')],
    *,
    domain: Domain = "0000",
    key_file: options.KeyFile = None,
    address: Address = SERVICE,
    host: options.Hosts = None,
) -> None:
    """List variables of BPS's WebAPI by words.

    Those of their title. The list has ten variables a page, so that reading that of domain 0000 takes minutes.
    """
    _check_domain(domain)
    from umkm_analysis.remote import bps as service

    with keyed_client(service, address, host, key_file) as client:
        found = service.find_variables(client, domain, words, err.print)
    if not found:
        out.print(f'no variable of domain {domain} has "{words}" in its title')
        return
    print_aligned([["id", "unit", "title"], *([id_, unit, title[:MAX_TITLE]] for id_, title, unit, _ in found)])


def bps_tables(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='To look for, such as "pdrb konstan".')],
    *,
    domain: Domain = "0000",
    key_file: options.KeyFile = None,
    address: Address = SERVICE,
    host: options.Hosts = None,
) -> None:
    """List static tables of BPS's WebAPI by words."""
    _check_domain(domain)
    from umkm_analysis.remote import bps as service

    with keyed_client(service, address, host, key_file) as client:
        found = service.find_tables(client, domain, words)
    if not found:
        out.print(f'no static table of domain {domain} for "{words}"')
        return
    print_aligned([["id", "changed", "title"], *([id_, day, title[:MAX_TITLE]] for id_, day, title in found)])


def _check_domain(domain: str) -> None:
    if not re.fullmatch(r"\d{4}", domain):
        raise UsageError(f'--domain "{domain}": four digits, such as 0000, 3500 or 3576')


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    match = re.fullmatch(r"((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?", text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if first > last:
        raise UsageError(f'--years "{text}": a year, or the first and the last: 2019-2025')
    return first, last
