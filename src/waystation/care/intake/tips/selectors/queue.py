"""Messages that nobody has taken yet and letters that nobody has answered, for the queue of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waystation.care.intake.models import Contact
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.policies import URGENT, can_read
from waystation.care.intake.tips.selectors.access import TipRow, tips_of
from waystation.care.intake.waiting import Aside, Waiting
from waystation.foundation import clock
from waystation.foundation.gate import Actor


def waiting_tips(actor: Actor) -> Iterable[Waiting]:
    """What waits at this member's lines; what looked like a machine's has a list of its own, but for stated danger."""
    for row in tips_of(actor, [Tip.Status.WAITING], written=True):
        if not is_aside(row):
            yield _waiting(row)


def is_aside(row: TipRow) -> bool:
    """Whether it waits quietly. Where danger is stated for now or a day, nothing does."""
    return row.tip.set_aside and row.notice.danger not in URGENT


def aside_tips(actor: Actor) -> Aside | None:
    """How many messages of this member's lines wait quietly. Opens nothing."""
    if not can_read(actor.role):
        return None
    rows = Tip.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, retention_on__gte=clock.today())
    count = rows.filter(status=Tip.Status.WAITING, set_aside=True).count()
    said = ngettext(
        "%(count)s message looked like a machine’s and waits apart",
        "%(count)s messages looked like a machine’s and wait apart",
        count,
    )
    return Aside(said % {"count": count}, f"{reverse('tips:messages')}#h-aside") if count else None


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
        line=notice.line,
        mark=_("looked like a machine’s") if tip.set_aside or notice.machine == "yes" else "",
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
