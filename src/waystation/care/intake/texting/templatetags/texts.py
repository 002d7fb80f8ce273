"""{% text_of contact.pk as address %}: where the texts of a contact are read, "" when there are none."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.urls import reverse

from waystation.care.intake.texting.models import Thread

register = template.Library()


@register.simple_tag
def text_of(contact: UUID) -> str:
    """The address of the texts that became this contact."""
    return reverse("texting:thread", args=[contact]) if Thread.objects.filter(pk=contact).exists() else ""
