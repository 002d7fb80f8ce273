"""What the screens share: the keyring of who asks, and whom they may ask about."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest

from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.keyring.ring import Keyring


def keyring_of(request: HttpRequest) -> Keyring:
    """The unlocked keyring of the signed-in member."""
    return cast(Keyring, cast(Any, request).actor.keyring)


def administrator(request: HttpRequest) -> Keyring:
    """The same, of an administrator. Raises Http404 for everybody else: there is no such page for them."""
    keyring = keyring_of(request)
    if not policies.can_enrol(keyring.member.role):
        raise Http404
    return keyring


def colleague(keyring: Keyring, pk: UUID) -> Member:
    """A member of the own agency, also one who waits to be let in. Raises Http404."""
    found = Member.objects.select_related("agency").filter(pk=pk, agency=keyring.agency).first()
    if found is None:
        raise Http404
    return found


def team_of(keyring: Keyring, pk: UUID) -> Team:
    """A team of the own agency that people join. Raises Http404."""
    found = Team.objects.filter(pk=pk, agency=keyring.agency).exclude(kind=Team.Kind.RECOVERY).first()
    if found is None:
        raise Http404
    return found
