"""The one module that knows the room of tips: its messages as the leads need them. Only the tip lane; never help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from waystation.care.codelists import words
from waystation.care.intake.leads.policies import can_analyse
from waystation.care.intake.leads.source import Tip
from waystation.care.intake.tips import actions
from waystation.care.intake.tips.models import Tip as Row
from waystation.care.intake.tips.policies import Purpose
from waystation.care.intake.tips.selectors import marks_of, subject_of
from waystation.care.intake.tips.shapes import Marks, Told
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor

LANE = "tip"


class Tips:
    """What source.Source asks for, answered through the doors of the room of tips."""

    def tips(self, actor: Actor, ids: Collection[UUID] | None = None) -> list[Tip]:
        if not can_analyse(actor.role, Team.Kind.INTAKE in actor.team_kinds):
            return []
        mine = _living().filter(agency=actor.agency_id, team__in=actor.team_ids)
        if ids is None:
            rows = list(mine.exclude(status=Row.Status.CLOSED).filter(set_aside=False).order_by("created_hour", "id"))
            marks = marks_of(actor, rows) if rows else {}
            return [_tip(row, Told(marks=marks[row.pk].to_dict())) for row in rows if row.pk in marks]
        rows = list(mine.filter(pk__in=ids).order_by("created_hour", "id"))
        told = _told(actor, rows)
        # What its sender was promised is sealed: a help message whose row was turned into a tip goes into no lead.
        return [_tip(row, told[row.pk]) for row in rows if row.pk in told and told[row.pk].lane == LANE]

    def rows(self, ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID, dt.date]]:
        found = _living().filter(pk__in=ids).values_list("id", "agency_id", "team_id", "retention_on")
        return {pk: (agency, team, day) for pk, agency, team, day in found}

    def closed(self, ids: Collection[UUID]) -> set[UUID]:
        return set(_living().filter(pk__in=ids, status=Row.Status.CLOSED).values_list("id", flat=True))

    def set_class(self, actor: Actor, ids: Collection[UUID], outcome: str) -> None:
        for row in _living().filter(pk__in=ids):
            actions.set_by_lead(actor, tip=row, outcome=outcome)

    def keep_until(self, actor: Actor, ids: Collection[UUID], day: dt.date, reason: str) -> None:
        for row in _living().filter(pk__in=ids, retention_on__lt=day):
            actions.keep_longer(actor, tip=row, until=day, reason=reason)


def _told(actor: Actor, rows: list[Row]) -> dict[UUID, Told]:
    """What was written; of messages whose contact this member may not open any more, only what links them."""
    whole = [row for row in rows if gate.decide(actor, subject_of(row), {"told"}, Purpose.WORK).allowed]
    opened = gate.read(actor, [subject_of(row) for row in whole], {"told"}, Purpose.WORK, skip_missing=True)
    found = {item.subject: Told.of(item.data) for item in opened}
    left = [row for row in rows if row not in whole]
    marks = marks_of(actor, left) if left else {}
    return found | {pk: Told(lane=LANE, marks=one.to_dict()) for pk, one in marks.items()}


def _living() -> QuerySet[Row]:
    return Row.objects.filter(lane=LANE, retention_on__gte=clock.today()).select_related("agency", "team")


def _tip(row: Row, told: Told) -> Tip:
    marks = Marks.of(told.marks)
    noticed = [words("tip_noticed", code) for code in told.noticed]
    answers = {
        "what": "\n".join(part for part in [*noticed, told.story] if part), "place": marks.place,
        "when": ", ".join(part for part in (told.happened, told.on) if part),
        "vehicle": " ".join(part for part in (marks.vehicle, marks.plate) if part), "phone": marks.phone,
        "advert": marks.advert,
    }  # fmt: skip
    return Tip(
        id=row.pk, team_id=row.team_id, entered_on=timezone.localdate(row.created_hour), ends_on=row.retention_on,
        state=row.status, answers=answers, reporter=_offered(told),
    )  # fmt: skip


def _offered(told: Told) -> str:
    """How to reach the sender, only where they answered yes to "may the police know this too"."""
    return told.reporter if told.share_reporter == "yes" else ""
