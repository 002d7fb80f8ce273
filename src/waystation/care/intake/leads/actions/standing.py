"""Whether leads go to a liaison at all: an administrator says what the agency does, a second person decides."""

from __future__ import annotations

from django.db.models import F

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.models import LiaisonStanding, Release
from waystation.care.intake.leads.selectors.liaisons import liaison_row, remembered
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Member
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.gate import Actor, Subject
from waystation.foundation.keyring.errors import NotAllowed

KIND = "liaison"
State = LiaisonStanding.State


def ask_for(actor: Actor, *, liaison: Member, enforcement: str) -> LiaisonStanding:
    """An administrator says whether the agency enforces immigration law and asks to turn this liaison on.

    Nothing is on until `decide`; with "yes", what the liaison still holds is withdrawn at once.

    Raises NotAllowed, codes.UnknownCode, ValueError for "nobody has looked".
    """
    codes.get("immigration_enforcement")[enforcement]
    if enforcement == "not_known":
        raise ValueError("somebody has to have looked")
    if not policies.can_ask_for_standing(actor.role):
        raise NotAllowed("an administrator asks")
    return _write(actor, liaison, "liaison.asked", state=State.ASKED, enforcement=enforcement, asked=True)


def decide(actor: Actor, *, liaison: Member, allowed: bool) -> LiaisonStanding:
    """The second person turns the liaison on, or leaves it off. Raises NotAllowed, also for who asked."""
    row = LiaisonStanding.objects.filter(agency=actor.agency_id, liaison=liaison, state=State.ASKED).first()
    if row is None or not policies.can_decide_standing(actor.role, row.asked_by_id, actor.id):
        raise NotAllowed("a second person decides")
    state = State.ON if allowed else State.OFF
    return _write(actor, liaison, "liaison.decided", state=state, enforcement=row.enforcement, expects=State.ASKED)


def turn_off(actor: Actor, *, liaison: Member) -> LiaisonStanding:
    """At once, by one person: what they hold is withdrawn, and nothing is proposed or confirmed. Raises NotAllowed."""
    if actor.role not in policies.SECOND_FOR_STANDING:
        raise NotAllowed("an administrator or a supervisor turns it off")
    row = LiaisonStanding.objects.filter(agency=actor.agency_id, liaison=liaison).first()
    known = row.enforcement if row else "not_known"
    return _write(actor, liaison, "liaison.turned_off", state=State.OFF, enforcement=known)


def _write(
    actor: Actor, liaison: Member, verb: str, *, state: State, enforcement: str, asked: bool = False,
    expects: State | None = None,
) -> LiaisonStanding:  # fmt: skip
    if liaison_row(actor, liaison.pk) is None:
        raise NotAllowed("no such liaison here or at a trusted partner")
    detail = {"liaison": liaison.display_name, "enforcement": enforcement, "state": state.value}
    with gate.deed(actor, verb, Subject(KIND, liaison.pk, actor.agency_id), detail) as act:
        row = LiaisonStanding.objects.select_for_update().filter(agency=actor.agency_id, liaison=liaison).first()
        if expects is not None and (row is None or row.state != expects or row.asked_by_id == actor.id):
            raise NotAllowed("somebody decided meanwhile")
        fresh = row is None
        row = row or LiaisonStanding(agency=actor.agency, liaison=liaison, version=0)
        row.state, row.enforcement, row.updated_on, row.version = state, enforcement, clock.today(), row.version + 1
        row.asked_by = actor.member if asked else row.asked_by
        row.decided_by = actor.member if state == State.ON else None
        row.save(force_insert=fresh)
        act.wrote(remembered(row))
        if state == State.OFF or (enforcement == "yes" and state == State.ASKED):
            _take_back(actor, liaison)
    return row


def _take_back(actor: Actor, liaison: Member) -> None:
    """Withdraw every packet of this agency that the liaison may still open, inside a deed. Needs no team's key."""
    live = (Release.Status.LIVE, Release.Status.ANSWERED)
    held = Release.objects.select_for_update().filter(agency=actor.agency_id, liaison=liaison, status__in=live)
    for row in held.order_by("pk"):
        Release.objects.filter(pk=row.pk).update(
            status=Release.Status.WITHDRAWN, body=None, ended_on=clock.today(), version=F("version") + 1
        )
        gone = [Written(row.pk, row.version + 1, ERASED)]
        audit.append(
            row.agency_id, at=clock.now(), verb="lead.withdrawn", actor=actor.id, subject=row.lead_id, writes=gone
        )
