"""The pages of the wizard, what each is for, and where a line stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
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
    Step("numbers", _("Numbers"), _("How people reach it, as the number is read aloud."), listed=True),
    Step("lanes", _("What it takes"), _("Calls are always taken. Choose what else may come in.")),
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


def following(line: Line, code: str) -> str:
    """Where to go from a finished page: to the next one that is not done, else to the page of the line."""
    codes = [step.code for step in STEPS]
    later = [one for one in codes[codes.index(code) + 1 :] if one not in line.steps]
    return BY_CODE[later[0]].url(line.pk) if later else reverse("lines:line_detail", args=[line.pk])


def first_open(line: Line) -> Step | None:
    """The first page that is not done; none when all are."""
    return next((step for step in STEPS if step.code not in line.steps), None)
