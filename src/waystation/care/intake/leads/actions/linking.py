"""Putting tips together, keeping them apart, renewing a reason, ending without a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.actions import proposals
from waystation.care.intake.leads.models import DESK, LEAD, Desk, Lead, LeadTip, Release
from waystation.care.intake.leads.reading import review_years
from waystation.care.intake.leads.rules import subject_of
from waystation.care.intake.leads.source import NOTHING, tips_source
from waystation.care.sealed import amend
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor, Deed, Subject
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments


class CannotLink(Exception):
    """Why tips cannot be put together; `code`: gone, two_leads, closed, same."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def link(actor: Actor, *, first: UUID, second: UUID, why: Sequence[str], title: str = "") -> Lead:
    """A member says that two tips belong together: into the lead one of them stands in, else into a new one.

    Raises CannotLink, gate.Refused for tips of another team or agency, alike for none.
    """
    if first == second:
        raise CannotLink("same")
    team = _team_of(actor, [first, second])
    placed = {row.tip: row.lead for row in LeadTip.objects.filter(tip__in=[first, second]).select_related("lead")}
    held = set(placed.values())
    if len(held) > 1:
        raise CannotLink("two_leads")
    if not held:
        return _begin(actor, team, [first, second], why, title)
    lead = held.pop()
    with gate.deed(actor, "lead.linked", subject_of(lead), fields={"account"}, purpose="write") as act:
        lead = _locked(lead)
        if lead.status == Lead.Status.CLOSED:
            raise CannotLink("closed")
        for tip in {first, second} - set(placed):
            _place(lead, tip)
        line = {"tips": sorted([str(first), str(second)]), "why": list(why), **_by(actor)}
        _add(act, actor, lead, "links", line)
        _lapse(act, lead)
        _touch(lead, retention_on=_earliest(lead, lead.retention_on))
    return lead


def start_lead(actor: Actor, *, tip: UUID, title: str = "") -> Lead:
    """A lead of one tip. Raises CannotLink, gate.Refused."""
    team = _team_of(actor, [tip])
    if LeadTip.objects.filter(tip=tip).exists():
        raise CannotLink("two_leads")
    return _begin(actor, team, [tip], [], title)


def keep_apart(actor: Actor, *, first: UUID, second: UUID) -> None:
    """A member says that two tips do not belong together; the pair is not suggested again. Raises gate.Refused."""
    team = _team_of(actor, [first, second])
    desk = Desk.objects.filter(team=team).first()
    made = desk is None
    if desk is None:
        desk = Desk(agency=actor.agency, team=team)
    with gate.deed(actor, "lead.kept_apart", subject_of(desk), fields={"refused"}, purpose="write") as act:
        if made:
            desk.save(force_insert=True)
            create_compartments(actor.keyring, subject=desk.pk, kind=DESK, holders={"refused": [team]})
        line = {"tips": sorted([str(first), str(second)]), **_by(actor)}

        def change(data: dict[str, Any]) -> dict[str, Any]:
            kept = [pair for pair in data.get("pairs", []) if pair["tips"] != line["tips"]]
            alive = {str(tip) for tip in tips_source().rows([UUID(tip) for pair in kept for tip in pair["tips"]])}
            return {"pairs": [*(pair for pair in kept if set(pair["tips"]) <= alive), line]}

        amend(act, actor, subject_of(desk), "refused", change)


def take_out(actor: Actor, *, lead: Lead, tip: UUID) -> None:
    """A tip does not belong to this lead after all. What was released stays released; what waits lapses.

    Raises gate.Refused.
    """
    with gate.deed(actor, "lead.taken_out", subject_of(lead), fields={"account"}, purpose="write") as act:
        lead = _locked(lead)
        if LeadTip.objects.filter(lead=lead, tip=tip).delete()[0]:
            _lapse(act, lead)
            _add(act, actor, lead, "tips", {"tip": str(tip), "what": "taken_out", **_by(actor)})
            _touch(lead)


def rename(actor: Actor, *, lead: Lead, title: str) -> None:
    """The working title: a thing or a place. Raises gate.Refused."""
    with gate.deed(actor, "lead.changed", subject_of(lead), fields={"header"}, purpose="write") as act:
        amend(act, actor, subject_of(lead), "header", lambda data: {**data, "title": title.strip()})
        _touch(lead)


def renew(actor: Actor, *, lead: Lead, reason: str) -> dt.date:
    """Keep a lead and its tips for another 12 months at most, because a person says why. Returns the new last day.

    Raises ValueError without a reason, CannotLink("closed") for a lead that ended, gate.Refused.
    """
    if not reason.strip():
        raise ValueError("a renewal needs a reason")
    with gate.deed(actor, "lead.renewed", subject_of(lead), fields={"account"}, purpose="write") as act:
        lead = _locked(lead)
        if lead.status == Lead.Status.CLOSED:
            raise CannotLink("closed")
        until = policies.renewed_until(clock.today(), lead.released_on, review_years())
        act.detail["until"] = until.isoformat()
        _add(act, actor, lead, "renewals", {"reason": reason.strip(), "until": until.isoformat(), **_by(actor)})
        tips = list(lead.tips.values_list("tip", flat=True))
        tips_source().keep_until(actor, tips, until, reason.strip())
        _touch(lead, retention_on=until)
    return until


def renew_tip(actor: Actor, *, tip: UUID, reason: str) -> dt.date:
    """The same for a tip in no lead; the reason stands sealed in the journal. Raises ValueError, gate.Refused."""
    if not reason.strip():
        raise ValueError("a renewal needs a reason")
    team, until = _team_of(actor, [tip]), policies.renewed_until(clock.today(), None, review_years())
    detail = {"until": until.isoformat(), "reason": reason.strip()}
    with gate.deed(actor, "tip.renewed", _as_lead(actor, team, tip), detail, fields={"account"}, purpose="write"):
        tips_source().keep_until(actor, [tip], until, reason.strip())
    return until


def close_lead(actor: Actor, *, lead: Lead, ending: str) -> dt.date:
    """End it without a release, for a reason class: its tips show "nothing was passed on" and go after 90 days.

    Returns their last day. Raises codes.UnknownCode, gate.Refused, CannotLink("closed") when something was released.
    """
    codes.get("lead_ending")[ending]
    with gate.deed(
        actor, "lead.closed", subject_of(lead), {"ending": ending}, fields={"header"}, purpose="write"
    ) as act:
        lead = _locked(lead)
        if lead.status != Lead.Status.OPEN:
            raise CannotLink("closed")
        tips = list(lead.tips.values_list("tip", flat=True))
        last = _end_tips(actor, tips, ending)
        amend(act, actor, subject_of(lead), "header", lambda data: {**data, "ending": ending})
        act.wrote(proposals.end(lead.releases.all(), Release.Status.DECLINED))
        _touch(lead, status=Lead.Status.CLOSED, retention_on=min(lead.retention_on, last))
    return lead.retention_on


def close_tip(actor: Actor, *, tip: UUID, ending: str) -> dt.date:
    """A tip that came to nothing: ended by itself, for a reason class. Returns its last day. Raises as close_lead."""
    codes.get("lead_ending")[ending]
    team = _team_of(actor, [tip])
    subject = _as_lead(actor, team, tip)
    with gate.deed(actor, "tip.ended", subject, {"ending": ending}, fields={"header"}, purpose="write"):
        if LeadTip.objects.filter(tip=tip).exists():  # then the lead ends, or the tip is taken out of it first
            raise CannotLink("two_leads")
        return _end_tips(actor, [tip], ending)


def _end_tips(actor: Actor, tips: Sequence[UUID], ending: str) -> dt.date:
    source, latest = tips_source(), clock.today() + policies.AFTER_CLOSING
    ends = [row[2] for row in source.rows(tips).values()]
    last = min([latest, *ends])
    source.set_class(actor, tips, NOTHING)
    source.keep_until(actor, tips, last, ending)
    return last


def _begin(actor: Actor, team: Team, tips: Sequence[UUID], why: Sequence[str], title: str) -> Lead:
    today = clock.today()
    ends = [row[2] for row in tips_source().rows(tips).values()]
    lead = Lead(agency=actor.agency, team=team, created_on=today, updated_on=today, retention_on=min(ends))
    with gate.deed(actor, "lead.begun", subject_of(lead), fields={"header", "account"}, purpose="write") as act:
        lead.save(force_insert=True)
        create_compartments(
            actor.keyring, subject=lead.pk, kind=LEAD, holders={"header": [team], "account": [team]}
        )  # fmt: skip
        for tip in tips:
            _place(lead, tip)
        links = [{"tips": sorted(str(tip) for tip in tips), "why": list(why), **_by(actor)}] if len(tips) > 1 else []
        parts: dict[str, dict[str, Any]] = {"header": {"title": title.strip()}, "account": {"links": links}}
        for part, data in parts.items():
            act.wrote(
                write(actor.keyring, subject=lead.pk, kind=LEAD, compartment=part, data=data, expected_version=None)
            )
    return lead


def _team_of(actor: Actor, tips: Sequence[UUID]) -> Team:
    """The one team that received these tips, if this member is of it. Raises gate.Refused, CannotLink("gone")."""
    rows = tips_source().rows(tips)
    teams = {team for _, team, _ in rows.values()}
    agencies = {agency for agency, _, _ in rows.values()}
    if agencies != {actor.agency_id} or len(teams) != 1 or len(rows) != len(set(tips)):
        raise gate.Refused(gate.decide(actor, Subject(LEAD, tips[0], actor.agency_id), {"header"}, gate.SEE), False)
    team = Team.objects.get(pk=teams.pop())
    require(actor, _as_lead(actor, team, tips[0]), {"header"}, "write")
    if min(row[2] for row in rows.values()) < clock.today():
        raise CannotLink("gone")
    return team


def _as_lead(actor: Actor, team: Team, tip: UUID) -> Subject:
    """A tip asked about as a lead of its team would be: the same people, the same rule."""
    return Subject(
        LEAD, tip, actor.agency_id, Lead(id=tip, agency_id=actor.agency_id, team=team, retention_on=clock.today())
    )


def _locked(lead: Lead) -> Lead:
    """The row as it is now, held until the deed ends."""
    return Lead.objects.select_for_update(of=("self",)).select_related("agency", "team").get(pk=lead.pk)


def _lapse(act: Deed, lead: Lead) -> None:
    """What waits for a second person was frozen from other tips than the lead has now: it is proposed again."""
    if lapsed := proposals.end(lead.releases.all(), Release.Status.LAPSED):
        act.wrote(lapsed)
        act.detail["lapsed"] = len(lapsed)


def _place(lead: Lead, tip: UUID) -> None:
    LeadTip.objects.create(lead=lead, tip=tip)


def _earliest(lead: Lead, day: dt.date) -> dt.date:
    rows = tips_source().rows(list(lead.tips.values_list("tip", flat=True)))
    return min([day, *(row[2] for row in rows.values())])


def _add(act: Deed, actor: Actor, lead: Lead, part: str, line: dict[str, Any]) -> None:
    def change(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, part: [*data.get(part, []), line]}

    amend(act, actor, subject_of(lead), "account", change)


def _by(actor: Actor) -> dict[str, str]:
    return {"by": actor.member.display_name, "on": clock.today().isoformat()}


def _touch(lead: Lead, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(lead, name, value)
    lead.updated_on = clock.today()
    Lead.objects.filter(pk=lead.pk).update(**changes, updated_on=lead.updated_on, version=F("version") + 1)
