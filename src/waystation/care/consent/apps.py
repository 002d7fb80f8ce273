from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    name = "waystation.care.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.cases.tabs import register_tab
        from waystation.care.consent.words import VERBS

        JOURNAL.update(VERBS)
        register_tab("consent", _("Consent"), "consent:authorization_list", order=40)
