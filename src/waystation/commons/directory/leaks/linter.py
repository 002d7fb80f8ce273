"""Looks for ways from a public entry to a confidential address: in the entry, its siblings, and their texts.

The routes are the ones found in a real leaked export: the address line left in place, an unflagged sibling, the bus
stop in a text. With the safe facts at hand (only while somebody who may open them declares or saves) equal phones,
e-mail addresses, coordinates and address words are found too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Model, Q

from ..languages import fold
from ..models import Address, Contact, Location, Organization, Phone, Service, ServiceArea, Url
from ..search.cells import kilometres

NEAR_KM = 1.0
TEXTS = {
    "Organization": ("name", "alternate_name", "description", "website", "uri"),
    "Service": (
        "name",
        "alternate_name",
        "description",
        "url",
        "application_process",
        "interpretation_services",
        "fees_description",
        "fees",
        "wait_time",
        "eligibility_description",
        "alert",
        "accreditations",
        "licenses",
        "intake",
    ),
    "Location": ("name", "alternate_name", "description", "transportation", "url", "external_identifier"),
    "Phone": ("description",),
    "Contact": ("name", "title", "department"),
    "ServiceArea": ("name", "description", "extent"),
    "Url": ("label", "url"),
    "Address": ("attention", "address_1", "address_2", "city", "region"),
}


@dataclass(frozen=True)
class SafeFacts:
    """What must not be found: the address lines, the point, the phones and e-mail of the place itself."""

    address_lines: tuple[str, ...] = ()
    postal_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Finding:
    """One leak: its kind (a name of patterns.toml, or equal_phone, equal_email, equal_address, near_point, place_kept),
    the record and field it stands in. The leaking text itself is not repeated."""

    kind: str
    record: str
    field: str


class LeakFound(Exception):
    """Publication is blocked; `findings` say where."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{f.kind} in {f.record}.{f.field}" for f in findings))


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads((Path(__file__).parent / "patterns.toml").read_text(encoding="utf-8"))
    return {name: re.compile(entry["find"]) for name, entry in data["pattern"].items()}


def refuse_leaks(service: Service, facts: SafeFacts | None = None) -> None:
    """The publish gate. Raises LeakFound for a confidential service with any finding; open services pass."""
    if not service.is_confidential:
        return
    found = list(dict.fromkeys(findings(service, facts)))
    if found:
        raise LeakFound(found)


def findings(service: Service, facts: SafeFacts | None = None) -> Iterator[Finding]:
    """Every leak of a confidential service, the entry first, then its siblings."""
    yield from _kept_places(service)
    for record in _own(service):
        yield from _in_texts(record, every_pattern=True, facts=facts)
    if facts is not None:
        for record in _siblings(service):
            yield from _in_texts(record, every_pattern=False, facts=facts)
            yield from _equal(record, facts)


def _own(service: Service) -> Iterator[Model]:
    yield service
    owned = Q(service=service)
    for model in (Phone, Contact, ServiceArea, Url):
        yield from model._default_manager.filter(owned)


def _siblings(service: Service) -> Iterator[Model]:
    """The organization, its other services and places, and what hangs on them."""
    owner = service.organization
    yield owner
    yield from owner.services.all()
    places = Location.objects.filter(
        Q(organization=owner) | Q(service_at_locations__service__organization=owner)
    ).distinct()
    yield from places
    yield from Address.objects.filter(location__in=places)
    all_of = Q(organization=owner) | Q(service__organization=owner) | Q(location__in=places)
    yield from Phone.objects.filter(all_of)
    yield from Contact.objects.filter(all_of)
    yield from ServiceArea.objects.filter(service__organization=owner)
    yield from Url.objects.filter(Q(organization=owner) | Q(service__organization=owner))


def _kept_places(service: Service) -> Iterator[Finding]:
    """A confidential service keeps no place of its own with a point or a street."""
    for link in service.service_at_locations.select_related("location"):
        place = link.location
        if place.latitude is not None:
            yield Finding("place_kept", "location", "latitude")
        if place.transportation:
            yield Finding("transit", "location", "transportation")
        for address in place.addresses.all():
            if address.address_1:
                yield Finding("place_kept", "address", "address_1")
        yield from _in_texts(place, every_pattern=True, facts=None)


def _in_texts(record: Model, *, every_pattern: bool, facts: SafeFacts | None) -> Iterator[Finding]:
    for field in TEXTS.get(type(record).__name__, ()):
        text = str(getattr(record, field) or "")
        if not text:
            continue
        name = type(record).__name__.lower()
        if every_pattern:
            yield from (Finding(kind, name, field) for kind, pattern in patterns().items() if pattern.search(text))
        if facts and any(_same_words(line, text) for line in facts.address_lines):
            yield Finding("equal_address", name, field)


def _same_words(line: str, text: str) -> bool:
    """The street line, or its number and first word, inside a text."""
    words = re.findall(r"[a-z0-9]+", fold(line))
    if len(words) < 2:
        return False
    inside = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    return " ".join(words) in inside or (words[0].isdigit() and f" {' '.join(words[:2])} " in f" {inside} ")


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-10:]


def _equal(record: Model, facts: SafeFacts) -> Iterator[Finding]:
    name = type(record).__name__.lower()
    if isinstance(record, Phone) and _digits(record.number) in {_digits(p) for p in facts.phones}:
        yield Finding("equal_phone", name, "number")
    email = str(getattr(record, "email", "") or "").lower()
    if isinstance(record, Organization | Service | Contact) and email and email in {e.lower() for e in facts.emails}:
        yield Finding("equal_email", name, "email")
    if isinstance(record, Location) and _is_near(record, facts):
        yield Finding("near_point", name, "latitude")


def _is_near(place: Location, facts: SafeFacts) -> bool:
    if place.latitude is None or place.longitude is None or facts.latitude is None or facts.longitude is None:
        return False
    return kilometres((facts.latitude, facts.longitude), (place.latitude, place.longitude)) < NEAR_KM
