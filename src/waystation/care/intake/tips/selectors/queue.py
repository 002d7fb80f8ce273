"""Messages that nobody has taken yet, for the queue of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors.access import TipRow, tips_of
from waystation.care.intake.waiting import Waiting
from waystation.foundation.gate import Actor


def waiting_tips(actor: Actor) -> Iterable[Waiting]:
    """What waits at this member's lines; what looked like a machine's is not among it, it has a list of its own."""
    for row in tips_of(actor, [Tip.Status.WAITING]):
        if not row.tip.set_aside:
            yield _waiting(row)


def _waiting(row: TipRow) -> Waiting:
    tip, notice = row.tip, row.notice
    return Waiting(
        key=f"tip:{tip.pk}",
        title=_("Someone asks for help") if tip.lane == "help" else _("Someone tells what they saw"),
        url=reverse("tips:message", args=[tip.pk]),
        channel=notice.channel,
        lane=tip.lane,
        since=dt.datetime.fromisoformat(notice.at) if notice.at else tip.created_hour,
        danger=notice.danger,
        minor=notice.minor,
    )
