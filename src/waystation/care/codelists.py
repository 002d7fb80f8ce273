"""Code lists as choices of a form, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import get_language

from waystation.core import codes

Choices = list[tuple[str, str | Promise]]


def choices(name: str, *, answers: bool = False, blank: str | Promise | None = None) -> Callable[[], Choices]:
    """Choices of the code list `name`, read when the form is made; `answers` adds unknown, declined, not asked."""

    def read() -> Choices:
        pairs: Choices = [*codes.get(name).choices(get_language() or "en", answers=answers)]
        return pairs if blank is None else [("", blank), *pairs]

    return read


def words(name: str, code: str) -> str:
    """The words of a code in the reader's language; a code the list does not know is shown as it is."""
    if not code:
        return ""
    try:
        return codes.label(name, code, get_language() or "en")
    except codes.CodeError:
        return code


def service_choices() -> list[tuple[str, Choices]]:
    """The service vocabulary under its groups, as a select takes it."""
    lang = get_language() or "en"
    found: dict[str, Choices] = {}
    for item in codes.get("service"):
        group = codes.label("service_group", str(item.crosswalks["group"][0]), lang)
        found.setdefault(group, []).append((item.code, item.label(lang)))
    return list(found.items())
