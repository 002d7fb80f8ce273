from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "waystation.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.intake.lines.selectors import names_of
        from waystation.numbers.insights.month import naming
        from waystation.web import reporting, wiring
        from waystation.web.journal.words import VERBS

        JOURNAL.update(VERBS)
        reporting.configure()
        wiring.connect()
        naming.register("lines", names_of)
