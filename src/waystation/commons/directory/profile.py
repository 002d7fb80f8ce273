"""Our profile of HSDS: what the standard has no column for, carried as attributes of a taxonomy of our own.

An export writes one attribute for each filled profile field of a service; an import of these fills them again.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from .models import Service

PROFILE = "waystation-profile"
TAXONOMY_ID = str(uuid.uuid5(uuid.NAMESPACE_URL, PROFILE))
FIELDS = (
    "gender_policy",
    "populations",
    "trafficking_types",
    "survivor_led",
    "no_police_report",
    "confidentiality",
    "intake",
    "verified_by",
)


LISTS = {"populations", "trafficking_types"}
YES_NO = {"survivor_led", "no_police_report"}
ALLOWED: dict[str, set[Any]] = {
    "gender_policy": set(Service.Gender.values),
    "confidentiality": set(Service.Confidentiality.values),
}


def term_id(field: str) -> str:
    return str(uuid.uuid5(uuid.UUID(TAXONOMY_ID), field))


def taxonomy_rows() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The taxonomy and its terms, as HSDS rows."""
    shared = {"taxonomy": PROFILE, "taxonomy_id": TAXONOMY_ID, "language": "eng"}
    words = "Field of the directory profile."
    terms = [{"id": term_id(f), "code": f, "name": f.replace("_", " "), "description": words, **shared} for f in FIELDS]
    return {"id": TAXONOMY_ID, "name": PROFILE, "description": "Fields that HSDS has no column for."}, terms


def profile_rows() -> list[dict[str, Any]]:
    """One attribute row for each filled profile field of each service."""
    rows = []
    for values in Service.objects.order_by("id").values("id", *FIELDS).iterator():
        for field in FIELDS:
            value = values[field]
            if value in (None, "", []) or (field == "confidentiality" and value == Service.Confidentiality.OPEN):
                continue
            rows.append(
                {
                    "id": str(uuid.uuid5(values["id"], f"{PROFILE}|{field}")),
                    "link_id": str(values["id"]),
                    "link_entity": "service",
                    "link_type": PROFILE,
                    "taxonomy_term_id": term_id(field),
                    "value": value if isinstance(value, str) else json.dumps(value),
                }
            )
    return rows


def set_field(service: Service, term: str, value: str) -> bool:
    """Fill one profile field from an attribute; False when it is none of ours or its value is not allowed."""
    field = next((f for f in FIELDS if term_id(f) == term), "")
    if not field:
        return False
    if field in LISTS | YES_NO:
        try:
            given: Any = json.loads(value)
        except ValueError:
            return False
    else:
        given = value
    if field in LISTS and not (isinstance(given, list) and all(isinstance(item, str) for item in given)):
        return False
    if field in YES_NO and not isinstance(given, bool):
        return False
    if field in ALLOWED and given not in ALLOWED[field]:
        return False
    setattr(service, field, given)
    return True
