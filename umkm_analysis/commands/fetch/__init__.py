"""Command ``umkm fetch``: statistics and procurement lines from the services that publish them."""

from __future__ import annotations

import typer

from umkm_analysis.commands.fetch.bps import bps, bps_tables, bps_variables
from umkm_analysis.commands.fetch.inaproc import inaproc
from umkm_analysis.commands.fetch.portals import ckan, ckan_search

EXIT_CODES = (
    "Exit codes: 0 fetched and imported, or nothing new; 1 the service did not answer as it should, or files cannot be "
    "written; 2 wrong use; 3 the answers cannot be used. Whatever was there before stays, but with 0."
)
fetch = typer.Typer(
    help="Fetch statistics or lines, and import them.\n\nNo other command asks the internet.",
    no_args_is_help=True,
)
fetch.command("bps", epilog=EXIT_CODES)(bps)
fetch.command("bps-variables", epilog="Exit codes: 0 listed; 1 BPS did not answer as it should; 2 wrong use.")(
    bps_variables
)
fetch.command("bps-tables", epilog="Exit codes: 0 listed; 1 BPS did not answer as it should; 2 wrong use.")(bps_tables)
fetch.command("ckan", epilog=EXIT_CODES)(ckan)
fetch.command("ckan-search", epilog="Exit codes: 0 listed; 1 the portal did not answer as it should; 2 wrong use.")(
    ckan_search
)
fetch.command("inaproc", epilog=EXIT_CODES)(inaproc)
