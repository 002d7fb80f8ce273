"""Taking, changing and ending a contact."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from waystation.care import sealed
from waystation.care.intake.models import CONTACT, CONTACT_COMPARTMENTS, Contact
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import Account, ContactHeader
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.foundation.keyring.actions.statistics import put_statistics


def take_contact(
    actor: Actor, *, values: dict[str, Any], contact_id: UUID | None = None, ended: bool = False
) -> Contact:
    """Record a contact. `values`: lane, channel and any field of `ContactHeader` and `Account`.

    The same `contact_id` again (a form sent twice) gives the contact already taken. Raises gate.Refused (also for the
    identifier of somebody else's contact), UnknownCode, ValueError when it ends without saying how, or the member has
    no help line.
    """
    known = Contact.objects.filter(pk=contact_id).first() if contact_id else None
    if known is not None and known.taken_by_id == actor.id:
        return known
    if known is not None:
        nothing = gate.Subject(CONTACT, uuid4(), actor.agency_id)
        raise gate.Refused(gate.decide(actor, nothing, {"header"}, Purpose.TAKE), visible=False)
    _check(values, ended)
    team = Team.objects.filter(pk__in=actor.team_ids, kind=Team.Kind.INTAKE).order_by("name").first()
    contact = Contact(
        pk=contact_id or uuid4(), agency=actor.agency, team=team, taken_by=actor.member, lane=values["lane"],
        created_hour=actor.at.replace(minute=0, second=0, microsecond=0), updated_on=clock.today(),
    )  # fmt: skip
    _move(contact, values, ended)
    detail = {"lane": contact.lane}
    with gate.deed(actor, "contact.taken", subject_of(contact), detail, fields={"header"}, purpose=Purpose.TAKE) as act:
        contact.save(force_insert=True)
        holders = {part: [contact.team] for part in CONTACT_COMPARTMENTS}
        create_compartments(actor.keyring, subject=contact.pk, kind=CONTACT, holders=holders)
        _fill(act, actor, contact, {**values, "started_at": values.get("started_at") or actor.at.isoformat()}, 0)
    return contact


def change_contact(
    actor: Actor, *, contact: Contact, values: dict[str, Any], version: int | None = None, ended: bool = False
) -> Contact:
    """Write a contact anew. Raises gate.Refused, UnknownCode, keyring's Stale, ValueError as `take_contact`."""
    _check(values, ended)
    _move(contact, values, ended)
    with gate.deed(
        actor, "contact.changed", subject_of(contact), fields={"header", "account"}, purpose=Purpose.WRITE
    ) as act:
        contact.version += 1
        contact.save()
        _fill(act, actor, contact, values, version)
    return contact


def end_contact(actor: Actor, *, contact: Contact, disposition: str) -> Contact:
    """End a contact and say how. Raises gate.Refused, UnknownCode."""
    codes.get("disposition")[disposition]
    with gate.deed(
        actor, "contact.ended", subject_of(contact), {"disposition": disposition}, fields={"header"},
        purpose=Purpose.WRITE,
    ) as act:  # fmt: skip
        close(contact)
        settle(act, actor, contact, disposition)
    return contact


def give_number(actor: Actor, *, number: str, channel: str = "phone") -> Contact:
    """An out-of-scope contact in one act: which number was given, and no more. Raises as `take_contact`."""
    values = {"lane": "other", "channel": channel, "disposition": "out_of_scope", "note": number}
    return take_contact(actor, values=values, ended=True)


def settle(act: Deed, actor: Actor, contact: Contact, disposition: str) -> None:
    """Write how a contact ended into its header and its record of codes, inside a running deed."""
    subject = subject_of(contact)
    sealed.amend(act, actor, subject, "header", lambda data: {**data, "disposition": disposition})
    contact.version += 1
    contact.save()
    count(act, actor, contact, {"disposition": disposition})


def close(contact: Contact, status: str = Contact.Status.CLOSED) -> None:
    """Set the row to its end: no due day, the hour coarsened to noon of the week's Monday."""
    day = timezone.localdate(contact.created_hour)
    monday = day - dt.timedelta(days=day.weekday())
    contact.created_hour = dt.datetime.combine(monday, dt.time(12), dt.UTC)
    contact.status, contact.next_due_on, contact.updated_on = status, None, clock.today()


def count(act: Deed, actor: Actor, contact: Contact, changes: dict[str, Any]) -> None:
    """Change the contact's record of codes and seal the new one to the statistics team, inside a running deed."""
    kept: dict[str, Any] = {}

    def change(data: sealed.Data) -> sealed.Data:
        kept.update({**data, **changes})
        return dict(kept)

    sealed.amend(act, actor, subject_of(contact), "statistics", change)
    act.wrote(put_statistics(actor.keyring, kind=CONTACT, subject=contact.pk, pointer=contact.pointer, record=kept))


def _check(values: dict[str, Any], ended: bool) -> None:
    codes.get("lane")[values["lane"]]
    codes.get("channel")[values["channel"]]
    if ended:
        codes.get("disposition")[values.get("disposition") or ""]


def _move(contact: Contact, values: dict[str, Any], ended: bool) -> None:
    due = values.get("call_back_on") or None
    contact.lane, contact.updated_on = values["lane"], clock.today()
    contact.next_due_on = dt.date.fromisoformat(due) if isinstance(due, str) else due
    if ended:
        close(contact)


def _fill(act: Deed, actor: Actor, contact: Contact, values: dict[str, Any], version: int | None) -> None:
    subject = subject_of(contact)
    account = {key: value for key, value in values.items() if key in Account.of({}).to_dict()}
    header = ContactHeader.of(values)
    sealed.amend(act, actor, subject, "account", lambda data: Account.of({**data, **account}).to_dict(), version)
    sealed.put(act, actor, subject, "header", header.to_dict())
    record = {"on": clock.today().isoformat(), "lane": contact.lane, "channel": header.channel}
    record |= {"language": header.language, "danger": header.danger, "contactor": values.get("who", "not_asked")}
    count(act, actor, contact, record | ({"disposition": header.disposition} if header.disposition else {}))
