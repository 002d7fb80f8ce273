from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "waystation.care.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.cases.tabs import register_tab
        from waystation.care.consent.actions import on_withdrawal
        from waystation.care.referrals.actions import close_on_withdrawal
        from waystation.care.referrals.words import VERBS

        JOURNAL.update(VERBS)
        on_withdrawal(close_on_withdrawal)
        register_tab("sharing", _("Sharing"), "referrals:referral_list", order=50, part="referrals")
