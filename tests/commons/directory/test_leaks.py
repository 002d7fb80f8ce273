"""The publish gate: the routes by which a real export gave its shelters away."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from nacl.public import PrivateKey

from waystation.commons.directory import actions
from waystation.commons.directory.leaks.linter import LeakFound, SafeFacts, patterns
from waystation.commons.directory.models import Address, Contact, Location, Organization, Phone, SafeSite, Service

pytestmark = pytest.mark.django_db
FACTS = SafeFacts(
    address_lines=("4417 Canary Row",),
    postal_code="00004",
    latitude=39.1234,
    longitude=-84.5678,
    phones=("(555) 010-0199",),
    emails=("house@juniper.example",),
)


@pytest.fixture
def juniper() -> Organization:
    return actions.save_organization(None, organization=Organization(name="Juniper House", description="A house."))


def confidential(owner: Organization, **more: Any) -> Service:
    return Service(organization=owner, name="Emergency rooms", confidentiality="confidential", **more)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("address_line", "Come to 1603 NW 7th Avenue at noon"),
        ("address_line", "12 Main St."),
        ("coordinates", "39.1031, -84.5120"),
        ("map_link", "https://maps.google.com/?q=x"),
        ("map_link", "https://www.openstreetmap.org/#map=1"),
        ("directions", "Two blocks from the library"),
        ("directions", "Turn left at the mill"),
        ("directions", "frente a la iglesia"),
        ("transit", "Bus 42 stops here"),
        ("transit", "Nearest metro: Depot"),
        ("postal_code", "Alder, OH 45202"),
    ],
)
@pytest.mark.parametrize("field", ["description", "application_process", "alert", "eligibility_description"])
def test_text_of_a_confidential_service_cannot_lead_there(
    juniper: Organization, kind: str, text: str, field: str
) -> None:
    with pytest.raises(LeakFound) as blocked:
        actions.save_service(None, service=confidential(juniper, **{field: text}))
    assert {(f.kind, f.field) for f in blocked.value.findings} >= {(kind, field)}
    assert text not in str(blocked.value)
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "14 units, open day and night",
        "Call 555-0150. Ask for Femi.",
        "For people aged 16 and 17, up to 90 days",
        "Acepta mascotas",
        "We work in English and Spanish, 24 hours",
    ],
)
def test_plain_text_of_a_confidential_service_passes(juniper: Organization, text: str) -> None:
    actions.save_service(None, service=confidential(juniper, description=text), phone="555-0150")


def test_confidential_service_cannot_keep_a_place(juniper: Organization) -> None:
    with pytest.raises(LeakFound, match="place_kept"):
        actions.save_service(
            None, service=confidential(juniper), places=[{"name": "House", "latitude": 39.1, "longitude": -84.5}]
        )


def declare(service: Service) -> SafeSite:
    return actions.declare_safe_site(
        None,
        service=service,
        agency=uuid.uuid4(),
        area_name="north half of the county",
        area_cells=[],
        facts=FACTS,
        team=uuid.uuid4(),
        team_exchange=bytes(PrivateKey.generate().public_key),
    )


def sibling(owner: Organization, route: str) -> None:
    office = Location.objects.create(organization=owner, name="Office")
    match route:
        case "equal_address":
            Address.objects.create(location=office, address_1="4417 Canary Row, Suite 2", city="Alder")
        case "near_point":
            Location.objects.filter(pk=office.pk).update(latitude=39.1236, longitude=-84.5675)
        case "equal_phone":
            Phone.objects.create(organization=owner, number="555.010.0199")
        case "equal_email":
            Contact.objects.create(organization=owner, name="Desk", email="House@juniper.example")


@pytest.mark.parametrize("route", ["equal_address", "near_point", "equal_phone", "equal_email"])
def test_sibling_of_a_safe_site_cannot_give_it_away(juniper: Organization, route: str) -> None:
    service = actions.save_service(None, service=Service(organization=juniper, name="Emergency rooms"))
    sibling(juniper, route)
    with pytest.raises(LeakFound) as blocked:
        declare(service)
    assert route in {f.kind for f in blocked.value.findings}
    assert not SafeSite.objects.exists()


def test_text_of_a_sibling_cannot_hold_the_street(juniper: Organization) -> None:
    service = actions.save_service(None, service=Service(organization=juniper, name="Emergency rooms"))
    actions.save_service(
        None, service=Service(organization=juniper, name="Meals", description="Pick up at 4417 canary.")
    )
    with pytest.raises(LeakFound, match="equal_address"):
        declare(service)


def test_honest_sibling_passes(juniper: Organization) -> None:
    service = actions.save_service(None, service=Service(organization=juniper, name="Emergency rooms"))
    place = {"name": "Office", "latitude": 39.3, "longitude": -84.1, "address_1": "20 Mill Street", "city": "Alder"}
    actions.save_service(None, service=Service(organization=juniper, name="Office"), places=[place], phone="555-0110")
    site = declare(service)
    assert b"Canary" not in bytes(site.body)


def test_each_pattern_has_a_name_in_both_languages() -> None:
    assert set(patterns()) == {"address_line", "coordinates", "map_link", "directions", "transit", "postal_code"}
