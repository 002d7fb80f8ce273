"""The agency's own word for the people it serves: "client" or "survivor", as its settings say."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from waystation.foundation.agencies.models import Agency


@dataclass(frozen=True)
class PersonWords:
    """The word for one and for many, within a sentence and at its beginning, in the reader's language."""

    one: str
    many: str

    @property
    def one_first(self) -> str:
        return str(capfirst(self.one))

    @property
    def many_first(self) -> str:
        return str(capfirst(self.many))


def person_words(chosen: str) -> PersonWords:
    """Words for a value of `Agency.person_word`; plain "person" where no agency speaks (public pages)."""
    if chosen == Agency.PersonWord.CLIENT:
        return PersonWords(_("client"), _("clients"))
    if chosen == Agency.PersonWord.SURVIVOR:
        return PersonWords(_("survivor"), _("survivors"))
    return PersonWords(_("person"), _("people"))
