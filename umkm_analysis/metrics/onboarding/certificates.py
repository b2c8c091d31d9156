"""Certificates of UMKM: held and valid, over those they apply to, with bounds for what is not known.

Firm × certificate: 1 is yes, 0 is no and NaN is not known. An expired certificate is not held.
"""

from __future__ import annotations

import pandas as pd

from umkm_analysis.metrics._checks import label, require_flags, require_same_labels

__all__ = ["certificate_coverage", "certificates_complete"]


def certificate_coverage(held: pd.DataFrame, applies: pd.DataFrame) -> pd.DataFrame:
    """Divide the firms that hold a valid certificate by those it applies to.

    lower = held / (applying firms + firms of which it is not known and that do not hold it) * 100
    upper = (held + perhaps held) / (applying firms + firms perhaps applying and perhaps holding it) * 100

    Parameters
    ----------
    held
        Firm × certificate: 1 valid on the day, 0 not (never or expired), NaN not known.
    applies
        The same firms and certificates: 1 the certificate applies to the firm, 0 not, NaN not known.

    Returns
    -------
    Certificate × applicable (firms it surely applies to), unknown (firms of which something is not known), lower,
    upper (per cent). lower equals upper where everything is known; NaN where it applies to nobody, or nothing is known.

    Raises
    ------
    DataError
        If labels differ or repeat, or a cell is none of the three.

    Notes
    -----
    The bounds are sharp: each is reached by some way the unknown could turn out in which it applies to a firm. Not an
    interval of confidence.

    References
    ----------
    Manski (2003), Partial Identification of Probability Distributions.

    Examples
    --------
    Two of four food makers hold it, of one it is not known; a tailor does not need it.

    >>> held = pd.DataFrame({"halal": [1, 1, 0, float("nan"), 0]})
    >>> certificate_coverage(held, pd.DataFrame({"halal": [1, 1, 1, 1, 0]})).iloc[0].tolist()
    [4.0, 1.0, 50.0, 75.0]
    """
    _require_alike(held, applies)
    sure, perhaps = applies.eq(1), applies.isna()
    yes, no, open_ = held.eq(1), held.eq(0), held.isna()
    # a firm of which it is not known whether the certificate applies counts where that lowers, or raises, the share
    least = (sure & yes).sum(), (sure | (perhaps & ~yes)).sum()
    most = ((sure | perhaps) & ~no).sum(), (sure | (perhaps & ~no)).sum()
    known = (held.notna() | applies.notna()).any()
    anybody = known & (sure | perhaps).any()
    lower, upper = (part / of.where(of > 0) * 100 for part, of in (least, most))
    table = pd.DataFrame(
        {
            "applicable": sure.sum(),
            "unknown": (perhaps | (sure & open_)).sum(),
            "lower": lower.fillna(100.0).where(anybody),  # whoever it may apply to holds it
            "upper": upper.fillna(0.0).where(anybody),  # whoever it may apply to does not
        }
    )
    return label(table.where(known, axis=0), "certificate_coverage", "firms; per cent")


def certificates_complete(held: pd.DataFrame, applies: pd.DataFrame) -> pd.Series:
    """Flag each firm that holds every certificate that applies to it.

    complete = 1 if every applying certificate is held, 0 if one is surely lacking; else NaN

    Parameters
    ----------
    held
        Firm × certificate: 1 valid on the day, 0 not (never or expired), NaN not known.
    applies
        The same firms and certificates: 1 the certificate applies to the firm, 0 not, NaN not known.

    Returns
    -------
    One value per firm: 1, 0, or NaN where it is not known or no certificate applies.

    Raises
    ------
    DataError
        If labels differ or repeat, or a cell is none of the three.

    Notes
    -----
    The share of complete firms is not the mean of the certificates' coverage.

    References
    ----------
    Certificates that an UMKM needs: NIB for all; halal, BPOM or PIRT, HACCP, nutrition test for food makers.

    Examples
    --------
    >>> held = pd.DataFrame({"NIB": [1, 1, 1], "halal": [1, 0, 0]})
    >>> certificates_complete(held, pd.DataFrame({"NIB": [1, 1, 1], "halal": [1, 1, 0]})).tolist()
    [1.0, 0.0, 1.0]
    """
    _require_alike(held, applies)
    lacking = (applies.eq(1) & held.eq(0)).any(axis=1)
    settled = (applies.eq(0) | (held.eq(1) & applies.notna())).all(axis=1) & applies.eq(1).any(axis=1)
    complete = pd.Series(float("nan"), held.index).mask(settled, 1.0).mask(lacking, 0.0)
    return label(complete, "certificates_complete", "flag")


def _require_alike(held: pd.DataFrame, applies: pd.DataFrame) -> None:
    require_same_labels(held.index, applies.index, "firms of held and applies")
    require_same_labels(held.columns, applies.columns, "certificates of held and applies")
    require_flags(held, "what is held")
    require_flags(applies, "what applies")
