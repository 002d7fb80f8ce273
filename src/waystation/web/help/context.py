"""What every template gets from here: the help of its page, and the agency's word for the people it serves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from waystation.foundation.agencies.person_words import PersonWords, person_words
from waystation.web.help import reading


def page_help(request: HttpRequest) -> dict[str, Any]:
    """`page_help` {text, words_url} and `before`, the reminder, on pages that have one; `person` always."""
    actor = getattr(request, "actor", None)
    words: PersonWords = person_words(actor.member.agency.person_word if actor is not None else "")
    found = request.resolver_match
    name, lang = found.view_name if found is not None else "", get_language() or "en"
    text = reading.text_of(name, lang)
    context: dict[str, Any] = {"person": words, "before": reading.before(name, lang)}
    if text:
        context["page_help"] = {"text": text, "words_url": _words_url(request, signed_in=actor is not None)}
    return context


def _words_url(request: HttpRequest, *, signed_in: bool) -> str:
    """The glossary, in the language that the visitor's address asks for; "" where it has no address."""
    chosen = request.GET.get("lang", "")
    try:
        return reverse("web:words") + (f"?lang={chosen}" if not signed_in and chosen in {"en", "es"} else "")
    except NoReverseMatch:
        return ""
