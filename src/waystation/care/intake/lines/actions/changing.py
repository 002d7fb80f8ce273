"""Changing what a line says of itself, and whom it alerts."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from waystation.care.intake.lines.actions.changes import changing
from waystation.care.intake.lines.actions.making import check_facts
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import EscalationStep, Line
from waystation.care.intake.lines.steps import BY_CODE, lacks
from waystation.core import codes, screening
from waystation.foundation.gate import Actor

OF_STEP = {
    "name": ("name", "team", "county", "time_zone"),
    "lanes": ("takes_calls", "takes_help", "takes_tips", "takes_texts", "takes_chats"),
    "languages": ("languages", "script"),
    "fallback": ("fallback",),
}
"""Which columns a page of the wizard sets."""
LONGEST_WAIT = 3_600


def change_line(actor: Actor, line: Line, *, step: str, version: int, **values: Any) -> None:
    """Keep the answers of one page of the wizard and mark it done.

    Raises NotAllowed, Stale, and LineError for what cannot stand; a live line keeps what it needs.
    """
    if not set(values) <= set(OF_STEP[step]):
        raise LineError(_("This page keeps something else."))
    _check(line, step, values)
    with changing(actor, line, "line.changed", version, step=step):
        for name, value in values.items():
            setattr(line, name, value)
        _mark(line, step)
        line.save(update_fields=[*values, "steps"])


def finish_step(actor: Actor, line: Line, *, step: str, version: int) -> None:
    """Mark a page done as it stands. Raises NotAllowed, Stale."""
    with changing(actor, line, "line.changed", version, step=step):
        _mark(line, step)
        line.save(update_fields=["steps"])


def set_escalation(actor: Actor, line: Line, *, version: int, after: Mapping[str, int]) -> None:
    """Set after how many seconds whom a waiting message alerts: `on_call`, `next`, `supervisor`.

    Raises NotAllowed, Stale, and LineError when a later one would hear before an earlier one.
    """
    order = [after.get(to, -1) for to in EscalationStep.To.values]
    if not all(0 <= seconds <= LONGEST_WAIT for seconds in order) or order != sorted(order):
        raise LineError(_("Each next one hears later than the one before, and within an hour."))
    with changing(actor, line, "line.changed", version, step="escalation"):
        for to, seconds in zip(EscalationStep.To.values, order, strict=True):
            EscalationStep.objects.update_or_create(line=line, to=to, defaults={"after": seconds})
        _mark(line, "escalation")
        line.save(update_fields=["steps"])


def _mark(line: Line, step: str) -> None:
    line.steps = [code for code in BY_CODE if code in {*line.steps, step}]


def _check(line: Line, step: str, values: Mapping[str, Any]) -> None:
    if step == "name":
        facts = {name: values.get(name, getattr(line, name)) for name in ("name", "team", "time_zone")}
        check_facts(line.agency_id, line=line, **facts)
        if line.live and facts["team"] != line.team:
            raise LineError(_("The line is live. Take it off before another team answers it."))
    if any(code not in codes.get("language") for code in values.get("languages", ())):
        raise LineError(_("This language is on no list here."))
    if "fallback" in values and not {"national"} <= set(values["fallback"]) <= set(screening.lines()):
        raise LineError(_("The national line always stands there: it answers day and night."))
    if step == "lanes":
        _check_lanes(line, values)


def _check_lanes(line: Line, values: Mapping[str, Any]) -> None:
    if not any(values.get(name, getattr(line, name)) for name in OF_STEP["lanes"]):
        raise LineError(_("Choose at least one: a line that takes nothing is none."))
    wanted = copy(line)
    for name, value in values.items():
        setattr(wanted, name, value)
    if line.live and (reasons := lacks(wanted, "numbers")):
        raise LineError(" ".join(str(one) for one in reasons))
