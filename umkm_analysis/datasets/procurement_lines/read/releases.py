"""Rows from releases of the Open Contracting Data Standard: one for each award or contract."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RUPIAH = "IDR"
JAKARTA, EAST = dt.timedelta(hours=7), dt.timedelta(hours=9)
"""How far the clocks of Indonesia are from UTC."""
OPEN_TENDER = (None, "planning", "planned", "active")
"""Statuses of a tender that no award need have followed yet."""
INNER = ("compiledRelease", "release")
"""Keys under which a record or package puts a release."""


def is_release(row: Mapping[str, Any]) -> bool:
    """Whether an object is a release, or a record with one."""
    inner = next((row[key] for key in INNER if isinstance(row.get(key), dict)), row)
    parts = ("tender", "awards", "contracts", "planning", "buyer", "tag")
    return "ocid" in inner and any(isinstance(inner.get(part), (dict, list)) for part in parts)


def flattened(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Return a row for each contract of a release, else for each award; one without a value where there is neither.

    A contract has the suppliers of its award. An amount in another currency keeps its name, so that it is refused as
    no rupiah.
    """
    release = next((row[key] for key in INNER if isinstance(row.get(key), dict)), row)
    tender = _object(release.get("tender"))
    entity = _object(tender.get("procuringEntity"))
    common = {
        "ocid": release.get("ocid"),
        "release_day": re.sub(r"\D", "", str(release.get("date") or "")[:10]) or None,
        "buyer_name": _object(release.get("buyer")).get("name") or entity.get("name"),
        "tender_procuringEntity_name": entity.get("name"),
        "tender_procuringEntity_id": entity.get("id"),
        "tender_value_amount": _amount(tender.get("value")),
        "tender_tenderPeriod_startDate": _object(tender.get("tenderPeriod")).get("startDate"),
        "tender_tenderPeriod_endDate": _object(tender.get("tenderPeriod")).get("endDate"),
        "tender_procurementMethodDetails": tender.get("procurementMethodDetails"),
        "tender_procurementMethod": tender.get("procurementMethod"),
        "tender_mainProcurementCategory": tender.get("mainProcurementCategory"),
        "tender_numberOfTenderers": tender.get("numberOfTenderers"),
    }
    awards = {str(award.get("id")): award for award in _objects(release.get("awards"))}
    contracts = _objects(release.get("contracts"))
    signed = {str(contract.get("awardID")) for contract in contracts}
    deals = [(contract, awards.get(str(contract.get("awardID")), {})) for contract in contracts]
    deals += [(award, award) for key, award in awards.items() if key not in signed]
    for deal, award in deals or [({}, {})]:
        day = deal.get("dateSigned") or award.get("date") or release.get("date")
        suppliers = _objects(award.get("suppliers"))
        value = deal.get("value") if deal.get("value") is not None else award.get("value")
        yield {
            **common,
            "award_id": deal.get("id"),
            "award_amount": _amount(value),
            "award_date": day if deal else None,
            "award_year": _year(str(day)) if day else None,
            "award_status": deal.get("status") if deal else _without_award(tender.get("status")),
            "supplier_name": ";".join(str(supplier.get("name")) for supplier in suppliers) or None,
            "supplier_id": ";".join(str(supplier.get("id")) for supplier in suppliers if supplier.get("id")) or None,
        }


def _year(day: str) -> str:
    """Return the year of a day; of a moment by another clock than Indonesia's, the year that it was in Jakarta.

    >>> _year("2024-12-31T17:30:00Z"), _year("2024-12-31T23:30:00+07:00"), _year("2024-12-31")
    ('2025', '2024', '2024')
    """
    try:
        moment = dt.datetime.fromisoformat(day)
    except ValueError:
        return day[:4]
    offset = moment.utcoffset()
    if offset is not None and not JAKARTA <= offset <= EAST:
        moment += JAKARTA - offset
    return str(moment.year)


def _without_award(status: Any) -> Any:
    """Return the status of a tender without an award: one that is still open is no order yet."""
    return "pending" if status in OPEN_TENDER else status


def _amount(value: Any) -> Any:
    """Return rupiah; an amount in another currency with its name."""
    amount, currency = _object(value).get("amount"), _object(value).get("currency") or RUPIAH
    return amount if amount is None or currency == RUPIAH else f"{currency} {amount}"


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
