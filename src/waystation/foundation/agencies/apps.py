from __future__ import annotations

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "waystation.foundation.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
