"""What the pages of one contact or situation show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.care import sealed
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import subject_of as case_subject
from waystation.care.codelists import words
from waystation.care.intake import policies
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.national import national_lines
from waystation.care.intake.policies import Purpose
from waystation.care.intake.rules import place_of
from waystation.care.intake.selectors.access import contact_row, situation_row, subject_of
from waystation.care.intake.selectors.screening import age_words
from waystation.care.intake.shapes import NOT_ASKED, Account, ContactHeader, Facts, Person, SituationHeader
from waystation.core import screening
from waystation.foundation import clock, gate
from waystation.foundation.agencies.lines import lines_of
from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import members_of, settings_of
from waystation.foundation.gate import SEE, Actor


@dataclass(frozen=True)
class ContactPage:
    """A contact with its account; `version` is that of the account, which every edit moves."""

    contact: Contact
    header: ContactHeader
    account: Account
    version: int
    can_write: bool
    situations: list[Situation]

    @property
    def happened_at(self) -> str:
        """When it happened, as told; older contacts know only when they were entered."""
        return self.header.happened_at or self.account.started_at

    @property
    def is_entered_later(self) -> bool:
        """Whether it was written down on another moment than it happened, by more than a quarter of an hour."""
        if not self.header.happened_at or not self.account.started_at:
            return False
        entered, happened = map(dt.datetime.fromisoformat, (self.account.started_at, self.header.happened_at))
        return abs(entered - happened) > dt.timedelta(minutes=15)


@dataclass(frozen=True)
class SituationPage:
    """A situation with its persons and facts; `version` is that of the facts, `cases` the cases opened by person id,
    `seen` those of them that the reader may know of."""

    situation: Situation
    header: SituationHeader
    facts: Facts
    version: int
    header_version: int
    can_write: bool
    contacts: list[Contact]
    cases: dict[str, UUID]
    seen: frozenset[UUID]

    @property
    def asks_minor(self) -> bool:
        """Whether the contact said that somebody is or may be under 18, and no age was asked since."""
        told = self.facts.minor_told in ("yes", "unknown")
        return told and all(one.age == NOT_ASKED for one in self.facts.person_list())

    def person(self, person_id: str) -> Person | None:
        return next((item for item in self.facts.person_list() if item.id == person_id), None)


def contact_page(actor: Actor, contact_id: UUID) -> ContactPage:
    """Header and account of one contact: one journal line. Raises gate.Refused."""
    contact = contact_row(actor, contact_id)
    found = sealed.read_parts(actor, subject_of(contact), {"header", "account"}, Purpose.WORK)
    return ContactPage(
        contact=contact,
        header=ContactHeader.of(found["header"][0]),
        account=Account.of(found["account"][0]),
        version=found["account"][1],
        can_write=can_write(actor, contact),
        situations=list(contact.situations.order_by("created_on", "id")),
    )


def situation_page(actor: Actor, situation_id: UUID) -> SituationPage:
    """Header and facts of one situation: one journal line. Raises gate.Refused."""
    situation = situation_row(actor, situation_id)
    found = sealed.read_parts(actor, subject_of(situation), {"header", "facts"}, Purpose.WORK)
    facts = Facts.of(found["facts"][0])
    known = Case.objects.in_bulk([UUID(case) for case in facts.cases.values()])
    return SituationPage(
        situation=situation,
        header=SituationHeader.of(found["header"][0]),
        facts=facts,
        version=found["facts"][1],
        header_version=found["header"][1],
        can_write=can_write(actor, situation),
        contacts=list(situation.contacts.order_by("created_hour")),
        cases={person: UUID(case) for person, case in facts.cases.items() if UUID(case) in known},
        seen=frozenset(
            pk for pk, case in known.items() if gate.decide(actor, case_subject(case), {"header"}, SEE).allowed
        ),
    )


def receivers(actor: Actor) -> list[tuple[str, str]]:
    """Who can take a situation on, in the same agency: each team, and each worker in it. (value, words) pairs."""
    found = []
    for team in Team.objects.filter(agency=actor.agency_id, kind__in=("casework", "legal", "health")).order_by("name"):
        found.append((f"{team.pk}", team.name))
        workers = [member for member in members_of(team) if member.role in policies.RECEIVERS and member.is_active]
        found += [(f"{team.pk}:{worker.pk}", f"{worker.display_name}, {team.name}") for worker in workers]
    return found


def can_write(actor: Actor, row: Contact | Situation) -> bool:
    """Whether this member may change it: for buttons; the deed asks again."""
    return policies.may_write(actor.role, place_of(actor, row), clock.today()).allowed


@dataclass(frozen=True)
class ToldForCase:
    """What a case takes over from a contact: answers to start from, the account, and what to show beside the form."""

    initial: dict[str, str]
    account: Account | None
    carried: list[tuple[str, str]]


def told_for_case(actor: Actor, page: SituationPage, person: Person) -> ToldForCase:
    """Kind, safe contact, age, language and county as heard. The account is that of the newest contact held."""
    found = contact_page(actor, page.contacts[-1].pk) if page.contacts else None
    start = {}
    if page.header.kind not in ("", "not_asked"):
        start["kind_of_trafficking"] = page.header.kind
    if found:
        start["how"] = found.header.call_back
    carried = [(_("Age"), age_words(person))]
    if person.language not in ("", "not_asked"):
        carried.append((_("Language"), words("language", person.language)))
    if page.header.county:
        carried.append((_("County"), page.header.county))
    if found and found.account.code_word:
        carried.append((_("Code word"), found.account.code_word))
    if found and found.account.call_back_how:
        carried.append((_("Call back"), found.account.call_back_how))
    return ToldForCase(start, found.account if found else None, carried)


def report_rule(actor: Actor) -> screening.ReportRule:
    """What must be reported in the agency's state, and the words to say before an age is asked.

    With the number the agency set, and without the mark for review once somebody decided for the agency.
    """
    rule, kept = screening.report_rule(actor.agency.state), settings_of(actor.agency_id)
    rule = replace(rule, number=kept.report_line or rule.number)
    if not kept.report_decided_by:
        return rule
    decided = _("decided for this agency by %(name)s") % {"name": kept.report_decided_by}
    return replace(rule, review=False, source=f"{rule.source}; {decided}, {kept.report_decided_on:%Y-%m-%d}")


def warm_numbers(actor: Actor) -> list[tuple[str, str, str]]:
    """(code, words, number) of lines for what is not ours, as the agency set them; child protection among them."""
    given = lines_of(settings_of(actor.agency_id))
    lines = [(line.code, line.label, line.number) for line in given if line.code != "own"]
    known = {code for code, _label, _number in lines}
    number = report_rule(actor).number
    if number and "child_protection" not in known:
        lines.append(("child_protection", _("Child protection"), number))
        known.add("child_protection")
    lang = get_language() or "en"
    national = [(one.code, one.label(lang), one.number) for one in national_lines() if one.stands_for not in known]
    return [*lines, *national]
