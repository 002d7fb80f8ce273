"""Taking, changing and ending a contact."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from waystation.care import sealed
from waystation.care.cases.statistics import county_of
from waystation.care.intake.actions.carrying import carry_minor
from waystation.care.intake.models import CONTACT, CONTACT_COMPARTMENTS, Contact
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import NOT_ASKED, Account, ContactHeader
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.foundation.keyring.actions.statistics import put_statistics
from waystation.foundation.keyring.errors import Stale

NOISE = ("silent", "wrong_number", "prank", "abusive")
"""Endings of contacts that are not the work of a help line: counted apart, out of every trafficking total."""
EMERGENCY = ("shelter", "extraction", "transport")


def take_contact(
    actor: Actor,
    *,
    values: dict[str, Any],
    contact_id: UUID | None = None,
    pointer: UUID | None = None,
    team: Team | None = None,
    ended: bool = False,
) -> Contact:
    """Record a contact. `values`: lane, channel and any field of `ContactHeader` and `Account`.

    `happened_at` (ISO, with its offset) is when it came; without it, now. When it was entered, the clock says.
    A message that came in by itself brings its own `contact_id`, `pointer` and `team`: its record of codes is replaced.
    The same `contact_id` again (a form sent twice) gives the contact already taken. Raises gate.Refused (also for the
    identifier of somebody else's contact), UnknownCode, ValueError when it ends without saying how, lies in the future,
    or the member has no help line.
    """
    known = Contact.objects.filter(pk=contact_id).first() if contact_id else None
    if known is not None and known.taken_by_id == actor.id:
        return known
    if known is not None:
        nothing = gate.Subject(CONTACT, uuid4(), actor.agency_id)
        raise gate.Refused(gate.decide(actor, nothing, {"header"}, Purpose.TAKE), visible=False)
    _check(values, ended)
    team = team or Team.objects.filter(pk__in=actor.team_ids, kind=Team.Kind.INTAKE).order_by("name").first()
    contact = Contact(
        pk=contact_id or uuid4(), agency=actor.agency, team=team, taken_by=actor.member, lane=values["lane"],
        created_hour=actor.at.replace(minute=0, second=0, microsecond=0), updated_on=clock.today(),
        pointer=pointer or uuid4(),
    )  # fmt: skip
    _move(contact, values, ended)
    detail = {"lane": contact.lane}
    with gate.deed(actor, "contact.taken", subject_of(contact), detail, fields={"header"}, purpose=Purpose.TAKE) as act:
        contact.save(force_insert=True)
        holders = {part: [contact.team] for part in CONTACT_COMPARTMENTS}
        create_compartments(actor.keyring, subject=contact.pk, kind=CONTACT, holders=holders)
        entered = {"started_at": actor.at.isoformat(), "happened_at": values.get("happened_at") or actor.at.isoformat()}
        _fill(act, actor, contact, {**values, **entered}, 0)
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


def add_note(actor: Actor, *, contact: Contact, note: str) -> Contact:
    """Write `note` below what is noted already, and change nothing else.

    Raises gate.Refused, keyring's Stale when somebody wrote since this row was read.
    """
    with gate.deed(actor, "contact.changed", subject_of(contact), fields={"account"}, purpose=Purpose.WRITE) as act:
        now = Contact.objects.select_for_update().get(pk=contact.pk)
        if now.version != contact.version:
            raise Stale(now.version)

        def below(data: sealed.Data) -> sealed.Data:
            noted = [text for text in (str(data.get("note", "")).strip(), note.strip()) if text]
            return {**data, "note": "\n\n".join(noted)}

        sealed.amend(act, actor, subject_of(contact), "account", below)
        contact.version += 1
        contact.updated_on = clock.today()
        contact.save(update_fields=["version", "updated_on"])
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


def note_noise(actor: Actor, *, disposition: str, channel: str = "phone") -> Contact:
    """A contact that was silent, abusive, a prank or a wrong number, in one act. Nobody is blocked by it.

    Raises as `take_contact`, ValueError for another ending.
    """
    if disposition not in NOISE:
        raise ValueError("this ending is not one of those that stay out of the totals")
    return take_contact(actor, values={"lane": "other", "channel": channel, "disposition": disposition}, ended=True)


def settle(act: Deed, actor: Actor, contact: Contact, disposition: str) -> None:
    """Write how a contact ended into its header and its record of codes, inside a running deed."""
    subject = subject_of(contact)
    sealed.amend(act, actor, subject, "header", lambda data: {**data, "disposition": disposition})
    contact.version += 1
    contact.save()
    count(act, actor, contact, {"disposition": disposition})


def week_of(hour: dt.datetime) -> dt.datetime:
    """Noon of the week's Monday: as much as is left of an hour when a record is closed."""
    day = timezone.localdate(hour)
    return dt.datetime.combine(day - dt.timedelta(days=day.weekday()), dt.time(12), dt.UTC)


def close(contact: Contact, status: str = Contact.Status.CLOSED) -> None:
    """Set the row to its end: no due day, the hour coarsened to noon of the week's Monday."""
    contact.created_hour = week_of(contact.created_hour)
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
    happened = values.get("happened_at")
    if happened and dt.datetime.fromisoformat(happened) > clock.now():
        raise ValueError("a contact happened before it is written down")


def _move(contact: Contact, values: dict[str, Any], ended: bool) -> None:
    due = values.get("call_back_on") or None
    contact.lane, contact.updated_on = values["lane"], clock.today()
    contact.next_due_on = dt.date.fromisoformat(due) if isinstance(due, str) else due
    if ended:
        close(contact)


def _fill(act: Deed, actor: Actor, contact: Contact, values: dict[str, Any], version: int | None) -> None:
    subject = subject_of(contact)
    told: dict[str, Any] = {}

    def account(data: sealed.Data) -> sealed.Data:
        told.update(Account.of({**data, **values}).to_dict())
        return told

    def header(data: sealed.Data) -> sealed.Data:
        told["minor"] = data.get("minor", NOT_ASKED)
        happened = values.get("happened_at") or data.get("happened_at") or told["started_at"]
        told["header"] = ContactHeader.of({**data, **values, "happened_at": happened})
        return dict(told["header"].to_dict())

    sealed.amend(act, actor, subject, "account", account, version)
    sealed.amend(act, actor, subject, "header", header)
    record = _record(contact, told["header"], Account.of(told))
    if told["minor"] != told["header"].minor:
        minor = carry_minor(act, actor, contact, told["header"].minor)
        record |= {"minor_involved": minor} if minor else {}
    count(act, actor, contact, record)


def _record(contact: Contact, header: ContactHeader, account: Account) -> dict[str, Any]:
    """What the statistics capsule holds of a contact: `on` is the day it happened, `entered` the clock's."""
    record = {
        "on": _day(header.happened_at), "entered": _day(account.started_at), "lane": contact.lane,
        "channel": header.channel, "language": header.language, "danger": header.danger, "contactor": account.who,
        "venue": account.venue, "likelihood": account.likelihood, "county": county_of(contact.agency, account.county),
        "emergency": [code for code in account.needs if code in EMERGENCY], "referrals_made": account.referrals_made,
        "interpreter_minutes": account.interpreter_minutes, "answer_seconds": account.waited,
    }  # fmt: skip
    if account.interpreter_minutes:
        record["interpreter"] = "yes"
    if header.disposition:
        record["disposition"] = header.disposition
    return {name: value for name, value in record.items() if value is not None}


def _day(moment: str) -> str:
    """The local day of an ISO moment; today for a moment that was never kept."""
    at = dt.datetime.fromisoformat(moment) if moment else clock.now()
    return timezone.localdate(at).isoformat()
