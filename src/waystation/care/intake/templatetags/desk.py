"""The bar of the console: one key for each act, and whose danger card stands open."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waystation.care.intake import selectors
from waystation.care.intake.clocks import Due
from waystation.care.intake.policies import can_take_contact
from waystation.foundation.gate import Actor

register = template.Library()


@register.inclusion_tag("intake/_console.html", takes_context=True)
def console(context: Context, form: str = "", contact: UUID | None = None, take: str = "") -> dict[str, Any]:
    """The bar. `form`: the id of a form of the page that the danger button sends, so that no word is lost.

    `contact` is whose card it opens, where that is at the desk still; `take` the address that takes what nobody took,
    which then opens its card, so that one contact is not counted twice. Without them a new contact begins.
    """
    request = context["request"]
    actor = getattr(request, "actor", None)
    cards = selectors.open_cards(actor) if isinstance(actor, Actor) else []
    return {
        "can_take": isinstance(actor, Actor) and can_take_contact(actor.role),
        "cards": cards,
        "me_id": actor.id if isinstance(actor, Actor) else None,
        "form": form,
        "contact": contact if contact and selectors.is_at_desk(contact) else None,
        "take": take,
        "here": request.path,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_tag
@cache
def silent_words() -> dict[str, str]:
    """What to say into a silent line, by language."""
    text = files("waystation.care.intake").joinpath("data", "silent.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)
    return found


@register.filter
def clock_words(seconds: int) -> str:
    """Seconds as minutes and seconds: 4:05, and with hours from one hour on."""
    hours, rest = divmod(int(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


@register.filter
def due_words(due: Due) -> str:
    """When a report is due, or how long it is overdue."""
    if due.at_once:
        return _("Due at once: running for %(time)s") % {"time": span_words(due.late)}
    if due.is_overdue:
        return _("Overdue by %(time)s") % {"time": span_words(due.late)}
    at = date_format(timezone.localtime(due.due_at), "j F, H:i")
    return _("Due by %(moment)s") % {"moment": at}


def span_words(span: dt.timedelta) -> str:
    """A stretch of time in one unit: minutes below two hours, hours below two days, then days."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 2 * 24 * 60:
        return _("%(n)s hours") % {"n": minutes // 60}
    return _("%(n)s days") % {"n": minutes // (24 * 60)}
