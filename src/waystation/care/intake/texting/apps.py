"""Django's registration of this room."""

from __future__ import annotations

from django.apps import AppConfig


class TextingConfig(AppConfig):
    """Text messages: signed webhooks of gateways, sealed on arrival."""

    name = "waystation.care.intake.texting"
    label = "texting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from waystation.care.cases.journal_words import VERBS as JOURNAL
        from waystation.care.intake import waiting
        from waystation.care.intake.lines import public
        from waystation.care.intake.texting import selectors, ways
        from waystation.care.intake.texting.verbs import VERBS

        JOURNAL.update(VERBS)
        waiting.register("text", selectors.waiting)
        public.hide_texts_while(ways.is_off)
