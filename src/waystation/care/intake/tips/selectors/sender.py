"""What a sender finds with the order number: the outcome class and the letters, never the story back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from waystation.care.intake.tips import receipts
from waystation.care.intake.tips.actions.sending import door_label
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.shapes import Letters
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import exchange_public, new_key, open_sealed, seal_to
from waystation.foundation import clock
from waystation.foundation.keyring.errors import NoKey
from waystation.foundation.keyring.selectors.received import open_as_sender


@dataclass(frozen=True)
class Found:
    """A live message and the key of its letters."""

    tip: Tip
    key: bytes


@dataclass(frozen=True)
class Order:
    """What the sender's page shows."""

    tip: Tip
    letters: Letters


def find(number: int) -> Found | None:
    """The live message of an order number. One query and one box are the work for a number that finds none, too.

    None alike for a number that never was, one whose time is over and one that differs from a live one.
    """
    keys = receipts.keys_of(number)
    tip = Tip.objects.filter(lookup=keys.lookup, retention_on__gte=clock.today()).first()
    door, place = (bytes(tip.door), (tip.pk, tip.door_generation)) if tip else _decoy()
    try:
        key = open_sealed(keys.exchange, door, door_label(*place))
    except VaultError:
        return None
    return Found(tip, key) if tip else None


def open_order(found: Found) -> Order:
    """The letters of a message. Raises NoKey while the team turns their key, Tampered."""
    tip = found.tip
    data = open_as_sender(tip.pk, compartment="letters", key=found.key, generation=tip.door_generation)
    return Order(tip, Letters.of(data))


@cache
def _decoy() -> tuple[bytes, tuple[UUID, int]]:
    """A box that nobody opens."""
    place = UUID(int=0), 1
    return seal_to(exchange_public(new_key()), new_key(), door_label(*place)), place


__all__ = ["Found", "NoKey", "Order", "find", "open_order"]
