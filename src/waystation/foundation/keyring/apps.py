from __future__ import annotations

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    name = "waystation.foundation.keyring"
    label = "keyring"
    default_auto_field = "django.db.models.BigAutoField"
