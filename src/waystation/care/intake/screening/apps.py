"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Pages of the conversation guide and of instruments, over what the core makes of stated facts."""

    name = "waystation.care.intake.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.intake.screening.words import VERBS

        JOURNAL.update(VERBS)
