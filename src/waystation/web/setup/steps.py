"""The steps of set-up, what each is for, and where an agency stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waystation.foundation.agencies.models import AgencySettings


@dataclass(frozen=True)
class Step:
    """One page of set-up. `must`: cannot be left for later."""

    code: str
    title: Any
    text: Any
    must: bool = False

    @property
    def url(self) -> str:
        return reverse(f"setup:{self.code}")


STEPS = (
    Step("agency", _("Your agency"), _("Its name, its county, and your word for the people you serve."), must=True),
    Step("envelope", _("The envelope"), _("The codes that save everything when all else is lost."), must=True),
    Step("teams", _("Teams"), _("Who works together holds keys together.")),
    Step("people", _("People"), _("Invite colleagues with a slip of paper or a link.")),
    Step("languages", _("Languages"), _("What your desk speaks.")),
    Step("numbers", _("Numbers"), _("Your own line and those of the county, for the pages and the desk.")),
    Step("reporting", _("What must be reported"), _("Your state's rule about people under 18.")),
    Step("directory", _("Directory"), _("Load the services of your county, or start empty.")),
    Step("backup", _("Backups"), _("A sealed copy each day, and a code on paper that opens it.")),
    Step("place", _("Where it runs"), _("One computer, an office, or a rented server.")),
    Step("done", _("The first day"), _("What each person does first.")),
)
BY_CODE = {step.code: step for step in STEPS}
SKIPPABLE = frozenset(step.code for step in STEPS if not step.must)


@dataclass(frozen=True)
class Stop:
    """A step as it stands: done, later, next (the first that is neither) or open."""

    step: Step
    state: str


@dataclass(frozen=True)
class Standing:
    """Where an agency stands in its set-up."""

    stops: tuple[Stop, ...]

    @property
    def next(self) -> Step | None:
        """The first step that is neither done nor put off; none when all are."""
        return next((stop.step for stop in self.stops if stop.state == "next"), None)

    @property
    def done(self) -> int:
        return sum(stop.state == "done" for stop in self.stops)

    @property
    def later(self) -> list[Step]:
        return [stop.step for stop in self.stops if stop.state == "later"]

    @property
    def envelope_kept(self) -> bool:
        return next(stop.state for stop in self.stops if stop.step.code == "envelope") == "done"


def standing(settings: AgencySettings) -> Standing:
    """Read from the settings row alone: it holds whatever was finished before a power cut."""
    found, next_found = [], False
    for step in STEPS:
        state = settings.steps.get(step.code, "open")
        if state == "open" and not next_found:
            state, next_found = "next", True
        found.append(Stop(step, state))
    return Standing(tuple(found))


def after(code: str, settings: AgencySettings) -> str:
    """Where to go from a finished step: to the next open one, or to the overview."""
    codes = [step.code for step in STEPS]
    later = codes[codes.index(code) + 1 :]
    open_ones = [one for one in later if one not in settings.steps]
    return BY_CODE[open_ones[0]].url if open_ones else reverse("setup:overview")
