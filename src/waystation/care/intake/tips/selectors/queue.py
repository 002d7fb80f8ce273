"""Messages that nobody has taken yet and letters that nobody has answered, for the queue of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.care.intake.models import Contact
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.policies import can_read
from waystation.care.intake.tips.selectors.access import TipRow, tips_of
from waystation.care.intake.waiting import Waiting
from waystation.foundation.gate import Actor


def waiting_tips(actor: Actor) -> Iterable[Waiting]:
    """What waits at this member's lines; what looked like a machine's is not among it, it has a list of its own."""
    for row in tips_of(actor, [Tip.Status.WAITING], written=True):
        if not row.tip.set_aside:
            yield _waiting(row)


def _waiting(row: TipRow) -> Waiting:
    tip, notice = row.tip, row.notice
    came = dt.datetime.fromisoformat(notice.at) if notice.at else tip.created_hour
    is_new = tip.wrote_hour is None or tip.status == Tip.Status.WAITING
    return Waiting(
        key=f"tip:{tip.pk}",
        title=_title(tip) if is_new else _("They wrote again"),
        url=reverse("tips:message", args=[tip.pk]),
        channel=notice.channel,
        lane=tip.lane,
        since=came if is_new else tip.wrote_hour or came,
        danger=notice.danger,
        minor=notice.minor,
    )


def _title(tip: Tip) -> str:
    return _("Someone asks for help") if tip.lane == "help" else _("Someone tells what they saw")


def held_letters(actor: Actor) -> list[Tip]:
    """Messages this member took, or whose contact is theirs now, whose sender wrote again. Clear rows only."""
    rows = Tip.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, wrote_hour__isnull=False)
    if not can_read(actor.role):
        return []
    contacts = Contact.objects.filter(pk__in=rows.values("pk"))
    holder = {row.pk: row.assignee_id or row.taken_by_id for row in contacts}
    return [row for row in rows.order_by("wrote_hour", "id") if holder.get(row.pk, row.taken_by_id) == actor.id]
