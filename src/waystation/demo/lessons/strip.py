"""What pages show of a lesson: the strip with the present step, and on the sign-in page the list to choose from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from waystation.demo.lessons import progress
from waystation.demo.lessons.progress import Progress
from waystation.demo.lessons.reading import lessons
from waystation.foundation.agencies.models import Member

RESUMED_ON = {"web:today", "signin:sign_in"}
"""Where a lesson that was left is offered again."""


def strip(request: HttpRequest) -> dict[str, Any]:
    """`lesson` for the component of ui; nothing without a lesson, or for one left aside."""
    here, found = progress.of(request), request.resolver_match
    if here is None or found is None or (here.away and found.view_name not in RESUMED_ON):
        return {}
    lang = get_language() or "en"
    step = here.step
    member = Member.objects.filter(sign_in_name=step.who).first()
    other = request.user.is_authenticated and request.user.get_username() != step.who
    return {
        "lesson": {
            "id": here.lesson.id, "title": here.lesson.title(lang), "away": here.away,
            "number": here.at + 1, "total": len(here.lesson.steps), "is_first": here.at == 0, "is_last": here.is_last,
            "do": step.do(lang), "why": step.why(lang), "done": progress.sees(here, request) or progress.is_done(here),
            "person": member.display_name if member and other else "", "url": _way(request, "" if other else step.page),
            "act_url": reverse("demo:lesson"), "page": request.path if request.method == "GET" else "",
        }
    }  # fmt: skip


def choices(request: HttpRequest) -> list[dict[str, Any]]:
    """Every lesson with its title and minutes; the one this browser is in says at which step."""
    lang, here = get_language() or "en", progress.of(request)
    return [
        {
            "id": lesson.id, "title": lesson.title(lang), "minutes": lesson.minutes, "steps": len(lesson.steps),
            "at": _at(here, lesson.id), "is_tour": not lesson.role,
        }
        for lesson in lessons().values()
    ]  # fmt: skip


def _at(here: Progress | None, lesson: str) -> int:
    return here.at + 1 if here is not None and here.lesson.id == lesson else 0


def _way(request: HttpRequest, name: str) -> str:
    """The address to go to for the step; "" where one is there already."""
    try:
        url = reverse(name) if name else ""
    except NoReverseMatch:  # a page of an object, which nobody can name beforehand
        return ""
    return "" if url == request.path else url
