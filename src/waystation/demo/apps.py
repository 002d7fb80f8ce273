from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Installed only in a data folder that carries the demo's mark."""

    name = "waystation.demo"
    label = "demo"
