"""Where the message of a contact is read, and when a letter was written, in the words of a page."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.policies import can_read
from waystation.care.intake.tips.shapes import Letter
from waystation.foundation.gate import Actor

register = template.Library()


@register.simple_tag(takes_context=True)
def message_of(context: Context, contact: UUID) -> str:
    """The address of the public message that became this contact, for who reads messages of its line; else ""."""
    actor = getattr(context["request"], "actor", None)
    if not isinstance(actor, Actor) or not can_read(actor.role):
        return ""
    kept = Tip.objects.filter(pk=contact, agency=actor.agency_id, team__in=actor.team_ids).exists()
    return reverse("tips:message", args=[contact]) if kept else ""


@register.simple_tag
def letter_moment(letter: Letter) -> str:
    """Day and time on the server's clock; the day alone for letters that kept no more."""
    try:
        if letter.at:
            return date_format(timezone.localtime(dt.datetime.fromisoformat(letter.at)), "DATETIME_FORMAT")
        return date_format(dt.date.fromisoformat(letter.on), "DATE_FORMAT")
    except ValueError:
        return letter.on
