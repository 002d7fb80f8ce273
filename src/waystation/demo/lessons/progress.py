"""Where this browser stands in its lesson: the lesson, the step, since when, and which pages were seen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from waystation.demo.lessons.reading import Lesson, Step, lessons
from waystation.foundation.agencies.models import Member
from waystation.foundation.audit.models import Event

COOKIE = "__Host-lesson"
KEPT_SECONDS = 30 * 86_400
FORM = re.compile(r"([a-z_]{1,40})\.(\d{1,2})\.(\d{1,12})\.([0-9a-f]{1,16})\.([01])")


@dataclass(frozen=True)
class Progress:
    """`at`: the step, from 0; `seen`: one bit a step, set when its page was seen; `away`: left for later."""

    lesson: Lesson
    at: int
    since: int
    seen: int = 0
    away: bool = False

    @property
    def step(self) -> Step:
        return self.lesson.steps[self.at]

    @property
    def is_last(self) -> bool:
        return self.at == len(self.lesson.steps) - 1

    def moved(self, by: int) -> Progress:
        """A step on or back, never beyond the ends."""
        return dataclasses.replace(self, at=max(0, min(self.at + by, len(self.lesson.steps) - 1)))

    def with_seen(self) -> Progress:
        """With the present step's page noted as seen."""
        return dataclasses.replace(self, seen=self.seen | 1 << self.at)

    def text(self) -> str:
        return f"{self.lesson.id}.{self.at}.{self.since}.{self.seen:x}.{int(self.away)}"


def of(request: HttpRequest) -> Progress | None:
    """What the cookie says; None without one, or when it is no cookie of ours."""
    found = FORM.fullmatch(request.COOKIES.get(COOKIE, ""))
    lesson = lessons().get(found[1]) if found else None
    if found is None or lesson is None or int(found[2]) >= len(lesson.steps):
        return None
    return Progress(lesson, int(found[2]), int(found[3]), int(found[4], 16), found[5] == "1")


def put(answer: HttpResponse, progress: Progress) -> None:
    """Keep it in this browser, for a month."""
    answer.set_cookie(COOKIE, progress.text(), max_age=KEPT_SECONDS, secure=True, httponly=True, samesite="Strict")


def sees(progress: Progress, request: HttpRequest) -> bool:
    """Whether this request is for the page that shows the present step to be done, by whoever the step is for."""
    found = request.resolver_match
    if found is None or found.view_name not in progress.step.views:
        return False
    return not request.user.is_authenticated or request.user.get_username() == progress.step.who


def is_done(progress: Progress) -> bool:
    """Whether the present step was done since the lesson began: its page was seen, or the journal has its act."""
    if progress.step.views:
        return bool(progress.seen >> progress.at & 1)
    since = dt.datetime.fromtimestamp(progress.since, dt.UTC)
    actor = Member.objects.filter(sign_in_name=progress.step.who).values("pk")[:1]
    return Event.objects.filter(verb=progress.step.event, actor__in=actor, at__gte=since).exists()
