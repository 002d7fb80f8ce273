"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Pages of the conversation guide and of instruments, over what the core makes of stated facts."""

    name = "waystation.care.intake.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
