"""Public claims about regions held against their evidence, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from umkm_analysis.analysis import claims as checks
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.api.selection import is_every, region_names, select
from umkm_analysis.errors import UsageError, close_matches, did_you_mean
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.claims import text

if TYPE_CHECKING:
    from umkm_analysis.analysis.claims import Finding
    from umkm_analysis.api.selection import Regions

COLUMNS = [
    "claim_id", "code", "name", "said_on", "said_by", "about", "period", "said", "found", "unit", "verdict", "reason",
    "indicator", "reason_code", "found_period", "found_unit", "source",
]  # fmt: skip


@guided
def claims(  # noqa: PLR0913 - one argument a choice of the person
    regions: Regions = None,
    *,
    verdict: str | None = None,
    file: str | Path | None = None,
    kind: str | None = None,
    province: str | int | None = None,
    language: Literal["en", "id"] = "en",
) -> pd.DataFrame:
    """Public claims checked: what was said, what the evidence gives, the verdict, and why.

    Parameters
    ----------
    regions
        As for :func:`~umkm_analysis.grdp`; None or "all" without ``kind`` and ``province`` for all claims.
    verdict
        "confirmed", "confirmed with a correction", "conflicts" or "cannot be checked"; None for all.
    file
        A list of your own, as ``umkm claims check`` takes it: CSV with columns indicator, value, unit and code or
        region; None for the claims that this project keeps.
    kind, province
        As for :func:`~umkm_analysis.grdp`.
    language
        "en" or "id": of about, reason, said_by.

    Returns
    -------
    DataFrame, a row a claim: claim_id, code, name, said_on (day), said_by, about (in words), period (that it is said to
    be of), said and found (numbers; found is missing where there is no evidence), unit, verdict, reason (a sentence),
    indicator, reason_code, found_period, found_unit, and source: ids of what found rests on.

    Raises
    ------
    UsageError
        If a region or verdict is unknown, with near matches.
    TableError
        If a cell of the list cannot be used.

    Notes
    -----
    Nothing is judged by how far off it is: what fits when rounded is confirmed, a mistake is named only where it gives
    the claim exactly. Rules: :mod:`umkm_analysis.analysis.claims`.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> said = ua.claims("Kota Mojokerto").set_index("claim_id").loc["C2"]
    >>> print(said["said"], said["found"], said["unit"], said["verdict"], sep="; ")
    3.65; 3.65; per cent; confirmed
    """
    findings = checks.every_claim() if file is None else checks.check_file(Path(file))[0]
    if verdict is not None and verdict not in checks.VERDICTS:
        hint = did_you_mean(close_matches(verdict, checks.VERDICTS)) or f"There are {', '.join(checks.VERDICTS)}."
        raise UsageError(f'There is no verdict "{verdict}". {hint}')
    every = is_every(regions)
    if not (every and kind is None and province is None):
        codes = set(select(regions, kind=kind, province=province))
        findings = [one for one in findings if one.claim.code in codes]
    findings = [one for one in findings if verdict in {None, one.verdict}]
    names = region_names(dict.fromkeys(one.claim.code for one in findings))
    with use_language(language):
        rows = [_row(one, names[one.claim.code], language) for one in findings]
    numbers = {"said": "float64", "found": "float64"}
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({name: numbers.get(name, "str") for name in COLUMNS})
    counts = {name: sum(one.verdict == name for one in findings) for name in checks.VERDICTS}
    stand = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return described(
        frame,
        title=f"{len(findings)} public claims checked{f': {stand}' if stand else ''}",
        units={"said": "as in the column unit", "found": "as in the column found_unit"},
        sources=checks.sources(findings).index,
    )


def _row(finding: Finding, name: str, language: str) -> dict[str, object]:
    claim, figure = finding.claim, finding.figure
    return {
        "claim_id": claim.claim_id,
        "code": claim.code,
        "name": name,
        "said_on": claim.said_on,
        "said_by": (claim.said_by or {}).get(language),
        "about": text.what(claim),
        "period": claim.period,
        "said": claim.value,
        "found": figure and figure.value,
        "unit": claim.unit,
        "verdict": finding.verdict,
        "reason": text.reason(finding),
        "indicator": claim.indicator,
        "reason_code": finding.reason,
        "found_period": figure and figure.period,
        "found_unit": figure and figure.unit,
        "source": "; ".join(figure.source_ids) if figure else None,
    }
