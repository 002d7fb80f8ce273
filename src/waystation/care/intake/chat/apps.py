"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Chat without an account, by long poll or events; what was said goes after a day unless noted."""

    name = "waystation.care.intake.chat"
    label = "chat"
    default_auto_field = "django.db.models.BigAutoField"
