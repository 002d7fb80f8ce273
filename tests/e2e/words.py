"""The words on the pages in the language of a walk, from the catalogue and the data files the pages use."""

from __future__ import annotations

import re

from django.utils.translation import gettext, override

from waystation.core import codes, screening


class Words:
    """Calling it with the English of a text gives the text as the page shows it."""

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang

    def __call__(self, english: str, **values: object) -> str:
        with override(self.lang):
            text = gettext(english)
        return text % values if values else text

    def code(self, name: str, code: str) -> str:
        """The label of a code of a list."""
        return codes.label(name, code, self.lang)

    def fact(self, code: str) -> str:
        """The label of a fact of screening."""
        return screening.facts()[code].label(self.lang)


ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def ids_in(address: str) -> list[str]:
    """The identifiers in an address, in order."""
    return ID.findall(address)


MUST = "|".join(Words(lang)("required") for lang in ("en", "es"))


def named(name: str | re.Pattern[str]) -> re.Pattern[str]:
    """A label as the accessible name of its field: the mark of a required field may follow it."""
    return re.compile(rf"^{re.escape(name)}( (· )?({MUST}))?$") if isinstance(name, str) else name
