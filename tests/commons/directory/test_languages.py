"""One list of languages for people and for services, and distances as people of a county measure them."""

from __future__ import annotations

import pytest

from waystation.commons.directory import actions, languages, selectors
from waystation.commons.directory.models import Organization, Service
from waystation.commons.directory.presenting import lines
from waystation.commons.directory.search import lexicon
from waystation.commons.directory.search.query import Query
from waystation.core import codes

pytestmark = pytest.mark.django_db


def test_every_language_a_person_can_prefer_can_be_looked_for() -> None:
    offered = {code for code, _ in languages.choices()}
    assert offered == {one.code for one in codes.get("language")} - {"other"}


@pytest.mark.parametrize(
    ("found_as", "code"),
    [
        ("fas", "pes"), ("fa", "pes"), ("Farsi", "pes"), ("Persian", "pes"), ("msa", "zsm"), ("ms", "zsm"),
        ("Malay", "zsm"), ("nah", "nhn"), ("Nahuatl", "nhn"), ("zh", "zho"), ("Chinese", "zho"),
        ("Mandarin", "cmn"), ("Filipino", "fil"), ("español", "spa"), ("es", "spa"), ("Klingon", ""),
    ],
)  # fmt: skip
def test_what_a_directory_calls_a_language_is_one_code(found_as: str, code: str) -> None:
    assert languages.code_of(found_as) == code


def test_a_language_named_with_its_kind_is_read_once() -> None:
    assert languages.in_words("Chinese (Mandarin), Farsi; Kreyol") == [
        ("cmn", "Chinese (Mandarin)"), ("pes", "Persian (Farsi)"), ("hat", "Haitian Creole"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "listed", "is_found"),
    [("cmn", "zho", True), ("zho", "yue", True), ("fil", "tgl", True), ("yue", "cmn", False), ("pes", "prs", False)],
)
def test_a_wider_listing_serves_the_narrower_language(
    monkeypatch: pytest.MonkeyPatch, asked: str, listed: str, is_found: bool
) -> None:
    monkeypatch.setattr(lexicon, "_held", None)  # each case is a new index of the same version
    owner = actions.save_organization(None, organization=Organization(name="Alder House", description="Beds."))
    service = Service(organization=owner, name="Warm beds")
    actions.save_service(None, service=service, codes=["emergency_shelter"], languages=[listed])
    found = selectors.search(Query(words="beds", language=asked))
    assert [hit.name for hit in found.hits] == (["Warm beds"] if is_found else [])


def test_a_distance_is_told_in_miles_and_in_kilometres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_held", None)
    for name, code, latitude in (("Ferry Landing", "00001", 39.0), ("Depot", "00006", 39.05)):
        actions.save_place(None, name=name, postal_code=code, latitude=latitude, longitude=-84.0)
    owner = actions.save_organization(None, organization=Organization(name="Alder House", description="Beds."))
    place = {"name": "Depot", "latitude": 39.05, "longitude": -84.0, "city": "Depot"}
    service = Service(organization=owner, name="Warm beds")
    actions.save_service(None, service=service, codes=["emergency_shelter"], places=[place])
    [hit] = selectors.search(Query(words="beds", near="00001")).hits
    assert "3.5 miles (5.6 km) away" in [line.text for line in lines(hit)]
