"""Handing over to case work in the same agency, and opening a case for one person without typing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from waystation.care import sealed
from waystation.care.cases import actions as cases
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import Identity, SafeContact, TimelineEntry
from waystation.care.intake.actions.contacts import close, settle
from waystation.care.intake.models import (
    CONTACT_COMPARTMENTS,
    DANGER,
    SITUATION_COMPARTMENTS,
    Contact,
    DangerCard,
    Situation,
    SituationCase,
)
from waystation.care.intake.policies import RECEIVERS, Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.selectors.lists import HANDED_OVER
from waystation.care.intake.selectors.pages import SituationPage
from waystation.care.intake.shapes import Account, Facts, Person
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.agencies.selectors import members_of
from waystation.foundation.gate import Actor
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.compartments import grant

ANSWERS = frozenset({"", "unknown", "declined", "not_asked"})


def hand_over(actor: Actor, *, contact: Contact, team: Team, worker: Member | None = None) -> Contact:
    """Give a contact and its situations to a case team, or one worker of it.

    The team gets the keys; the advocate keeps reading the own contact for `policies.ACCESS_AFTER_HAND_OVER`.
    Raises gate.Refused, ValueError for a team of another agency or a worker outside the team.
    """
    if team.agency_id != contact.agency_id or team.kind not in ("casework", "legal", "health"):
        raise ValueError("a contact is handed to a case team of the same agency")
    if worker and (worker.role not in RECEIVERS or worker not in members_of(team)):
        raise ValueError("the worker is not of this team")
    detail = {"team": team.name, "worker": worker.display_name if worker else ""}
    with gate.deed(
        actor, "contact.handed_over", subject_of(contact), detail, fields={"header", "account"}, purpose=Purpose.WRITE
    ) as act:
        settle(act, actor, contact, "handed_over")
        parts = (*CONTACT_COMPARTMENTS, DANGER) if _has_card(contact) else CONTACT_COMPARTMENTS
        grant(actor.keyring, subject=contact.pk, compartments=parts, holder=team)
        close(contact, Contact.Status.HANDED_OVER)
        contact.team, contact.assignee = team, worker
        contact.save()
        for situation in contact.situations.exclude(status=Situation.Status.CLOSED):
            _hand_over_situation(actor, situation, team, worker)
    return contact


def open_case_for(
    actor: Actor,
    *,
    page: SituationPage,
    person: Person,
    account: Account | None,
    call_back: str = "not_asked",
    **told: Any,
) -> Case:
    """Open a case for one person of a situation that was read before; `told` goes to cases.open_case.

    Age, language, county, kind and safe contact come from what was heard, so nothing is typed twice. Raises
    gate.Refused, AliasTaken, ValueError when this person has a case already.
    """
    situation = page.situation
    if person.id in page.facts.cases:
        raise ValueError("this person has a case")
    require(actor, subject_of(situation), {"facts"}, Purpose.NOTE_CASE)
    lines = [TimelineEntry(clock.today().isoformat(), "opened_from_situation")]
    case = cases.open_case(
        actor,
        identity=_identity(page, person),
        safe_contact=_safe_contact(account, told.pop("how", None) or call_back),
        language=person.language if person.language not in ANSWERS else "",
        timeline=lines,
        **told,
    )
    subject = subject_of(situation)
    with gate.deed(
        actor, "situation.case_opened", subject, {"case": str(case.pk)}, fields={"facts"}, purpose=Purpose.NOTE_CASE
    ) as act:
        SituationCase.objects.create(situation=situation, case=case)
        sealed.amend(act, actor, subject, "facts", lambda data: _note_case(data, person.id, case))
    return case


def _hand_over_situation(actor: Actor, situation: Situation, team: Team, worker: Member | None) -> None:
    subject = subject_of(situation)
    with gate.deed(actor, HANDED_OVER, subject, {"team": team.name}):
        grant(actor.keyring, subject=situation.pk, compartments=SITUATION_COMPARTMENTS, holder=team)
        situation.team, situation.assignee = team, worker
        situation.status, situation.updated_on = Situation.Status.HANDED_OVER, clock.today()
        situation.version += 1
        situation.save()


def _has_card(contact: Contact) -> bool:
    return DangerCard.objects.filter(contact=contact).exists()


def _identity(page: SituationPage, person: Person) -> Identity:
    stated = isinstance(person.age, int)
    return Identity(
        age=person.age if isinstance(person.age, int) else None,
        age_state="stated" if stated else str(person.age),
        languages=[] if person.language in ANSWERS else [person.language],
        county=page.header.county,
        came_from={"situation": str(page.situation.pk), "person": person.id},
    )


def _safe_contact(account: Account | None, how: str) -> SafeContact:
    if account is None:
        return SafeContact(how=how)
    return SafeContact(
        how=how, when=account.call_back_how, voicemail=account.voicemail, code_word=account.code_word,
        set_on=clock.today().isoformat(),
    )  # fmt: skip


def _note_case(data: sealed.Data, person_id: str, case: Case) -> sealed.Data:
    facts = Facts.of(data)
    return replace(facts, cases={**facts.cases, person_id: str(case.pk)}).to_dict()
