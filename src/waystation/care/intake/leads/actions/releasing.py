"""Releasing a lead: one member proposes with facts and a reason, another confirms, one named person may open it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID, uuid4

from django.db.models import F

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.actions import proposals
from waystation.care.intake.leads.fields import BY_CODE
from waystation.care.intake.leads.models import RELEASE, Lead, Release
from waystation.care.intake.leads.packets import remembered, seal
from waystation.care.intake.leads.reading import review_years
from waystation.care.intake.leads.rules import is_analyst_of, subject_of
from waystation.care.intake.leads.selectors.access import release_row
from waystation.care.intake.leads.selectors.leads import LeadPage
from waystation.care.intake.leads.selectors.liaisons import liaison_row
from waystation.care.intake.leads.selectors.releases import values_of
from waystation.care.intake.leads.shapes import Terms
from waystation.care.intake.leads.source import PASSED_ON, tips_source
from waystation.care.sealed import amend, read_parts
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Member
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.gate import Actor
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments
from waystation.foundation.keyring.errors import Tampered


class CannotRelease(Exception):
    """Why nothing is released; `code` (see words.py), and `reason` in words where it is about the liaison."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code)
        self.code, self.reason = code, reason


def propose(
    actor: Actor, *, page: LeadPage, liaison: Member, fields: Collection[str], facts: str, relevance: str, need: str,
    reason: str, expires_on: dt.date,
) -> Release:  # fmt: skip
    """Ask a colleague to confirm. What would go is frozen now, field by field. Raises CannotRelease, gate.Refused."""
    lead, today = page.lead, clock.today()
    _check(actor, lead, liaison, fields, facts, expires_on)
    for words, code in ((relevance, "no_relevance"), (need, "no_need"), (reason, "no_reason")):
        if not words.strip():
            raise CannotRelease(code)
    terms = Terms(
        title=page.header.title, values=values_of(page.tips, fields), facts=facts.strip(), reason=reason.strip(),
        relevance=relevance.strip(), need=need.strip(), tips=[str(tip.id) for tip in page.tips],
    )  # fmt: skip
    if not terms.values or not terms.tips:
        raise CannotRelease("nothing_to_send")
    row = Release(
        id=uuid4(), lead=lead, agency=lead.agency, team=lead.team, liaison=liaison, proposed_by=actor.member,
        proposed_on=today, expires_on=expires_on,
    )  # fmt: skip
    detail = {"liaison": liaison.display_name, "fields": sorted(terms.values), "until": expires_on.isoformat()}
    with gate.deed(actor, "lead.release_proposed", subject_of(lead), detail) as act:
        require(actor, subject_of(row), {"terms"}, "propose")
        if Release.objects.filter(lead=lead, liaison=liaison, status=Release.Status.PROPOSED).exists():
            raise CannotRelease("already_proposed")
        _stand_in(Lead.objects.select_for_update().get(pk=lead.pk), terms)
        row.save(force_insert=True)
        create_compartments(actor.keyring, subject=row.pk, kind=RELEASE, holders={"terms": [lead.team]})
        sealed = write(
            actor.keyring, subject=row.pk, kind=RELEASE, compartment="terms", data=terms.to_dict(),
            expected_version=None,
        )  # fmt: skip
        act.wrote([remembered(row), sealed])
    return row


def confirm(actor: Actor, *, release: Release) -> Release:
    """The second person lets it go: the packet is sealed to the liaison's own certified key and signed by them.

    Read anew under lock, so that two windows, a tip taken out or ended, a liaison turned off or a changed row stop it.
    Raises CannotRelease, gate.Refused (the proposer), Tampered, Untrusted.
    """
    row = release_row(actor, release.pk)
    require(actor, subject_of(row), {"terms"}, "confirm")
    terms = Terms.of(read_parts(actor, subject_of(row), {"terms"}, "work")["terms"][0])
    detail = {"liaison": row.liaison.display_name, "fields": sorted(terms.values), "until": row.expires_on.isoformat()}
    with gate.deed(actor, "lead.released", subject_of(row.lead), detail) as act:
        lead = Lead.objects.select_for_update().get(pk=row.lead_id)
        now = Release.objects.select_for_update().get(pk=row.pk)
        require(actor, subject_of(now), {"terms"}, "confirm")
        if now.status != Release.Status.PROPOSED:
            raise CannotRelease("not_waiting")
        if clock.today() > min(now.proposed_on + policies.PROPOSAL, now.expires_on):
            raise CannotRelease("lapsed")
        _whole(now)
        _check_liaison(actor, row.liaison)
        tips = _stand_in(lead, terms)
        now.confirmed_by, now.confirmed_on = actor.member, clock.today()
        now.status, now.version = Release.Status.LIVE, now.version + 1
        act.wrote(seal(actor, now, terms))
        now.save()
        _mark(actor, lead, tips)
    return now


def decline(actor: Actor, *, release: Release) -> None:
    """The second person says no, or the proposer takes it back: nothing goes. Raises CannotRelease, gate.Refused."""
    row = release_row(actor, release.pk)
    with gate.deed(actor, "lead.release_declined", subject_of(row.lead)) as act:
        require(actor, subject_of(row), {"terms"}, "withdraw")
        ended = proposals.end(Release.objects.filter(pk=row.pk), Release.Status.DECLINED)
        if not ended:
            raise CannotRelease("not_waiting")
        act.wrote(ended)


def withdraw(actor: Actor, *, release: Release, reason: str) -> None:
    """Close it at once: the packet is destroyed, the liaison's page answers as if there were none.

    One member may: closing needs no second person. Raises CannotRelease, gate.Refused.
    """
    row = release_row(actor, release.pk)
    require(actor, subject_of(row), {"terms"}, "withdraw")
    with gate.deed(actor, "lead.withdrawn", subject_of(row.lead), {"liaison": row.liaison.display_name}) as act:
        now = Release.objects.select_for_update().get(pk=row.pk)
        if now.status not in (Release.Status.LIVE, Release.Status.ANSWERED):
            raise CannotRelease("not_live")
        Release.objects.filter(pk=row.pk).update(
            status=Release.Status.WITHDRAWN, body=None, ended_on=clock.today(), version=F("version") + 1
        )
        amend(act, actor, subject_of(row), "terms", lambda data: {**data, "withdrawn_because": reason.strip()})
        act.wrote(Written(row.pk, now.version + 1, ERASED))


def _check(
    actor: Actor, lead: Lead, liaison: Member, fields: Collection[str], facts: str, expires_on: dt.date
) -> None:
    if not is_analyst_of(actor, lead):
        require(actor, subject_of(lead), {"header"}, "write")
    if lead.status == Lead.Status.CLOSED:
        raise CannotRelease("closed")
    _check_liaison(actor, liaison)
    if set(fields) - set(BY_CODE):
        raise CannotRelease("unknown_field")
    if len(facts.strip()) < policies.LEAST_FACTS:
        raise CannotRelease("no_facts")
    today = clock.today()
    if not today < expires_on <= min(today + policies.PACKET_LONGEST, policies.months_after(today, 12)):
        raise CannotRelease("dates")


def _check_liaison(actor: Actor, liaison: Member) -> None:
    """On, of this agency or a trusted partner, and still active. Raises CannotRelease, Tampered."""
    found = liaison_row(actor, liaison.pk)
    if found is None:
        raise CannotRelease("no_liaison")
    if not found.is_on:
        raise CannotRelease("liaison_off", found.why_off)


def _stand_in(lead: Lead, terms: Terms) -> list[UUID]:
    """The frozen tips: each lives, stands in this locked lead still and is not ended. Raises CannotRelease."""
    tips = [UUID(tip) for tip in terms.tips]
    if lead.status == Lead.Status.CLOSED:
        raise CannotRelease("closed")
    if lead.retention_on < clock.today() or len(tips_source().rows(tips)) < len(tips):
        raise CannotRelease("gone")
    if set(tips) - set(lead.tips.values_list("tip", flat=True)) or tips_source().closed(tips):
        raise CannotRelease("changed")
    return tips


def _whole(row: Release) -> None:
    line = remembered(row)
    if latest_digests([row.pk], [row.agency_id]).get(row.pk) != (line.version, line.digest):
        raise Tampered("a release is not the one the journal remembers")


def _mark(actor: Actor, lead: Lead, tips: list[UUID]) -> None:
    """The lead is passed on: its tips say so to whoever wrote them, and live until the next review."""
    today = clock.today()
    first = lead.released_on or today
    until = policies.renewed_until(today, first, review_years())
    lead.tips.filter(tip__in=tips).update(passed_on=True)
    tips_source().set_class(actor, tips, PASSED_ON)
    tips_source().keep_until(actor, tips, until, "released")
    Lead.objects.filter(pk=lead.pk).update(
        status=Lead.Status.RELEASED, released_on=first, retention_on=until, updated_on=today, version=F("version") + 1
    )
