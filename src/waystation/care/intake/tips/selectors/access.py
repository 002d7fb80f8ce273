"""Messages that a member of the line's team reads: one row, one opened, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from waystation.care.intake.tips.models import PARTS, TIP, Tip
from waystation.care.intake.tips.policies import Purpose, can_read
from waystation.care.intake.tips.shapes import Letters, Marks, Notice, Told
from waystation.care.sealed import read_parts
from waystation.foundation import clock, gate
from waystation.foundation.gate import SEE, Actor, Subject
from waystation.foundation.gate.deciding import require


@dataclass(frozen=True)
class TipRow:
    """One line of a list: the clear row and its notice."""

    tip: Tip
    notice: Notice


@dataclass(frozen=True)
class OpenTip:
    """A message in clear, for the page that shows it; `versions` of its compartments for writing."""

    tip: Tip
    notice: Notice
    told: Told
    letters: Letters
    versions: dict[str, int]


def subject_of(tip: Tip) -> Subject:
    return Subject(TIP, tip.pk, tip.agency_id, tip)


def tip_row(actor: Actor, tip_id: UUID) -> Tip:
    """The clear row of a message; nothing is opened. Raises gate.Refused, alike for none and not yours."""
    row = Tip.objects.select_related("agency", "team", "taken_by").filter(pk=tip_id).first()
    require(actor, subject_of(row) if row else Subject(TIP, tip_id, actor.agency_id), {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    return row


def open_tip(actor: Actor, tip_id: UUID) -> OpenTip:
    """A message with all that was written; one line in the journal. Raises gate.Refused, NoKey, Tampered."""
    row = tip_row(actor, tip_id)
    parts = read_parts(actor, subject_of(row), set(PARTS), Purpose.WORK)
    notice = Notice.of(parts["notice"][0])
    return OpenTip(
        tip=_as_promised(row, notice),
        notice=notice,
        told=Told.of(parts["told"][0]),
        letters=Letters.of(parts["letters"][0]),
        versions={name: version for name, (_, version) in parts.items()},
    )


def tips_of(actor: Actor, statuses: Sequence[str] = (), lane: str = "", *, written: bool = False) -> list[TipRow]:
    """Messages of this member's lines with their notices, oldest first; one journal line for the list.

    Empty for a role that reads none. `statuses` and `lane` narrow it; `written`: besides these statuses, also those
    whose sender wrote again.
    """
    if not can_read(actor.role):
        return []
    living = Tip.objects.filter(retention_on__gte=clock.today())  # a tick that is late erases later, and shows nothing
    rows = living.filter(agency=actor.agency_id, team__in=actor.team_ids).select_related("team", "taken_by")
    if statuses:
        asked = Q(status__in=statuses)
        rows = rows.filter(asked | Q(wrote_hour__isnull=False) if written else asked)
    if lane:
        rows = rows.filter(lane=lane)
    found = list(rows.order_by("created_hour", "id"))
    opened = gate.read(actor, [subject_of(row) for row in found], {"notice"}, Purpose.LIST)
    notices = {item.subject: Notice.of(item.data) for item in opened}
    return [TipRow(_as_promised(row, notices[row.pk]), notices[row.pk]) for row in found if row.pk in notices]


def _as_promised(row: Tip, notice: Notice) -> Tip:
    """The row with the lane its sender wrote in: that is sealed, the column is anybody's who writes to the database."""
    row.lane = notice.lane or row.lane
    return row


def marks_of(actor: Actor, tips: Sequence[Tip]) -> dict[UUID, Marks]:
    """The facts that link messages, of these ones, and nothing else of them; two journal lines.

    A message whose sealed lane is another than its row says is left out. Raises gate.Refused, NoKey, Tampered.
    """
    notices = gate.read(actor, [subject_of(tip) for tip in tips], {"notice"}, Purpose.LINK)
    lanes = {item.subject: Notice.of(item.data).lane for item in notices}
    tips = [tip for tip in tips if lanes.get(tip.pk) == tip.lane]
    if not tips:
        return {}
    opened = gate.read(actor, [subject_of(tip) for tip in tips], {"told.marks"}, Purpose.LINK)
    return {item.subject: Marks.of(item.data.get("marks")) for item in opened}
