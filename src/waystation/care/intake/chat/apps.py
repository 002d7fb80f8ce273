"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Chat without an account, by long poll or events; what was said goes after a day unless noted."""

    name = "waystation.care.intake.chat"
    label = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.intake import waiting
        from waystation.care.intake.chat import selectors
        from waystation.care.intake.chat.verbs import VERBS
        from waystation.ui import leaving

        JOURNAL.update(VERBS)
        waiting.register("chat", selectors.waiting)
        leaving.register("WAYSTATION_CHAT_COOKIE")
