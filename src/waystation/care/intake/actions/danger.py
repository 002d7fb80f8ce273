"""A danger card: opened with one tap, what was shared with whom and when, a second person, an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from waystation.care import sealed
from waystation.care.intake.actions.contacts import change_contact, take_contact
from waystation.care.intake.models import CONTACT, DANGER, Contact, DangerCard
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.selectors.pages import contact_page
from waystation.care.intake.shapes import Danger
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.keyring.actions.compartments import create_compartments


def open_card(actor: Actor, *, contact: Contact | None = None, values: dict[str, Any] | None = None) -> DangerCard:
    """Open the card of a contact, which from now on says there is danger now; without a contact, begin one.

    The contact's card when it has one already. `values` go to the new contact. Raises gate.Refused, ValueError.
    """
    if contact is None:
        told = {"lane": "help", "channel": "phone", **(values or {}), "danger": "now"}
        contact = take_contact(actor, values=told)
    known = DangerCard.objects.filter(contact=contact).first()
    if known is not None:
        return known
    _say_so(actor, contact)
    card = DangerCard(
        agency=contact.agency, team=contact.team, contact=contact, taken_by=actor.member, created_on=clock.today()
    )
    with _deed(actor, "danger.opened", contact) as act:
        card.save(force_insert=True)
        create_compartments(actor.keyring, subject=contact.pk, kind=CONTACT, holders={DANGER: [contact.team]})
        sealed.put(act, actor, subject_of(contact), DANGER, Danger(began_at=_now()).to_dict(), 0)
    return card


def share(
    actor: Actor, *, card: DangerCard, whom: str, what: Sequence[str], consent: str = "", county: str = ""
) -> None:
    """Note what was given to whom, now, and whether the person wanted it. Raises gate.Refused, UnknownCode."""
    codes.get("danger_whom")[whom]
    for code in what:
        codes.get("danger_what")[code]
    line = {"at": _now(), "whom": whom, "what": list(what), "by": actor.member.display_name}

    def add(danger: Danger) -> Danger:
        return replace(
            danger,
            shared=[*danger.shared, line],
            consent=consent or danger.consent,
            county=county.strip() or danger.county,
        )

    with _deed(actor, "danger.shared", card.contact) as act:
        _change(act, actor, card, add)


def join_card(actor: Actor, *, card: DangerCard) -> None:
    """Be the second person. Whoever comes first is; the one who opened the card is not. Raises gate.Refused."""
    if card.taken_by_id == actor.id or card.assignee_id is not None:
        return
    with gate.deed(actor, "danger.joined", subject_of(card.contact), fields={DANGER}, purpose=Purpose.WORK) as act:
        card.assignee = actor.member
        card.save(update_fields=["assignee"])
        name = actor.member.display_name
        _change(act, actor, card, lambda danger: replace(danger, joined_by=name, joined_at=_now()))


def end_card(actor: Actor, *, card: DangerCard, end: str) -> None:
    """End the card and say how. Raises gate.Refused, UnknownCode."""
    codes.get("danger_end")[end]
    with _deed(actor, "danger.ended", card.contact) as act:
        card.status = DangerCard.Status.CLOSED
        card.save(update_fields=["status"])
        _change(act, actor, card, lambda danger: replace(danger, end=end, ended_at=_now()))


def _say_so(actor: Actor, contact: Contact) -> None:
    page = contact_page(actor, contact.pk)
    if page.header.danger != "now":
        told = {**page.account.to_dict(), **page.header.to_dict(), "lane": contact.lane, "danger": "now"}
        change_contact(actor, contact=contact, values=told | {"call_back_on": contact.next_due_on})


def _change(act: Deed, actor: Actor, card: DangerCard, change: Any) -> None:
    sealed.amend(act, actor, subject_of(card.contact), DANGER, lambda data: change(Danger.of(data)).to_dict())


def _deed(actor: Actor, verb: str, contact: Contact) -> Any:
    return gate.deed(actor, verb, subject_of(contact), fields={DANGER}, purpose=Purpose.WRITE)


def _now() -> str:
    return clock.now().isoformat(timespec="seconds")
