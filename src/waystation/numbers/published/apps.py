"""Published estimates, clear by design."""

from __future__ import annotations

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    name = "waystation.numbers.published"
    label = "published"
    default_auto_field = "django.db.models.BigAutoField"
