"""Services, where they are offered, when they are open, and how they are classified."""

from __future__ import annotations

import uuid
from typing import Any

from ..models import (
    Attribute,
    Location,
    Metadata,
    Program,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Url,
)
from ..profile import set_field
from .assembly import Assembly
from .hours import clock, minutes, weekdays
from .ledger import Row
from .shapes import need_name, service_lists

ALL_DAY = {"24 hours", "24hours", "24/7", "all day"}


def program(assembly: Assembly, row: Row) -> None:
    if need_name(row):
        assembly.build(Program, row)


def service(assembly: Assembly, row: Row) -> None:
    if not need_name(row):
        return
    _status(row)
    owner = _owner(assembly, row)
    codes, more = row.take("taxonomy_ids"), row.get("keywords")
    made = assembly.build(Service, row, organization_id=owner)
    if not made:
        return
    key = made[0].pk
    for place in _places(assembly, row):
        assembly.pairs[(key, place)] = None
    for code in [c.strip() for c in codes.split(",") if c.strip()]:
        _classify(assembly, row, key, code)
    if more:
        assembly.add(
            Attribute(
                id=uuid.uuid5(key, "keywords"), link_id=key, link_entity="service", link_type="keywords", value=more
            )
        )
        row.repaired("child_values_in_cell")
    for url in row.take("_more_urls").split():
        assembly.add(Url(id=uuid.uuid5(key, url), service_id=key, url=url))
    service_lists(assembly, row, key)


def _status(row: Row) -> None:
    value = row.get("status").lower()
    if not value:
        row.repaired("empty_status")
    elif value not in Service.Status.values:
        row.repaired("status_without_list")
    else:
        row.cells["status"] = value
        return
    row.cells["status"] = Service.Status.ACTIVE.value


def _places(assembly: Assembly, row: Row) -> list[uuid.UUID]:
    keys = [k.strip() for k in row.get("location_id").split(",") if k.strip()]
    if len(keys) > 1:
        row.repaired("several_keys")
    found = [f for k in keys if (f := assembly.find("location", k))]
    if len(found) < len(keys):
        row.repaired("missing_reference_dropped")
    return found


def _owner(assembly: Assembly, row: Row) -> uuid.UUID:
    """The organization of a service: as named, else that of its place, else a stand-in."""
    named = row.take("organization_id")
    found = assembly.find("organization", named)
    if found:
        if found in assembly.stand_ins:
            row.repaired("missing_organization_made")
        return found
    for part in [p.strip() for p in named.split(",")] if "," in named else []:
        if found := assembly.find("organization", part):
            row.repaired("several_organizations")
            return found
    for place in _places(assembly, row):
        owner = assembly.get(Location, place).organization_id
        if owner:
            row.repaired("organization_by_location")
            return uuid.UUID(str(owner))
    row.repaired("missing_organization_made")
    return assembly.stand_in(row, named, row.get("name"))


def service_at_location(assembly: Assembly, row: Row) -> None:
    for made in assembly.build(ServiceAtLocation, row):
        assembly.pairs.pop((made.service_id, made.location_id), None)


def eligibility(assembly: Assembly, row: Row) -> None:
    """HSDS 1.x and 2.x keep eligibility in a table of its own; 3.x has it on the service."""
    found = assembly.find("service", row.get("service_id"))
    if not row.get("service_id"):
        return row.set_aside("eligibility_without_service")
    if found is None:
        return row.set_aside("no_parent")
    record = assembly.get(Service, found)
    record.eligibility_description = f"{record.eligibility_description}\n{row.get('eligibility')}".strip()
    return row.repaired("children_merged")


def schedule(assembly: Assembly, row: Row) -> None:
    _days(row)
    words = [_time(row, ours, theirs) for ours, theirs in (("opens_at", "dtstart"), ("closes_at", "until"))]
    said = [w for w in (row.take("original_text"), *words) if w]
    if said:
        row.cells["description"] = "\n".join(dict.fromkeys([*filter(None, [row.get("description")]), *said]))
    if row.table == "holiday_schedule":
        row.cells["notes"] = "Closed" if row.take("closed").lower() == "true" else "Holiday hours"
    if not any(row.get(c) for c in ("opens_at", "closes_at", "description", "notes", "schedule_link", "dtstart")):
        return row.set_aside("no_time")
    if row.get("byday") and not row.get("freq"):
        row.cells["freq"] = "WEEKLY"
        row.repaired("weekday_made_weekly")
    assembly.build(Schedule, row)
    return None


def _days(row: Row) -> None:
    for column in ("weekday", "byday"):
        text = row.get(column)
        if not text:
            continue
        days = weekdays(text)
        if column == "byday" and not days and any(c.isdigit() for c in text):
            continue
        row.take("weekday")
        if not days:
            row.take(column)
            row.cells["description"] = f"{row.get('description')} {text}".strip()
            row.repaired("hours_as_text")
        elif ",".join(days) != text:
            row.cells["byday"] = ",".join(days)
            row.repaired("weekday_words")


def _time(row: Row, column: str, strayed: str) -> str:
    """Put a time of day in its column; returns the words when no rule can read them."""
    stray = row.get(strayed)
    if stray and not row.get(column) and not stray[:4].isdigit():
        row.cells[column] = row.take(strayed)
        row.repaired("hours_in_date_columns")
    text = row.get(column)
    if not text:
        return ""
    if text.lower() in ALL_DAY:
        row.cells["opens_at"], row.cells["closes_at"] = "00:00", "23:59"
        row.repaired("clock_time")
        return ""
    time = clock(text)
    if time is None and (time := minutes(text)):
        row.repaired("minutes_of_day")
    if time is None:
        row.take(column)
        row.repaired("hours_as_text")
        return text
    if time != text:
        row.cells[column] = time
        row.repaired("clock_time")
    return ""


def service_taxonomy(assembly: Assembly, row: Row) -> None:
    found, code = assembly.find("service", row.get("service_id")), row.get("taxonomy_term_id")
    if not code:
        return row.set_aside("nothing_in_row")
    if found is None:
        return row.set_aside("no_parent")
    _classify(assembly, row, found, code)
    return None


def _classify(assembly: Assembly, row: Row, service: uuid.UUID, code: str) -> None:
    term = assembly.find("taxonomy_term", code)
    if term is None:
        term = _carried(assembly, code)
    if code in assembly.carried:
        row.repaired("carried_code")
    key = uuid.uuid5(service, f"term|{code}")
    if assembly.get(Attribute, key):
        row.repaired("repeated_row")
        return
    assembly.add(
        Attribute(id=key, link_id=service, link_entity="service", taxonomy_term_id=term, source_id=row.get("id"))
    )


def _carried(assembly: Assembly, code: str) -> uuid.UUID:
    """A term for a code of an outside list: the code itself is all we hold, never a licensed name."""
    listed = assembly.key("taxonomy", "\x1ecarried")
    if assembly.get(Taxonomy, listed) is None:
        assembly.add(
            Taxonomy(id=listed, name=f"Codes carried from {assembly.source}", description="Codes without names.")
        )
    key = assembly.key("taxonomy_term", code)
    assembly.add(TaxonomyTerm(id=key, code=code, name=code, taxonomy_detail_id=listed))
    assembly.known.setdefault("taxonomy_term", {})[code] = key
    assembly.carried.add(code)
    return key


def attribute(assembly: Assembly, row: Row) -> None:
    entity = row.get("link_entity") or "service"
    link = row.get("link_id")
    if not link:
        return row.set_aside("no_parent")
    target = assembly.find(entity, link) or assembly.key(entity, link)
    service = assembly.get(Service, target)
    if service is not None and set_field(service, row.get("taxonomy_term_id"), row.get("value")):
        return None
    assembly.build(Attribute, row, link_id=target)
    return None


def metadata(assembly: Assembly, row: Row) -> None:
    if not row.get("resource_id") or not row.get("last_action_date"):
        return row.set_aside("missing_required")
    assembly.build(Metadata, row, resource_id=assembly.key(row.get("resource_type"), row.get("resource_id")))
    return None


def taxonomy_term(assembly: Assembly, row: Row) -> None:
    known = assembly.find("taxonomy", row.get("taxonomy"))
    if known:
        row.cells["taxonomy_id"] = row.get("taxonomy")
        row.cells["taxonomy"] = assembly.get(Taxonomy, known).name
    if need_name(row):
        assembly.build(TaxonomyTerm, row)


def term_type(assembly: Assembly, row: Row) -> None:
    term = assembly.find("taxonomy_term", row.get("taxonomy_term_id"))
    kind = assembly.find("taxonomy", row.get("taxonomy_id"))
    if term is None or kind is None:
        return row.set_aside("term_not_in_package")
    assembly.get(TaxonomyTerm, term).taxonomy_detail_id = kind
    return None


def capacity(assembly: Assembly, row: Row) -> None:
    if not row.get("available") or not row.get("updated"):
        return row.set_aside("missing_required")
    fixed: dict[str, Any] = {}
    if assembly.find("unit", row.get("unit_id")) is None:
        unit = Unit(id=assembly.key("unit", "\x1eplaces"), name="places")
        assembly.add(unit)
        fixed["unit_id"] = unit.pk
        row.repaired("unit_missing")
    assembly.build(ServiceCapacity, row, **fixed)
    return None
