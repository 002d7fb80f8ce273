"""Danger cards: which stand open at one's desk, and what one of them says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from waystation.care import sealed
from waystation.care.intake import policies
from waystation.care.intake.models import DANGER, Contact, DangerCard
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import contact_row, subject_of
from waystation.care.intake.selectors.pages import can_write
from waystation.care.intake.shapes import Danger
from waystation.foundation import clock
from waystation.foundation.gate import Actor


@dataclass(frozen=True)
class CardPage:
    """A card with what it says; `seconds` it has been open, or was."""

    card: DangerCard
    danger: Danger
    seconds: int
    can_write: bool

    @property
    def minutes(self) -> int:
        return self.seconds // 60

    @property
    def is_open(self) -> bool:
        return self.card.status == DangerCard.Status.OPEN


def open_cards(actor: Actor) -> list[DangerCard]:
    """Open cards of this member's help line: clear rows, nothing is opened."""
    if actor.role not in (policies.ADVOCATE, "supervisor"):
        return []
    rows = DangerCard.objects.filter(
        agency=actor.agency_id, team__in=actor.team_ids, status=DangerCard.Status.OPEN,
        contact__status__in=policies.OPEN,
    )  # fmt: skip
    return list(rows.select_related("taken_by", "assignee").order_by("created_on", "id"))


def card_row(actor: Actor, contact_id: UUID) -> DangerCard | None:
    """The card of a contact, None when it has none. Raises gate.Refused."""
    contact = contact_row(actor, contact_id)
    rows = DangerCard.objects.select_related("taken_by", "assignee").filter(contact=contact)
    card = rows.first()
    if card is not None:
        card.contact = contact
    return card


def card_page(actor: Actor, card: DangerCard) -> CardPage:
    """What a card says: one journal line. Raises gate.Refused."""
    subject = subject_of(card.contact)
    danger = Danger.of(sealed.read_parts(actor, subject, {DANGER}, Purpose.WORK)[DANGER][0])
    until = dt.datetime.fromisoformat(danger.ended_at) if danger.ended_at else clock.now()
    began = dt.datetime.fromisoformat(danger.began_at) if danger.began_at else until
    return CardPage(card, danger, max(0, int((until - began).total_seconds())), can_write(actor, card.contact))


def is_at_desk(contact_id: UUID) -> bool:
    """Whether a contact stands at the desk, so that a card can be opened for it. A clear row."""
    return Contact.objects.filter(pk=contact_id, status__in=policies.OPEN).exists()
