"""What people find, why, and what is never found."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from waystation.commons.directory import actions, selectors
from waystation.commons.directory.leaks.linter import SafeFacts
from waystation.commons.directory.models import Document, Location, Organization, Place, Service
from waystation.commons.directory.selectors import Query, Results, Why
from waystation.foundation import clock

LOCAL = ZoneInfo("America/New_York")
MONDAY_NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=LOCAL)


def names(results: Results) -> list[str]:
    return [hit.name for hit in results.hits]


def whys(results: Results, name: str) -> dict[str, tuple[str, bool]]:
    hit = next(h for h in results.hits if h.name == name)
    return {reason.kind: (reason.text, reason.known) for reason in hit.reasons}


@pytest.fixture
def county(db: None) -> dict[str, Service]:
    """Four services in an invented county with places of its own."""
    for at, (name, code) in enumerate([("Ferry Landing", "00001"), ("Depot Junction", "00006"), ("Far Hill", "00009")]):
        actions.save_place(None, name=name, postal_code=code, latitude=39.0 + at * 0.5, longitude=-84.0)
    owner = actions.save_organization(None, organization=Organization(name="Riverbend Advocates", description="Help."))

    def add(name: str, at: float | None = 39.0, **more: Any) -> Service:
        extra = {k: more.pop(k) for k in ("codes", "languages", "hours", "phone") if k in more}
        places = [] if at is None else [{"name": name, "latitude": at, "longitude": -84.0, "city": "Ferry Landing"}]
        service = Service(organization=owner, name=name, assured_date=clock.today(), **more)
        return actions.save_service(None, service=service, places=places, **extra)

    week = [{"byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}]
    return {
        "rooms": add(
            "Emergency rooms", codes=["emergency_shelter"], languages=["spa", "eng"], minimum_age=16, hours=week
        ),
        "men": add(
            "Rooms for men", codes=["emergency_shelter"], gender_policy="men", languages=["eng", "spa"], minimum_age=18
        ),
        "far": add("Far shelter", at=40.0, codes=["emergency_shelter"]),
        "legal": add("Legal desk", at=None, codes=["immigration_legal"], description="Lawyers and a zeppelin."),
    }


def test_ben_can_find_a_bed_with_a_typo_in_spanish(county: dict[str, Service]) -> None:
    found = selectors.search(
        Query(words="refujio esta noche", near="Ferry Landing", language="es", age=17), MONDAY_NOON
    )
    assert names(found) == ["Emergency rooms"]
    assert found.corrections == {"refujio": "refugio"}
    why = whys(found, "Emergency rooms")
    assert why[Why.LANGUAGE] == ("Spanish", True)
    assert why[Why.AGE] == ("16+", True)
    assert Why.PLACE in why
    assert {Why.SPELLING, Why.SYNONYM} & why.keys()
    assert found.left_out[Why.AGE] == 1


def test_ben_can_search_the_words_as_typed(county: dict[str, Service]) -> None:
    assert names(selectors.search(Query(words="refujio", exact=True))) == []


def test_searcher_sees_unknown_apart_from_no(county: dict[str, Service]) -> None:
    found = selectors.search(Query(words="shelter", language="es", within_km=80))
    assert whys(found, "Far shelter")[Why.LANGUAGE] == ("Spanish", False)
    assert names(selectors.search(Query(words="shelter", language="fr"))) == ["Far shelter"]


def test_searcher_can_narrow_by_distance(county: dict[str, Service]) -> None:
    near = selectors.search(Query(words="shelter", near="00001", within_km=10))
    assert "Far shelter" not in names(near)
    wide = selectors.search(Query(words="shelter", near="00009", within_km=10))
    assert names(wide) == ["Far shelter"]
    assert wide.hits[0].distance_km == 0.0
    assert selectors.search(Query(words="shelter", near="Nowhere at all")).place_unknown


def test_searcher_can_ask_what_is_open_now(county: dict[str, Service]) -> None:
    asked = Query(words="rooms", open_now=True)
    assert whys(selectors.search(asked, MONDAY_NOON), "Emergency rooms")[Why.OPEN][1]
    night = selectors.search(asked, MONDAY_NOON.replace(hour=22))
    assert "Emergency rooms" not in names(night)
    assert night.left_out[Why.OPEN] == 1


def test_free_places_are_unknown_after_a_day(county: dict[str, Service]) -> None:
    actions.set_capacity(None, service=county["rooms"], available=2, maximum=14, held=1, at=MONDAY_NOON)
    asked = Query(words="rooms", free_places=True)
    fresh = selectors.search(asked, MONDAY_NOON + dt.timedelta(hours=23))
    assert whys(fresh, "Emergency rooms")[Why.ROOM][1] is True
    room = fresh.hits[0].room
    assert room is not None
    assert (room.free, room.maximum, room.held) == (2, 14, 1)
    late = selectors.search(asked, MONDAY_NOON + dt.timedelta(hours=25))
    assert whys(late, "Emergency rooms")[Why.ROOM][1] is False
    actions.set_capacity(None, service=county["rooms"], available=0, maximum=14, at=MONDAY_NOON)
    assert "Emergency rooms" not in names(selectors.search(asked, MONDAY_NOON))


def test_entry_is_unverified_after_fifteen_months(county: dict[str, Service]) -> None:
    actions.verify_service(None, service=county["rooms"], on=dt.date(2025, 8, 1), by="Lucia")
    hits = {h.name: h for h in selectors.search(Query(words="rooms"), MONDAY_NOON).hits}
    assert hits["Emergency rooms"].is_unverified
    assert hits["Emergency rooms"].verified_by == "Lucia"
    assert not hits["Rooms for men"].is_unverified


def test_search_falls_back_to_some_of_the_words(county: dict[str, Service]) -> None:
    found = selectors.search(Query(words="lawyer zebra"))
    assert names(found) == ["Legal desk"]
    assert found.widened


def test_changed_entry_is_found_by_its_new_words_only(county: dict[str, Service]) -> None:
    service = county["legal"]
    service.name, service.description = "Paper desk", "Notary."
    actions.save_service(None, service=service)
    assert names(selectors.search(Query(words="notary"))) == ["Paper desk"]
    assert names(selectors.search(Query(words="zeppelin", exact=True))) == []
    service.status = "inactive"
    actions.save_service(None, service=service)
    assert names(selectors.search(Query(words="notary"))) == []
    assert Document.objects.count() == 3


def declare(service: Service) -> None:
    north = Place.objects.get(name="Far Hill")
    area = actions.save_place(None, name="north half", latitude=0, longitude=0, area_of=[north])
    actions.declare_safe_site(
        None, service=service, agency=uuid.uuid4(), area_name=area.name, area_cells=area.cells,
        facts=SafeFacts(address_lines=("4417 Canary Row",), latitude=39.0, longitude=-84.0),
        team=uuid.uuid4(), team_exchange=bytes(PrivateKey.generate().public_key),
    )  # fmt: skip


def test_safe_site_is_found_by_its_area_and_never_by_distance(county: dict[str, Service]) -> None:
    service = county["rooms"]
    Location.objects.all().delete()
    declare(service)
    inside = selectors.search(Query(words="shelter", near="Far Hill", within_km=10))
    assert names(inside)[0] == "Emergency rooms"
    assert inside.hits[0].distance_km is None
    assert inside.hits[0].area == "north half"
    # Its true place, at Ferry Landing, does not find it.
    assert "Emergency rooms" not in names(selectors.search(Query(words="shelter", near="Ferry Landing", within_km=10)))
    document = Document.objects.get(service=service)
    assert document.points == []
    assert "4417" not in str(document.__dict__)


@pytest.mark.django_db
@given(words=st.text(max_size=80), near=st.text(max_size=12), language=st.text(max_size=6), exact=st.booleans())
def test_anyone_can_type_anything(words: str, near: str, language: str, exact: bool) -> None:
    found = selectors.search(Query(words=words, near=near, language=language, exact=exact, open_now=True, age=3))
    assert found.hits == []
