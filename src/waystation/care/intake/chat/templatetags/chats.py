"""{% chat_of contact.pk as address %}: where the chat of a contact is read, "" when it was none or is destroyed."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.urls import reverse

from waystation.care.intake.chat.models import Chat

register = template.Library()


@register.simple_tag
def chat_of(contact: UUID) -> str:
    """The address of the chat that became this contact."""
    kept = Chat.objects.filter(pk=contact).exclude(door=b"").exists()
    return reverse("chat:desk", args=[contact]) if kept else ""
