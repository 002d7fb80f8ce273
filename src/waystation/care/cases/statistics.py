"""The record of codes that a case leaves for counting: kept in the case, sealed to the statistics team at each save."""

from __future__ import annotations

from typing import Any

from waystation.care.cases.shapes import Identity
from waystation.core.codes.statistics import StatisticsError, county_code
from waystation.foundation.agencies.models import Agency


def county_of(agency: Agency, county: str) -> str | None:
    """The county code of a county's name in the agency's state, None when it does not read as one."""
    if not county or not agency.state:
        return None
    try:
        return county_code("us", agency.state, county)
    except StatisticsError:
        return None


def of_identity(agency: Agency, identity: Identity) -> dict[str, Any]:
    """Age, gender, county and how many others help. An age known only as under or over 18 is no age in years."""
    stated = identity.age is not None
    state = identity.age_state if identity.age_state in {"unknown", "declined", "not_asked"} else "unknown"
    return {
        "age_years": identity.age,
        "age_state": "stated" if stated else state,
        "gender": identity.gender or "not_asked",
        "county": county_of(agency, identity.county),
        "other_agencies": identity.other_agencies,
        "other_agencies_state": identity.other_agencies_state,
    }
