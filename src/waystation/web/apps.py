from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "waystation.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.web import reporting, wiring

        reporting.configure()
        wiring.connect()
