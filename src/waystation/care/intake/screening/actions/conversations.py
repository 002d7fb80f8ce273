"""A guided conversation: begun, kept as a sealed draft of one's own, and written down as facts when the worker says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from waystation.care.cases import actions as cases
from waystation.care.cases.models import Case
from waystation.care.intake import actions as intake
from waystation.care.intake import selectors
from waystation.care.intake.models import Situation
from waystation.care.intake.screening.shapes import Conversation
from waystation.care.intake.selectors import SituationPage
from waystation.care.intake.shapes import NOT_ASKED, Person
from waystation.foundation import clock
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.errors import Stale

GUIDE_FORM = "guide"


def begin(actor: Actor) -> Conversation:
    """A conversation about nobody who is noted: it lies in one's own draft alone."""
    return keep(actor, Conversation(id=str(uuid4()), began_on=clock.today().isoformat()))


def begin_for(actor: Actor, *, situation: Situation, person: Person) -> Conversation:
    """A conversation with a person of a situation: the one begun before, if there is one. Raises gate.Refused."""
    selectors.situation_to_write(actor, situation.pk)
    known = load(actor, UUID(person.id))
    if known is not None:
        return known
    page = selectors.situation_page(actor, situation.pk)
    return keep(
        actor,
        Conversation(
            id=person.id, situation=str(situation.pk), person=person.id, seen=_noted(page, person),
            began_on=clock.today().isoformat(),
        ),
    )  # fmt: skip


def keep(actor: Actor, conversation: Conversation) -> Conversation:
    """Seal what was said so far under one's own key."""
    intake.save_draft(actor, form=GUIDE_FORM, subject=conversation.key, data=conversation.to_dict())
    return conversation


def load(actor: Actor, conversation_id: UUID) -> Conversation | None:
    """One's own unfinished conversation, or None."""
    data = intake.load_draft(actor, form=GUIDE_FORM, subject=conversation_id)
    return Conversation.of(data) if data else None


def forget(actor: Actor, conversation: Conversation) -> None:
    """Erase it; what was written down as facts stays."""
    intake.drop_draft(actor, form=GUIDE_FORM, subject=conversation.key)


def unfinished(actor: Actor) -> list[Conversation]:
    """One's own conversations that are not finished, newest first."""
    found = (load(actor, draft.subject) for draft in intake.open_drafts(actor, GUIDE_FORM))
    return [one for one in found if one is not None]


def note_facts(actor: Actor, conversation: Conversation, *, version: int) -> None:
    """Write what was said onto the person, over `version` of what is noted, and forget the draft.

    Raises gate.Refused, KeyError for a person who is not there, keyring's Stale when somebody wrote meanwhile.
    """
    page = selectors.situation_page(actor, UUID(conversation.situation))
    _write(actor, page, conversation, conversation.answers, conversation.age, version)
    forget(actor, conversation)


def note_what_stands(actor: Actor, conversation: Conversation) -> Conversation:
    """At a stop: write down what was said, but nothing over what somebody else noted meanwhile; that waits in the
    draft. A conversation about nobody who is noted stays as it is. Raises gate.Refused, KeyError."""
    if not conversation.situation or not (conversation.answers or conversation.age != NOT_ASKED):
        return conversation
    for last in (False, False, True):
        page = selectors.situation_page(actor, UUID(conversation.situation))
        person = _person(page, conversation)
        noted = _noted(page, person)
        said = conversation.answers.items()
        free = {code: state for code, state in said if _is_free(conversation, noted, code, state)}
        age = conversation.age if _is_free(conversation, noted, "age", conversation.age) else NOT_ASKED
        try:
            _write(actor, page, conversation, free, age, page.version)
        except Stale:
            if last:
                raise
            continue
        break
    apart = {
        code: conversation.seen.get(code, NOT_ASKED) for code in ("age", *conversation.answers) if code not in free
    }
    return keep(actor, replace(conversation, seen={**noted, **free, **apart, **_told_age(age)}))


def note_as_contact(actor: Actor, conversation: Conversation) -> tuple[Situation, Person]:
    """A contact in person with one person in it, made of a conversation that was about nobody noted; forgets the draft.

    Raises gate.Refused when this member takes no contacts.
    """
    contact = intake.take_contact(actor, values={"lane": "help", "channel": "in_person"}, contact_id=conversation.key)
    situation = contact.situations.first() or intake.begin_situation(actor, contact=contact)
    page = selectors.situation_page(actor, situation.pk)
    person = page.facts.person_list()[0]
    told = replace(conversation, person=person.id, situation=str(situation.pk))
    _write(actor, page, told, told.answers, told.age, page.version)
    forget(actor, conversation)
    return situation, person


def note_in_case(actor: Actor, conversation: Conversation, *, case: Case, text: str) -> None:
    """Note a conversation about nobody noted in a case of one's own, in the words its worker chose; forgets the draft.

    Raises gate.Refused for a case they do not write in, ValueError without words.
    """
    cases.add_note(actor, case=case, text=text)
    forget(actor, conversation)


def differing(conversation: Conversation, page: SituationPage) -> dict[str, tuple[Any, Any]]:
    """{fact code or `age`: (noted, said)} where somebody noted another answer since the conversation began."""
    noted = _noted(page, _person(page, conversation))
    said = {**conversation.answers, **_told_age(conversation.age)}
    return {
        code: (noted[code], state)
        for code, state in said.items()
        if code in noted and noted[code] not in (state, NOT_ASKED) and not _is_free(conversation, noted, code, state)
    }


def _told_age(age: int | str) -> dict[str, Any]:
    return {"age": age} if age != NOT_ASKED else {}


def _is_free(conversation: Conversation, noted: dict[str, Any], code: str, said: Any) -> bool:
    now = noted.get(code, NOT_ASKED)
    return now in (said, NOT_ASKED) or now == conversation.seen.get(code, NOT_ASKED)


def _noted(page: SituationPage, person: Person) -> dict[str, Any]:
    return {"age": person.age, **{fact.code: fact.state for fact in page.facts.fact_list(person.id)}}


def _person(page: SituationPage, conversation: Conversation) -> Person:
    person = page.person(conversation.person)
    if person is None:
        raise KeyError(conversation.person)
    return person


def _write(
    actor: Actor, page: SituationPage, conversation: Conversation, said: dict[str, str], age: int | str, version: int
) -> None:
    person = _person(page, conversation)
    noted = {fact.code: fact.state for fact in page.facts.fact_list(person.id)}
    told = age != NOT_ASKED
    intake.change_person(
        actor,
        situation=page.situation,
        person_id=person.id,
        age=age if told else person.age,
        age_from=conversation.age_from if told else person.age_from,
        language=person.language,
        states={**noted, **said},
        words=page.facts.words.get(person.id, ""),
        wishes=conversation.wishes or person.wishes,
        version=version,
    )
