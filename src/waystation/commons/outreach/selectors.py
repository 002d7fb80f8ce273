"""What outreach shows. First argument is always who asks; nothing of another agency is ever found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from waystation.commons.outreach import policies
from waystation.commons.outreach.errors import NotAllowed
from waystation.commons.outreach.models import Clearance, Hotspot, Night, Presence
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor

AHEAD = dt.timedelta(days=60)


@dataclass(frozen=True)
class Volunteer:
    """A volunteer and the state of their check; None before anything was noted."""

    member: Member
    clearance: Clearance | None

    @property
    def is_cleared(self) -> bool:
        return self.clearance is not None and self.clearance.holds_on(clock.today())


def is_cleared(member: Member, day: dt.date | None = None) -> bool:
    """Whether this member may go out on a day: paid staff always, volunteers when their check holds."""
    if not policies.needs_clearance(member.role):
        return True
    found = Clearance.objects.filter(member=member).first()
    return found is not None and found.holds_on(day or clock.today())


def can_see(actor: Actor) -> bool:
    """Whether outreach shows this member anything."""
    return policies.can_see(actor.role, is_cleared(actor.member))


def need_to_see(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not can_see(actor):
        raise NotAllowed("see")


def hotspots(actor: Actor, *, active: bool = True) -> QuerySet[Hotspot]:
    """Hotspots of the own agency. Raises NotAllowed."""
    need_to_see(actor)
    rows = Hotspot.objects.filter(agency=actor.agency_id)
    return rows.filter(is_active=True) if active else rows


def hotspot(actor: Actor, hotspot_id: UUID) -> Hotspot:
    """Raises NotAllowed, Hotspot.DoesNotExist (also for another agency's)."""
    return hotspots(actor, active=False).get(pk=hotspot_id)


def nights(actor: Actor) -> QuerySet[Night]:
    """Nights of the own agency with their hotspot. Raises NotAllowed."""
    need_to_see(actor)
    return Night.objects.filter(agency=actor.agency_id).select_related("hotspot", "outcome").prefetch_related("crew")


def night(actor: Actor, night_id: UUID) -> Night:
    """Raises NotAllowed, Night.DoesNotExist (also for another agency's)."""
    return nights(actor).get(pk=night_id)


def coming(actor: Actor) -> QuerySet[Night]:
    """Planned nights from yesterday on: last night may not be written down yet. Raises NotAllowed."""
    today = clock.today()
    return nights(actor).filter(status=Night.Status.PLANNED, on__range=(today - dt.timedelta(days=1), today + AHEAD))


def unrecorded(actor: Actor) -> QuerySet[Night]:
    """Planned nights of before yesterday that nobody wrote down. Raises NotAllowed."""
    return nights(actor).filter(status=Night.Status.PLANNED, on__lt=clock.today() - dt.timedelta(days=1))


def goers(actor: Actor, day: dt.date) -> list[Member]:
    """Who may be planned for a day."""
    return [member for member in _team(actor) if policies.can_go(member.role, is_cleared(member, day))]


def blocked(actor: Actor, day: dt.date) -> list[Member]:
    """Volunteers who may not be planned for a day, because their check is not done."""
    return [member for member in _team(actor) if not policies.can_go(member.role, is_cleared(member, day))]


def _team(actor: Actor) -> list[Member]:
    rows = Member.objects.filter(agency=actor.agency_id, is_active=True, is_waiting=False, role__in=policies.GOERS)
    return list(rows.order_by("display_name"))


def volunteers(actor: Actor) -> list[Volunteer]:
    """Volunteers with the state of their check. Raises NotAllowed."""
    if not policies.can_clear(actor.role):
        raise NotAllowed("clear")
    known = {row.member_id: row for row in Clearance.objects.filter(member__agency=actor.agency_id)}
    return [Volunteer(row, known.get(row.pk)) for row in _team(actor) if policies.needs_clearance(row.role)]


def out_now(actor: Actor) -> QuerySet[Presence]:
    """Colleagues who are out. Raises NotAllowed."""
    need_to_see(actor)
    rows = Presence.objects.filter(night__agency=actor.agency_id, back_at=None)
    return rows.select_related("member", "watcher", "night__hotspot")


def own_presence(actor: Actor) -> Presence | None:
    """The member's own being out."""
    rows = Presence.objects.filter(member=actor.member, back_at=None).select_related("watcher", "night__hotspot")
    return rows.first()


def late_for(actor: Actor, at: dt.datetime | None = None) -> list[Presence]:
    """Colleagues who were due back and of whom this member is to hear."""
    if not policies.is_told(actor.role, is_watcher=True) or actor.role not in policies.GOERS:
        return []
    rows = Presence.objects.filter(night__agency=actor.agency_id, back_at=None, due_at__lt=at or clock.now())
    rows = rows.filter(~Q(member=actor.member)).select_related("member", "watcher", "night__hotspot")
    return [row for row in rows if policies.is_told(actor.role, row.watcher_id == actor.id)]


def presence(actor: Actor, presence_id: UUID) -> Presence:
    """One that this member may end: their own, one they watch over, or any for those who plan.

    Raises Presence.DoesNotExist.
    """
    rows = Presence.objects.filter(night__agency=actor.agency_id, pk=presence_id)
    if not policies.can_plan(actor.role):
        rows = rows.filter(Q(member=actor.member) | Q(watcher=actor.member))
    return rows.get()
