"""The pages of the wizard, what each is for, what it has to hold, and where a line stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waystation.care.intake.lines.models import Line


@dataclass(frozen=True)
class Step:
    """One page of the wizard. `listed`: it keeps a list, a row at a time."""

    code: str
    title: Any
    text: Any
    listed: bool = False

    def url(self, line: UUID) -> str:
        return reverse("lines:step", args=[line, self.code])


STEPS = (
    Step("name", _("The line"), _("What it is called, who answers it, and which clock it keeps.")),
    Step("lanes", _("What it takes"), _("Calls, and what else may come in.")),
    Step("numbers", _("Numbers"), _("How people reach it, as the number is read aloud."), listed=True),
    Step("hours", _("Hours"), _("When somebody answers, day by day."), listed=True),
    Step("holidays", _("Holidays"), _("Days with other hours, or none."), listed=True),
    Step("languages", _("Languages and first words"), _("What the line speaks, and what an advocate says first.")),
    Step("escalation", _("When nobody answers"), _("Whom a waiting message alerts, and after how many seconds.")),
    Step("interpreters", _("Interpreters"), _("Whom to ring during a call, and how."), listed=True),
    Step("fallback", _("Outside hours"), _("Which public numbers are told when the line is closed.")),
    Step(
        "warm",
        _("Numbers to pass a caller on to"),
        _("County by county, called once before they are kept."),
        listed=True,
    ),
)
BY_CODE = {step.code: step for step in STEPS}
LISTED = frozenset(step.code for step in STEPS if step.listed)
_ROWS = {"holidays": "holidays", "interpreters": "interpreters", "warm": "warm_numbers"}
"""Lists that a line can do without."""


@dataclass(frozen=True)
class Stop:
    """A page as a line stands in it: open, lacking (it was left without what it needs), empty (by choice) or done."""

    step: Step
    url: str
    state: str
    lacks: list[str | Promise]


def lacks(line: Line, code: str) -> list[str | Promise]:
    """What the page of a line does not hold and has to, in sentences that say what to do."""
    if code == "numbers":
        return _numbers(line)
    if code == "hours" and not line.hours.exists():
        return [_("It has no hours: add them under Hours.")]
    if code == "languages" and not (line.languages and line.script):
        return [_("It states no language or no first words: add them under Languages and first words.")]
    return []


def _numbers(line: Line) -> list[str | Promise]:
    kinds = set(line.numbers.values_list("kind", flat=True))
    found: list[str | Promise] = []
    if line.takes_calls and not kinds & {"phone", "tty"}:
        found.append(_("It takes calls, but has no telephone number: add one under Numbers."))
    if line.takes_texts and "text" not in kinds:
        found.append(_("It takes texts, but has no number for texts: add one under Numbers."))
    return found


def stops(line: Line) -> list[Stop]:
    """Every page of the wizard in its order."""
    return [Stop(step, step.url(line.pk), _state(line, step.code), lacks(line, step.code)) for step in STEPS]


def _state(line: Line, code: str) -> str:
    if code not in line.steps:
        return "open"
    if lacks(line, code):
        return "lacking"
    return "empty" if code in _ROWS and not getattr(line, _ROWS[code]).exists() else "done"


def following(line: Line, code: str) -> str:
    """Where to go from a finished page: to the next one that is still to do, else to the page of the line."""
    later = list(BY_CODE)[list(BY_CODE).index(code) + 1 :]
    open_ones = [stop.url for stop in stops(line) if stop.step.code in later and stop.state in {"open", "lacking"}]
    return open_ones[0] if open_ones else reverse("lines:line_detail", args=[line.pk])


def first_open(found: list[Stop]) -> Stop | None:
    """The first page that is still to do; none when there is none."""
    return next((stop for stop in found if stop.state in {"open", "lacking"}), None)
