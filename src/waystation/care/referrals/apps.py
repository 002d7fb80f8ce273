from __future__ import annotations

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "waystation.care.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
