"""Who may hold a guided conversation, and who may load an instrument. Pure."""

from __future__ import annotations

from typing import Protocol


class RoleFacts(Protocol):
    """What the roles table says of a role."""

    @property
    def serves_people(self) -> bool: ...

    @property
    def administers(self) -> bool: ...


def can_hold_conversation(role: RoleFacts | None) -> bool:
    """Whoever serves people: the guide opens nothing but one's own sealed draft."""
    return role is not None and role.serves_people


def can_load_instrument(role: RoleFacts | None) -> bool:
    return role is not None and role.administers


def can_see_instruments(role: RoleFacts | None) -> bool:
    return can_hold_conversation(role) or can_load_instrument(role)
