"""Command ``umkm data``: the tables in use, editions of them, and what was imported."""

from __future__ import annotations

from umkm_analysis.commands.editions import diff, listing, pin
from umkm_analysis.commands.imports.statistics import data

data.callback(invoke_without_command=True)(listing.list_tables)
data.command(
    epilog="Exit codes: 0 the same; 1 they differ; 2 no such edition; 3 one cannot be read, or FILE not be written; "
    "5 git is not installed."
)(diff.diff)
data.command(epilog="Exit codes: 0 kept, or kept already; 1 it cannot be written; 2 wrong use.")(pin.pin)

__all__ = ["data"]
