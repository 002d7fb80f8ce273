"""The bar of the console: one key for each act, and whose danger card stands open."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from django import template
from django.template import Context

from waystation.care.intake import selectors
from waystation.care.intake.policies import can_take_contact
from waystation.foundation.gate import Actor

register = template.Library()


@register.inclusion_tag("intake/_console.html", takes_context=True)
def console(context: Context, form: str = "", contact: object = None) -> dict[str, Any]:
    """The bar. `form`: the id of a form of the page that the danger button sends, so that no word is lost."""
    request = context["request"]
    actor = getattr(request, "actor", None)
    cards = selectors.open_cards(actor) if isinstance(actor, Actor) else []
    return {
        "can_take": isinstance(actor, Actor) and can_take_contact(actor.role),
        "cards": cards,
        "me_id": actor.id if isinstance(actor, Actor) else None,
        "form": form,
        "contact": contact,
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
