"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """What an agency makes of tips: links, release to a named liaison by two people, outcome, expiry."""

    name = "waystation.care.intake.leads"
    label = "leads"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.intake.leads import from_tips, source
        from waystation.care.intake.leads.words import VERBS

        JOURNAL.update(VERBS)
        source.register(from_tips.Tips())
