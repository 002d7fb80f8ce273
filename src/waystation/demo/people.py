"""Agencies, staff and teams of the county, made by the same actions as a real agency's, with real bundles."""

from __future__ import annotations

from typing import Any

from waystation.demo.reading import ident, toml
from waystation.foundation.agencies.models import Agency, Member, Team
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.founding import create_agency
from waystation.foundation.keyring.actions.members import enrol_member
from waystation.foundation.keyring.actions.teams import add_to_team, create_team, trust_partner
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.unlocking import unlock

PASSPHRASE = "alder county demo"  # noqa: S105 - printed on the sign-in cards of an invented county
OWN_TEAMS = ("journal", "statistics", "recovery")


class Staff:
    """Everyone of the county with an unlocked keyring, by sign-in name."""

    def __init__(self) -> None:
        self.keyrings: dict[str, Keyring] = {}

    def actor(self, sign_in_name: str) -> Actor:
        keyring = self.keyrings[sign_in_name]
        return Actor(keyring.member, keyring, path="demo")


def seed_people() -> Staff:
    """Five agencies that trust each other, and everyone who works there."""
    staff = Staff()
    administrators: dict[str, Keyring] = {}
    for entry in toml("agencies")["agency"]:
        administrators[entry["slug"]] = _agency(entry, staff)
    for keyring in administrators.values():
        for partner in Agency.objects.exclude(pk=keyring.member.agency_id):
            trust_partner(keyring, partner)
    for name in list(staff.keyrings):
        staff.keyrings[name] = _opened(name)
    return staff


def _agency(entry: dict[str, Any], staff: Staff) -> Keyring:
    county = toml("county")
    people = entry["member"]
    first = people[0] if people[0]["role"] == "administrator" else None
    slug = entry["slug"]
    founded = create_agency(
        name=entry["name"], slug=slug, kind=entry["kind"], county=county["name"], state=county["state"],
        person_word=entry["person_word"], is_host=entry.get("host", False), passphrase=PASSPHRASE,
        sign_in_name=first["sign_in"] if first else f"{slug}-office",
        display_name=first["name"] if first else "Office",
        pk=ident("agency", slug), administrator_pk=ident("member", first["sign_in"] if first else f"{slug}-office"),
    )  # fmt: skip
    members: dict[str, Member] = {}
    for person in people[1 if first else 0 :]:
        members[person["sign_in"]] = enrol_member(
            founded.keyring, sign_in_name=person["sign_in"], display_name=person["name"], role=person["role"],
            passphrase=PASSPHRASE, pk=ident("member", person["sign_in"]),
        ).member  # fmt: skip
    _teams(entry, founded.keyring, members)
    for name in members:
        staff.keyrings[name] = founded.keyring
    return founded.keyring


def _teams(entry: dict[str, Any], keyring: Keyring, members: dict[str, Member]) -> None:
    for kind, name in entry["teams"].items():
        circle = [members[p["sign_in"]] for p in entry["member"] if kind in p["teams"] and p["sign_in"] in members]
        if kind in OWN_TEAMS:
            own = Team.objects.get(agency=keyring.agency, kind=kind)
            for member in circle:
                add_to_team(keyring, own, member)
        else:
            create_team(keyring, kind=kind, name=name, members=circle, pk=ident("team", entry["slug"], kind))


def _opened(name: str) -> Keyring:
    unlocked = unlock(Member.objects.get(sign_in_name=name), PASSPHRASE)
    if unlocked is None:
        raise RuntimeError("the demo passphrase does not open the demo account")
    return unlocked.keyring
