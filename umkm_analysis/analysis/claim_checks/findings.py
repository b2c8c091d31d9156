"""Result of checking a claim: verdict, reason, and the figures it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_analysis.analysis.evidence import Figure
    from umkm_analysis.datasets.claims import Claim

CONFIRMED = "confirmed"
CORRECTED = "confirmed with a correction"
CONFLICTS = "conflicts"
UNCHECKED = "cannot be checked"
VERDICTS = (CONFIRMED, CORRECTED, CONFLICTS, UNCHECKED)


@dataclass(frozen=True)
class Finding:
    """A claim, what it was held against, and what came of it."""

    claim: Claim
    verdict: str
    reason: str
    """A code; the words are the labels of i18n."""
    figure: Figure | None = None
    """What the claim is held against."""
    other: Figure | None = None
    """Another figure that the claim's value is, if it is not this one."""
    further: tuple[Figure, ...] = ()
    """Figures that explain it."""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def contradicted(self) -> bool:
        """Whether the evidence is against it."""
        return self.verdict == CONFLICTS
