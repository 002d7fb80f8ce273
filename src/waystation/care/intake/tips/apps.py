"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class TipsConfig(AppConfig):
    """Public lanes: messages from any phone without an account, their order numbers and answers."""

    name = "waystation.care.intake.tips"
    label = "tips"
    default_auto_field = "django.db.models.BigAutoField"
