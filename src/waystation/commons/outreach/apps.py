"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Outreach: hotspots, plans, nights, materials, and staff due back. Counts only; no person served stands in it."""

    name = "waystation.commons.outreach"
    label = "outreach"
    default_auto_field = "django.db.models.BigAutoField"
