"""Sign-in cards of the invented county, and the codes its people's phones would show."""

from __future__ import annotations

import base64
import hashlib
import time
from dataclasses import dataclass

from django.utils.translation import get_language

from waystation.demo.reading import toml
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.roles import roles
from waystation.foundation.agencies.signin import factors


@dataclass(frozen=True)
class Card:
    """One person to sign in as."""

    sign_in_name: str
    name: str
    agency: str
    role: str
    says: str


def cards() -> list[Card]:
    """People with a card, in the order of the story."""
    lang = "es" if (get_language() or "en").startswith("es") else "en"
    known = roles()
    found = [
        Card(person["sign_in"], person["name"], agency["name"], known[person["role"]].label(lang), person["says"][lang])
        for agency in toml("agencies")["agency"]
        for person in agency["member"]
        if "says" in person
    ]
    order = {name: place for place, name in enumerate(("ana", "ben", "femi", "chloe", "iris", "kofi"))}
    return sorted(found, key=lambda card: order.get(card.sign_in_name, len(order)))


def secret_of(sign_in_name: str) -> str:
    """The authenticator secret of an invented person: known to everyone, protects nothing."""
    return base64.b32encode(hashlib.sha256(f"alder/{sign_in_name}".encode()).digest()[:20]).decode()


def unused_code(member: Member) -> str:
    """A code that counts: now's or the next, else now's with its use forgotten, for nobody waits in the demo."""
    secret = secret_of(member.sign_in_name)
    steps = [factors.current_code(secret, time.time() + factors.PERIOD * step) for step in (0, 1)]
    for code in steps:
        if not factors.was_used(member, code):
            return code
    factors.forget_use(member, steps[0])
    return steps[0]


def give_codes() -> None:
    """Set up everyone's authenticator app."""
    for member in Member.objects.all():
        factors.activate(member, secret_of(member.sign_in_name))
        factors.backup_codes_once(member)
