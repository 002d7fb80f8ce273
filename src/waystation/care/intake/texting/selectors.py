"""Reading texts: one thread, the list, and what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.care.intake.answering import READERS
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors import live_lines
from waystation.care.intake.policies import Purpose
from waystation.care.intake.texting.models import TEXT, TEXT_MESSAGE, Gateway, Message, Sender, Thread
from waystation.care.intake.texting.ways import sends, way_back
from waystation.care.intake.waiting import Waiting
from waystation.foundation import clock, gate
from waystation.foundation.gate import SEE, Actor, Subject
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.errors import Tampered

SOON = dt.timedelta(days=7)
"""How long before a thread is erased Today says so."""


@dataclass(frozen=True)
class Said:
    """One text of a thread as it is shown."""

    row: Message
    text: str
    at: dt.datetime
    media: int = 0
    by: str = ""


@dataclass(frozen=True)
class ThreadPage:
    """A thread with its texts in the order they were sent; `silent` says why nobody can write back, "" when one can."""

    row: Thread
    header: dict[str, Any]
    said: list[Said]
    silent: str

    @property
    def title(self) -> str:
        return title_of(self.row)


def title_of(row: Thread) -> str:
    """What staff call a thread: nothing of the sender."""
    return _("Text %(code)s") % {"code": row.code}


def subject_of(row: Thread) -> Subject:
    return Subject(TEXT, row.pk, row.agency_id, row)


def thread_row(actor: Actor, thread_id: UUID) -> Thread:
    """The clear row of a thread. Raises gate.Refused, alike for none and not yours."""
    row = Thread.objects.select_related("team", "line", "taken_by").filter(pk=thread_id).first()
    require(actor, subject_of(row) if row else Subject(TEXT, thread_id, actor.agency_id), {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    return row


def thread_page(actor: Actor, thread_id: UUID) -> ThreadPage:
    """A thread to read. Two lines in the journal: its header and its words. Raises gate.Refused, Tampered."""
    row = thread_row(actor, thread_id)
    header = gate.read(actor, subject_of(row), {"notice"}, Purpose.WORK)
    rows = list(row.messages.select_related("thread"))
    asked = [Subject(TEXT_MESSAGE, one.pk, row.agency_id, one) for one in rows]
    opened = {item.subject: item.data for item in gate.read(actor, asked, {"words"}, Purpose.WORK)}
    for data in opened.values():
        stay_in(row.pk, data)
    said = [_said(one, opened[one.pk]) for one in rows if one.pk in opened]
    return ThreadPage(row, header[0].data, sorted(said, key=lambda one: (one.at, one.row.place)), _silent(row))


def stay_in(thread: UUID, data: dict[str, Any]) -> None:
    """Words and numbers name the thread they were sealed in. Raises Tampered for a row moved to another one."""
    if data.get("thread") != thread.hex:
        raise Tampered("a text or a number belongs to another conversation")


def thread_list(actor: Actor) -> list[tuple[Thread, dict[str, Any]]]:
    """Threads that wait or are open at the desk, and the own ones that ended lately; one line in the journal."""
    if actor.role not in READERS:
        return []
    wanted = Q(status__in=("waiting", "open")) | Q(taken_by=actor.member)
    rows = Thread.objects.filter(wanted, agency=actor.agency_id, team__in=actor.team_ids).select_related("taken_by")
    seen = [row for row in rows.order_by("-unanswered", "created_hour") if _may_see(actor, row)]
    opened = gate.read(actor, [subject_of(row) for row in seen], {"notice"}, Purpose.LIST)
    headers = {item.subject: item.data for item in opened}
    return [(row, headers[row.pk]) for row in seen if row.pk in headers]


def waiting(actor: Actor) -> Iterable[Waiting]:
    """Threads nobody took yet; see `care.intake.waiting`."""
    if actor.role not in READERS:
        return []
    found = Thread.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, status=Thread.Status.WAITING)
    rows = list(found.select_related("line"))
    opened = gate.read(actor, [subject_of(row) for row in rows], {"notice"}, Purpose.LIST)
    headers = {item.subject: item.data for item in opened}
    return [
        Waiting(
            key=f"text:{row.pk}", title=title_of(row), url=reverse("texting:thread", args=[row.pk]), channel="text",
            lane="help", since=dt.datetime.fromisoformat(headers[row.pk]["at"]), line=row.line.name,
        )
        for row in rows
        if row.pk in headers
    ]  # fmt: skip


@dataclass(frozen=True)
class Mute:
    """A line that takes texts which nobody can answer (`why` is "out"), or which do not even come in ("in")."""

    line: Line
    why: str


def mute_lines(actor: Actor) -> list[Mute]:
    """The live lines of this member's teams whose texts go one way or none."""
    rows = live_lines(takes_texts=True, agency=actor.agency_id, team__in=actor.team_ids)
    gateways = {row.line_id: row for row in Gateway.objects.filter(line__in=rows, live=True)}
    return [
        Mute(line, "out" if line.pk in gateways else "in") for line in rows if not sends(gateways.get(line.pk))
    ]  # fmt: skip


def ending(actor: Actor) -> list[Thread]:
    """Threads nobody ended that are erased within `SOON`: clear rows only, for Today."""
    if actor.role not in READERS:
        return []
    soon = clock.today() + SOON
    rows = Thread.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, retention_on__lte=soon)
    return list(rows.exclude(status=Thread.Status.CLOSED).order_by("retention_on", "pk"))


def _may_see(actor: Actor, row: Thread) -> bool:
    return gate.decide(actor, subject_of(row), {"header"}, Purpose.LIST).allowed


def _said(row: Message, data: dict[str, Any]) -> Said:
    at = dt.datetime.fromisoformat(data.get("sent_at") or data["at"])
    return Said(row, str(data.get("text", "")), at, int(data.get("media", 0)), str(data.get("by", "")))


def _silent(row: Thread) -> str:
    if row.stopped:
        return "stopped"
    if not sends(way_back(row)):
        return "off"
    return "" if Sender.objects.filter(thread=row).exists() else "gone"
