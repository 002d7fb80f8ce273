"""Table by table: what each needs beyond the generic way. Organizations, places and what hangs on them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from ..languages import in_words
from ..models import (
    Accessibility,
    Address,
    Contact,
    Funding,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    ServiceArea,
)
from .assembly import Assembly
from .ledger import Row

Shape = Callable[[Assembly, Row], Any]
EXTENSION = re.compile(r"^(.*\d.*?)[\s,;]*(?:x|ext\.?|extension|#)\s*\.?\s*(\w+)\W*$", re.I)
NOTHING = re.compile(r"^[\s,;.\-]*$")
CONFIDENTIAL = re.compile(
    r"\bconfidential\b|\bundisclosed\b|\baddress (is )?private\b|\bcall for (address|location)\b", re.I
)
ADDRESS_TEXTS = ("attention", "address_1", "address_2", "city", "region", "state_province", "postal_code")


def organization(assembly: Assembly, row: Row) -> None:
    if not need_name(row):
        return
    made = assembly.build(Organization, row)
    if made and row.get("funding_sources"):
        _children(assembly, row, Funding, "funding_sources", "paid_by", organization_id=made[0].pk)


def need_name(row: Row) -> bool:
    """A record needs a name; the nearest other text stands in. False when there is none at all."""
    if row.get("name"):
        return True
    for column in ("alternate_name", "description"):
        if row.get(column):
            row.cells["name"] = row.get(column).split("\n")[0][:80]
            row.repaired("missing_name")
            return True
    row.set_aside("no_name")
    return False


def _children(assembly: Assembly, row: Row, model: Any, column: str, field: str, **owner: uuid.UUID) -> None:
    """A list in one cell as records of its own."""
    key = next(iter(owner.values()))
    for part in [p.strip() for p in re.split(r"[,;\n]", row.get(column)) if p.strip()]:
        assembly.add(model(id=uuid.uuid5(key, f"{column}|{part}"), **{field: part}, **owner))
        row.repaired("child_values_in_cell")


def location(assembly: Assembly, row: Row) -> None:
    fixed: dict[str, Any] = {}
    if row.take("virtual").lower() == "true":
        fixed["location_type"] = Location.Kind.VIRTUAL
    made = assembly.build(Location, row, **fixed)
    for place in made:
        _coordinates(row, place)
        if row.get("accessibility"):
            _children(assembly, row, Accessibility, "accessibility", "description", location_id=place.pk)
        if row.get("languages"):
            spoken(assembly, row, row.get("languages"), location_id=place.pk)


def _coordinates(row: Row, place: Location) -> None:
    latitude, longitude = place.latitude, place.longitude
    wide = (latitude is not None and abs(latitude) > 90) or (longitude is not None and abs(longitude) > 180)
    if wide or (latitude is None) != (longitude is None) or (latitude == 0 and longitude == 0):
        place.latitude = place.longitude = None
        row.repaired("swapped_or_wide_coordinates")


def spoken(assembly: Assembly, row: Row, text: str, **owner: uuid.UUID) -> None:
    """Languages named in a text, one record each; the words stay as a note when they say more."""
    found = in_words(text) or [("", "")]
    key = next(iter(owner.values()))
    for code, name in found:
        note = "" if name.lower() == text.lower() else text
        assembly.add(Language(id=uuid.uuid5(key, f"language|{text}|{code}"), name=name, code=code, note=note, **owner))
    row.repaired("several_languages" if len(found) > 1 else "language_words")


def address(assembly: Assembly, row: Row) -> None:
    if NOTHING.match("".join(row.get(c) for c in ADDRESS_TEXTS)):
        return row.set_aside("nothing_in_row")
    if CONFIDENTIAL.search(" ".join(row.get(c) for c in ADDRESS_TEXTS)):
        found = assembly.find("location", row.get("location_id"))
        if found:
            assembly.confidential.add(found)
        return row.repaired("confidential_address")
    fixed = {"address_type": "postal"} if row.table == "postal_address" else {}
    assembly.build(Address, row, **fixed)
    return None


def accessibility(assembly: Assembly, row: Row) -> None:
    for column in ("description", "details"):
        if row.get(column) and NOTHING.match(row.get(column)):
            row.cells[column] = ""
            row.repaired("blank_marks")
    if not any(row.get(c) for c in ("description", "details", "url")):
        return row.set_aside("nothing_in_row")
    assembly.build(Accessibility, row)
    return None


def phone(assembly: Assembly, row: Row) -> None:
    if not any(c.isalnum() for c in row.get("number")):
        return row.set_aside("no_number")
    found = EXTENSION.match(row.get("number"))
    if found and not row.get("extension"):
        row.cells["number"], row.cells["extension"] = found[1].strip(), found[2]
        row.repaired("extension_in_number")
    if row.get("extension") and not row.get("extension").isdigit():
        row.cells["description"] = f"{row.get('description')} {row.take('extension')}".strip()
        row.repaired("extension_not_a_number")
    if row.get("type").isdigit() or row.get("type") == "null":
        row.take("type")
        row.repaired("code_without_list")
    codes = [c.strip() for c in row.take("language").split(",") if c.strip()]
    for made in assembly.build(Phone, row):
        for code in codes:
            name = assembly.language_names.get(code, code)
            spoken(assembly, row, name, phone_id=made.pk)
            row.repaired("language_by_record")
    return None


def contact(assembly: Assembly, row: Row) -> None:
    if not any(row.get(c) for c in ("name", "title", "department", "email")):
        return row.set_aside("nothing_in_row")
    assembly.build(Contact, row)
    return None


def language(assembly: Assembly, row: Row) -> None:
    text = row.get("name")
    if not text and not row.get("code"):
        return row.set_aside("nothing_in_row")
    if row.get("code"):
        assembly.build(Language, row)
        return None
    found = in_words(text) or [("", "")]
    if len(found) > 1:
        row.repaired("several_languages")
    if not (len(found) == 1 and found[0][1].lower() == text.lower()):
        row.repaired("language_words")
    code, name = found[0]
    said = "" if name.lower() == text.lower() else text
    made = assembly.build(Language, row, name=name, code=code, **({"note": said} if said else {}))
    for more_code, more_name in found[1:]:
        for first in made:
            assembly.add(
                Language(
                    id=uuid.uuid5(first.pk, more_code),
                    name=more_name,
                    code=more_code,
                    note=said,
                    service_id=first.service_id,
                    location_id=first.location_id,
                    phone_id=first.phone_id,
                )
            )
    return None


LISTS: dict[str, tuple[Any, str]] = {
    "service_areas": (ServiceArea, "name"),
    "required_documents": (RequiredDocument, "document"),
    "funding_sources": (Funding, "paid_by"),
}


def service_lists(assembly: Assembly, row: Row, key: uuid.UUID) -> None:
    for column, (model, field) in LISTS.items():
        if row.get(column):
            _children(assembly, row, model, column, field, service_id=key)
    if row.get("languages"):
        spoken(assembly, row, row.get("languages"), service_id=key)
