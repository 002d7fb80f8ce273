"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class LinesConfig(AppConfig):
    """Lines: numbers, hours, scripts, who is on call, interpreters, escalation. No person served stands in it."""

    name = "waystation.care.intake.lines"
    label = "lines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.intake.lines.words import VERBS

        JOURNAL.update(VERBS)
