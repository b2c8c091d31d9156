"""Command ``umkm claims check``: public claims against official figures."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.checked_data import (
    imports_state,
    keep_answer,
    remembered_answer,
    remembering_valid_tables,
)
from umkm_analysis.commands.console import err, out
from umkm_analysis.commands.exit_codes import ExitCode
from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.errors import UsageError

NOTE, CONTRADICTED = "note: ", "contradicted"
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
    from umkm_analysis.i18n.translation import known

    code = known(language)
    if not path.exists():
        raise UsageError(f"there is no file {path}.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Name a CSV file with a claim a row, such as data/claims.csv.")
    verdict, *lines = _said(path, code) if path.is_file() else _check(path, code)  # a pipe is read once
    for line in lines:
        (err if line.startswith(NOTE) else out).print(line)
    if verdict == CONTRADICTED:
        raise typer.Exit(ExitCode.CONTRADICTED)


def _said(path: Path, code: str) -> list[str]:
    """Remember or work out what is said of a list; see :func:`_check`."""
    data, about = fingerprints.data_version(project.root()), _about(path, code)
    said = remembered_answer(about=about)
    if not said:
        said = _check(path, code)
        if about == _about(path, code):
            keep_answer(said, data, about=about)
    return said


def _about(path: Path, code: str) -> list[str]:
    return ["claims", str(path), _digest(path), imports_state(), code]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # no permission: said by whoever reads it
        return ""


def _check(path: Path, code: str) -> list[str]:
    """Check a list; return whether a claim is contradicted, and the lines to print, those for stderr as notes."""
    from umkm_analysis.analysis import claims as analysis
    from umkm_analysis.datasets import regions
    from umkm_analysis.i18n.translation import use_language
    from umkm_analysis.pages.claims import text

    with remembering_valid_tables():
        findings, unused = analysis.check_file(path)
    texts = dict.fromkeys(text for finding in findings for text in finding.claim.region_texts)
    lines = [f"{NOTE}{note}" for named in texts if (note := regions.note(named))]
    names = regions.all_regions()
    with use_language(code):
        for finding in findings:
            claim = finding.claim
            name = names[claim.code].name
            lines.append(f"{claim.claim_id}  {claim.code} {name}  {text.what(claim)}: {text.claimed(claim)}")
            verdict = text.VERDICT[finding.verdict] if code == "id" else finding.verdict
            lines.append(f"    {verdict}: {text.reason(finding)}")
    counts = {name: sum(finding.verdict == name for finding in findings) for name in analysis.VERDICTS}
    lines.append(", ".join(f"{count} {name}" for name, count in counts.items()))
    if unused:
        lines.append(f"Columns not used: {', '.join(unused)}")
    return [CONTRADICTED if any(finding.contradicted for finding in findings) else "", *lines]
