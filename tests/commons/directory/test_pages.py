"""The public search page: by POST, without a cookie, without a term in any address."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from waystation.commons.directory import actions
from waystation.commons.directory.models import Organization, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms() -> Service:
    owner = actions.save_organization(None, organization=Organization(name="Riverbend Advocates", description="Help."))
    service = Service(organization=owner, name="Emergency rooms", minimum_age=16)
    return actions.save_service(None, service=service, codes=["emergency_shelter"], languages=["spa"], phone="555-0118")


def test_anyone_can_open_the_search_page(client: Client, rooms: Service) -> None:
    answer = client.get("/directory/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert b'method="post"' in answer.content


def test_anyone_can_search_without_leaving_a_trace(client: Client, rooms: Service) -> None:
    answer = client.post("/directory/", {"words": "refujio", "language": "spa", "age": "17"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Emergency rooms" in text
    assert "from “refujio”" in text
    assert "Spanish spoken" in text
    assert "refujio" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', text))


def test_anyone_can_open_an_entry(client: Client, rooms: Service) -> None:
    text = client.get(f"/directory/services/{rooms.pk}/").content.decode()
    assert "555-0118" in text
    assert "From age 16" in text
    assert client.get(f"/directory/services/{uuid4()}/").status_code == 404


def test_wrong_field_answers_422(client: Client, rooms: Service) -> None:
    assert client.post("/directory/", {"age": "many"}).status_code == 422


def test_stranger_is_not_offered_to_refer(client: Client, rooms: Service) -> None:
    text = client.post("/directory/", {"words": "rooms", "for_case": str(uuid4())}).content.decode()
    assert "Refer with consent" not in text
