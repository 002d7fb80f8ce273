from __future__ import annotations

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "waystation.care.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.consent.actions import on_withdrawal
        from waystation.care.referrals.actions import close_on_withdrawal

        on_withdrawal(close_on_withdrawal)
