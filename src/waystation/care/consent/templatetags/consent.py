"""Words for the codes of a release, in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.care.consent import leaving, words
from waystation.care.consent.signers import table
from waystation.foundation.agencies.roles import roles

register = template.Library()
WORDS = {
    "purpose": words.PURPOSES, "form": words.FORMS, "interpreter": words.INTERPRETERS, "state": words.STATES,
}  # fmt: skip


@register.simple_tag
def release_words(kind: str, code: str) -> str:
    """{% release_words "purpose" terms.purpose %}; an unknown code is shown as it is."""
    return str(WORDS[kind].get(code, code))


@register.simple_tag
def role_words(code: str) -> str:
    found = roles().get(code)
    if not code:
        return _("not recorded")
    return found.label(get_language() or "en") if found else code


@register.simple_tag
def field_words(codes: list[str]) -> str:
    """The labels of fields, in a row."""
    return ", ".join(str(label) for label in leaving.labels(codes))


@register.simple_tag
def signer_rule(code: str) -> dict[str, str]:
    """{% signer_rule terms.rule as rule %}: text, source and review mark of the rule that answered."""
    lang = "es" if (get_language() or "en").startswith("es") else "en"
    for rule in table():
        if rule.id == code:
            return {"text": rule.text[lang], "source": rule.source, "review": rule.review, "grade": rule.grade}
    return {"text": code, "source": "", "review": "", "grade": ""}
