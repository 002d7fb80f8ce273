"""What happened in the county before it opens: referrals, releases, steps and cover, by the acts of the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from waystation.care.cases import actions as cases
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import case_page
from waystation.care.consent.actions import record
from waystation.care.consent.models import Authorization
from waystation.care.consent.signers import Signing
from waystation.care.consent.terms import Terms, default_end
from waystation.care.referrals import actions as referrals
from waystation.care.referrals.models import Referral
from waystation.care.referrals.selectors import as_triples, sent_referral, sent_referrals
from waystation.commons.directory.models import Service
from waystation.demo.cases import Opened
from waystation.demo.people import Staff
from waystation.demo.reading import toml
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.covers import set_away

ADULT = Signing(age="adult", court_guardian="no", signed_by=frozenset({"survivor"}))
DESK = "femi"


def ask_for_beds(staff: Staff, opened: Opened) -> None:
    """Nine requests called in together with the men, and what was said on the line."""
    asked = toml("threads")["requests"]
    needs: dict[str, str] = {}
    for alias, organization, service in asked["asked"]:
        actor, case = staff.actor(opened.workers[alias]), opened.cases[alias]
        if alias not in needs:
            needs[alias] = cases.add_need(actor, case=case, code="emergency_shelter", urgency="tonight").id
        draft = _choose(actor, case, organization, service, needs[alias])
        header = sent_referral(actor, draft.pk, case).header
        row = referrals.send_three_way(actor, referral=draft, header=header, version=draft.version)
        referrals.record_outcome(
            actor, referral=row, header=header, event="decline", reason=asked["reason"], version=row.version
        )
    for alias, need in needs.items():
        actor = staff.actor(opened.workers[alias])
        cases.set_need_state(actor, case=opened.cases[alias], need_id=need, state="unmet")


def hand_off_without_a_name(staff: Staff, opened: Opened) -> None:
    """Jo's hand-off to the shelter: a word to quote and a line to call back, nothing about the person."""
    told = toml("threads")["handed_off"]
    actor, case = staff.actor(told["worker"]), opened.cases[told["alias"]]
    need = cases.add_need(actor, case=case, code=told["need"], urgency="tonight")
    draft = _choose(actor, case, told["organization"], told["service"], need.id)
    header = sent_referral(actor, draft.pk, case).header
    row = referrals.send_opaque(
        actor, referral=draft, header=header, call_back=told["call_back"], version=draft.version
    )
    desk = staff.actor(DESK)
    referrals.open_received(desk, referral=row)
    for event in ("accept", "start"):
        row.refresh_from_db()
        row = referrals.answer(desk, referral=row, event=event, version=row.version)


def end_the_stay(staff: Staff, opened: Opened) -> None:
    """The stay at the shelter is over, and Jo has read so."""
    told = toml("threads")["handed_off"]
    actor, case = staff.actor(told["worker"]), opened.cases[told["alias"]]
    row = Referral.objects.get(case=case)
    referrals.answer(staff.actor(DESK), referral=row, event="complete", version=row.version)
    referrals.take_in_answers(actor, case=case, found=as_triples(sent_referrals(actor, case)))
    need = case_page(actor, case.pk).referrals.need_list()[0]
    cases.set_need_state(actor, case=case, need_id=need.id, state="met")


def refer_with_release(staff: Staff, opened: Opened, which: str) -> Referral:
    """A need, a release on paper, the chosen service, the packet; `which` names the referral in threads.toml."""
    told = toml("threads")[which]
    actor, case = staff.actor(opened.workers[told["alias"]]), opened.cases[told["alias"]]
    need = cases.add_need(actor, case=case, code=told["need"], urgency=told["urgency"], language=told["language"])
    draft = _choose(actor, case, told["organization"], told["service"], need.id)
    header = sent_referral(actor, draft.pk, case).header
    release = _release(actor, case, draft, told)
    return referrals.send(
        actor, referral=draft, header=header, release=release, fields=told["fields"], version=draft.version
    )


def decline_overnight(staff: Staff, row: Referral) -> None:
    """The desk opens it and says no, with its reason; the worker has not looked yet."""
    desk = staff.actor(DESK)
    referrals.open_received(desk, referral=row)
    row.refresh_from_db()
    reason = toml("threads")["declined"]["reason"]
    referrals.answer(desk, referral=row, event="decline", reason=reason, version=row.version)


def plan_steps(staff: Staff, opened: Opened, today: dt.date) -> None:
    """Appointments of today and the dates that come, each with the worker of its case."""
    for step in toml("threads")["step"]:
        actor, case = staff.actor(opened.workers[step["alias"]]), opened.cases[step["alias"]]
        cases.add_step(actor, case=case, what=step["what"], due_on=today + dt.timedelta(days=step["in_days"]))


def propose_closing(staff: Staff, opened: Opened) -> None:
    """One case can end, says its worker; the supervisor has not read it yet."""
    told = toml("threads")["closing"]
    cases.propose_closing(
        staff.actor(opened.workers[told["alias"]]), case=opened.cases[told["alias"]], ending=told["ending"]
    )


def note_cover(staff: Staff, today: dt.date) -> None:
    """One worker is away, and a colleague of the team stands in."""
    told = toml("threads")["away"]
    away = Member.objects.get(sign_in_name=told["who"])
    set_away(
        staff.actor("kofi").keyring, away, cover=Member.objects.get(sign_in_name=told["cover"]),
        team=Team.objects.get(agency=away.agency, kind="casework"),
        since=today - dt.timedelta(days=told["since_days_ago"]), until=today + dt.timedelta(days=told["until_in_days"]),
    )  # fmt: skip


def _choose(actor: Actor, case: Case, organization: str, service: str, need: str) -> Referral:
    found = Service.objects.get(name=service, organization__name=organization)
    return referrals.choose(actor, case_id=case.pk, service_id=found.pk, need_id=need)


def _release(actor: Actor, case: Case, draft: Referral, told: dict[str, Any]) -> Authorization:
    assert draft.recipient is not None  # the county's own agencies are on this server
    start = clock.today()
    terms = Terms(
        purpose=told["purpose"], fields=told["fields"], form="paper", language=told["language"], interpreter="none",
        explained_by=actor.member.display_name, consequences_explained=True,
    )  # fmt: skip
    return record(
        actor, case=case, recipient=draft.recipient, terms=terms, signing=ADULT,
        starts_on=start, expires_on=default_end(start),
    )  # fmt: skip
