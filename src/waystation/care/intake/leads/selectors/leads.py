"""Reads for the team: leads, what is suggested, one lead with its tips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from waystation.care import sealed
from waystation.care.intake.leads import matching
from waystation.care.intake.leads.models import Desk, Lead, LeadTip, Release
from waystation.care.intake.leads.rules import subject_of
from waystation.care.intake.leads.selectors.access import is_analyst, lead_row
from waystation.care.intake.leads.shapes import LeadAccount, LeadHeader, Refused
from waystation.care.intake.leads.source import Tip, tips_source
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor


@dataclass(frozen=True)
class LeadRow:
    """One line of the list; `waits` when a release waits for a second person, `mine` when that is not the proposer."""

    lead: Lead
    header: LeadHeader
    tips: int
    waiting: Release | None = None
    for_me: bool = False


@dataclass(frozen=True)
class Suggested:
    """A pair to judge: both tips opened, what they share, and the lead that one of them stands in (`placed`)."""

    first: Tip
    second: Tip
    shared: tuple[matching.Trait, ...]
    lead: Lead | None = None
    header: LeadHeader | None = None
    placed: Tip | None = None

    @property
    def can_join(self) -> bool:
        """Whether the two can be put together: a lead that ended takes no more."""
        return self.lead is None or self.lead.status != Lead.Status.CLOSED


@dataclass(frozen=True)
class LeadPage:
    """A lead with its tips, opened; `gone` counts tips whose time was over."""

    lead: Lead
    header: LeadHeader
    account: LeadAccount
    version: int
    tips: list[Tip]
    gone: int
    releases: list[Release]

    @property
    def is_open(self) -> bool:
        return self.lead.status != Lead.Status.CLOSED


def leads_of(actor: Actor) -> list[LeadRow]:
    """Leads of the member's intake teams: what waits for this member first, then the newest. One journal line."""
    if not is_analyst(actor):
        return []
    rows = list(
        Lead.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, team__kind="intake")
        .filter(retention_on__gte=clock.today())
        .prefetch_related("tips", "releases__proposed_by", "releases__liaison")
        .order_by("-created_on", "-id")
    )
    opened = gate.read(actor, [subject_of(row) for row in rows], {"header"}, "list", skip_missing=True)
    headers = {item.subject: LeadHeader.of(item.data) for item in opened}
    found = []
    for row in rows:
        asked = [item for item in row.releases.all() if item.status == Release.Status.PROPOSED]
        mine = [item for item in asked if item.proposed_by_id != actor.id]
        waiting = next(iter(mine or asked), None)
        found.append(LeadRow(row, headers.get(row.pk, LeadHeader()), row.tips.count(), waiting, bool(mine)))
    return sorted(found, key=lambda item: (not item.for_me, item.lead.status != Lead.Status.OPEN))


def suggestions(actor: Actor) -> list[Suggested]:
    """Pairs of tips of one team that share a plate, a phone, an advert or a place, and that nobody judged yet.

    Computed now from opened tips and kept nowhere. Journal: one line for the tips, one for the refused pairs, one for
    the names of leads that tips of a pair stand in.
    """
    if not is_analyst(actor):
        return []
    tips = {tip.id: tip for tip in tips_source().tips(actor)}
    apart = refused_pairs(actor) | together(tips)
    found = []
    for team in sorted({tip.team_id for tip in tips.values()}):
        of_team = [(tip.id, tip.answers) for tip in tips.values() if tip.team_id == team]
        for item in matching.suggest(of_team, apart):
            found.append(Suggested(tips[item.first], tips[item.second], item.shared))
    return _with_leads(actor, found)


def _with_leads(actor: Actor, pairs: list[Suggested]) -> list[Suggested]:
    """Each pair with the lead that one of its tips stands in, by the lead's name."""
    placed = lead_of({tip.id for pair in pairs for tip in (pair.first, pair.second)})
    mine = Lead.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, pk__in=placed.values())
    leads = {lead.pk: lead for lead in mine}
    subjects = [subject_of(lead) for lead in leads.values()]
    opened = gate.read(actor, subjects, {"header"}, "list", skip_missing=True) if subjects else []
    headers = {item.subject: LeadHeader.of(item.data) for item in opened}

    def told(pair: Suggested) -> Suggested:
        tip = next((tip for tip in (pair.first, pair.second) if placed.get(tip.id) in leads), None)
        lead = leads[placed[tip.id]] if tip else None
        return replace(pair, lead=lead, header=headers.get(lead.pk), placed=tip) if lead else pair

    return [told(pair) for pair in pairs]


def lead_of(tips: Iterable[UUID]) -> dict[UUID, UUID]:
    """{tip: the lead it stands in}"""
    return dict(LeadTip.objects.filter(tip__in=list(tips)).values_list("tip", "lead_id"))


def together(tips: Iterable[UUID]) -> set[frozenset[UUID]]:
    """Pairs that stand in one lead already, or in two leads, which are not thrown together."""
    placed = list(lead_of(tips))
    return {frozenset((one, other)) for one in placed for other in placed if one < other}


def refused_pairs(actor: Actor) -> set[frozenset[UUID]]:
    """Pairs a member of the teams said do not belong together."""
    rows = list(Desk.objects.filter(agency=actor.agency_id, team__in=actor.team_ids))
    opened = gate.read(actor, [subject_of(row) for row in rows], {"refused"}, "list", skip_missing=True)
    pairs = [pair for item in opened for pair in Refused.of(item.data).pairs]
    return {frozenset(UUID(tip) for tip in pair["tips"]) for pair in pairs}


def lead_page(actor: Actor, lead_id: UUID) -> LeadPage:
    """A lead and its tips. Raises gate.Refused."""
    lead = lead_row(actor, lead_id)
    found = sealed.read_parts(actor, subject_of(lead), {"header", "account"}, "work")
    ids = list(lead.tips.values_list("tip", flat=True))
    tips = sorted(tips_source().tips(actor, ids), key=lambda tip: (tip.entered_on, tip.id)) if ids else []
    releases = lead.releases.select_related("liaison__agency", "proposed_by", "confirmed_by")
    return LeadPage(
        lead=lead,
        header=LeadHeader.of(found["header"][0]),
        account=LeadAccount.of(found["account"][0]),
        version=found["account"][1],
        tips=tips,
        gone=len(ids) - len(tips),
        releases=list(releases.order_by("-proposed_on", "-id")),
    )


def tip_page(actor: Actor, tip_id: UUID) -> Tip:
    """One tip of the tip lane, for the team that received it. Raises gate.Refused, alike for none and not yours."""
    found = tips_source().tips(actor, [tip_id]) if is_analyst(actor) else []
    if not found:
        raise gate.Refused(
            gate.decide(actor, gate.Subject("lead", tip_id, actor.agency_id), {"header"}, gate.SEE), False
        )
    return found[0]
