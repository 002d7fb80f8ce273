"""Agencies, staff and teams of the county, made by the same actions as a real agency's, with real bundles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from waystation.demo.history import fiscal_year_start
from waystation.demo.reading import ident, toml
from waystation.foundation.agencies.models import Agency, Member, Team
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.founding import create_agency
from waystation.foundation.keyring.actions.members import enrol_member
from waystation.foundation.keyring.actions.teams import add_to_team, create_team, trust_partner
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.unlocking import open_with_code

PASSPHRASE = "alder county demo"  # noqa: S105 - printed on the sign-in cards of an invented county
OWN_TEAMS = ("journal", "statistics", "recovery")


class Staff:
    """The people of the county; an account is opened, with the code on its slip, when it first acts."""

    def __init__(self, founders: Iterable[Keyring], codes: Mapping[str, str]) -> None:
        self._keyrings = {keyring.member.sign_in_name: keyring for keyring in founders}
        self._codes = codes

    def actor(self, sign_in_name: str) -> Actor:
        if sign_in_name not in self._keyrings:
            self._keyrings[sign_in_name] = _opened(sign_in_name, self._codes[sign_in_name])
        keyring = self._keyrings[sign_in_name]
        return Actor(keyring.member, keyring, path="demo")


def seed_people(today: dt.date) -> Staff:
    """Five agencies that trust each other, and everyone who works there."""
    codes: dict[str, str] = {}
    administrators = [_agency(entry, today, codes) for entry in toml("agencies")["agency"]]
    for keyring in administrators:
        for partner in Agency.objects.exclude(pk=keyring.member.agency_id):
            trust_partner(keyring, partner)
    return Staff(administrators, codes)


def _agency(entry: dict[str, Any], today: dt.date, codes: dict[str, str]) -> Keyring:
    """One agency with its people; `codes` takes up the recovery code of each but the administrator."""
    county = toml("county")
    people = entry["member"]
    first, *others = people
    slug = entry["slug"]
    founded = create_agency(
        name=entry["name"], slug=slug, kind=entry["kind"], county=county["name"], state=county["state"],
        person_word=entry["person_word"], is_host=entry.get("host", False), passphrase=PASSPHRASE,
        fiscal_month=fiscal_year_start(today).month,
        sign_in_name=first["sign_in"], display_name=first["name"],
        pk=ident("agency", slug), administrator_pk=ident("member", first["sign_in"]),
    )  # fmt: skip
    members: dict[str, Member] = {}
    for person in others:
        members[person["sign_in"]], codes[person["sign_in"]] = enrol_member(
            founded.keyring, sign_in_name=person["sign_in"], display_name=person["name"], role=person["role"],
            passphrase=PASSPHRASE, pk=ident("member", person["sign_in"]),
        )  # fmt: skip
    _teams(entry, founded.keyring, members)
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


def _opened(name: str, code: str) -> Keyring:
    """Without stretching the passphrase once more, which takes a quarter of a second each."""
    member = Member.objects.get(sign_in_name=name)
    bundle = open_with_code(member, code)
    if bundle is None:
        raise RuntimeError("the recovery code does not open the demo account")
    return Keyring(member, bundle)
