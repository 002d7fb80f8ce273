"""Going out, coming back, being missed. About staff only, kept for a week, and in no journal.

`look_for_late` and `forget` run by themselves, without any key.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError

from waystation.commons.outreach import policies, selectors
from waystation.commons.outreach.errors import NotAllowed, NotNow
from waystation.commons.outreach.models import Night, Presence
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor

KEPT = dt.timedelta(days=7)
LONGEST = dt.timedelta(hours=16)


def go_out(actor: Actor, *, night: Night, watcher: Member, due_at: dt.datetime) -> Presence:
    """Say that one goes out now, when one is due back and who is told if one is not.

    Raises NotAllowed (not of the crew, not cleared today, a watcher of another agency or oneself), NotNow (already
    out, a night that is over, a time that has passed or is too far off).
    """
    now = clock.now()
    is_crew = night.agency_id == actor.agency_id and night.crew.filter(pk=actor.id).exists()
    if not (is_crew and policies.can_go(actor.role, selectors.is_cleared(actor.member))):
        raise NotAllowed("go out")
    if watcher.pk == actor.id or watcher.agency_id != actor.agency_id or not watcher.is_active:
        raise NotAllowed("watch")
    if night.status != Night.Status.PLANNED or not now < due_at <= now + LONGEST:
        raise NotNow("go out")
    try:
        with store.writing():
            return Presence.objects.create(night=night, member=actor.member, watcher=watcher, out_at=now, due_at=due_at)
    except IntegrityError:
        raise NotNow("already out") from None


def come_back(actor: Actor, *, presence: Presence) -> None:
    """Say that one is back, or that a colleague is; saying it twice changes nothing. Raises NotAllowed."""
    mine = actor.id in (presence.member_id, presence.watcher_id)
    same = presence.member.agency_id == actor.agency_id
    if not (same and (mine or policies.can_plan(actor.role))):
        raise NotAllowed("come back")
    with store.writing():
        Presence.objects.filter(pk=presence.pk, back_at=None).update(back_at=clock.now())


def look_for_late(at: dt.datetime | None = None) -> int:
    """Note who is late since the last look; Today tells their colleagues. Returns how many are newly late."""
    now = at or clock.now()
    late = Presence.objects.filter(back_at=None, told_at=None, due_at__lt=now)
    if not late.exists():
        return 0
    with store.writing():
        return late.update(told_at=now)


def forget(at: dt.datetime | None = None) -> int:
    """Delete who was out when, a week after it. Returns how many."""
    old = Presence.objects.filter(due_at__lt=(at or clock.now()) - KEPT)
    if not old.exists():
        return 0
    with store.writing():
        return old.delete()[0]
