"""Potential of plans: the share with what could still go to micro and small enterprises and co-operatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.metrics._checks import PER_CENT, label, require_not_negative, require_same_labels
from umkm_analysis.metrics.procurement import procurement_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["potential_share"]


def potential_share(planned_umkk: pd.Series, open_value: pd.Series, planned: pd.Series) -> pd.Series:
    """Compute the share of plans for UMK-K if everything that is open to them went to them.

    share_if_open = 100 * (planned_umkk + open_value) / planned

    Parameters
    ----------
    planned_umkk
        Rupiah of plans known to be for UMK-K, one value per region.
    open_value
        Rupiah of plans that a rule reserves for them and that are known not to be for them.
    planned
        Rupiah of all plans from providers.

    Returns
    -------
    One share per region, per cent; NaN where a value is missing or nothing is planned.

    Raises
    ------
    DataError
        If labels differ, a value is negative, or parts are above the whole.

    Notes
    -----
    An upper limit of what can be done, not a forecast: the rule excepts packages that small enterprises cannot carry
    out technically, which no export says. See :func:`~umkm_analysis.aggregates.potential.line_potential`.

    References
    ----------
    Perpres 12/2021, Pasal 65 (4): packages up to Rp 15 billion.

    Examples
    --------
    >>> import pandas as pd
    >>> potential_share(pd.Series([30]), pd.Series([25]), pd.Series([100])).round(2).tolist()
    [55.0]
    """
    require_same_labels(planned_umkk.index, open_value.index, "plans for UMK-K and open ones")
    require_not_negative(open_value, "open plans")
    return label(procurement_share(planned_umkk + open_value, planned), "potential_share", PER_CENT)
