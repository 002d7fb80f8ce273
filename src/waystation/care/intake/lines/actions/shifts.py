"""Putting people on call: asked by whoever runs the line, agreed by the person, or set by a supervisor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from waystation.care.intake.lines import walltime
from waystation.care.intake.lines.actions.changes import alone, subject_of
from waystation.care.intake.lines.actions.listing import check_span
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import Line, Shift, Weekly
from waystation.care.intake.lines.models.rota import Standing
from waystation.care.intake.lines.policies import can_run, can_set_shifts
from waystation.care.intake.lines.selectors.freeing import engaged, is_away
from waystation.care.intake.lines.selectors.roster import HELD, people_of
from waystation.care.intake.lines.weekdays import meets_any
from waystation.foundation import gate
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.errors import NotAllowed

LIVING = (Standing.ASKED, *HELD)


def ask_weekly(
    actor: Actor, line: Line, *, member: Member, days: Iterable[int], starts: int, ends: int, since: dt.date,
    until: dt.date | None = None, rank: int = 1, at_once: bool = False,
) -> list[Weekly]:  # fmt: skip
    """Ask a colleague to be on call on weekdays, from a day on; over midnight `ends` is beyond 1,440.

    One's own counts at once; with `at_once` a supervisor sets it. Raises NotAllowed, LineError.
    """
    standing = _standing(actor, line, member, at_once)
    check_span(starts, ends)
    if until is not None and until < since:
        raise LineError(_("It ends before it starts."))
    wanted, detail = sorted(set(days)), {"member": member.pk.hex, "standing": standing}
    with alone(line), gate.deed(actor, "line.shift_asked", subject_of(line), detail=detail):
        rows = Weekly.objects.filter(line=line, member=member, standing__in=LIVING).exclude(until__lt=since)
        held = [(row.weekday, row.starts, row.ends) for row in rows if until is None or row.since <= until]
        if any(meets_any((day, starts, ends), held) for day in wanted):
            raise LineError(_("%(name)s has or was asked for a shift at that time.") % {"name": member})
        return [
            Weekly.objects.create(
                line=line, member=member, weekday=day, starts=starts, ends=ends, since=since, until=until, rank=rank,
                standing=standing, asked_by=actor.member,
            )
            for day in wanted
        ]  # fmt: skip


def ask_single(
    actor: Actor, line: Line, *, member: Member, on: dt.date, starts: int, ends: int, rank: int = 1,
    at_once: bool = False,
) -> Shift:  # fmt: skip
    """Ask a colleague to be on call once. Raises NotAllowed, LineError."""
    standing = _standing(actor, line, member, at_once)
    check_span(starts, ends)
    span = walltime.stretch(line.time_zone, on, starts, ends)
    if span.end <= actor.at:
        raise LineError(_("That is over already."))
    detail = {"member": member.pk.hex, "standing": standing}
    with alone(line), gate.deed(actor, "line.shift_asked", subject_of(line), detail=detail):
        asked = Shift.objects.filter(line=line, member=member, on=on, starts=starts, standing=Standing.ASKED)
        if is_away(member, on):
            raise LineError(_("%(name)s is away on that day.") % {"name": member})
        if asked.exists() or member in engaged(line, span):
            raise LineError(_("%(name)s has or was asked for a shift at that time.") % {"name": member})
        return Shift.objects.create(
            line=line, member=member, on=on, starts=starts, ends=ends, rank=rank, standing=standing,
            asked_by=actor.member,
        )  # fmt: skip


def answer_shift(actor: Actor, duty: Weekly | Shift, *, agrees: bool) -> None:
    """Say yes or no to a shift one was asked for. Raises NotAllowed for anybody else, LineError when it is answered."""
    if duty.member_id != actor.id:
        raise NotAllowed("a shift is agreed to by the person who was asked")
    standing = Standing.AGREED if agrees else Standing.REFUSED
    with gate.deed(actor, "line.shift_answered", subject_of(duty.line), detail={"standing": standing}):
        rows = type(duty)._default_manager.filter(pk=duty.pk, standing=Standing.ASKED)
        if not rows.update(standing=standing, version=F("version") + 1):
            raise LineError(_("This was answered already."))


def end_duty(actor: Actor, duty: Weekly | Shift, *, last: dt.date | None = None) -> None:
    """Take a shift off the rota; a weekly one after its `last` day. The past stays as it was.

    Whoever runs the line may, and the person while they are only asked. Raises NotAllowed, LineError.
    """
    line = duty.line
    if not _runs(actor, line):
        raise NotAllowed("a shift is taken off by whoever runs the line")
    today = walltime.local(line.time_zone, actor.at).date()
    if isinstance(duty, Shift) and duty.on < today:
        raise LineError(_("That is over already."))
    with gate.deed(actor, "line.shift_ended", subject_of(line), detail={"member": duty.member_id.hex}):
        if isinstance(duty, Weekly) and duty.standing in HELD:
            ends = max(last or today - dt.timedelta(days=1), today - dt.timedelta(days=1))
            Weekly.objects.filter(pk=duty.pk).update(until=ends, version=F("version") + 1)
        else:
            type(duty)._default_manager.filter(pk=duty.pk).update(standing=Standing.ENDED, version=F("version") + 1)


def _runs(actor: Actor, line: Line) -> bool:
    return actor.agency_id == line.agency_id and can_run(actor.role)


def _standing(actor: Actor, line: Line, member: Member, at_once: bool) -> Standing:
    """How the shift begins: agreed for oneself, set by a supervisor, else asked."""
    if member not in people_of(line):
        if not _runs(actor, line):
            raise NotAllowed("this line is not yours")
        raise LineError(_("%(name)s does not answer for this line's team.") % {"name": member})
    if member.pk == actor.id:
        return Standing.AGREED
    if not _runs(actor, line):
        raise NotAllowed("a colleague is asked by whoever runs the line")
    if at_once and not can_set_shifts(actor.role):
        raise NotAllowed("only a supervisor puts a colleague on a shift without asking")
    return Standing.SET if at_once else Standing.ASKED
