"""The public first page: a door for each page that anyone may open, and for no other."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waystation.care.intake.lines.public import told
from waystation.care.intake.lines.selectors import live_lines
from waystation.foundation import clock


def _open_address(name: str) -> str | None:
    """Address of a view that exists and asks for no sign-in, else None."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return None
    return None if getattr(resolve(address).func, "login_required", True) else address


def _lanes() -> list[dict[str, Any]]:
    """The ways to write to a line, without an account."""
    return [
        {
            "icon": "lock",
            "url": _open_address("tips:get_help"),
            "title": _("Write to the help line"),
            "text": _("No account, no name. It goes to the help line only; you come back with an order number."),
            "go": _("Write for help"),
        },
        {
            "icon": "mail",
            "url": _open_address("chat:chat") if live_lines(takes_chats=True) else None,
            "title": _("Write back and forth"),
            "text": _("With a person, while the line is open. What is written is destroyed within a day."),
            "go": _("Begin a chat"),
        },
        {
            "icon": "talk",
            "url": _open_address("tips:tell"),
            "title": _("Tell us what you saw"),
            "text": _("You do not have to be sure. It may be passed on to the police; who you are is not."),
            "go": _("Tell it in five short pages"),
        },
        {
            "icon": "doc",
            "url": _open_address("tips:order"),
            "title": _("You have an order number"),
            "text": _("Read what we wrote to you, and answer."),
            "go": _("Come back with it"),
        },
    ]


def doors() -> list[dict[str, Any]]:
    """What the first page offers, as rows for the doors component."""
    offered: list[dict[str, Any]] = [
        {
            "icon": "hand",
            "url": "#get-help",
            "title": _("Get help"),
            "text": _("Talk to someone who listens first. You do not have to be sure what this is."),
            "go": _("Ways to reach someone"),
        },
        *_lanes(),
        {
            "icon": "find",
            "url": _open_address("directory:search"),
            "title": _("Find a service"),
            "text": _("A room, a lawyer, a doctor, food, work. Search by need, without a name."),
            "go": _("Search by need"),
        },
        {
            "icon": "floor",
            "url": _open_address("published:index"),
            "title": _("Numbers"),
            "text": _("What was estimated, and what nobody knows. Each number stands with its doubts."),
            "go": _("See the numbers"),
        },
        {
            "icon": "shield",
            "url": "#safer",
            "title": _("Stay safe while you look"),
            "text": _("If someone checks your phone or computer, read this first."),
            "go": _("Safer ways to ask"),
        },
    ]
    return [door for door in offered if door["url"]]


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request, "web/home.html", {"doors": doors(), "lines": [told(line, clock.now()) for line in live_lines()]}
    )
