"""Command ``umkm claims check``: public claims against official figures."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.checked_data import remembering_valid_tables
from umkm_analysis.commands.console import out, print_notes
from umkm_analysis.commands.exit_codes import ExitCode
from umkm_analysis.errors import UsageError

claims = typer.Typer(help="Hold claims, or a speech, against official figures.")


@claims.callback()
def about() -> None:
    """Hold claims, or a draft speech, against official figures."""


@claims.command(epilog="Exit codes: 0 nothing is contradicted; 4 something is; 2 wrong use; 3 the list cannot be used.")
def check(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv",
            help="Columns indicator, value, unit and code or region; stated_period, stated_basis, numerator, "
            "denominator, said_on, said_by and words where they are known. Columns as in data/claims.csv.",
        ),
    ],
    *,
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of the reasons: id or en.")] = "en",
) -> None:
    """Check every claim of a list and say why.

    confirmed, confirmed with a correction, conflicts, or cannot be checked.
    """
    from umkm_analysis.i18n.translation import known, use_language

    code = known(language)
    if not path.exists():
        raise UsageError(f"there is no file {path}.")
    from umkm_analysis.analysis import claims as analysis
    from umkm_analysis.datasets import regions
    from umkm_analysis.pages.claims import text

    with remembering_valid_tables():
        findings, unused = analysis.check_file(path)
    print_notes(text for finding in findings for text in finding.claim.region_texts)
    names = regions.all_regions()
    with use_language(code):
        for finding in findings:
            claim = finding.claim
            out.print(
                f"{claim.claim_id}  {claim.code} {names[claim.code].name}  {text.what(claim)}: {text.claimed(claim)}"
            )
            verdict = text.VERDICT[finding.verdict] if code == "id" else finding.verdict
            out.print(f"    {verdict}: {text.reason(finding)}")
    counts = {name: sum(finding.verdict == name for finding in findings) for name in analysis.VERDICTS}
    out.print(", ".join(f"{count} {name}" for name, count in counts.items()))
    if unused:
        out.print(f"Columns not used: {', '.join(unused)}")
    if any(finding.contradicted for finding in findings):
        raise typer.Exit(ExitCode.CONTRADICTED)
