"""Names of regions in a column, matched to codes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from umkm_analysis.api import matching
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.api.selection import is_single
from umkm_analysis.errors import UsageError


@guided
def codes(names: Any, *, kind: str | None = None, province: str | int | None = None) -> pd.DataFrame:
    """Tell the BPS codes of a whole column of names or codes; what is not sure stays open.

    Parameters
    ----------
    names
        A Series or list, or a single one: "Kab. Mojokerto", "Mojokerto, Kab.", "KOTA MOJOKERTO", "Mojokerto Regency",
        provinces, names and codes that a region had before, BPS codes as text or number, Kemendagri codes with their
        dot.
    kind
        "kabupaten", "kota" or "province", where the whole column holds regions of one kind.
    province
        Name or code of the province that the whole column lies in.

    Returns
    -------
    DataFrame with the index of ``names`` and a row each:

    * given: the cell as text
    * code, name, kind: of the region; missing unless its status is "found"
    * status: "found", "ambiguous" (several regions are called so), "unknown" or "missing"
    * candidates: code and name of those it could be, or that are called almost so
    * note: what to know of a found one, such as that it is called otherwise now

    Raises
    ------
    UsageError
        If there is no such kind or province; if a whole table is given.

    Notes
    -----
    Nothing is guessed: "Mojokerto" is a kabupaten and a kota, "Jambi" a province and a kota, 9999 the nation or no
    value. The codes are those of
    BPS that this project keeps: a region whose code changed with its province (in Papua, 2022) is kept under the code
    before. Codes of Kemendagri without a dot look alike and are read as BPS's.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> coded = ua.codes(["Kab. Mojokerto", "Mojokerto, Kab.", "KOTA MOJOKERTO", "3576", "Mojokerto", "Mojokreto"])
    >>> coded["code"].fillna("").tolist()
    ['3516', '3516', '3576', '3576', '', '']
    >>> coded.loc[4, ["status", "candidates"]].tolist()
    ['ambiguous', '3516 Kabupaten Mojokerto; 3576 Kota Mojokerto']
    >>> ua.codes(["Mojokerto", "Kediri"], kind="kota")["name"].tolist()
    ['Kota Mojokerto', 'Kota Kediri']
    """
    if isinstance(names, pd.DataFrame):
        raise UsageError('Give the column of names, such as codes(table["daerah"]), not the whole table.')
    listed = [names] if is_single(names) else names
    column = listed if isinstance(listed, pd.Series) else pd.Series(list(listed), dtype=object)
    kinds = matching.kinds(kind)
    within = None if province is None else matching.province(province)
    places_of, unique = pd.factorize(column.astype(object), use_na_sentinel=False)
    matches = [matching.match(name, kinds=kinds, within=within) for name in unique]
    coded = pd.DataFrame(
        {
            "given": [match.given for match in matches],
            "code": [match.region and match.region.code for match in matches],
            "name": [match.region and match.region.name for match in matches],
            "kind": [match.region and match.region.kind for match in matches],
            "status": [match.status for match in matches],
            "candidates": ["; ".join(f"{one.code} {one.name}" for one in match.candidates) for match in matches],
            "note": [match.note for match in matches],
        },
        dtype="str",
    )
    result = coded.take(places_of).set_axis(column.index, axis="index")
    counts = result["status"].value_counts()
    stand = ", ".join(f"{count} {status}" for status, count in counts.items())
    return described(result, title=f"Regions of {len(result)} names: {stand}", units={}, sources=[])
