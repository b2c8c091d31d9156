"""Options that the commands of ``umkm fetch`` share."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.datasets.statistics.request import Kind

Statistics = Annotated[Kind, typer.Argument(metavar="KIND", help="grdp, growth, population or sectors.")]
Hosts = Annotated[
    list[str] | None,
    typer.Option(
        "--host", metavar="HOST", help="Host that may be asked besides the known ones; repeatable. UMKM_HOSTS too."
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", metavar="FILE", help="File with the key that you alone can read (mode 600)."),
]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="Keep the answers there too, to import them elsewhere.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Fetch, print the account, import nothing; keep the answers.")]
InRegion = Annotated[
    str | None,
    typer.Option(
        "--region", metavar="CODE_OR_NAME", help="Only this region, with its kabupaten and kota if a province."
    ),
]
Vintage = Annotated[
    str | None, typer.Option(metavar="DATE", help="Their release, where known figures differ: 2026-05.")
]
NoLink = Annotated[bool, typer.Option("--no-link", help="Break the series instead of linking years of other releases.")]
Source = Annotated[
    str, typer.Option(metavar="TEXT", help="Publisher, and title after a comma; default: the service's.")
]
SaidBy = Annotated[str, typer.Option("--said-by", metavar="NAME", help="The office that imports or vouches for them.")]
Unit = Annotated[
    str | None, typer.Option(metavar="WORD", help="Where none is named: rupiah, ribu, juta, miliar, triliun.")
]
ConstantPrices = Annotated[
    bool, typer.Option("--constant-prices", help="Figures that name no prices are at constant 2010 prices.")
]
Decimal = Annotated[str | None, typer.Option(metavar="MARK", help='Decimal mark, where "6.775" could be two numbers.')]
