"""The county's help line: made by its supervisor, its rota asked by the administrator, agreed to by each advocate."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import get_default_timezone_name

from waystation.care.intake.lines import actions
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.steps import STEPS
from waystation.demo.people import Staff
from waystation.demo.reading import ident, toml
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member, Team

ASKS = "kofi"


def seed_lines(staff: Staff) -> Line:
    """The line with its numbers, hours and people, and live. Sunday from two to six nobody has."""
    told = toml("lines")
    facts, supervisor = told["line"], staff.actor(told["line"]["answers_first"])
    team = Team.objects.get(pk=ident("team", facts["agency"], "intake"))
    line = actions.make_line(
        supervisor, name=facts["name"], team=team, county=facts["county"], time_zone=get_default_timezone_name()
    )
    _describe(staff, line, told)
    for shift in told["shift"]:
        _shift(staff, line, shift)
    actions.go_live(supervisor, line, version=line.version)
    return line


def _describe(staff: Staff, line: Line, told: dict[str, Any]) -> None:
    actor, facts = staff.actor(told["line"]["answers_first"]), told["line"]
    actions.add_number(actor, line, version=line.version, kind="phone", number=facts["number"])
    actions.add_number(actor, line, version=line.version, kind="text", number=facts["text"])
    lanes = dict.fromkeys(("takes_help", "takes_tips", "takes_texts", "takes_chats"), True)
    actions.change_line(actor, line, step="lanes", version=line.version, **lanes)
    actions.answer_always(actor, line, version=line.version)
    actions.change_line(
        actor, line, step="languages", version=line.version, languages=facts["languages"], script=facts["script"]
    )
    for one in told["interpreter"]:
        actions.add_interpreter(actor, line, version=line.version, **one)
    for one in told["warm"]:
        actions.add_warm_number(actor, line, version=line.version, county=facts["county"], **one)
    for step in STEPS:
        if step.code not in line.steps:
            actions.finish_step(actor, line, step=step.code, version=line.version)


def _shift(staff: Staff, line: Line, shift: dict[str, Any]) -> None:
    """Asked by the administrator, who may not put anybody on call; each says yes."""
    rows = actions.ask_weekly(
        staff.actor(ASKS), line, member=Member.objects.get(sign_in_name=shift["who"]), days=shift["days"],
        starts=_minute(shift["starts"]), ends=_minute(shift["ends"]), since=clock.today(), rank=shift.get("rank", 1),
    )  # fmt: skip
    for row in rows:
        actions.answer_shift(staff.actor(shift["who"]), row, agrees=True)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
