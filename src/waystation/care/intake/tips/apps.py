"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class TipsConfig(AppConfig):
    """Public lanes: messages from any phone without an account, their order numbers and answers."""

    name = "waystation.care.intake.tips"
    label = "tips"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.intake import waiting
        from waystation.care.intake.tips.actions.drafting import drop_held
        from waystation.care.intake.tips.selectors.queue import aside_tips, waiting_tips
        from waystation.care.intake.tips.words import VERBS
        from waystation.ui import leaving

        JOURNAL.update(VERBS)
        waiting.register("tips", waiting_tips)
        waiting.register_aside("tips", aside_tips)
        leaving.register("WAYSTATION_DRAFT_COOKIE", drop_held)
