"""Participation of UMKM in sales channels and trainings.

Firms are labels of an index; 1 is yes, 0 is no and NaN is not known.
"""

from __future__ import annotations

import pandas as pd

from umkm_analysis.metrics._checks import PER_CENT, label, refuse_where, require_flags, require_same_labels
from umkm_analysis.rounding import HUNDRED

__all__ = ["channel_adoption", "training_conversion", "training_reach"]


def channel_adoption(registered: pd.DataFrame, active: pd.DataFrame) -> pd.DataFrame:
    """Compute the share of firms registered on each channel, and the bounds of those that sell there.

    registered_pct = registered firms / all firms * 100
    active_lower = firms known to be active / all firms * 100
    active_upper = (firms known to be active + firms registered of which it is not known) / all firms * 100

    Parameters
    ----------
    registered
        Firm × channel: 1 registered, 0 not, NaN not known.
    active
        The same firms and channels: 1 sold lately, 0 not, NaN not known; see :func:`active_within`.

    Returns
    -------
    Channel × registered_pct, active_lower, active_upper, per cent; NaN where a registration is not known.

    Raises
    ------
    DataError
        If labels differ or repeat, a cell is none of the three, or a firm is active where it is not registered.

    Notes
    -----
    A firm may use several channels: shares may add up to more than 100 and must not be added.

    References
    ----------
    Bounds of an unknown part as in Manski (2003), Partial Identification of Probability Distributions.

    Examples
    --------
    >>> on = pd.DataFrame({"Grab": [1, 1, 0, 0]})
    >>> channel_adoption(on, pd.DataFrame({"Grab": [1, float("nan"), 0, 0]})).iloc[0].tolist()
    [50.0, 25.0, 50.0]
    """
    require_same_labels(registered.index, active.index, "firms of registered and active")
    require_same_labels(registered.columns, active.columns, "channels of registered and active")
    require_flags(registered, "a registration")
    require_flags(active, "an activity")
    refuse_where(active.eq(1) & registered.eq(0), active, "a firm cannot be active where it is not registered")
    firms = len(registered) or float("nan")
    known = registered.notna().all()
    on = registered.eq(1)
    shares = {
        "registered_pct": on.sum() / firms * HUNDRED,
        "active_lower": (on & active.eq(1)).sum() / firms * HUNDRED,
        "active_upper": (on & ~active.eq(0)).sum() / firms * HUNDRED,
    }
    return label(pd.DataFrame(shares).where(known, axis=0), "channel_adoption", PER_CENT)


def training_reach(trained: pd.DataFrame, eligible: pd.Series) -> pd.DataFrame:
    """Compute the share of eligible firms that took part in each training.

    reach = eligible firms trained / eligible firms * 100

    Parameters
    ----------
    trained
        Firm × training: 1 took part, 0 not, NaN not known.
    eligible
        The same firms: 1 meant, 0 not, NaN not known.

    Returns
    -------
    Training × eligible, trained (firms), reach (per cent); NaN where any firm is not known or none is eligible.

    Raises
    ------
    DataError
        If the firms differ: a training of other firms says nothing of these; or a cell is none of the three.

    Notes
    -----
    Firms that are not eligible do not count, trained or not.

    References
    ----------
    Kota Mojokerto at ISPE 2022: 400 trained on Jubelio, of how many eligible is not stated.

    Examples
    --------
    >>> training_reach(pd.DataFrame({"Jubelio": [1, 1, 0, 0]}), pd.Series([1, 1, 1, 0]))["reach"].round(1).tolist()
    [66.7]
    """
    return _taken_part(trained, eligible, ("eligible", "trained", "reach"), "training_reach", of_trained=False)


def training_conversion(trained: pd.DataFrame, listed: pd.Series) -> pd.DataFrame:
    """Compute the share of trained firms that are listed in a catalogue.

    conversion = firms both trained and listed / firms trained * 100

    Parameters
    ----------
    trained
        Firm × training: 1 took part, 0 not, NaN not known.
    listed
        The same firms: 1 listed, 0 not, NaN not known.

    Returns
    -------
    Training × trained, listed (firms), conversion (per cent); NaN where any firm is not known or none was trained.

    Raises
    ------
    DataError
        If the firms differ: two counts of different firms, such as 400 trained and 13 listed, must not be divided; or
        a cell is none of the three.

    Notes
    -----
    Not an effect of the training: firms that would list anyway may be those that come.

    References
    ----------
    Kota Mojokerto at ISPE 2022: 400 trained and 73 on the way to the catalogue are different firms.

    Examples
    --------
    >>> table = training_conversion(pd.DataFrame({"Jubelio": [1, 1, 0, 1]}), pd.Series([1, 0, 1, 0]))
    >>> table["conversion"].round(1).tolist()
    [33.3]
    """
    return _taken_part(trained, listed, ("trained", "listed", "conversion"), "training_conversion", of_trained=True)


def _taken_part(
    trained: pd.DataFrame, other: pd.Series, names: tuple[str, str, str], name: str, *, of_trained: bool
) -> pd.DataFrame:
    require_same_labels(trained.index, other.index, "firms of the two sides")
    require_flags(trained, "a training")
    require_flags(other.to_frame(), "the other side")
    both = trained.mul(other, axis=0).sum()
    of = trained.sum() if of_trained else pd.Series(other.sum(), trained.columns)
    known = trained.notna().all() & other.notna().all()
    table = pd.DataFrame(dict(zip(names, (of, both, both / of.where(of > 0) * HUNDRED), strict=True)))
    return label(table.where(known, axis=0), name, "firms; per cent")
