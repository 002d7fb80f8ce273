from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "waystation.care.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.cases.origins import register_origins
        from waystation.care.intake.origins import origins_of
        from waystation.care.intake.selectors.queue import waiting_contacts
        from waystation.care.intake.waiting import register
        from waystation.care.intake.words import VERBS

        JOURNAL.update(VERBS)
        register("contact", waiting_contacts)
        register_origins(origins_of)
